"""A running `privacyd serve` for tests that look at it from outside: started, posted to, killed, looked into."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
POLICY = ROOT / "examples/camera-maker/policy.yaml"
HOST = "www.hikari.example"


def program(kind="release"):
    """release, clang (teeth, no sanitizer) or check (teeth, sanitized)."""
    return ROOT / f"build-{kind}" / "privacyd"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Tap:
    """Counts assertions as TAP lines."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, detail=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        if not good and detail:
            print("\n".join("# " + line for line in str(detail).splitlines()), flush=True)
        return good

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    def end(self):
        print(f"1..{self.count}")
        raise SystemExit(1 if self.failed else 0)


class Server:
    def __init__(self, folder=None, kind="release", smtp="smtp://127.0.0.1:9", env=None, filesystem="weaker"):
        self.temporary = None if folder else tempfile.TemporaryDirectory(prefix="privacyd-test-")
        self.folder = pathlib.Path(folder or self.temporary.name)
        self.kind, self.env, self.process, self.port = kind, env or {}, None, free_port()
        self.data = self.folder / "data"
        self.config = self.folder / "privacyd.yaml"
        self.config.write_text(f"""data: {self.data}
seal_key: {self.folder}/seal.key
listen: 127.0.0.1:{self.port}
admin: 127.0.0.1:{free_port()}
site: {{ url: 'https://{HOST}', hosts: [{HOST}] }}
mail: {{ smtp: '{smtp}', from: privacy@hikari.example }}
vault: {{ filesystem: {filesystem} }}
""")

    def run(self, *arguments, check=True, env=None, input=None):
        done = subprocess.run([program(self.kind), *map(str, arguments)], capture_output=True, text=True, errors="replace", env={**os.environ, **self.env, **(env or {})}, input=input, timeout=120)
        if check and done.returncode != 0:
            raise AssertionError(f"privacyd {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def command(self, name, *arguments, **options):
        return self.run(name, "--config", self.config, *arguments, **options)

    def start(self, timeout=20, wait=True):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([program(self.kind), "serve", "--config", self.config], stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, env={**os.environ, **self.env})
        end = time.monotonic() + timeout
        while wait:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError("the server did not start:\n" + (self.folder / "log").read_text(errors="replace")[-2000:])
                time.sleep(0.005)
        return self

    def ready(self):
        """Published, with a key for programs; before or after start."""
        self.command("publish", POLICY)
        self.key = self.command("keys", "create", "test", "--scope", "collect decide events mail_events").stdout.strip()
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        if self.process:
            self.log.close()
        return self.process.returncode if self.process else None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if self.temporary:
            self.temporary.cleanup()

    __enter__ = lambda self: self

    def __exit__(self, *unused):
        self.close()

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def collect(self, fields, connection=None, headers=None):
        c = connection or self.connect()
        c.request("POST", "/privacy/api/v1/collect/contact", json.dumps(fields), {"Host": HOST, "Content-Type": "application/json", "Authorization": f"Bearer {self.key}", **(headers or {})})
        r = c.getresponse()
        return r.status, json.loads(r.read() or b"{}")

    def get(self, path):
        c = self.connect()
        c.request("GET", path, headers={"Host": HOST})
        r = c.getresponse()
        return r.status, r.read()


def person(number):
    return {"name": f"Person {number}", "email": f"person{number}@visitor.example", "message": f"message {number}"}
