#!/usr/bin/env python3
"""What `privacyd example` prints works as it stands: the form of each channel is filled in and posted as a browser does, the call is run by a shell."""
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, Server, Tap


class Form(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.required, self.links = "", [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.action = given.get("action", self.action)
        self.links += [given["href"]] if tag == "a" else []
        if "name" in given:
            self.fields.append(given["name"])
            self.required += [given["name"]] if "required" in given else []


def post(server, form, left_out=()):
    said = {name: f"{name} 1" for name in form.required if name not in left_out} | ({"email": "ann@visitor.example"} if "email" not in left_out else {}) | {"region": "JP"}
    c = server.connect()
    c.request("POST", form.action, urllib.parse.urlencode({k: v for k, v in said.items() if k in form.fields}), {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"})
    return c.getresponse().status


tap = Tap()
with Server() as server:
    server.ready().start()
    for channel in ("contact", "newsletter"):
        form = Form(server.run("example", channel, POLICY).stdout)
        good = [post(server, form) in (200, 303), all(server.get(link)[0] == 200 for link in form.links), form.links == [f"/privacy/notice/{channel}"]]
        tap.ok(all(good), f"{channel}: the form is taken, and its notice is there", good)
        refused = {name: post(server, form, [name]) for name in form.required}
        tap.ok(refused and set(refused.values()) == {422}, f"{channel}: what it marks as required is, and nothing is taken without it", refused)
    call = server.run("example", "--curl", "contact", POLICY).stdout.replace("KEY", server.key).replace(f"https://{HOST}", f"http://{HOST}:{server.port}")
    done = subprocess.run(["bash", "-euc", f'curl() {{ command curl --connect-to {HOST}:{server.port}:127.0.0.1:{server.port} -H "Host: {HOST}" "$@"; }}\n{call}'], capture_output=True, text=True)
    tap.ok(re.search(r'"handle":"\w{32}"', done.stdout), "the call of a back end is taken", done.stdout + done.stderr)
    done = server.run("example", "contcat", POLICY, check=False)
    tap.ok(done.returncode == 2 and "declares no channel `contcat`" in done.stderr, "an unknown channel is told", done.stderr)
tap.end()
