"""Prints the figures as ratios to what was measured beside them in the same run, and what is wanted."""

import sys

figures = {line.split("\t")[0]: float(line.split("\t")[1]) for line in open(sys.argv[1])}

# Where PocketBase was not measured beside: what it made of what PostgreSQL itself did on one machine.
POCKETBASE = {
    "by_id": ("pgbench_by_id", 4700 / 52800),
    "page": ("pgbench_page", 760 / 10200),
    "write": ("pgbench_insert", 1240 / 12100),
}
for name, (against, ratio) in POCKETBASE.items():
    figures.setdefault(f"pocketbase_{name}", figures[against] * ratio)

WANTED = [
    ("read_by_id", "pocketbase_by_id", 4),
    ("read_by_id", "pgbench_by_id", 0.35),
    ("first_page", "pocketbase_page", 5),
    ("first_page", "pgbench_page", 0.35),
    ("page_2000", "first_page", 0.8),
    ("search", "pgbench_search", 5),
    ("write", "pocketbase_write", 3),
    ("write", "pgbench_insert", None),
]
print("\n| measured | to | ratio | wanted | |\n|---|---|---|---|---|")
for name, against, wanted in WANTED:
    ratio = figures[name] / figures[against]
    verdict = "" if wanted is None else "yes" if ratio >= wanted else "NO"
    print(f"| {name} | {against} | {ratio:.2f} | {wanted or '-'} | {verdict} |")
