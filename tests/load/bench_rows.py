"""The same rows as one plain table, with an integer key for pgbench's random numbers."""

import json, sys

columns = ["id", "kind", "name", "registration_number", "registered_on", "status", "sector"]
print("CREATE EXTENSION IF NOT EXISTS pg_trgm;")
print("CREATE TABLE bench (n bigint PRIMARY KEY, district text, address text, " +
      ", ".join(f"{column} text" for column in columns) + ", capital bigint, members int);")
print("COPY bench FROM stdin;")
for number, line in enumerate(open(sys.argv[1] + "/rows.ndjson"), 1):
    row = json.loads(line)
    address = row["address"]
    values = [number, address["district"], address["line"]]
    values += [row[column] for column in columns]
    values += [row["charter_capital_vnd"], row["member_count"]]
    print("\t".join("\\N" if value is None else str(value) for value in values))
print("\\.")
print("CREATE INDEX ON bench (district, n);")
print("CREATE INDEX ON bench USING gin (lower(name) gin_trgm_ops);")
print("CREATE TABLE written (n bigserial PRIMARY KEY, body text NOT NULL);")
print("VACUUM ANALYZE;")
