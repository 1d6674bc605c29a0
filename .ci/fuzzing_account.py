"""Makes the account that fuzzing attacks with: one that holds every permission, so that no
operation is only refused. Prints its password."""

import json, os, sys, urllib.error, urllib.parse, urllib.request

base = sys.argv[1]


def ask(path, data, headers, method="POST"):
    request = urllib.request.Request(base + path, data=data, headers=headers, method=method)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as refused:
        sys.exit(f"{method} {path}: {refused.read().decode()}")
    return json.load(answer), answer.headers


def login(username, password):
    form = {"grant_type": "password", "username": username, "password": password}
    answer, _ = ask("/oauth/token", urllib.parse.urlencode(form).encode(), {})
    token = answer["access_token"]
    return {"Authorization": "Bearer " + token, "Content-Type": "application/json"}


administrator = login("admin", os.environ["HTX_BOOTSTRAP_PASSWORD"])
roles = [
    ("administrator", "ubnd-tp"),
    ("approver", "ubnd-tp"),
    ("officer", "so-tc"),
    ("approver", "so-tc"),
    ("officer", "lmhtx"),
    ("approver", "lmhtx"),
    ("officer", "hpa"),
    ("approver", "hpa"),
    ("officer", "so-ct"),
    ("approver", "so-ct"),
    ("officer", "so-nnmt"),
    ("approver", "so-nnmt"),
    ("officer", "nhnn-hn"),
    ("officer", "cuc-thue"),
    ("officer", "commune-00004"),
    ("approver", "commune-00004"),
    ("viewer", "kiem-toan"),
]
account = {
    "username": "fuzzing",
    "display_name": "Kiểm thử",
    "assignments": [{"role": role, "agency": agency} for role, agency in roles],
}
made, headers = ask("/v1/users", json.dumps(account).encode(), administrator)
password = made["password"]

# Some permissions only an organisation's own account has.
organisation = {
    "kind": "cooperative",
    "name": "Hợp tác xã Kiểm thử",
    "registration_number": "0101248141",
    "address": {"commune": "00004"},
}
registered, _ = ask("/v1/organisations", json.dumps(organisation).encode(), login("fuzzing", password))
assignments = account["assignments"] + [{"role": "officer", "organisation": registered["id"]}]
change = json.dumps({"assignments": assignments}).encode()
ask("/v1/users/" + made["user"]["id"], change, administrator | {"If-Match": headers["ETag"]}, "PATCH")
print(password)
