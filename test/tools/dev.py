"""`privacyd dev` for tests in a browser, with its data in a folder of theirs."""
import http.client
import json
import pathlib
import subprocess
import time

from running import POLICY, free_port

START = "2026-03-01T12:00:00Z"


class Dev:
    def __init__(self, folder, program, policy=POLICY):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.log = open(f"{folder}/log", "wb")
        self.process = subprocess.Popen([program, "dev", "--listen", f"127.0.0.1:{self.port}", "--data", f"{folder}/data", "--now", START, policy],
                                        stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.get("/privacy/")
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("privacyd dev did not start:\n" + pathlib.Path(f"{folder}/log").read_text(errors="replace"))

    def get(self, path, method="GET"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, path)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, body

    def mails(self):
        return json.loads(self.get("/_dev/mail.json")[1])

    def promise(self, clause):
        listed = json.loads(self.get("/privacy/promises.json")[1])
        return next(p for p in listed["promises"] if clause in p.values())

    def close(self):
        if self.process.poll() is not None:
            words = pathlib.Path(f"{self.folder}/log").read_text(errors="replace").splitlines()
            print(f"# privacyd dev ended by itself: {self.process.returncode}", *(f"# {line}" for line in words[-20:]), sep="\n", flush=True)
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
