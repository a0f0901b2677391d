#!/usr/bin/env python3
"""What is generated out of src/api/openapi.json: doc/api.md, a page with a curl command for each example, and the TypeScript client.

usage: api.py [--write]     without it: says what is not true any more, and exits with 1
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = json.loads((ROOT / "src/api/openapi.json").read_text())
SITE, MOUNT = "https://www.hikari.example", "/privacy"
VERBS = ("get", "post", "put", "delete")


def resolve(node):
    """What a reference points to."""
    while "$ref" in node:
        target = DOCUMENT
        for part in node["$ref"].split("/")[1:]:
            target = target[part]
        node = target
    return node


def operations():
    for path, item in DOCUMENT["paths"].items():
        for verb in VERBS:
            if verb in item:
                yield path, verb, item[verb]


def parameters(operation, place):
    return [p for p in map(resolve, operation.get("parameters", [])) if p["in"] == place]


def bodies(operation):
    """Media type, schema and examples of each form that the body may have."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield media, content["schema"], content.get("examples", {})


# --- curl ---------------------------------------------------------------------------------------------------------------------------------


def quoted(words):
    return "'" + words.replace("'", "'\\''") + "'"


def curl(path, verb, operation, media=None, example=None):
    for p in parameters(operation, "path"):
        path = path.replace("{" + p["name"] + "}", str(p["example"]))
    query = "&".join(f"{p['name']}={p['example']}" for p in parameters(operation, "query") if "example" in p)
    words = [f"curl {quoted(SITE + MOUNT + path + (f'?{query}' if query else ''))}"]
    if operation.get("security") != []:
        words.append('-H "Authorization: Bearer $KEY"')
    if media:
        value = example["value"]
        words.append(f"-H 'Content-Type: {media}'")
        words.append("--data-binary " + quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    elif verb != "get":
        words.append(f"-X {verb.upper()}")
    return " \\\n  ".join(words)


def commands(path, verb, operation):
    found = [(f"{example.get('summary', name)}", curl(path, verb, operation, media, example)) for media, _, examples in bodies(operation) for name, example in examples.items()]
    return found or [("", curl(path, verb, operation))]


def scope(operation):
    """Word that the key of a call must have among its scopes; None where no key is asked for."""
    return next((need["key"][0] for need in operation.get("security", DOCUMENT["security"]) if need.get("key")), None)


def answers(operation):
    for status, answer in operation["responses"].items():
        yield status, resolve(answer)["description"]


def page():
    lines = ["# Doors for programs", "", DOCUMENT["info"]["description"], "",
             f"Described by OpenAPI 3.1 at `{MOUNT}/api/v1/openapi.json`. Made by `tools/api.py`; the tests make each call below. `KEY` is an API key",
             "with the scopes of the calls that it is for: `KEY=$(privacyd keys create NAME --scope \"collect decide\")`.", ""]
    for tag in DOCUMENT["tags"]:
        lines += [f"## {tag['name'].capitalize()}", "", tag["description"], ""]
        for path, verb, operation in operations():
            if operation["tags"] == [tag["name"]]:
                lines += section(path, verb, operation)
    return "\n".join(lines)


def section(path, verb, operation):
    needs = f"needs a key with the scope `{scope(operation)}`" if scope(operation) else "needs no key"
    lines = [f"### {operation['summary']}", "", f"`{verb.upper()} {MOUNT}{path}` {needs}", ""]
    if "description" in operation:
        lines += [operation["description"], ""]
    for summary, command in commands(path, verb, operation):
        lines += ([summary + ":", ""] if summary else []) + ["```sh", command, "```", ""]
    return lines + ["| answer | when |", "|---|---|", *(f"| {status} | {words} |" for status, words in answers(operation)), ""]


# --- TypeScript ---------------------------------------------------------------------------------------------------------------------------


def name_of(reference):
    return reference.split("/")[-1]


def type_of(schema, indent="  "):
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "enum" in schema:
        return " | ".join(json.dumps(v) for v in schema["enum"])
    if "oneOf" in schema:
        return " | ".join(type_of(s, indent) for s in schema["oneOf"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(type_of({**schema, "type": k}, indent) for k in kind)
    if kind == "array":
        return f"Array<{type_of(schema['items'], indent)}>"
    if kind == "object":
        return object_type(schema, indent)
    return {"integer": "number", "number": "number", "boolean": "boolean", "string": "string", "null": "null"}.get(kind, "unknown")


def object_type(schema, indent):
    more = schema.get("additionalProperties", True)
    lines = [f"{indent}{json.dumps(name) if not name.isidentifier() else name}{'' if name in schema.get('required', []) else '?'}: {type_of(value, indent + '  ')};"
             for name, value in schema.get("properties", {}).items()]
    if isinstance(more, dict):
        lines.append(f"{indent}[name: string]: {type_of(more, indent + '  ')} | undefined;")
    elif more and not lines:
        return "Record<string, unknown>"
    return "{\n" + "\n".join(lines) + f"\n{indent[2:]}}}"


def types():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        words = f"/** {schema['description']} */\n" if "description" in schema else ""
        yield f"{words}export type {name} = {type_of(schema)};\n"


def answer_of(operation):
    """Type of what a call that went well gives, and how it is read."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            content = resolve(answer).get("content", {})
            if "application/json" in content:
                return type_of(content["application/json"]["schema"]), "json"
            return ("string", "text") if content else ("void", "none")
    raise SystemExit(f"{operation['operationId']}: no answer of 2xx")


def method(path, verb, operation):
    optional = [p["name"] for place in ("query", "header") for p in parameters(operation, place)]
    needed = [f"{p['name']}: string" for p in parameters(operation, "path")]
    forms = list(bodies(operation))
    if forms:
        needed.append("body: " + " | ".join(dict.fromkeys(type_of(schema, "    ") if "json" in media else "string" for media, schema, _ in forms)))
    settings = "".join(f"{json.dumps(p['name'])}{'' if p.get('required') else '?'}: {type_of(p['schema'])}; " for place in ("query", "header") for p in parameters(operation, place))
    if optional:
        must = any(p.get("required") for place in ("query", "header") for p in parameters(operation, place))
        needed.append(f"options: {{ {settings}}}" + ("" if must else " = {}"))
    kind, reading = answer_of(operation)
    address = re.sub(r"\{(\w+)\}", r"${encodeURIComponent(\1)}", path)
    query = json.dumps([p["name"] for p in parameters(operation, "query")])
    headers = json.dumps([p["name"] for p in parameters(operation, "header")])
    media = forms[0][0] if len(forms) == 1 else None
    body = "undefined" if not forms else "body"
    words = [f"  /** {operation['summary']}. */", f"  {operation['operationId']}({', '.join(needed)}): Promise<{kind}> {{",
             f"    return this.call<{kind}>({json.dumps(verb.upper())}, `{address}`, {{ body: {body}, media: {json.dumps(media)}, reading: {json.dumps(reading)},"
             f" options: {'options' if optional else '{}'}, query: {query}, headers: {headers} }});", "  }"]
    return "\n".join(words)


CLIENT = """/** A client of privacyd, made by tools/api.py out of the OpenAPI document; do not edit. No dependencies: fetch of Node 18 or later, Deno, Bun. */

%(types)s
/** A call that did not succeed: problem details of RFC 9457, where the server sent some. */
export class PrivacydError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  /** Seconds to wait, when the server says so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Problem | undefined, retryAfter: number | undefined) {
    super(problem ? problem.title : `HTTP ${status}`);
    this.name = "PrivacydError";
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

interface Call {
  body: unknown;
  media: string | null;
  reading: string;
  options: Record<string, unknown>;
  query: string[];
  headers: string[];
}

export class Privacyd {
  private readonly mount: string;
  private readonly key: string | undefined;

  /** `mount`: address of the server with its mount, "https://www.example.org/privacy". `key`: an API key; calls that need none work without. */
  constructor(mount: string, key?: string) {
    this.mount = mount.replace(/\\/$/, "");
    this.key = key;
  }

%(methods)s

  private async call<T>(method: string, path: string, call: Call): Promise<T> {
    const headers: Record<string, string> = { Accept: call.reading === "text" ? "text/plain, application/problem+json" : "application/json" };
    const query = new URLSearchParams();
    for (const name of call.query) if (call.options[name] !== undefined) query.set(name, String(call.options[name]));
    for (const name of call.headers) if (call.options[name] !== undefined) headers[name] = String(call.options[name]);
    if (this.key !== undefined) headers["Authorization"] = `Bearer ${this.key}`;
    let body: string | undefined;
    if (call.body !== undefined) {
      const text = typeof call.body === "string";
      headers["Content-Type"] = call.media ?? (text ? "text/plain" : "application/json");
      body = text ? (call.body as string) : JSON.stringify(call.body);
    }
    const search = query.toString();
    const response = await fetch(this.mount + path + (search ? `?${search}` : ""), { method, headers, body, redirect: "error" });
    if (!response.ok) throw await failure(response);
    if (call.reading === "none") return undefined as T;
    return (call.reading === "json" ? await response.json() : await response.text()) as T;
  }
}

async function failure(response: Response): Promise<PrivacydError> {
  const after = Number(response.headers.get("Retry-After") ?? NaN);
  let problem: Problem | undefined;
  try {
    problem = (await response.json()) as Problem;
  } catch {
    problem = undefined;
  }
  return new PrivacydError(response.status, problem, Number.isNaN(after) ? undefined : after);
}
"""


def client():
    return CLIENT % {"types": "\n".join(types()), "methods": "\n\n".join(method(*o) for o in operations())}


FILES = {"doc/api.md": page, "clients/typescript/privacyd.ts": client}


def main():
    stale = 0
    for name, make in FILES.items():
        path, made = ROOT / name, make().rstrip("\n") + "\n"
        if "--write" in sys.argv[1:]:
            path.write_text(made)
        elif not path.exists() or path.read_text() != made:
            stale += 1
            print(f"{name} is not what src/api/openapi.json says; run: tools/api.py --write", file=sys.stderr)
    raise SystemExit(1 if stale else 0)


if __name__ == "__main__":
    main()
