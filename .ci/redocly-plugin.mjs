// Redocly rules that its YAML assertions can't say: they look at one node, these at everything below.

/** For each JSON type, the keywords of which one must bound it. */
const bounds = {
  string: ["maxLength", "enum", "const", "format", "pattern"],
  array: ["maxItems"],
  integer: ["maximum", "format", "enum", "const"],
  number: ["maximum", "format", "enum", "const"],
};

/** The schemas directly below one schema, each with its place. */
function children(schema, location) {
  const found = [];
  for (const name of Object.keys(schema.properties ?? {})) {
    found.push([schema.properties[name], location.child(["properties", name])]);
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    (schema[keyword] ?? []).forEach((part, index) => {
      found.push([part, location.child([keyword, index])]);
    });
  }
  for (const keyword of ["items", "additionalProperties"]) {
    if (typeof schema[keyword] === "object") {
      found.push([schema[keyword], location.child([keyword])]);
    }
  }
  return found;
}

/** OWASP API4: whatever a client sends is bounded, so that no field can be used to exhaust us. */
function requestLimits() {
  const judged = new Set();

  function judge(schema, location, context) {
    if (schema.$ref !== undefined) {
      const target = context.resolve(schema, location.source.absoluteRef);
      if (target.node === undefined) return; // no-unresolved-refs reports it
      return judge(target.node, target.location, context);
    }
    if (judged.has(location.absolutePointer)) return;
    judged.add(location.absolutePointer);
    for (const type of [schema.type].flat()) {
      const accepted = bounds[type];
      if (accepted && !accepted.some((keyword) => keyword in schema)) {
        const message = `A client can send this ${type} without limit; add ${accepted.join(" or ")}.`;
        context.report({ message, location });
      }
    }
    for (const [child, place] of children(schema, location)) judge(child, place, context);
  }

  function judgeSchemaOf(node, context) {
    if (node.schema) judge(node.schema, context.location.child(["schema"]), context);
  }

  return { Parameter: judgeSchemaOf, RequestBody: { MediaType: judgeSchemaOf } };
}

export default function htx() {
  return { id: "htx", rules: { oas3: { "request-limits": requestLimits } } };
}
