#!/usr/bin/env python3
"""TLS on our own listener, by curl, openssl and raw sockets: what may be spoken and what not, a certificate exchanged while connections are open,
files that others may read, handshakes that never end, floods of bytes that are no TLS; and what systemd hears."""
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, Server, Tap, free_port, program


def certificate(folder, name, days=30, key="ec"):
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else ["-newkey", "rsa:2048"]
    subprocess.run(["openssl", "req", "-x509", *kind, "-nodes", "-days", str(days), "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
                    "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"], check=True, capture_output=True)
    (folder / f"{name}.key").chmod(0o600)


def curl(server, path, *more, cert="tls"):
    return subprocess.run(["curl", "-sS", "-i", "--max-time", "20", "--cacert", server.folder / f"{cert}.pem", "--connect-to", f"{HOST}:443:127.0.0.1:{server.port}", *more, f"https://{HOST}{path}"],
                          capture_output=True, text=True, errors="replace")


def s_client(server, *more):
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-servername", HOST, *more], input="", capture_output=True, text=True, errors="replace", timeout=30)
    return "Cipher is (NONE)" not in done.stdout and "New, TLS" in done.stdout, done.stdout + done.stderr


def session(server, cert="tls"):
    context = ssl.create_default_context(cafile=server.folder / f"{cert}.pem")
    return context.wrap_socket(socket.create_connection(("127.0.0.1", server.port), 20), server_hostname=HOST)


def ask(s, path="/privacy/log/checkpoint", more=""):
    s.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{more}\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        part = s.recv(65536)
        if not part:
            return 0, b""
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    length = int(re.search(rb"Content-Length: (\d+)", head)[1])
    while len(body) < length:
        body += s.recv(65536)
    return int(head[9:12]), body


def spoken(tap, server):
    done = curl(server, "/privacy/")
    tap.ok(done.returncode == 0 and done.stdout.startswith("HTTP/1.1 200") and "Strict-Transport-Security: max-age=31536000" in done.stdout, "curl gets the policy, and the word that browsers come by TLS alone", done.stderr + done.stdout[:600])
    big = "message=" + "a" * 60000 + "&name=Ann&email=ann%40visitor.example&region=JP"
    done = curl(server, "/privacy/in/contact", "-d", big)
    tap.ok(done.returncode == 0 and re.match(r"HTTP/1.1 (303|422)", done.stdout), "a body of many records comes in whole", done.stderr + done.stdout[:300])
    for version, good in (("1.3", True), ("1.2", True)):
        works, said = s_client(server, f"-tls{version.replace('.', '_')}")
        tap.ok(works == good, f"TLS {version} is spoken", said[-600:])
    for flags in (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_2", "-cipher", "AES128-GCM-SHA256"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"]):
        works, said = s_client(server, *flags)
        tap.ok(not works, f"{' '.join(flags)} is not", said[-600:])
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_2"], input="R\n", capture_output=True, text=True, errors="replace", timeout=30)
    tap.ok("no renegotiation" in (done.stdout + done.stderr).lower(), "nothing is negotiated anew", (done.stdout + done.stderr)[-400:])
    s = session(server)
    tap.ok([ask(s)[0] for _ in range(50)] == [200] * 50, "one session serves many requests")
    s.sendall(f"GET /privacy/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 5)
    got = b""
    while got.count(b"HTTP/1.1 200") < 5 or not got.endswith(b"</html>\n") and not got.rstrip().endswith(b"</html>"):
        got += s.recv(65536)
    tap.ok(got.count(b"HTTP/1.1 200") == 5, "also when they come at once, with long answers")
    s.close()


def exchanged(tap, server):
    open_one = session(server)
    ask(open_one)
    certificate(server.folder, "second", key="rsa")
    for kind in ("pem", "key"):
        (server.folder / f"second.{kind}").replace(server.folder / f"live.{kind}")
    server.command("reload")
    (server.folder / "second.pem").write_bytes((server.folder / "live.pem").read_bytes())
    tap.ok(curl(server, "/privacy/", cert="second").returncode == 0, "after a reload the new certificate is shown")
    tap.ok(curl(server, "/privacy/").returncode != 0, "and the old one no more")
    tap.ok(ask(open_one)[0] == 200, "a connection that was open does not notice")
    open_one.close()
    (server.folder / "live.pem").write_text("no certificate\n")
    done = server.command("reload", check=False)
    tap.ok(done.returncode == 1 and curl(server, "/privacy/", cert="second").returncode == 0, "a file that is none is told, and the certificate in use stays", done.stdout + done.stderr)
    (server.folder / "live.pem").write_bytes((server.folder / "tls.pem").read_bytes())
    done = server.command("reload", check=False)
    tap.ok(done.returncode == 1 and curl(server, "/privacy/", cert="second").returncode == 0, "a certificate of another key too", done.stdout + done.stderr)
    (server.folder / "live.key").write_bytes((server.folder / "tls.key").read_bytes())
    server.process.send_signal(signal.SIGHUP)
    for _ in range(50):
        if curl(server, "/privacy/").returncode == 0:
            break
        time.sleep(0.1)
    tap.ok(curl(server, "/privacy/").returncode == 0 and server.process.poll() is None, "SIGHUP reads them again as well")


def slow_and_wrong(tap, server):
    plain = socket.create_connection(("127.0.0.1", server.port), 20)
    plain.sendall(f"GET /privacy/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    try:
        got = plain.recv(65536)
    except ConnectionResetError:
        got = b""
    tap.ok(b"HTTP/1.1 200" not in got, "who speaks no TLS gets no page", got[:200])
    plain.close()
    silent = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(20)]
    trickle = socket.create_connection(("127.0.0.1", server.port), 20)
    begin = time.monotonic()
    trickle.sendall(b"\x16\x03\x01")
    tap.ok(curl(server, "/privacy/").returncode == 0, "handshakes that do not go on hold nobody up")
    for s in silent + [trickle]:
        s.settimeout(15)
        try:
            while s.recv(1000):
                pass
        except ConnectionResetError:
            pass
        s.close()
    took = time.monotonic() - begin
    tap.ok(8 < took < 14, f"and end after ten seconds ({took:.0f})")
    for junk in (os.urandom(3000), b"\x16\x03\x01\xff\xff" + os.urandom(3000), b"\x80\x2e\x01\x00\x02" + bytes(60)):
        s = socket.create_connection(("127.0.0.1", server.port), 20)
        try:
            s.sendall(junk)
            s.shutdown(socket.SHUT_WR)
            while s.recv(1000):
                pass
        except OSError:
            pass
        s.close()
    s = session(server)
    s.sendall(b"GET /privacy/ HTTP/1.1\r\nHo")
    os.close(s.detach())
    tap.ok(curl(server, "/privacy/").returncode == 0, "junk, and a session that is torn off, harm nobody")


def crowd(tap, server):
    bad = []

    def one(n):
        try:
            s = session(server)
            for _ in range(10):
                if ask(s, "/privacy/")[0] != 200:
                    bad.append(n)
            s.close()
        except OSError as error:
            bad.append(error)
    threads = [threading.Thread(target=one, args=(n,)) for n in range(24)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.ok(not bad, "240 pages of 36 KB in 24 sessions at once", bad[:3])


def refused(tap, server):
    text = server.config.read_text()
    (server.folder / "live.key").chmod(0o644)
    done = server.command("serve", check=False)
    tap.ok(done.returncode == 1 and "others may read" in done.stderr and "chmod o=" in done.stderr, "a key that others may read: refused, with what helps", done.stderr)
    (server.folder / "live.key").chmod(0o600)
    server.config.write_text(text.replace(f", key: {server.folder}/live.key", ""))
    done = server.command("serve", check=False)
    tap.ok(done.returncode == 1 and "are needed both" in done.stderr, "a certificate without a key: refused", done.stderr)
    server.config.write_text(text)


def systemd(tap, server):
    """What a unit of Type=notify hears: ready, alive, reloading, stopping."""
    path = server.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(path))
        heard.settimeout(10)
        server.env = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "400000"}
        server.start()
        words = [heard.recv(200).decode()]
        server.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            words.append(heard.recv(200).decode())
        server.process.send_signal(signal.SIGSTOP)
        server.process.send_signal(signal.SIGCONT)
        server.stop()
        heard.settimeout(0.2)
        try:
            while True:
                words.append(heard.recv(200).decode())
        except OSError:
            pass
    reloading = next((n for n, w in enumerate(words) if w.startswith("RELOADING=1\nMONOTONIC_USEC=")), -1)
    tap.ok(words[0] == "READY=1", "it is ready when it serves", words)
    tap.ok(words.count("WATCHDOG=1") >= 4, "it says that it lives, twice as often as it must", words)
    tap.ok(reloading > 0 and "READY=1" in words[reloading:], "it says that it reloads, and when it has", words)
    tap.ok("STOPPING=1" in words, "it says that it stops", words)


tap = Tap()
with Server() as here:
    certificate(here.folder, "tls")
    for kind in ("pem", "key"):
        (here.folder / f"live.{kind}").write_bytes((here.folder / f"tls.{kind}").read_bytes())
        (here.folder / f"live.{kind}").chmod(0o600)
    here.config.write_text(here.config.read_text() + f"tls: {{ certificate: {here.folder}/live.pem, key: {here.folder}/live.key }}\n")
    here.command("publish", POLICY)
    here.start()
    spoken(tap, here)
    exchanged(tap, here)
    slow_and_wrong(tap, here)
    crowd(tap, here)
    tap.ok(here.stop() == 0, "it ends well")
    refused(tap, here)
    systemd(tap, here)
tap.end()
