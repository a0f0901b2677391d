#!/usr/bin/env python3
"""What an editor knows of a policy is what the checker knows: doc/policy.schema.json against `privacyd check`, by ajv and by the YAML language server
that editors run."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from language_server import LanguageServer
from node import packages
from running import ROOT, Tap

PROGRAM = pathlib.Path(os.environ.get("RELEASE", ROOT / "build-release")).resolve() / "privacyd"
SCHEMA = ROOT / "doc/policy.schema.json"
EXAMPLES = sorted(ROOT.glob("examples/*/policy.yaml"))
SHAPE_CODES = {*range(20, 34), 44, 46, 103}  # of findings about one value; the others are about two, which a schema cannot hold together
tap = Tap()

BASE = """privacyd: 1
reviewed: 2026-02-20
site: { name: Example shop, origins: [https://www.example.org], languages: [en, ja], authoritative: en, timezone: Asia/Tokyo }
links: { terms: https://www.example.org/terms }
controller:
  name: Example Ltd.
  address: 1 Example Street, Example Town
  country: JP
  contacts: { privacy: privacy@example.org, EU: { email: eu@example.org } }
regions: { EU: { en: Europe, ja: 欧州 }, US-CA: { en: California, ja: カリフォルニア州 } }
data:
  email: { is: user.contact.email, identifies: subject }
  message: { is: user.content }
purposes:
  support: { why: { en: answer you, ja: お答えするため }, basis: contract, keep: 24 months after last_contact }
  counting: { why: { en: count, ja: 数えるため }, basis: { EU: consent, US-CA: off }, keep: until withdrawn }
channels:
  contact:
    purpose: support
    required: [email, message]
    deliver:
      - mail: support@example.org
        attested: { by: Head, on: 2026-02-01, document: 10b3d658d4d79a5f0d0af3e05afa19df1166deccdfc539aa6200133991c3e092, review: 2029-02-01 }
    ignore: [utm_*]
cookies: { session: { purpose: support, class: essential, lifetime: 13 months } }
recipients: { host: { role: processor, for: [support], countries: [JP], contract: { ref: C-1, until: 2031-03-31 } } }
transfers: { EU: { JP: { safeguard: adequacy } } }
rights:
  EU: { kinds: [access, erase], methods: [form], authority: https://www.example.org/authority }
  US-CA: { kinds: [know], clocks: { know: 45 days }, extension: { until: 90 days } }
never: [sell]
statements: { no_guarantee: true, changes: { notice: [email], lead: 30 }, minors: { under: 16 }, request_records: { keep: at least 24 months after closed } }
appendices: [{ region: US-CA, collects: computed }]
text: { P7: { en: Sealed., ja: 暗号化しています。 } }
"""

# What the checker refuses by shape: a part of the policy above, and what stands there instead.
MUTATIONS = [
    ("an unknown key at the top", "never: [sell]", "nevver: [sell]"), ("an unknown key in a section", "timezone:", "timzone:"), ("an unknown key in a map in a list", "mail:", "email:"),
    ("a key that is missing", "  address: 1 Example Street, Example Town\n", ""), ("a section that is missing", re.search(r"data:\n.*\n.*\n", BASE)[0], ""),
    ("a text for a list", "required: [email, message]", "required: email"), ("a list for a text", "name: Example Ltd.", "name: [Example Ltd.]"), ("a map for a list", "never: [sell]", "never: { sell: true }"),
    ("a text for a map", "{ safeguard: adequacy }", "adequacy"), ("a map for a text", "purpose: support\n", "purpose: { en: support }\n"), ("another version of the language", "privacyd: 1", "privacyd: 2"),
    ("a choice that is none", "basis: contract", "basis: contrakt"), ("a choice that is none, by region", "US-CA: off", "US-CA: never"), ("a choice that is none, in a list", "[access, erase]", "[access, forget]"),
    ("a class that is none", "class: essential", "class: necessary"), ("a statement that is not true", "no_guarantee: true", "no_guarantee: false"), ("a number out of range", "lead: 30", "lead: 366"),
    ("a number in words", "lead: 30", "lead: thirty"), ("a fraction", "under: 16", "under: 16.5"), ("a date of another country", "on: 2026-02-01", "on: 01.02.2026"),
    ("no date", "until: 2031-03-31", "until: soon"), ("no e-mail address", "mail: support@example.org", "mail: support"), ("an address without https", "https://www.example.org/terms", "http://www.example.org/terms"),
    ("no address of an authority", "authority: https://www.example.org/authority", "authority: the ministry"), ("an origin with a path", "[https://www.example.org]", "[https://www.example.org/shop]"),
    ("a name with a capital", "  message: {", "  Message: {"), ("a name with a space", "  contact:\n", "  contact form:\n"), ("a region in small letters", "{ EU: consent, US-CA: off }", "{ eu: consent, US-CA: off }"),
    ("a country in words", "countries: [JP]", "countries: [Japan]"), ("a country as a key", "{ JP: { safeguard", "{ Japan: { safeguard"), ("a language in capitals", "languages: [en, ja]", "languages: [en, JA]"),
    ("no period", "keep: 24 months after last_contact", "keep: two years"), ("no lifetime", "lifetime: 13 months", "lifetime: long"), ("no period of an extension", "until: 90 days", "until: 90"),
    ("no clock", "know: 45 days", "know: quickly"), ("no period of records", "keep: at least 24 months after closed", "keep: 24"), ("no hash", "document: 10b3", "document: xyz"),
    ("no pattern", "[utm_*]", "[utm_*_x]"), ("a category that is none", "is: user.content", "is: user.contents"), ("a clause that is none", "{ P7:", "{ X7:"), ("nothing behind a key", "by: Head", "by:"),
]

# Values that both judge alike, whatever the judgement: the place in the policy above, and samples for it.
SAMPLES = {
    "message: {": ["a: {", "a1_b: {", "_a: {", "1a: {", "a-b: {", "%s: {" % ("a" * 40), "%s: {" % ("a" * 41)],
    "mail: support@example.org": [f"mail: {v}" for v in ("a@b.c", "a@b", "a@.b", "a@b.", "'@b.c'", "a b@c.d", "a+b=c@d-e.f.g", "a@b@c.d", '"a@b_c.d"', "ä@b.c")],
    "https://www.example.org/terms": ["https://a", "https://a/", "https://a?b", "https://a:80/", "https://a:x/", "https://A/", "https://.a/", "https://a./", "https:///a", "https://a/b#c", "'https://[::1]/a'", "ftp://a/", "cookies", "Cookies"],
    "https://www.example.org]": ["https://a]", "https://a:8443]", "http://localhost]", "http://127.0.0.1:80]", "http://a]", "https://a/]", "a]", "'https://[::1]:80']", "https://a-]"],
    "US-CA: off": [f"{v}: off" for v in ("US", "US-CA", "US-1", "US-ABCD", "USA", "us-ca", "US-", "elsewhere", "Elsewhere")],
    "languages: [en, ja]": [f"languages: [en, ja, {v}]" for v in ("pt-BR", "e", "EN", "en_US", "zh-Hant-TW", "abcdefghijkl", "abcdefghijklm")],
    "countries: [JP]": [f"countries: [{v}]" for v in ("NL", "N", "NLD", "nl")],
    "on: 2026-02-01": [f"on: {v}" for v in ("2028-02-29", "2026-1-1", "2026-13-01", "2026-00-10", "2026-01-32", "26-01-01", "2026-01-01T00:00:00Z")],
    "lifetime: 13 months": [f"lifetime: {v}" for v in ("session", "1 day", "90 minutes", "13", "months", "13 moons", "13  months", "1 month 2 days")],
    "keep: 24 months after last_contact": [f"keep: {v}" for v in ("1 day after collected", "1 year after closed", "as long as needed", "until withdrawn", "until closed", "24 months", "1 week after closed", "after closed")],
    "keep: at least 24 months after closed": [f"keep: {v}" for v in ("24 months after closed", "at least 3 years", "at least 24", "30 days after closed", "24 months after collected")],
    "until: 90 days": [f"until: {v}" for v in ("session", "3 months", "90 day", "law", "90 weeks")],
    "[utm_*]": ["[a]", "['*']", "[a*b]", "['a[]']", "[a b]", "[a$]"],
    "lead: 30": [f"lead: {v}" for v in ("0", "365", "-1", "3.5", "''")],
    "{ session:": ["{ __Host-x:", "{ 'a b':", "{ 'a;b':", "{ a.b:"],
    "P7:": ["C4A-2:", "P8.1-5:", "P:", "p7:", "PX:"],
}


def findings(text, folder):
    path = pathlib.Path(folder) / "policy.yaml"
    path.write_text(text)
    done = subprocess.run([PROGRAM, "check", "--format=json", "--now", "2026-03-01", path], capture_output=True, text=True, timeout=60)
    return [f for f in json.loads(done.stdout)["findings"] if int(f["id"][2:]) in SHAPE_CODES]


class Ajv:
    def __init__(self, modules):
        self.home = modules.parent

    def node(self, script, *arguments, input):
        return json.loads(subprocess.run(["node", self.home / script, *map(str, arguments)], input=json.dumps(input), capture_output=True, text=True, timeout=120, check=True).stdout)

    def errors(self, sources):
        """By name: what ajv says of each policy, read as the language server reads it."""
        documents = self.node("yaml2json.js", input=sources)
        return dict(zip(documents, self.node("validate.js", SCHEMA, "07", input=list(documents.values()))))


def same_as_checker(ajv, folder):
    whole = {path.parent.name + "/" + path.name: path.read_text() for path in EXAMPLES} | {"the policy of this test": BASE}
    errors = ajv.errors(whole)
    tap.ok(len(whole) >= 2 and not any(errors.values()) and not findings(BASE, folder), f"{len(whole)} good policies fit", {name: e for name, e in errors.items() if e} or findings(BASE, folder))
    changed = {name: BASE.replace(before, after, 1) for name, before, after in MUTATIONS}
    errors, missed = ajv.errors(changed), []
    for name, text in changed.items():
        if text == BASE or not findings(text, folder) or not errors[name]:
            missed.append(f"{name}: checker {[f['id'] for f in findings(text, folder)]}, ajv {errors[name]}")
    tap.ok(not missed and len(changed) == len(MUTATIONS) >= 20, f"{len(changed)} policies that the checker refuses by their shape are refused by the schema", "\n".join(missed))


def samples(ajv, folder):
    texts = {f"{place} -> {sample}": BASE.replace(place, sample, 1) for place, all_of in SAMPLES.items() for sample in all_of}
    errors = ajv.errors(texts)
    apart = [f"{name}: checker {[f['message'] for f in findings(text, folder)]}, ajv {errors[name]}" for name, text in texts.items() if bool(findings(text, folder)) != bool(errors[name])]
    good = sum(not e for e in errors.values())
    tap.ok(not apart and good > 30 and len(texts) - good > 30, f"{len(texts)} values, {good} of them good: checker and schema judge alike", "\n".join(apart))


def words(server):
    head = "# yaml-language-server: $schema=policy.schema.json\n"
    complete = lambda text: [i["label"] for i in (server.at("textDocument/completion", head + text) or {"items": []})["items"]]
    for name, text, wanted, unwanted in (
            ("keys at the top", "privacyd: 1\n|\n", {"site", "controller", "purposes", "statements"}, {"privacyd", "email"}), ("keys of a section", "site:\n  name: x\n  |\n", {"origins", "timezone"}, {"name", "site"}),
            ("keys of a map with a name of the file's", "purposes:\n  support:\n    |\n", {"why", "basis", "keep"}, {"required"}), ("choices", "purposes:\n  support:\n    basis: |\n", {"consent", "off"}, {"sell"}),
            ("choices in a list", "never:\n  - |\n", {"sell", "share"}, set()), ("true and false", "site:\n  demonstration: |\n", {"true", "false"}, set()), ("categories of data", "data:\n  email:\n    is: |\n", {"user.contact.email"}, set())):
        offered = set(complete(text))
        tap.ok(wanted <= offered and not unwanted & offered, f"completion offers {name}", sorted(offered))
    hover = server.at("textDocument/hover", head + "purposes:\n  support:\n    ba|sis: consent\n")["contents"]["value"]
    tap.ok("legal basis" in hover and "legitimate_interests" in hover and "Left out: off" in hover, "hover says what a key is, its values and what it means to leave it out", hover)
    hover = server.at("textDocument/hover", head + "statements:\n  changes: { notice: [email], le|ad: 30 }\n")["contents"]["value"]
    tap.ok("0 to 365 days" in hover, "hover says range and unit", hover)
    _, clean = server.open(head + BASE)
    tap.ok(clean == [], "a good policy has no diagnostics", clean)
    _, bad = server.open(head + BASE.replace("timezone:", "timzone:").replace("class: essential", "class: necessary"))
    lines = {d["range"]["start"]["line"]: d["message"] for d in bad}
    tap.ok(len(bad) == 2 and "timzone is not allowed" in lines.get(3, "") and len(lines) == 2, "a bad key and a bad value are underlined where they stand", bad)


def first_lines():
    pointing = [(path, re.fullmatch(r"# yaml-language-server: \$schema=(.*)", path.read_text().splitlines()[0])) for path in EXAMPLES]
    tap.ok(all(found and (path.parent / found[1]).resolve() == SCHEMA for path, found in pointing), "the first line of each example points an editor to the schema", [str(path) for path, found in pointing if not found])


first_lines()
node_modules, reason = packages("editor")
if not node_modules:
    tap.skip("editors: ajv and the language server", reason)
    tap.end()
with tempfile.TemporaryDirectory(prefix="privacyd-editor-") as scratch:
    shutil.copy(SCHEMA, scratch)
    same_as_checker(Ajv(node_modules), scratch)
    samples(Ajv(node_modules), scratch)
    language_server = LanguageServer(node_modules, scratch)
    try:
        words(language_server)
    finally:
        language_server.close()
tap.end()
