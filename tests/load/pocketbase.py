"""The same rows in PocketBase, with a rule that lets a viewer read their own district only.

Prepares its data folder and serves it; when told to go on (a line on standard input) it ends. Writes what
wrk asks for into the folder of the load, in the form that the scripts read which measure the suite.
"""

import json, os, sqlite3, subprocess, sys, time, urllib.request

program, work, address = sys.argv[1:]
folder, base = f"{work}/pocketbase", f"http://{address}"
password = os.urandom(12).hex()
token = None


def ask(path, body=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = token
    data = json.dumps(body).encode() if body else None
    return json.load(urllib.request.urlopen(urllib.request.Request(base + path, data, headers)))


def serve():
    command = [program, "serve", "--dir", folder, "--http", address]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(500):
        try:
            ask("/api/health")
            return server
        except OSError:
            time.sleep(0.02)
    sys.exit("PocketBase does not start")


def stop(server):
    server.terminate()
    server.wait()


def log_in(collection, name):
    body = {"identity": name, "password": password}
    return ask(f"/api/collections/{collection}/auth-with-password", body)["token"]


# What a row of the registry has, flat, as PocketBase would hold it.
NUMBERS = ["charter_capital_vnd", "member_count", "worker_count", "version"]
TEXTS = ["kind", "name", "registration_number", "registered_on", "status", "main_business_line", "sector",
         "line", "commune", "district", "current_commune", "recorded_at", "name_key"]
OWN = "district = @request.auth.district"

subprocess.run([program, "superuser", "upsert", "load@example.vn", password, "--dir", folder],
               check=True, stdout=subprocess.DEVNULL)
server = serve()
token = log_in("_superusers", "load@example.vn")
users = ask("/api/collections/users")
fields = users["fields"] + [{"name": "district", "type": "text"}]
request = urllib.request.Request(
    f"{base}/api/collections/users", json.dumps({"fields": fields}).encode(),
    {"Content-Type": "application/json", "Authorization": token}, method="PATCH")
urllib.request.urlopen(request)
ask("/api/collections", {
    "name": "organisations", "type": "base", "listRule": OWN, "viewRule": OWN, "createRule": OWN,
    "fields": [{"name": name, "type": "text"} for name in TEXTS]
    + [{"name": name, "type": "number"} for name in NUMBERS],
    "indexes": ["CREATE INDEX organisations_district ON organisations (district, id)",
                "CREATE UNIQUE INDEX organisations_name ON organisations (name_key, commune, id)"],
})
rows = [json.loads(line) for line in open(f"{work}/rows.ndjson")]
districts = sorted({row["address"]["district"] for row in rows})
tokens = {}
for district in districts:
    name = f"viewer-{district}@example.vn"
    ask("/api/collections/users/records", {
        "email": name, "password": password, "passwordConfirm": password, "district": district})
    tokens[district] = log_in("users", name)
stop(server)

database = sqlite3.connect(f"{folder}/data.db")
columns = ["id", *TEXTS, *NUMBERS]
insert = f"INSERT INTO organisations ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def values(row):
    flat = {**row, **row["address"], "name_key": row["name"].lower()}
    # Its ids have fifteen letters and digits.
    identifier = row["id"].replace("-", "")[-15:]
    return [identifier, *(flat[name] or "" for name in TEXTS), *(flat[name] or 0 for name in NUMBERS)]


database.executemany(insert, map(values, rows))
database.execute("ANALYZE")
database.commit()
database.close()

with open(f"{work}/pocketbase-ids.txt", "w") as ids:
    for row in rows:
        print(tokens[row["address"]["district"]], values(row)[0], file=ids)
with open(f"{work}/pocketbase-tokens.txt", "w") as file:
    print(*tokens.values(), sep="\n", file=file)
with open(f"{work}/pocketbase-writer.txt", "w") as file:
    district = districts[0]
    print(tokens[district], district, file=file)

server = serve()
print("ready", flush=True)
sys.stdin.readline()
stop(server)
