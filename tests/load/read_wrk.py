"""Reads wrk's report: name, requests a second, p50 and p99 in milliseconds, failures."""

import re, sys

name, text = sys.argv[1], open(sys.argv[2]).read()


def milliseconds(label):
    value, unit = re.search(rf"{label}%\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
print(f"{name}\t{rate:.0f}\tp50 {milliseconds('50'):.2f} ms\tp99 {milliseconds('99'):.2f} ms\tfailed {failed.group(1) if failed else 0}")
