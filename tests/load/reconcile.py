"""Exports the register, changes a tenth of it, reconciles, takes all over, and matches a list."""

import csv, io, json, random, sys, time, urllib.parse, urllib.request

base, work = sys.argv[1], sys.argv[2]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
chance = random.Random(7)


def ask(path, data=None, **headers):
    request = urllib.request.Request(base + path, data=data, headers=headers)
    begun = time.monotonic()
    answer = urllib.request.urlopen(request, timeout=600).read()
    return answer, time.monotonic() - begun


def upload(path, name, content):
    edge = "frontier"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    answer, took = ask(path, body, **kind, **bearer)
    return json.loads(answer), took


def counts(answer):
    return " ".join(f"{k}={v}" for k, v in answer["reconciliation"]["counts"].items())


users = {user["username"]: user for user in csv.DictReader(open(f"{work}/data/demo-users.csv"))}
user = users["so-tc.officer"]
form = {"grant_type": "password", "username": user["username"], "password": user["password"]}
token = json.loads(ask("/oauth/token", urllib.parse.urlencode(form).encode())[0])["access_token"]
bearer = {"Authorization": "Bearer " + token}

sheet, took = ask("/v1/national-system/export", Accept=XLSX, **bearer)
print(f"export as XLSX: {took:.1f} s, {len(sheet) >> 10} KiB")
answer, took = upload("/v1/reconciliations", "export.xlsx", sheet)
print(f"reconcile the export (XLSX): {took:.1f} s; {counts(answer)}")
assert answer["reconciliation"]["counts"]["same"] == answer["reconciliation"]["counts"]["rows"]

text, took = ask("/v1/national-system/export", Accept="text/csv", **bearer)
rows = list(csv.reader(io.StringIO(text.decode())))
head, rows = rows[0], rows[1:]
changed = []
for at, row in enumerate(rows):
    match at % 40:
        case 0:
            row[11] = str(int(row[11] or 0) + 1)
        case 1:
            row[0] = ""
            row[1] = row[1] + " Mới"
        case 2:
            continue
        case 3:
            changed.append(["", f"HTX Lạ {at}"] + row[2:])
    changed.append(row)
out = io.StringIO()
csv.writer(out).writerows([head] + changed)
answer, took = upload("/v1/reconciliations", "national.csv", out.getvalue().encode())
print(f"reconcile with differences (CSV): {took:.1f} s; {counts(answer)}")
assert took < 60, "a reconciliation takes less than a minute"
path = "/v1/reconciliations/" + answer["reconciliation"]["id"]
body = json.dumps({"filter": {}, "take": "theirs"}).encode()
answer, took = ask(path + "/accept", body, **{"Content-Type": "application/json"}, **bearer)
outcome = json.loads(answer)
print(f"take all over: {took:.1f} s; taken={outcome['taken']} refused={outcome['refused_count']}")

lines = []
for row in chance.sample(rows, min(4500, len(rows))):
    words = row[1].split()
    at = chance.randrange(len(words))
    words[at] = words[at][:-1] or words[at]
    lines.append({"text": chance.choice([row[0] or row[1], row[1], " ".join(words)])})
lines += [{"text": f"HTX {at} không có thật {chance.random()}"} for at in range(500)]
body = json.dumps({"lines": lines}).encode()
for _ in range(2):
    answer, took = ask("/v1/organisations/match", body, **{"Content-Type": "application/json"}, **bearer)
found = sum(1 for item in json.loads(answer)["items"] if item["candidates"])
print(f"match {len(lines)} lines: {took:.1f} s; {found} with candidates")
