#!/usr/bin/env python3
"""Behind nginx, Caddy and Apache with the blocks of doc/proxy, over a Unix socket and over a port: pages, forms, receipts and the log come through
whole, the visitor's address counts and cannot be made up, and a server that is down is no page that a cache keeps."""
import html
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, ROOT, Tap, free_port, program

OURS = "127.0.0.40"  # an address of this machine for an honest visitor, and others for those who are not
MODULES = ("mpm_event", "authz_core", "proxy", "proxy_http", "headers")

NGINX = """daemon off; error_log {folder}/nginx.log; pid {folder}/nginx.pid; worker_processes 1; events {{ }}
http {{ access_log off; client_body_temp_path {folder}/n1; proxy_temp_path {folder}/n2; fastcgi_temp_path {folder}/n3; uwsgi_temp_path {folder}/n4; scgi_temp_path {folder}/n5;
  server {{ listen 127.0.0.1:{port}; server_name {host};
{snippet}
  location / {{ return 200 "the site"; }} }} }}
"""
CADDY = """{{
  admin off
  auto_https off
  storage file_system {folder}/caddy
}}
http://{host}:{port} {{
  bind 127.0.0.1
{snippet}
  respond "the site"
}}
"""
APACHE = """ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache.log
Listen 127.0.0.1:{port}
ServerName {host}
{modules}
<VirtualHost *:{port}>
ServerName {host}
{snippet}
</VirtualHost>
"""


class Site:
    """privacyd behind one web server."""

    def __init__(self, folder, transport):
        self.folder, self.transport, self.port, self.admin, self.direct = folder, transport, free_port(), free_port(), free_port()
        (folder / "run").mkdir(mode=0o755)
        os.chmod(folder, 0o711)
        self.socket = folder / "run/public.sock"
        listen = f"unix:{self.socket}" if transport == "unix" else f"127.0.0.1:{self.direct}"
        self.config = folder / "privacyd.yaml"
        self.config.write_text(f"""data: {folder}/data
seal_key: {folder}/seal.key
listen: {listen}
proxies: [{"unix" if transport == "unix" else "127.0.0.1"}]
region_header: X-Region
admin: 127.0.0.1:{self.admin}
site: {{ url: 'https://{HOST}' }}
mail: {{ smtp: 'smtp://127.0.0.1:9', from: privacy@hikari.example }}
vault: {{ filesystem: weaker }}
limits: {{ pages: 20, exempt: [] }}
""")
        self.server = self.web = None

    def start(self):
        self.server = subprocess.Popen([program(), "serve", "--config", self.config], stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("a"), stdin=subprocess.DEVNULL)
        for _ in range(200):
            try:
                if self.ask_admin("/livez"):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def ask_admin(self, path):
        c = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=5)
        c.request("GET", path)
        return c.getresponse().read().decode()

    def accepted(self):
        return int(re.search(r"^privacyd_http_connections_accepted_total (\d+)", self.ask_admin("/metrics"), re.M)[1])

    def stop(self, process):
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def snippet(self, name):
        words = (ROOT / "doc/proxy" / name).read_text().replace("/run/privacyd/public.sock", str(self.socket))
        if self.transport == "port":
            words = words.replace(f"http://unix:{self.socket}", f"http://127.0.0.1:{self.direct}").replace(f"unix/{self.socket}", f"127.0.0.1:{self.direct}")
            words = words.replace(f"unix:{self.socket}|http://localhost/privacy", f"http://127.0.0.1:{self.direct}/privacy")
        return words

    def serve_by(self, name):
        values = {"folder": self.folder, "port": self.port, "host": HOST, "snippet": self.snippet(f"{name}.conf")}
        if name == "nginx":
            (self.folder / "web.conf").write_text(NGINX.format(**values))
            command = ["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(self.folder / "web.conf")]
        elif name == "caddy":
            (self.folder / "web.conf").write_text(CADDY.format(**values))
            command = ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", str(self.folder / "web.conf")]
        else:
            modules = "\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES)
            user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
            (self.folder / "web.conf").write_text(APACHE.format(modules=modules + "\n" + user, **values))
            command = ["/usr/sbin/apache2", "-X", "-f", str(self.folder / "web.conf")]
            (self.folder / "run").chmod(0o777 if os.geteuid() == 0 else 0o755)
            command[1:2] = ["-D", "FOREGROUND"]
        env = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        self.web = subprocess.Popen(command, stdout=(self.folder / "web.out").open("w"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
        for _ in range(200):
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "web.out").read_text())

    def connect(self, source=OURS):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(source, 0))

    def ask(self, method, path, fields=None, source=OURS, headers=None, connection=None):
        c = connection or self.connect(source)
        head = {"Host": HOST, **(headers or {})}
        if fields is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        c.request(method, path, urllib.parse.urlencode(fields) if isinstance(fields, dict) else fields, head)
        r = c.getresponse()
        return r.status, {k.lower(): v for k, v in r.getheaders()}, r.read()

    def ask_directly(self, path):
        s = socket.socket(socket.AF_UNIX if self.transport == "unix" else socket.AF_INET)
        s.connect(str(self.socket) if self.transport == "unix" else ("127.0.0.1", self.direct))
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := s.recv(65536):
            answer += part
        s.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        return {line.split(":")[0].lower(): line.split(": ", 1)[1] for line in head.decode().split("\r\n")[1:]}, body

    def end(self):
        self.stop(self.web)
        self.stop(self.server)


def pages(tap, site, name):
    ours, bytes_ = site.ask_directly("/privacy/")
    status, through, body = site.ask("GET", "/privacy/")
    values = lambda fields, k: re.sub(r",\s+", ",", fields.get(k, ""))
    lost = [k for k in ours if k not in ("connection", "date", "content-length", "keep-alive") and values(ours, k) not in values(through, k)]
    tap.ok(status == 200 and body == bytes_ and not lost, f"{name}: the policy page comes through byte for byte, and no field of its head is lost", (status, lost, through))
    status, head, _ = site.ask("GET", "/privacy")
    tap.ok(status == 308 and head["location"].endswith("/privacy/"), f"{name}: the mount itself leads to its page", (status, head))
    status, _, body = site.ask("GET", "/privacy/in/contact%2Fx")
    tap.ok(status == 404, f"{name}: an encoded slash is no way out", status)


def form(tap, site, name):
    page = site.ask("GET", "/privacy/in/contact?region=JP")[2].decode()
    hidden = {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)}
    status, head, _ = site.ask("POST", "/privacy/in/contact", {**hidden, "name": "Ann", "email": "ann@visitor.example", "message": "Hello 日本 & more", "region": "JP"})
    tap.ok(status == 303 and "/privacy/receipt/" in head.get("location", ""), f"{name}: a form is kept", (status, head))
    if status != 303:
        return
    path = urllib.parse.urlsplit(head["location"]).path
    status, _, receipt = site.ask("POST", path, "")
    (site.folder / "receipt.json").write_bytes(receipt)
    done = subprocess.run([program(), "verify", site.folder / "receipt.json"], capture_output=True, text=True)
    tap.ok(status == 200 and done.returncode == 0, f"{name}: its receipt holds", (status, done.stderr))
    size = int(site.ask("GET", "/privacy/log/checkpoint")[2].split(b"\n")[1])
    status, _, tile = site.ask("GET", f"/privacy/log/tile/0/000.p/{size}")
    tap.ok(status == 200 and len(tile) == 32 * size, f"{name}: the tile of the log is whole", (status, len(tile), size))
    status, head, _ = site.ask("POST", "/privacy/in/contact", "message=" + "a" * 70000)
    tap.ok(status == 413 and "content-security-policy" in head, f"{name}: what is too large is refused by privacyd, not by the web server", (status, head))


def flooding(site, **more):
    """The answer to an address that has nothing left; a token comes back every twentieth of a second, so it may be asked again."""
    for _ in range(20):
        answer = site.ask("GET", "/privacy/", source="127.0.0.41", **more)
        if answer[0] == 429:
            break
    return answer


def addresses(tap, site, name):
    answers = [site.ask("GET", "/privacy/promises.json", source="127.0.0.41")[0] for _ in range(260)]
    tap.ok(answers[0] == 200 and answers.count(429) > 20, f"{name}: an address that floods gets 429", (answers.count(200), answers.count(429)))
    status, head, body = flooding(site, headers={"Accept": "text/html", "Accept-Language": "ja"})
    tap.ok(status == 429 and int(head["retry-after"]) >= 1 and "要求が多すぎます" in body.decode(), f"{name}: with words, and the seconds to wait", (status, head))
    status = flooding(site, headers={"X-Forwarded-For": "203.0.113.7"})[0]
    tap.ok(status == 429, f"{name}: an address that it makes up does not help it", status)
    tap.ok(site.ask("GET", "/privacy/", source="127.0.0.42")[0] == 200, f"{name}: another visitor sees nothing of it")
    tap.ok(site.ask("GET", "/privacy/receipt/none", source="127.0.0.41")[0] == 404, f"{name}: what serves people's rights stays open to it")
    page = site.ask("GET", "/privacy/in/contact", source="127.0.0.42", headers={"X-Region": "JP"})[2].decode()
    tap.ok(not re.search(r'value="JP"[^>]*(selected|checked)', page), f"{name}: a visitor cannot say in the web server's name where she is")


def kept_open(tap, site, name, web):
    before = site.accepted()
    c = site.connect()
    good = all(site.ask("GET", "/privacy/log/checkpoint", connection=c)[0] == 200 for _ in range(15))
    opened = site.accepted() - before - 1  # one is this question
    tap.ok(good and (web == "nginx" or opened < 10), f"{name}: many requests of one visitor, {opened} connections of the web server")


def down(tap, site, name):
    site.stop(site.server)
    status, head, _ = site.ask("GET", "/privacy/", source="127.0.0.42")
    cached = re.search(r"max-age=[1-9]|public|immutable", head.get("cache-control", "")) or "expires" in head
    tap.ok(status in (502, 503) and not cached, f"{name}: down is {status}, and nothing keeps it", head)
    tap.ok(site.ask("GET", "/", source="127.0.0.42")[0] in (200, 404, 403), f"{name}: the site itself does not notice")
    site.start()
    tap.ok(site.ask("GET", "/privacy/", source="127.0.0.43")[0] == 200, f"{name}: up again, it is there at once")


def run(tap, web, transport):
    with tempfile.TemporaryDirectory(prefix="privacyd-proxy-") as folder:
        site = Site(pathlib.Path(folder), transport)
        name = f"{web} over a {'Unix socket' if transport == 'unix' else 'port'}"
        try:
            subprocess.run([program(), "publish", "--config", site.config, POLICY], check=True, capture_output=True)
            site.start()
            site.serve_by(web)
            pages(tap, site, name)
            form(tap, site, name)
            kept_open(tap, site, name, web)
            addresses(tap, site, name)
            down(tap, site, name)
        finally:
            site.end()


tap = Tap()
for web, path in (("nginx", "/usr/sbin/nginx"), ("caddy", "/usr/bin/caddy"), ("apache", "/usr/sbin/apache2")):
    if not os.path.exists(path):
        tap.skip(f"behind {web}", "it is not installed")
        continue
    for transport in ("unix", "port"):
        run(tap, web, transport)
tap.end()
