#!/usr/bin/env python3
"""What a small site has for its forms: keeps every post in a file, for as long as nobody deletes it, and thanks.

usage: backend.py PORT INBOX
"""
import http.server
import json
import sys
import urllib.parse


class Backend(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = self.path.rsplit("/", 1)[-1]
        fields = urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())
        with open(sys.argv[2], "a", encoding="utf-8") as inbox:
            inbox.write(json.dumps({"form": form, **dict(fields)}) + "\n")
        self.send_response(303)
        self.send_header("Location", "/thanks.html")
        self.end_headers()

    def log_message(self, *unused):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Backend).serve_forever()
