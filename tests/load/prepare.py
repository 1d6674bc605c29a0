"""Logs in as the viewer of each district and notes which organisations it may read."""

import csv, json, sys, urllib.parse, urllib.request

base, work = sys.argv[1], sys.argv[2]


def ask(path, token=None, form=None, accept=None):
    headers = {}
    if token:
        headers["Authorization"] = "Bearer " + token
    if accept:
        headers["Accept"] = accept
    data = urllib.parse.urlencode(form).encode() if form else None
    return urllib.request.urlopen(urllib.request.Request(base + path, data=data, headers=headers))


def login(user):
    form = {"grant_type": "password", "username": user["username"], "password": user["password"]}
    return json.load(ask("/oauth/token", form=form))["access_token"]


users = list(csv.DictReader(open(f"{work}/data/demo-users.csv")))
by_name = {user["username"]: user for user in users}
names, rows = set(), []
with open(f"{work}/ids.txt", "w") as ids, open(f"{work}/tokens.txt", "w") as tokens:
    for user in users:
        if not (user["agency"].startswith("district-") and user["role"] == "viewer"):
            continue
        token = login(user)
        print(token, file=tokens)
        lines = ask("/v1/organisations", token, accept="application/x-ndjson")
        for line in lines:
            row = json.loads(line)
            rows.append(row)
            names.add(" ".join(row["name"].split()[2:6]))
            print(token, row["id"], file=ids)
with open(f"{work}/rows.ndjson", "w") as file:
    for row in rows:
        print(json.dumps(row), file=file)
with open(f"{work}/queries.txt", "w") as file:
    for name in sorted(names)[:: max(1, len(names) // 2000)]:
        print(urllib.parse.quote(name.lower()), file=file)

planner = login(by_name["so-tc.viewer"])
cursor = ""
for _ in range(1999):
    page = json.load(ask("/v1/organisations?limit=50" + cursor, planner))
    if page["next"] is None:
        break
    cursor = "&cursor=" + urllib.parse.quote(page["next"])
with open(f"{work}/planner.txt", "w") as file:
    print(planner, file=file)
    print("/v1/organisations?limit=50" + cursor, file=file)
with open(f"{work}/writer.txt", "w") as file:
    print(login(by_name["commune-00004.officer"]), file=file)
