"""Prints the figures as ratios to PostgreSQL itself in the same run, beside what is wanted."""

import sys

figures = {line.split("\t")[0]: float(line.split("\t")[1]) for line in open(sys.argv[1])}

# Measured beforehand on one machine: what PocketBase made of what PostgreSQL itself does there.
POCKETBASE = {"by_id": 4700 / 52800, "page": 760 / 10200, "write": 1240 / 12100}
WANTED = [
    ("read_by_id", "pgbench_by_id", max(0.35, 4 * POCKETBASE["by_id"]), "4 × PocketBase and 35 % of pgbench"),
    ("first_page", "pgbench_page", max(0.35, 5 * POCKETBASE["page"]), "5 × PocketBase and 35 % of pgbench"),
    ("page_2000", "first_page", 0.8, "as quick as the first page"),
    ("search", "pgbench_search", 5, "5 × a trigram query"),
    ("write", "pgbench_insert", 3 * POCKETBASE["write"], "3 × PocketBase"),
]
print("\n| measured | to | ratio | wanted | |\n|---|---|---|---|---|")
for name, against, wanted, words in WANTED:
    ratio = figures[name] / figures[against]
    print(f"| {name} | {against} | {ratio:.2f} | {wanted:.2f} ({words}) | {'yes' if ratio >= wanted else 'NO'} |")
