"""A browser as people use it: Chromium, headless, driven over WebDriver with Python's standard library alone. It reaches this machine only."""
import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that the standard gives to a reference
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-dev-shm-usage", "--no-proxy-server", "--hide-scrollbars", "--force-prefers-reduced-motion", "--disable-features=Translate,OptimizationHints",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
ENTER = "\ue007"


def missing():
    """Why no browser can be started here; None when one can."""
    return None if CHROMIUM and DRIVER else "chromium or chromedriver is not installed (tools/deps check)"


class Element:
    def __init__(self, browser, reference):
        self.browser, self.reference = browser, reference

    def _call(self, method, path, body=None):
        return self.browser.call(method, f"/element/{self.reference}{path}", body)

    def click(self):
        self._call("POST", "/click", {})

    def type(self, text):
        self._call("POST", "/clear", {})
        self._call("POST", "/value", {"text": text})

    @property
    def text(self):
        return self._call("GET", "/text")

    def property(self, name):
        return self._call("GET", f"/property/{name}")


class Browser:
    def __init__(self, javascript=True, language="en", downloads=None):
        self.folder = tempfile.TemporaryDirectory(prefix="privacyd-browser-", ignore_cleanup_errors=True)
        home = pathlib.Path(self.folder.name)
        self.log_file = open(home / "driver.log", "wb")
        self.driver = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=self.log_file, stdin=subprocess.DEVNULL, text=True,
                                       env={**os.environ, "HOME": str(home), "LANG": "C.UTF-8"}, start_new_session=True)
        self.port = self._port()
        self.session = None
        try:
            self.session = self._request("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {"binary": CHROMIUM, "args": [*ARGUMENTS, f"--user-data-dir={home}/profile", f"--lang={language}"], "prefs": {
                    "intl.accept_languages": language, "download.default_directory": str(downloads or home), "download.prompt_for_download": False,
                    "profile.managed_default_content_settings.javascript": 1 if javascript else 2}}}}})["sessionId"]
        except BaseException:
            self.close()
            raise

    def _port(self):
        for line in self.driver.stdout:
            words = line.replace(".", " ").split()
            if "on" in words and "port" in words and "successfully" in words:
                return int(words[words.index("port") + 1])
        raise RuntimeError("chromedriver named no port")

    def _request(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        value = json.loads(response.read())["value"]
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{method} {path.rsplit('/', 1)[-1]}: {value.get('error')}: {value.get('message', '').splitlines()[0]}")
        return value

    def call(self, method, path, body=None):
        return self._request(method, f"/session/{self.session}{path}", body)

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def title(self):
        return self.call("GET", "/title")

    def find(self, css):
        return Element(self, self.call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT])

    def find_all(self, css):
        return [Element(self, item[ELEMENT]) for item in self.call("POST", "/elements", {"using": "css selector", "value": css})]

    def link(self, text):
        return Element(self, self.call("POST", "/element", {"using": "link text", "value": text})[ELEMENT])

    @property
    def text(self):
        return self.find("body").text

    def active(self):
        return Element(self, self.call("GET", "/element/active")[ELEMENT])

    def script(self, source, *arguments):
        return self.call("POST", "/execute/sync", {"script": source, "args": list(arguments)})

    def script_later(self, source, *arguments):
        """The script calls its last argument with the result."""
        return self.call("POST", "/execute/async", {"script": source, "args": list(arguments)})

    def console(self):
        """What the console said since it was last asked."""
        return self.call("POST", "/se/log", {"type": "browser"})

    def look(self, width, dark, media=""):
        """The width of the window, the scheme of colours and the medium ("print"), at once for the page that is open."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.devtools("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def screenshot(self, path):
        """Of the whole page, however long."""
        picture = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        pathlib.Path(path).write_bytes(base64.b64decode(picture["data"]))

    def wait(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not (result := condition()) and time.monotonic() < end:
            time.sleep(0.1)
        return result

    def close(self):
        try:
            if self.session:
                self._request("DELETE", f"/session/{self.session}")
        finally:
            try:
                os.killpg(self.driver.pid, signal.SIGTERM)  # a session of its own: the driver and whatever it left
            except ProcessLookupError:
                pass
            self.driver.wait(20)
            self.driver.stdout.close()
            self.log_file.close()
            self.folder.cleanup()

    __enter__ = lambda self: self

    def __exit__(self, *unused):
        self.close()
