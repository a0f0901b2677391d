#!/usr/bin/env python3
"""The routes for programs are what the OpenAPI document says: the document is valid, describes the routes that are there and no others, and a proxy
that compares each request and answer with it stands between the server and every example, the refusals, and the TypeScript client."""
import copy
import http.client
import json
import pathlib
import re
import shlex
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))
import api
from node import packages
from running import HOST, POLICY, ROOT, Server, Tap, free_port

HERE = ROOT / "test/api"
EXAMPLE_HANDLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SCOPES = dict(re.findall(r'\[(SCOPE_\w+)\] = "(\w+)"', (ROOT / "src/api/scope.c").read_text()))
tap = Tap()


def routes():
    """Method, path and scope of each."""
    table = re.findall(r'\{ "([A-Z]+)",\s+"([^"]+)",\s+\w+, \w+(?:, (SCOPE_\w+))? \}', (ROOT / "src/api/routes.c").read_text())
    return {(verb, "/api/v1" + re.sub(r"\{\*?\}", "{}", path), SCOPES.get(scope)) for verb, path, scope in table}


def described():
    return {(verb.upper(), re.sub(r"\{\w+\}", "{}", path), api.scope(operation)) for path, verb, operation in api.operations() if path.startswith("/api/v1/")}


def validity(modules, document):
    run = subprocess.run(["node", HERE / "validate.mjs"], input=json.dumps(document), capture_output=True, text=True, cwd=HERE, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


class Proxy:
    """Between a client and the server; answers 500 with what differs when either does not keep to the document."""

    def __init__(self, server, modules, document):
        self.port, self.file = free_port(), server.folder / f"openapi-{id(self)}.json"
        self.file.write_text(json.dumps({**document, "servers": [{"url": "/"}]}))
        self.log = open(server.folder / f"prism-{id(self)}.log", "w")
        self.process = subprocess.Popen([modules / ".bin/prism", "proxy", self.file, f"http://127.0.0.1:{server.port}/privacy", "--errors", "--port", str(self.port), "--host", "127.0.0.1"],
                                        stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def __enter__(self):
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                assert self.process.poll() is None and time.monotonic() < end, "the proxy did not start"
                time.sleep(0.05)

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def call(self, method, path, body=None, headers=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, path, body, headers or {})
        r = c.getresponse()
        return r.status, r.getheader("Content-Type") or "", r.read().decode()


def differs(status, answer):
    """What the proxy says when a request or an answer is not as described."""
    return status == 500 and "prism" in answer and answer


def case_of(server, port):
    """The newest case of the inbox."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    c.request("GET", "/api/v1/inbox?channel=contact", headers={"Authorization": f"Bearer {server.key}"})
    return json.loads(c.getresponse().read())["cases"][0]["case"]


def run_curl(command, server, port, handle):
    words = shlex.split(command.replace("\\\n", " ").replace("$KEY", server.key).replace(EXAMPLE_HANDLE, handle).replace("inbox/CASE/", f"inbox/{case_of(server, port)}/"))
    words[1] = words[1].replace(api.SITE + api.MOUNT, f"http://127.0.0.1:{port}")
    done = subprocess.run([*words, "-sS", "-w", "\n%{http_code}"], capture_output=True, text=True, timeout=30)
    body, _, status = done.stdout.rpartition("\n")
    return int(status or 0), body + done.stderr


def examples(server, proxy, handle):
    for path, verb, operation in api.operations():
        for summary, command in api.commands(path, verb, operation):
            status, answer = run_curl(command, server, proxy.port, handle)
            tap.ok(200 <= status < 300, f"{verb.upper()} {path} {summary}: the command of the page succeeds, as described", f"{status} {answer}")


def refusals(server, proxy):
    """Answers that are no successes keep to the document too."""
    collect, key = "/api/v1/collect/contact", {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}
    cases = [
        ("no key", collect, "{}", {"Content-Type": "application/json", "Authorization": "Bearer pdk_" + "A" * 43}, 401),
        ("a value that is no address", collect, json.dumps({"name": "A", "email": "nobody", "message": "x"}), key, 422),
        ("a required field is missing", collect, json.dumps({"name": "A"}), key, 422),
    ]
    for name, path, body, headers, wanted in cases:
        status, media, answer = proxy.call("POST", path, body, headers)
        tap.ok(status == wanted and media.startswith("application/problem+json"), f"{name}: {wanted}, as described", f"{status} {media} {answer}")


def the_proxy_bites(server, modules):
    """A document that says otherwise is noticed; or the lines above would mean nothing."""
    wrong = copy.deepcopy(api.DOCUMENT)
    wrong["components"]["schemas"]["Kept"]["properties"]["position"] = {"type": "string"}
    with Proxy(server, modules, wrong) as proxy:
        status, _, answer = proxy.call("POST", "/api/v1/collect/contact", json.dumps({"name": "A", "email": "a@b.example", "message": "bites"}),
                                       {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"})
    tap.ok(differs(status, answer), "an answer that is not as described is noticed", f"{status} {answer}")


def client(server, modules, proxy):
    out = server.folder / "client"
    built = subprocess.run([modules / ".bin/tsc", "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext", "--types", "node", "--rootDir", ROOT,
                            "--outDir", out, HERE / "client.ts"], capture_output=True, text=True, cwd=HERE, timeout=120)
    if not tap.ok(built.returncode == 0, "the TypeScript client compiles under --strict", built.stdout):
        return
    (out / "package.json").write_text('{"type": "module"}')
    run = subprocess.run(["node", out / "test/api/client.js", f"http://127.0.0.1:{proxy.port}", server.key], capture_output=True, text=True, timeout=60)
    if tap.ok(run.returncode == 0, "it calls a server through the proxy", run.stderr):
        seen = json.loads(run.stdout)
        good = seen["same"] and seen["refused"] == {"status": 422, "field": "email"} and seen["no key"] == 401 and seen["promises"] > 50 and seen["checkpoint"] > 3
        tap.ok(good, "and gives what the server said, refusals with their field", run.stdout)


def main():
    done = subprocess.run([sys.executable, ROOT / "tools/api.py"], capture_output=True, text=True)
    tap.ok(done.returncode == 0, "doc/api.md and the TypeScript client are made out of the document", done.stderr)
    tap.ok(routes() == described() and len(described()) > 1, "it describes the routes that are there", f"only there: {routes() - described()}\nonly described: {described() - routes()}")
    modules, why = packages("api")
    with Server() as server:
        server.config.write_text(server.config.read_text().replace(f"hosts: [{HOST}]", f"hosts: [{HOST}, 127.0.0.1]"))
        policy = server.folder / "policy.yaml"
        policy.write_text(POLICY.read_text().replace("deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - pull: hikari_europe\n", 1))
        server.start().command("publish", policy)
        server.key = server.command("keys", "create", "test", "--scope", " ".join(SCOPES.values())).stdout.strip()
        status, served = server.get("/privacy/api/v1/openapi.json")
        tap.ok(status == 200 and json.loads(served) == api.DOCUMENT, "the server serves it")
        if not modules:
            tap.skip("a proxy holds the server to the document", why)
            return
        found = validity(modules, api.DOCUMENT)
        tap.ok(found["valid"] and found["version"].startswith("3.1"), "it is valid OpenAPI 3.1", json.dumps(found, indent=1))
        tap.ok(not validity(modules, {**api.DOCUMENT, "paths": 7})["valid"], "an invalid one would be noticed")
        handle = server.collect({"name": "Ada", "email": "ada@visitor.example", "message": "hello"})[1]["handle"]
        with Proxy(server, modules, api.DOCUMENT) as proxy:
            examples(server, proxy, handle)
            refusals(server, proxy)
            client(server, modules, proxy)
        the_proxy_bites(server, modules)


main()
tap.end()
