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
CHOICES = ("oneOf", "anyOf")


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
        self.permissions(where, before, after)
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
            names = {name.lower() for name in now.get("headers", {})}
            for name in answer.get("headers", {}):
                if name.lower() not in names:
                    self.fault(where, f"no longer answers with the header {name}")
            for kind, content in answer.get("content", {}).items():
                if kind not in now.get("content", {}):
                    self.fault(where, f"no longer answers with {kind}")
                else:
                    new = now["content"][kind].get("schema", {})
                    self.schema(f"{where} answer", content.get("schema", {}), new, answer=True)

    def permissions(self, where, before, after):
        """
        >>> c = Comparison({}, {})
        >>> may = lambda *scopes: {"security": [{"access_token": list(scopes)}]}
        >>> c.permissions("GET /a", may("plan.read"), may("plan.read", "plan.adopt"))
        >>> c.permissions("GET /b", {}, may())
        >>> c.permissions("GET /c", may("plan.read", "plan.adopt"), may("plan.read"))
        >>> for fault in c.found: print(fault)
        GET /a: who called it with plan.read is refused now
        GET /b: who called it without a token is refused now
        """
        def ways(operation):
            each = operation.get("security") or [{}]
            return [{(scheme, scope) for scheme in way for scope in way[scheme] or [""]} for way in each]

        now = ways(after)
        for way in ways(before):
            if not any(demanded <= way for demanded in now):
                held = ", ".join(sorted(scope for _, scope in way if scope)) if way else "out a token"
                self.fault(where, f"who called it with{' ' if way else ''}{held} is refused now")

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
        before, null_before = self.plain(self.before, before)
        after, null_after = self.plain(self.after, after)
        if answer and null_after and not null_before:
            self.fault(where, "may be null now")
        if not answer and null_before and not null_after:
            self.fault(where, "may not be null any more")
        key = (before.get("$ref"), after.get("$ref"), answer)
        if key[0] and key[1]:
            if key in self.seen:
                return
            self.seen.add(key)
        before, after = self.resolved(self.before, before), self.resolved(self.after, after)
        if any(choice in schema for schema in (before, after) for choice in CHOICES):
            return self.variants(where, before, after, answer)
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

    def plain(self, document, schema):
        """What a schema is besides null, and whether it may be null.

        >>> c = Comparison({"Age": {"type": "object", "properties": {"days": {}, "years": {}}}},
        ...                {"Age": {"type": "object", "properties": {"days": {}}}})
        >>> may = {"oneOf": [{"type": "null"}, {"$ref": "#/Age"}]}
        >>> c.schema("answer", may, may, answer=True)
        >>> c.schema("answer.a", {"type": "string"}, {"type": ["string", "null"]}, answer=True)
        >>> c.schema("body.a", may, {"$ref": "#/Age"})
        >>> for fault in c.found: print(fault)
        answer: years is gone
        answer.a: may be null now
        body.a: may not be null any more
        body.a: years is gone
        """
        for choice in CHOICES:
            some = [one for one in schema.get(choice, []) if one.get("type") != "null"]
            if len(some) == 1:
                inner, _ = self.plain(document, some[0])
                return inner, len(some) < len(schema[choice])
        if len(schema.get("allOf", [])) == 1:
            return self.plain(document, schema["allOf"][0])
        if schema.get("$ref"):
            found = self.resolved(document, schema)
            inner, null = self.plain(document, found)
            # The name serves to compare a pair once; what is behind it counts.
            return (schema if inner is found else inner), null
        kinds = schema.get("type")
        return schema, isinstance(kinds, list) and "null" in kinds

    def variants(self, where, before, after, answer):
        """
        >>> c = Comparison({}, {})
        >>> def one(name, *fields):
        ...     inner = {"type": "object", "properties": {field: {} for field in fields}, "required": fields}
        ...     return {"type": "object", "properties": {name: inner}, "required": [name]}
        >>> c.schema("body", {"oneOf": [one("a", "x"), one("b")]}, {"oneOf": [one("a", "x", "y"), one("c")]})
        >>> c.schema("answer", {"oneOf": [one("a", "x")]}, {"oneOf": [one("a"), one("c")]}, answer=True)
        >>> for fault in c.found: print(fault)
        body (a).a: y is demanded now
        body: no longer takes b
        answer (a).a: x is gone
        answer: may be c now
        """
        old, new = self.named(self.before, before), self.named(self.after, after)
        for name, one in old.items():
            if name in new:
                self.schema(f"{where} ({name})", one, new[name], answer)
            elif not answer:
                self.fault(where, f"no longer takes {name}")
        for name in new:
            if answer and name not in old:
                self.fault(where, f"may be {name} now")

    def named(self, document, schema):
        """The variants of a choice, by what tells them apart."""
        found = {}
        choice = next((schema[choice] for choice in CHOICES if choice in schema), [schema])
        for one in choice:
            inner = self.resolved(document, one)
            # A field of one value tells, else the fields that are demanded, else the name or the type.
            constants = {
                name: (field.get("enum") or [field.get("const")])[0]
                for name, field in sorted(inner.get("properties", {}).items())
                if "const" in field or len(field.get("enum", [])) == 1
            }
            told = ", ".join(f"{name}={value}" for name, value in constants.items())
            name = told or ", ".join(sorted(inner.get("required", [])))
            found[name or one.get("$ref", "").rpartition("/")[2] or str(inner.get("type"))] = one
        return found

    def types(self, where, before, after, answer):
        """
        >>> c = Comparison({}, {})
        >>> c.types("body.a", {"type": "string"}, {"type": "string", "pattern": "^a", "format": "date"}, False)
        >>> c.types("body", {"type": "object"}, {"type": "object", "additionalProperties": False}, False)
        >>> c.types("answer.a", {"type": "string", "format": "date"}, {"type": "string"}, True)
        >>> for fault in c.found: print(fault)
        body.a: pattern is ^a, was not there
        body.a: format is date, was not there
        body: what it does not know is refused now
        answer.a: format is not there, was date
        """
        def of(schema):
            kinds = schema.get("type", [])
            return ({kinds} if isinstance(kinds, str) else set(kinds)) - {"null"}

        for rule in ("pattern", "format"):
            was, now = before.get(rule), after.get(rule)
            # A request may be asked for less than before, an answer may promise more.
            if was != now and (was if answer else now) is not None:
                was, now = was or "not there", now or "not there"
                self.fault(where, f"{rule} is {now}, was {was}")
        if not answer and after.get("additionalProperties") is False:
            if before.get("additionalProperties") is not False:
                self.fault(where, "what it does not know is refused now")
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


def git(*arguments):
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def last_version():
    """The tag of the last version; None where there is none yet, which a failure must not look like."""
    if git("rev-parse", "--is-shallow-repository") == "true":
        sys.exit("the history is cut off: fetch it whole, with tags, to find the last version")
    if not git("tag", "--list", "v*"):
        return None
    return git("describe", "--tags", "--abbrev=0", "--match", "v*")


def main():
    tag = last_version()
    if tag is None:
        print("no version is tagged yet: there is nothing to compare with")
        return 0
    before = json.loads(git("show", f"{tag}:openapi/suite.json"))
    with open("openapi/suite.json", encoding="utf-8") as file:
        faults = Comparison(before, json.load(file)).faults()
    for fault in faults:
        print(fault)
    print(f"{len(faults)} changes since {tag} would break a client")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
