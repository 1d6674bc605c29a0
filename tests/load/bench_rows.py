"""The same rows as the registry's own table, with an integer key for pgbench's random numbers."""

import json, sys

columns = {
    "id": "uuid", "kind": "text", "name": "text", "registration_number": "text",
    "registered_on": "date", "status": "text", "main_business_line": "text", "sector": "text",
    "people_credit_fund": "boolean", "charter_capital_vnd": "bigint", "member_count": "integer",
    "worker_count": "integer", "alliance_member": "boolean", "version": "bigint",
    "recorded_at": "timestamptz",
}
address = {
    "line": "text", "commune": "text", "district": "text", "current_commune": "text",
    "needs_review": "boolean",
}
# The folded name and the sort key, which the registry's rows hold beside.
beside = {"name_key": "text", "name_sort": "bytea"}
print("CREATE EXTENSION IF NOT EXISTS pg_trgm;")
types = {**columns, **address, **beside}
print("CREATE TABLE bench (n bigint PRIMARY KEY, " +
      ", ".join(f"{name} {kind}" for name, kind in types.items()) + ");")
print("COPY bench FROM stdin;")
for number, line in enumerate(open(sys.argv[1] + "/rows.ndjson"), 1):
    row = json.loads(line)
    values = [number] + [row[name] for name in columns] + [row["address"][name] for name in address]
    values += [row["name"].lower(), "\\\\x" + row["name"].encode().hex()]
    print("\t".join("\\N" if value is None else str(value) for value in values))
print("\\.")
print("CREATE INDEX ON bench (district, n);")
print("CREATE INDEX ON bench USING gin (lower(name) gin_trgm_ops);")
print("CREATE TABLE written (n bigserial PRIMARY KEY, body text NOT NULL);")
print("VACUUM ANALYZE;")
