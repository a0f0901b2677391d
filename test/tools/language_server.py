"""The YAML language server over its standard streams, as an editor talks to it (LSP 3.17)."""
import json
import pathlib
import queue
import subprocess
import threading

SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}, "schemas": {}}, "http": {}, "[yaml]": {}, "editor": {}, "files": {}}


class LanguageServer:
    def __init__(self, modules, folder):
        self.folder, self.number, self.diagnostics, self.files = pathlib.Path(folder), 0, {}, 0
        self.process = subprocess.Popen(["node", modules / "yaml-language-server/out/server/src/server.js", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.inbox = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}
        self.ask("initialize", {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": capabilities, "workspaceFolders": [{"uri": self.folder.as_uri(), "name": "test"}]})
        self._send({"method": "initialized", "params": {}})

    def _read(self):
        out = self.process.stdout
        while head := out.readline():
            length = int(head.split(b":")[1])
            while out.readline().strip():
                pass
            self.inbox.put(json.loads(out.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _take(self, timeout):
        """One message; answers what the server asks of an editor."""
        message = self.inbox.get(timeout=timeout)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics.setdefault(message["params"]["uri"], []).append(message["params"]["diagnostics"])
        if "method" in message and "id" in message:
            items = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": None if items is None else [SETTINGS.get(i.get("section")) for i in items]})
        return message

    def ask(self, method, params, timeout=20):
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._take(timeout)
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def open(self, text):
        """What the server thinks of a new file of this text."""
        self.files += 1
        path = self.folder / f"{self.files}.yaml"
        path.write_text(text)
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}}})
        while path.as_uri() not in self.diagnostics:
            self._take(20)
        return path.as_uri(), self.diagnostics[path.as_uri()][-1]

    def at(self, method, text):
        """Asks about the place that is marked with | in the text."""
        before = text[:text.index("|")]
        uri, _ = self.open(text.replace("|", "", 1))
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": place})

    def close(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(10)
