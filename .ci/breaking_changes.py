"""Compares openapi/suite.json with that of the last tagged version (v*): what would break a client that
was written for it? Nothing to compare with is said, and is no failure.

An answer may say more than before, codes are open (new values are expected); a request may be asked for
less than before. Everything else breaks somebody. See `python -m doctest .ci/breaking_changes.py`.
"""

import json, subprocess, sys

METHODS = ("get", "post", "put", "patch", "delete")
# A bound of a request that is narrower than before refuses what was taken.
LOWER = ("minimum", "minLength", "minItems")
UPPER = ("maximum", "maxLength", "maxItems")


class Comparison:
    """
    >>> before = {"paths": {"/a": {"get": {"parameters": [], "responses": {"200": {}}}, "post": {}}}}
    >>> after = {"paths": {"/a": {"get": {"parameters": [
    ...     {"name": "x", "in": "query", "required": True, "schema": {}}], "responses": {"201": {}}}}}}
    >>> for fault in Comparison(before, after).faults(): print(fault)
    GET /a: the parameter x (query) is demanded now
    GET /a: no longer answers 200
    POST /a: is gone
    """

    def __init__(self, before, after):
        self.before, self.after, self.found = before, after, []
        self.seen = set()

    def faults(self):
        for path, item in sorted(self.before["paths"].items()):
            for method in METHODS:
                if method in item:
                    now = self.after["paths"].get(path, {}).get(method)
                    self.operation(f"{method.upper()} {path}", item[method], now)
        return self.found

    def fault(self, where, what):
        self.found.append(f"{where}: {what}")

    def operation(self, where, before, after):
        if after is None:
            return self.fault(where, "is gone")
        self.parameters(where, before, after)
        self.bodies(where, before, after)
        for status, answer in before.get("responses", {}).items():
            if not status.startswith("2"):
                continue
            now = after.get("responses", {}).get(status)
            if now is None:
                self.fault(where, f"no longer answers {status}")
                continue
            answer, now = self.resolved(self.before, answer), self.resolved(self.after, now)
            for kind, content in answer.get("content", {}).items():
                if kind not in now.get("content", {}):
                    self.fault(where, f"no longer answers with {kind}")
                else:
                    new = now["content"][kind].get("schema", {})
                    self.schema(f"{where} answer", content.get("schema", {}), new, answer=True)

    def parameters(self, where, before, after):
        def named(document, operation):
            each = (self.resolved(document, one) for one in operation.get("parameters", []))
            return {(one["name"], one["in"]): one for one in each}

        old, new = named(self.before, before), named(self.after, after)
        for (name, place), one in sorted(new.items()):
            known = old.get((name, place))
            if one.get("required") and not (known and known.get("required")):
                self.fault(where, f"the parameter {name} ({place}) is demanded now")
        for (name, place), one in sorted(old.items()):
            if (name, place) in new:
                there = new[name, place]
                self.schema(f"{where} {name}", one.get("schema", {}), there.get("schema", {}))
            elif place == "query":
                # Unknown query parameters are refused.
                self.fault(where, f"the parameter {name} is gone")

    def bodies(self, where, before, after):
        old = self.resolved(self.before, before.get("requestBody", {}))
        new = self.resolved(self.after, after.get("requestBody", {}))
        if new.get("required") and not old.get("required"):
            self.fault(where, "a body is demanded now")
        for kind, content in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                self.fault(where, f"no longer takes {kind}")
            else:
                there = new["content"][kind].get("schema", {})
                self.schema(f"{where} body", content.get("schema", {}), there)

    def schema(self, where, before, after, answer=False):
        """
        >>> c = Comparison({}, {})
        >>> old = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 9}}}
        >>> new = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}, "b": {}},
        ...        "required": ["b"]}
        >>> c.schema("body", old, new); c.schema("answer", new, old, answer=True)
        >>> for fault in c.found: print(fault)
        body: b is demanded now
        body.a: maxLength is 5, was 9
        answer: b is gone
        """
        key = (before.get("$ref"), after.get("$ref"), answer)
        if key[0] and key[1]:
            if key in self.seen:
                return
            self.seen.add(key)
        before, after = self.resolved(self.before, before), self.resolved(self.after, after)
        self.types(where, before, after, answer)
        old, new = before.get("properties", {}), after.get("properties", {})
        demanded = set(after.get("required", [])), set(before.get("required", []))
        if not answer:
            for name in sorted(demanded[0] - demanded[1]):
                self.fault(where, f"{name} is demanded now")
        for name, one in sorted(old.items()):
            if name in new:
                self.schema(f"{where}.{name}", one, new[name], answer)
            else:
                # An answer lacks what a client reads; a request with it is refused as unknown.
                self.fault(where, f"{name} is gone")
        if answer:
            for name in sorted((demanded[1] - demanded[0]) & set(new)):
                self.fault(where, f"{name} may be missing now")
        if "items" in before and "items" in after:
            self.schema(f"{where}[]", before["items"], after["items"], answer)

    def types(self, where, before, after, answer):
        def of(schema):
            kinds = schema.get("type", [])
            return {kinds} if isinstance(kinds, str) else set(kinds)

        old, new = of(before), of(after)
        if old and new and (new - old if answer else old - new):
            self.fault(where, f"is {', '.join(sorted(new))}, was {', '.join(sorted(old))}")
        if answer:
            return
        gone = set(map(str, before.get("enum", []))) - set(map(str, after.get("enum", [])))
        if "enum" in after and gone:
            self.fault(where, f"no longer takes {', '.join(sorted(gone))}")
        for bounds, narrower in ((LOWER, lambda was, now: now > was), (UPPER, lambda was, now: now < was)):
            for bound in bounds:
                was, now = before.get(bound), after.get(bound)
                if now is not None and (was is None or narrower(was, now)):
                    self.fault(where, f"{bound} is {now}, was {'not there' if was is None else was}")

    def resolved(self, document, part):
        while "$ref" in part:
            found = document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part


def main():
    described = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"], capture_output=True, text=True
    )
    if described.returncode:
        print("no version is tagged yet: there is nothing to compare with")
        return 0
    tag = described.stdout.strip()
    before = subprocess.run(["git", "show", f"{tag}:openapi/suite.json"], capture_output=True, check=True)
    with open("openapi/suite.json", encoding="utf-8") as file:
        faults = Comparison(json.loads(before.stdout), json.load(file)).faults()
    for fault in faults:
        print(fault)
    print(f"{len(faults)} changes since {tag} would break a client")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
