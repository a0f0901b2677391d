#!/usr/bin/env python3
"""A receiver of privacyd's webhooks with nothing but the standard library: checks the signature, refuses what is older than five minutes, takes a
repetition for what it is, and prints each submission as one line of JSON. Behind a web server with TLS.

usage: receiver.py SECRET_FILE [PORT]      the secret is the one that privacyd.yaml names
"""
import base64
import hashlib
import hmac
import http.server
import json
import sys
import time

TOLERANCE_SECONDS, BODY_MAX = 300, 4 << 20


def secret_of(line):
    return base64.b64decode(line[6:]) if line.startswith("whsec_") else line.encode()


def is_genuine(secret, headers, body, now):
    """Whether it was signed with the secret, for now. A header may hold several signatures, while a secret is replaced."""
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdigit() or abs(now - int(at)) > TOLERANCE_SECONDS:
        return False
    wanted = "v1," + base64.b64encode(hmac.new(secret, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in headers.get("webhook-signature", "").split(" "))


class Receiver(http.server.BaseHTTPRequestHandler):
    secret, seen = b"", set()  # keep the ids you have handled in your database, for as long as you keep what they brought

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length <= BODY_MAX else b""
        if not is_genuine(self.secret, self.headers, body, time.time()):
            self.send_error(401)
            return
        if self.headers["webhook-id"] not in self.seen:
            print(json.dumps(json.loads(body)), flush=True)  # first handle it, then remember, then answer
            self.seen.add(self.headers["webhook-id"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *unused):
        pass


def main():
    Receiver.secret = secret_of(open(sys.argv[1]).readline().strip())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Receiver)
    print(f"listening on port {server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
