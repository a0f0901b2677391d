#!/usr/bin/env python3
"""doctor mail: against a real DNS server (dnsmasq) and a real mail server on loopback, each thing that keeps mail from getting through is there once, is
found under its number, and comes with what to do. Resolvers that lie, flood or keep silent cost at most five seconds."""
import http.server
import json
import pathlib
import re
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import ROOT, Server, Tap, free_port

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
import base64


def rsa_key(bits):
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).decode()


GOOD = {"mx": "mail.{0}", "{0}": ["v=spf1 a mx include:provider.example -all"], "s1._domainkey.{0}": ["v=DKIM1; k=rsa; p=" + rsa_key(2048)], "_dmarc.{0}": ["v=DMARC1; p=reject; rua=mailto:dmarc@{0}"]}
SPF, DKIM, DMARC = "{0}", "s1._domainkey.{0}", "_dmarc.{0}"
# The domain, what is otherwise in its zone (None: not there), the numbers that are not good, and words of the first.
ZONES = [
    ("good.example", {}, {}, ""),
    ("nomx.example", {"mx": None}, {43: "wrong"}, "has no MX record"),
    ("nospf.example", {SPF: ["google-site-verification=x"]}, {44: "wrong"}, "has no SPF record"),
    ("twospf.example", {SPF: ["v=spf1 mx -all", "v=spf1 a -all"]}, {44: "wrong"}, "more than one SPF record"),
    ("world.example", {SPF: ["v=spf1 +all"]}, {44: "wrong"}, "the whole world"),
    ("open.example", {SPF: ["v=spf1 mx ?all"]}, {44: "warning"}, "?all"),
    ("endless.example", {SPF: ["v=spf1 mx"]}, {44: "warning"}, "no all at its end"),
    ("moved.example", {SPF: ["v=spf1 redirect=soft.example"]}, {}, ""),
    ("broken.example", {SPF: ["v=spf1 ipv4:192.0.2.1 -all"]}, {44: "wrong"}, "`ipv4:192.0.2.1` in the SPF record of broken.example"),
    ("nowhere.example", {SPF: ["v=spf1 include:gone.example -all"]}, {44: "wrong"}, "leads to gone.example"),
    ("loop.example", {SPF: ["v=spf1 include:loop.example -all"]}, {44: "wrong"}, "more than 10 look-ups"),
    ("many.example", {SPF: ["v=spf1 include:five.example include:five.example mx -all"]}, {44: "wrong"}, "more than 10 look-ups"),
    ("ten.example", {SPF: ["v=spf1 include:five.example a:b.example a:c.example a:d.example a:e.example -all"]}, {}, ""),
    ("ptr.example", {SPF: ["v=spf1 ptr ~all"]}, {44: "warning"}, "uses ptr"),
    ("nodkim.example", {DKIM: None}, {45: "wrong"}, "no DKIM key at s1._domainkey.nodkim.example"),
    ("revoked.example", {DKIM: ["v=DKIM1; p="]}, {45: "wrong"}, "revoked"),
    ("pasted.example", {DKIM: ["v=DKIM1; k=rsa; p=" + rsa_key(2048)[:200]]}, {45: "wrong"}, "lost when it was pasted"),
    ("short.example", {DKIM: ["v=DKIM1; p=" + rsa_key(1024)]}, {45: "warning"}, "RSA with 1024 bits"),
    ("edwards.example", {DKIM: ["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]}, {}, ""),
    ("testing.example", {DKIM: ["v=DKIM1; t=y; p=" + rsa_key(2048)]}, {45: "warning"}, "t=y"),
    ("nodmarc.example", {DMARC: None}, {46: "wrong"}, "has no DMARC record"),
    ("watching.example", {DMARC: ["v=DMARC1; p=none; rua=mailto:d@x.example"]}, {46: "warning"}, "only watches"),
    ("unread.example", {DMARC: ["v=DMARC1; p=reject"]}, {46: "warning"}, "nobody gets the reports"),
    ("twodmarc.example", {DMARC: ["v=DMARC1; p=reject", "v=DMARC1; p=none"]}, {46: "wrong"}, "more than one DMARC record"),
    ("typo.example", {DMARC: ["v=DMARC1; p=rejekt"]}, {46: "wrong"}, "`p` makes the DMARC record"),
    ("below.good.example", {DMARC: None}, {}, ""),
]


def lines(zone):
    domain, other, _, _ = zone
    for name, values in {**GOOD, **other}.items():
        if name == "mx" and values:
            yield f"mx-host={domain},{values.format(domain)},10"
        elif values and name != "mx":
            for value in values:
                pieces = [value[i:i + 200] for i in range(0, len(value), 200)]
                yield f"txt-record={name.format(domain)}," + ",".join('"' + p.format(domain) + '"' for p in pieces)


class Dns:
    """dnsmasq with these zones and nothing else."""

    def __init__(self, folder):
        self.port = free_port()
        (folder / "dns.conf").write_text("\n".join(["no-resolv", "no-hosts", "local=/example/", "no-daemon", f"port={self.port}", "listen-address=127.0.0.1", "bind-interfaces",
                                                    f"pid-file={folder}/dns.pid", "txt-record=provider.example,v=spf1 ip4:192.0.2.0/24 -all", "txt-record=soft.example,v=spf1 mx ~all",
                                                    "txt-record=five.example," + "v=spf1 a:1.example a:2.example a:3.example a:4.example a:5.example -all", *(line for zone in ZONES for line in lines(zone))]) + "\n")
        self.process = subprocess.Popen(["dnsmasq", "--conf-file=" + str(folder / "dns.conf"), "--user=" + subprocess.check_output(["id", "-un"], text=True).strip()], stderr=open(folder / "dns.log", "w"))
        self.address = f"127.0.0.1:{self.port}"
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
        raise AssertionError((folder / "dns.log").read_text())

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class Sink:
    def __init__(self, folder, *more):
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.process = subprocess.Popen(["/usr/bin/python3", str(ROOT / "test/tools/smtp_sink.py"), str(folder), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


def settings(server, sink, domain="good.example", more=""):
    text = server.config.read_text()
    server.config.write_text(re.sub(r"^mail: .*$", lambda _: f"mail: {{ smtp: 'smtp://127.0.0.1:{sink if isinstance(sink, int) else sink.port}', from: privacy@{domain}, dkim_selector: s1{more} }}", text, flags=re.M))


def doctor(server, resolver, *more):
    begin = time.monotonic()
    done = server.command("doctor", "mail", "--json", "--resolver", resolver, *more, check=False)
    took = time.monotonic() - begin
    try:
        checks = {c["number"]: c for c in json.loads(done.stdout)["checks"]}
    except ValueError:
        checks = {}
    return done.returncode, checks, took, done.stderr


def expect(tap, server, resolver, states, words, name, *more):
    code, checks, took, err = doctor(server, resolver, *more)
    found = {n: c["state"] for n, c in checks.items() if c["state"] in ("wrong", "warning")}
    good = bool(checks) and found == states and code == (1 if "wrong" in states.values() else 0) and took < 5.5
    good = good and all(checks[n]["mend"] for n in states) and (not states or words in checks[min(states)]["words"])
    tap.ok(good, name, (code, round(took, 1), err, json.dumps([checks[n] for n in found], indent=1)))
    return checks


def zones(tap, server, dns, sink):
    for domain, _, states, words in ZONES:
        settings(server, sink, domain)
        checks = expect(tap, server, dns.address, states, words, f"{domain}: {words or 'all well'}")
        if domain == "nospf.example":
            tap.ok(checks[44]["mend"].startswith('nospf.example. TXT "v=spf1 a mx -all"'), "the SPF record to publish", checks[44])
        if domain == "nodmarc.example":
            tap.ok(checks[46]["mend"].startswith('_dmarc.nodmarc.example. TXT "v=DMARC1; p=none; rua=mailto:privacy@nodmarc.example"'), "the DMARC record to publish", checks[46])
    settings(server, sink, "below.good.example", "")
    tap.ok("reject" in doctor(server, dns.address)[1][46]["words"], "a domain below takes the policy of the one above")
    settings(server, sink)
    expect(tap, server, dns.address, {45: "wrong"}, "s2._domainkey", "another selector on the command line", "--selector", "s2")
    expect(tap, server, dns.address, {45: "wrong"}, "is no host name", "a selector that is none", "--selector", "a b;c")


def mail_server(tap, server, dns, sink):
    settings(server, sink)
    expect(tap, server, dns.address, {}, "", "a test mail is taken", "--to", "me@visitor.example")
    sent = [json.loads(line) for line in (sink.folder / "messages.jsonl").read_text().splitlines()]
    tap.ok(len(sent) == 1 and sent[0]["to"] == ["me@visitor.example"] and sent[0]["from"] == "privacy@good.example" and "Auto-Submitted" in sent[0]["data"], "one mail arrived", sent)
    expect(tap, server, dns.address, {47: "wrong"}, "is no plain mail address", "an address that is none", "--to", "me@visitor.example\r\nRCPT TO:<x@y.example>")
    settings(server, sink, more=", return_path: bounces@nospf.example")
    expect(tap, server, dns.address, {44: "wrong", 46: "warning"}, "nospf.example has no SPF record", "the envelope is of another domain: its SPF counts, and DMARC does not hold")
    settings(server, sink, more=", return_path: bounces@below.good.example")
    expect(tap, server, dns.address, {}, "", "an envelope of a domain below", "--to", "me@visitor.example")
    last = json.loads((sink.folder / "messages.jsonl").read_text().splitlines()[-1])
    tap.ok(re.fullmatch(r"bounces\+[0-9a-f]{32}@below\.good\.example", last["from"]) and f"Message-ID: <{last['from'][8:40]}@good.example>" in last["data"], "is marked with the mail's id", last["from"])
    settings(server, 9)
    expect(tap, server, dns.address, {40: "wrong", 47: "wrong"}, "does not answer as a mail server", "nobody listens", "--to", "me@visitor.example")
    (server.folder / "password").write_text("wrong\n")
    (server.folder / "password").chmod(0o600)
    login = Sink(server.folder / "login", "--login", "site:right")
    settings(server, login, more=f", user: site, password_file: {server.folder}/password")
    expect(tap, server, dns.address, {42: "wrong"}, "does not let us in", "a wrong password")
    (server.folder / "password").write_text("right\n")
    checks = expect(tap, server, dns.address, {}, "", "the right one", "--to", "me@visitor.example")
    tap.ok(checks[42]["words"] == "the login works", "which is said", checks[42])
    settings(server, login, more=", require_tls: yes")
    expect(tap, server, dns.address, {41: "wrong"}, "cannot be encrypted", "TLS is demanded and not offered")
    login.close()
    refuses = Sink(server.folder / "refuses", "550")
    settings(server, refuses)
    expect(tap, server, dns.address, {47: "wrong"}, "550", "a server that refuses the mail", "--to", "me@visitor.example")
    refuses.close()


def encrypted(tap, server, dns):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "5", "-subj", "/CN=mail.example", "-keyout", server.folder / "tls.key", "-out", server.folder / "tls.pem"], check=True, capture_output=True)
    sink = Sink(server.folder / "tls", "--tls", f"{server.folder}/tls.pem:{server.folder}/tls.key")
    settings(server, sink)
    checks = expect(tap, server, dns.address, {}, "", "a mail server on this machine with a certificate of its own making", "--to", "me@visitor.example")
    tap.ok(checks[41]["words"] == "the connection is encrypted", "is encrypted", checks[41])
    settings(server, sink, more=", require_tls: yes")
    expect(tap, server, dns.address, {41: "wrong"}, "cannot be encrypted", "nobody vouches for the certificate, and TLS is demanded")
    sink.close()


def by_http(tap, server, dns):
    """A provider who takes mail by HTTP."""
    got = []

    class Provider(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.headers, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(202 if self.headers["Authorization"] == "Bearer right" else 401)
            self.end_headers()

        def log_message(self, *unused):
            pass
    provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    settings(server, 9)
    kept = server.config.read_text()
    server.config.write_text(kept + f"""mail_http:
  url: http://127.0.0.1:{provider.server_address[1]}/send
  private: yes
  headers: {{ Authorization: 'Bearer {{secret}}' }}
  secret_file: {server.folder}/password
  body: '{{ "to": "{{to}}", "subject": "{{subject}}", "text": "{{text}}", "raw": "{{raw}}" }}'
""")
    (server.folder / "password").write_text("wrong\n")
    expect(tap, server, dns.address, {47: "wrong"}, "does not let us in (status 401)", "a provider who takes mail by HTTP, and not this key", "--to", "me@visitor.example")
    (server.folder / "password").write_text("right\n")
    checks = expect(tap, server, dns.address, {}, "", "with the right one", "--to", "me@visitor.example")
    raw = base64.b64decode(got[-1][1]["raw"]).decode()
    tap.ok("provider took" in checks[47]["words"] and got[-1][1]["to"] == "me@visitor.example" and f"Message-ID: <{got[-1][0]['Idempotency-Key']}>" in raw, "it arrived, under its Message-ID", got[-1][1])
    server.config.write_text(kept)
    provider.shutdown()


def both():
    """A port that is free for UDP and for TCP: one that is free for one may be taken for the other."""
    for _ in range(50):
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
            return udp, tcp
        except OSError:
            tcp.close()
            udp.close()
    raise AssertionError("no port is free for both")


class Hostile:
    """A resolver of another kind. `answer(query)` is what goes back by UDP; `stream(socket, query)` speaks TCP."""

    def __init__(self, answer, stream=None):
        self.udp, self.tcp = both()
        self.address = "127.0.0.1:%d" % self.udp.getsockname()[1]
        self.answer, self.stream = answer, stream
        for loop in (self.datagrams, self.streams):
            threading.Thread(target=loop, daemon=True).start()

    def datagrams(self):
        while True:
            query, peer = self.udp.recvfrom(4096)
            for reply in self.answer(query):
                self.udp.sendto(reply, peer)

    def streams(self):
        while True:
            s, _ = self.tcp.accept()
            threading.Thread(target=self.one, args=(s,), daemon=True).start()

    def one(self, s):
        try:
            while self.stream:
                head = s.recv(2)
                if len(head) < 2:
                    return
                self.stream(s, s.recv(struct.unpack(">H", head)[0]))
            time.sleep(8)
        except OSError:
            pass


def question(query):
    end = query.index(b"\0", 12) + 5
    return query[12:end]


def reply(query, flags=0x8180, records=()):
    q = question(query)
    kind = q[-4:]
    body = b"".join(b"\xc0\x0c" + kind + struct.pack(">IH", 60, len(r)) + r for r in records)
    return query[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + q + body


def txt(text):
    return b"".join(bytes([len(text[i:i + 255])]) + text[i:i + 255] for i in range(0, len(text), 255))


def hostile(tap, server, sink):
    settings(server, sink)
    huge = [txt(b"v=spf1 " + b"include:a.example " * 3000)[:60000]]
    crowd = [txt(b"v=spf1 include:x%d.example -all" % i) for i in range(900)]

    def by_stream(records):
        def speak(s, query):
            answer = reply(query, records=records if question(query)[-3] == 16 else [b"\0\x0a\x01a\0"])
            s.sendall(struct.pack(">H", len(answer)) + answer)
        return speak
    cut = lambda query: [reply(query, flags=0x8380)]
    kinds = [
        ("keeps silent", Hostile(lambda query: [])),
        ("answers with noise", Hostile(lambda query: [query[:2] + b"\x81\x80" + b"\xff" * 600])),
        ("answers with a name that leads to itself", Hostile(lambda query: [query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0\xc0\x0c\0\x10\0\1\xc0\x0c\0\x10\0\1\0\0\0\x3c\0\5\4abcd"])),
        ("answers to something else", Hostile(lambda query: [b"\0\0" + reply(query)[2:]] * 50)),
        ("wants TCP and says nothing there", Hostile(cut)),
        ("sends a record of 60 kB", Hostile(cut, by_stream(huge))),
        ("sends 900 records", Hostile(cut, by_stream(crowd))),
        ("refuses", Hostile(lambda query: [reply(query, flags=0x8185)])),
    ]
    for name, resolver in kinds:
        code, checks, took, err = doctor(server, resolver.address, "--to", "me@visitor.example")
        bad = [n for n in (43, 44, 45, 46) if checks.get(n, {}).get("state") == "wrong"]
        tap.ok(code == 1 and bad and checks[40]["state"] == "good" and checks[47]["state"] == "good" and took < 5.5 and all(len(c["words"]) < 400 for c in checks.values()),
               f"a resolver that {name}: told, within five seconds", (code, round(took, 2), err, json.dumps(checks, indent=1)))
    followed = Hostile(lambda query: [reply(query, records=[txt(b"v=spf1 include:a" + question(query)[1:3] + b"x.example include:bb.example -all")] if question(query)[-3] == 16 else [])])
    code, checks, took, err = doctor(server, followed.address)
    tap.ok("more than 10 look-ups" in checks[44]["words"] and took < 5.5, "a resolver that always leads on: counted to eleven", (took, checks[44]))
    painted = Hostile(lambda query: [reply(query, records=[txt(b"v=spf1 \x1b[2J\xc2\x9b31m -all")] if question(query)[-3] == 16 else [])])
    code, checks, took, err = doctor(server, painted.address)
    tap.ok("`?[2J?31m`" in checks[44]["words"], "a record that would write on the terminal", checks[44])
    silent = socket.create_server(("127.0.0.1", 0))
    settings(server, silent.getsockname()[1])
    code, checks, took, err = doctor(server, kinds[0][1].address, "--to", "me@visitor.example")
    tap.ok(code == 1 and checks[40]["state"] == "wrong" and took < 5.5, "a mail server and a resolver that keep silent", (code, took, checks.get(40)))


def words(tap, server, dns, sink):
    settings(server, sink)
    done = server.command("doctor", "mail", "--resolver", dns.address)
    tap.ok(re.search(r"^good +D44 SPF +SPF: one record, 3 of 10 look-ups, -all$", done.stdout, re.M), "for people: a line each", done.stdout)
    done = server.command("doctor", "mail", "--resolver", "nonsense:port:x", check=False)
    tap.ok(done.returncode == 1 and "is no resolver" in done.stderr, "a resolver that is none", done.stderr)
    done = server.command("doctor", "mial", check=False)
    tap.ok(done.returncode == 2 and "`mail`" in done.stderr, "another word", done.stderr)
    done = server.command("doctor", "--to", "me@visitor.example", check=False)
    tap.ok(done.returncode == 2 and "doctor mail" in done.stderr, "--to without mail", done.stderr)


tap = Tap()
with Server() as here:
    dns, sink = Dns(here.folder), Sink(here.folder / "mails")
    try:
        zones(tap, here, dns, sink)
        mail_server(tap, here, dns, sink)
        encrypted(tap, here, dns)
        by_http(tap, here, dns)
        hostile(tap, here, sink)
        words(tap, here, dns, sink)
    finally:
        sink.close()
        dns.close()
tap.end()
