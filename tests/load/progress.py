"""How long the plan's progress takes, all targets by district. progress.py BASE DATA-FOLDER [RUNS]

Asked as of days that nobody asked for before, nothing is kept: each service computes each figure. Asked again,
what is kept is given out. A figure that did not come in time is told as such, and counted here."""

import csv, datetime, json, random, statistics, sys, time, urllib.parse, urllib.request

base, folder = sys.argv[1], sys.argv[2]
runs = int(sys.argv[3]) if len(sys.argv) > 3 else 20


def ask(path, form=None, token=None):
    headers = {"Authorization": "Bearer " + token} if token else {}
    data = urllib.parse.urlencode(form).encode() if form else None
    return json.load(urllib.request.urlopen(urllib.request.Request(base + path, data, headers)))


users = {user["username"]: user for user in csv.DictReader(open(f"{folder}/demo-users.csv"))}
viewer = users["kiem-toan.viewer"]
form = {"grant_type": "password", "username": viewer["username"], "password": viewer["password"]}
token = ask("/oauth/token", form)["access_token"]


def progress(query):
    begun = time.perf_counter()
    answer = ask("/v1/plans/hn-2025/progress?by=district" + query, token=token)
    taken = time.perf_counter() - begun
    missing = [one["code"] for one in answer["targets"] if one["figure"]["state"] != "fresh"]
    assert all(len(one["parts"]) >= 30 for one in answer["targets"])
    return taken, missing, len(answer["targets"])


def told(name, times, missing):
    times = sorted(times)
    print(
        f"{name}: median {statistics.median(times) * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms,"
        f" {len(times)} times; figures that were not fresh: {missing}"
    )


first, missing, targets = progress("")
print(f"the first after a start: {first * 1000:.0f} ms; of {targets} not fresh: {missing}")
# What was asked of a day is kept for a while: others are taken each time that this is run.
days = [datetime.date(2025, 1, 1) + datetime.timedelta(days=back) for back in random.sample(range(600), runs)]
computed = [progress(f"&as_of={day}") for day in days]
told("computed anew", [one[0] for one in computed], sum(len(one[1]) for one in computed))
progress("")
kept = [progress("") for _ in range(runs)]
told("as it is kept", [one[0] for one in kept], sum(len(one[1]) for one in kept))
slow = {}
for one in ask("/v1/plans/hn-2025/progress", token=token)["targets"]:
    begun = time.perf_counter()
    ask(f"/v1/indicators/{one['code']}?period=2025&by=district", token=token)
    slow[one["code"]] = time.perf_counter() - begun
print("each figure alone:", ", ".join(f"{code} {taken * 1000:.0f} ms" for code, taken in slow.items()))
