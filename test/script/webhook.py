#!/usr/bin/env python3
"""Webhooks seen from outside: over TLS to the receiver of examples/webhook, which checks and counts; forged, altered, old and repeated calls; a
certificate that nobody vouches for; an answer without end; a name that leads into our own network."""
import base64
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import secrets
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import POLICY, ROOT, Server, Tap, free_port, person

tap = Tap()
SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def policy(folder):
    text = POLICY.read_text()
    changed = text.replace("deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - webhook: hikari_europe\n", 1)
    assert changed != text, "the example delivers contact by mail"
    path = folder / "policy.yaml"
    path.write_text(changed)
    return path


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", folder / "tls.key", "-out", folder / "tls.pem", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    return folder / "tls.pem", folder / "tls.key"


class Front:
    """TLS in front of a port, or an answer of its own: what a web server would be."""

    def __init__(self, folder, handler):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()


def passing_on(port):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            c = http.client.HTTPConnection("127.0.0.1", port)
            c.request("POST", self.path, body, dict(self.headers))
            self.send_response(c.getresponse().status)
            self.end_headers()

        def log_message(self, *unused):
            pass

    return Handler


class Endless(http.server.BaseHTTPRequestHandler):
    sent = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        try:
            while Endless.sent < 1 << 30:
                self.wfile.write(b"x" * 65536)
                Endless.sent += 65536
        except OSError:
            pass

    def log_message(self, *unused):
        pass


def states(server, end):
    """States of the deliveries, when each was answered or the time is over."""
    limit = time.monotonic() + end
    while True:
        rows = server_rows(server, "SELECT state, attempts, outcome FROM outbox ORDER BY id")
        if all(state or (attempts and outcome) for state, attempts, outcome in rows) or time.monotonic() > limit:
            return rows
        time.sleep(0.1)


def server_rows(server, query):
    import sqlite3
    return sqlite3.connect(f"file:{server.data}/privacyd.db?mode=ro", uri=True).execute(query).fetchall()


def configured(server, url, ca=None, private="yes"):
    (server.folder / "hook.secret").write_text(SECRET + "\n")
    os.chmod(server.folder / "hook.secret", 0o600)
    base = server.config.read_text().split("webhooks:")[0]
    server.config.write_text(base + f"webhooks:\n  hikari_europe: {{ url: '{url}', secret_file: {server.folder}/hook.secret, private: {private}{f', ca_file: {ca}' if ca else ''} }}\n")


def call(port, body, at=None, name="msg-1", secret=SECRET):
    at = str(int(at or time.time()))
    mac = hmac.new(base64.b64decode(secret[6:]), f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("POST", "/", body, {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(mac).decode()})
    return c.getresponse().status


def the_example(folder):
    """The receiver, on its own port; its lines."""
    (folder / "example.secret").write_text(SECRET + "\n")
    port = free_port()
    process = subprocess.Popen([sys.executable, ROOT / "examples/webhook/receiver.py", folder / "example.secret", str(port)], stdout=open(folder / "received", "wb"), stderr=subprocess.PIPE)
    process.stderr.readline()
    return process, port


def forgeries(port, folder):
    body = json.dumps({"type": "submission"}).encode()
    tap.ok(call(port, body) == 204, "a genuine call is taken")
    tap.ok(call(port, body) == 204 and len((folder / "received").read_text().splitlines()) == 1, "a repetition is answered and handled once")
    tap.ok(call(port, body, secret="whsec_" + base64.b64encode(b"x" * 32).decode()) == 401, "one that was signed with another secret is refused")
    tap.ok(call(port, body, at=time.time() - 301) == 401, "an old one is refused, though it was signed")
    tap.ok(call(port, body, at=time.time() + 301) == 401, "and one of the future")


def one_post(server, url, end=15, **options):
    """A fresh server that calls `url`; the one delivery's state, after `end` seconds at the latest."""
    configured(server, url, **options)
    server.start().ready_with(policy(server.folder))
    assert server.collect(person(1))[0] == 201
    found = states(server, end)
    server.stop()
    return found


class Fresh(Server):
    def ready_with(self, path):
        self.command("publish", path)
        self.key = self.command("keys", "create", "test").stdout.strip()


def main():
    import tempfile
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        process, port = the_example(folder)
        try:
            forgeries(port, folder)
            front = Front(folder, passing_on(port))
            with Fresh() as s:
                found = one_post(s, f"https://localhost:{front.port}/hooks", ca=folder / "tls.pem")
                lines = [json.loads(line) for line in (folder / "received").read_text().splitlines()]
                tap.ok(found == [(1, 1, 204)] and lines[-1]["data"]["fields"]["email"] == person(1)["email"], "a post reaches the receiver over TLS and passes its check", f"{found} {lines}")
                tap.ok(s.command("verify", check=False).returncode == 0, "verify finds nothing")
            with Fresh() as s:
                found = one_post(s, f"https://localhost:{front.port}/hooks", end=3)
                tap.ok(found[0][0] == 0 and len((folder / "received").read_text().splitlines()) == len(lines), "a certificate that nobody vouches for: nothing is sent, and it is tried again", str(found))
            with Fresh() as s:
                found = one_post(s, f"https://localhost:{front.port}/hooks", end=3, ca=folder / "tls.pem", private="no")
                log = (s.folder / "log").read_text()
                tap.ok(found[0][0] == 0 and "may not be called" in log and len((folder / "received").read_text().splitlines()) == len(lines),
                       "a name that leads into our own network is not called, and the log says why", log[-500:])
            front.close()
        finally:
            process.kill()
        endless = Front(folder, Endless)
        with Fresh() as s:
            found = one_post(s, f"https://localhost:{endless.port}/", ca=folder / "tls.pem")
            tap.ok(found == [(1, 1, 200)] and Endless.sent < 8 << 20, "an answer without end is cut, its status counts", f"{found}, {Endless.sent} bytes")
        endless.close()


main()
tap.end()
