"""Grows the sample register to many rows: grow_register.py SAMPLE.xlsx ROWS OUT.xlsx

The same mess in every copy of a row; names and registration numbers are made unique, and numbers
keep a right check digit where they had one.
"""

import re, sys, zipfile

sample, wanted, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
SHEET = "xl/worksheets/sheet1.xml"
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def check(nine):
    digit = 10 - sum(w * int(d) for w, d in zip(WEIGHTS, nine)) % 11
    return str(digit) if digit < 10 else None


def numbers():
    for count in range(20_000_000, 90_000_000):
        nine = f"{count:09d}"
        digit = check(nine)
        if digit:
            yield nine + digit


def text_of(row, column):
    found = re.search(rf'<c r="{column}\d+"[^>]*>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)', row, re.S)
    return (found.group(1) or found.group(2)) if found else ""


with zipfile.ZipFile(sample) as archive:
    parts = {name: archive.read(name) for name in archive.namelist()}
sheet = parts[SHEET].decode()
rows = re.findall(r"<row .*?</row>", sheet, re.S)
is_data = [text_of(row, "A").isdigit() and bool(text_of(row, "B")) for row in rows]
first = is_data.index(True)
data = [row for row, yes in zip(rows, is_data) if yes]
fresh, grown, at = numbers(), rows[:first], first + 10
for copy in range(wanted):
    row = data[copy % len(data)]
    round_ = copy // len(data)
    if round_:
        name, number = text_of(row, "B"), text_of(row, "D")
        row = row.replace(f">{name}<", f">{name} số {round_ + 1}<", 1)
        if re.fullmatch(r"\d{10}", number) and check(number[:9]) == number[9]:
            row = row.replace(f">{number}<", f">{next(fresh)}<", 1)
    at += 1
    row = re.sub(r'<row r="\d+"', f'<row r="{at}"', row, count=1)
    grown.append(re.sub(r'<c r="([A-Z]+)\d+"', rf'<c r="\g<1>{at}"', row))
body = "<sheetData>" + "".join(grown) + "</sheetData>"
sheet = re.sub(r"<sheetData>.*</sheetData>", lambda _: body, sheet, flags=re.S)
parts[SHEET] = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:U{at}"', sheet).encode()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in parts.items():
        archive.writestr(name, content)
