"""Makes the account that fuzzing attacks with: one that holds every permission, so that no
operation is only refused. Prints its password."""

import json, os, sys, urllib.parse, urllib.request

base = sys.argv[1]


def ask(path, data, headers):
    request = urllib.request.Request(base + path, data=data, headers=headers)
    return json.load(urllib.request.urlopen(request))


login = {"grant_type": "password", "username": "admin", "password": os.environ["HTX_BOOTSTRAP_PASSWORD"]}
token = ask("/oauth/token", urllib.parse.urlencode(login).encode(), {})["access_token"]
roles = [
    ("administrator", "ubnd-tp"),
    ("officer", "so-tc"),
    ("approver", "so-tc"),
    ("officer", "lmhtx"),
    ("officer", "cuc-thue"),
    ("viewer", "kiem-toan"),
]
account = {
    "username": "fuzzing",
    "display_name": "Kiểm thử",
    "assignments": [{"role": role, "agency": agency} for role, agency in roles],
}
headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
print(ask("/v1/users", json.dumps(account).encode(), headers)["password"])
