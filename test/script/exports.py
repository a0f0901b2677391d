#!/usr/bin/env python3
"""The policy as data, read as others read it: TILT by a validator of JSON Schema, linked data by a processor of JSON-LD without a network, pictures by
an XML parser. TILT_SCHEMA=FILE holds the exports against the original schema too, DPV_FOLDER=FOLDER our table of words against its ttl files."""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import xml.parsers.expat

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from node import packages
from running import POLICY, ROOT, Server, Tap

HERE = ROOT / "test/exports"
SCHEMAS = [str(HERE / "tilt.schema.json")] + [s for s in [os.environ.get("TILT_SCHEMA")] if s]
DPV_FOLDER = os.environ.get("DPV_FOLDER")
FORMS = {"policy.tilt.json": "application/json", "policy.dpv.jsonld": "application/ld+json"}
HARM = "<script>alert(1)</script> & \\\"x' ]]> <!-- --> {name} \\\\ 日本語 العربية"
HOSTS = {"dpv": "https://w3id.org/dpv#", "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#", "pd": "https://w3id.org/dpv/pd#"}
MEMBERS = ["meta", "controller", "dataProtectionOfficer", "dataDisclosed", "thirdCountryTransfers", "accessAndDataPortability", "sources", "rightToInformation",
           "rightToRectificationOrDeletion", "rightToDataPortability", "rightToWithdrawConsent", "rightToComplain", "automatedDecisionMaking", "changesOfPurpose"]
tap = Tap()


def words():
    """Names of terms in our table: "dpv:Process"."""
    return re.findall(r'TERM\([A-Z0-9_]+, "([^"]+)"\)', (ROOT / "src/policy/vocabulary.h").read_text())


def hostile(source):
    """The same policy with labels that mean harm."""
    changed = re.sub(r"(label: )\{ en: [^,}]*,", rf'\1{{ en: "{HARM}",', source)
    assert changed.count("<script>") > 5, "the example has labels"
    return changed


def node(script, what):
    run = subprocess.run(["node", HERE / script], input=json.dumps(what), capture_output=True, text=True, cwd=HERE, timeout=120)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def fetch(server, path):
    c = server.connect()
    c.request("GET", path, headers={"Host": "www.hikari.example"})
    r = c.getresponse()
    return r.status, r.getheader("Content-Type"), r.read().decode()


# --- what is served -------------------------------------------------------------------------------------------------------------------------------

def reads(server, name, language):
    """Page and exports of one policy in one language."""
    status, _, page = fetch(server, f"/privacy/?lang={language}")
    found = {}
    for form, media in FORMS.items():
        link = re.search(rf'<link rel="alternate" type="{re.escape(media)}" href="([^"]+)">', page)
        visible = re.search(rf'<a href="([^"]+)" type="{re.escape(media)}">', page)
        ok = status == 200 and link and visible and link[1] == visible[1] and f"/{form}?lang={language}" in link[1]
        tap.ok(ok, f"{name} in {language}: the page links {form}, for programs and for people", page[:600])
        got, served, body = fetch(server, link[1] if link else f"/privacy/{form}?lang={language}")
        tap.ok(got == 200 and served == media and body == fetch(server, f"/privacy/{form}?lang={language}")[2], f"{name} in {language}: {form} is served as {media}", f"{got} {served}")
        found[form] = json.loads(body)
    return page, found


def pictures(name, page):
    drawn = re.findall(r"<svg [^>]*role=\"img\".*?</svg>", page, re.S)
    for picture in drawn:
        parser = xml.parsers.expat.ParserCreate()
        try:
            parser.Parse(picture, True)
            wrong = ""
        except xml.parsers.expat.ExpatError as error:
            wrong = f"{error}: {picture[:300]}"
        title = re.search(r'aria-labelledby="(\S+) (\S+)"', picture)
        tap.ok(not wrong and title and f'<title id="{title[1]}">' in picture and f'<desc id="{title[2]}">' in picture and len(picture) <= 30 * 1024,
               f"{name}: a picture is well-formed XML with title and description, {len(picture)} bytes", wrong)
    tap.ok(len(drawn) == 2, f"{name}: what goes where and how long it is kept are drawn", len(drawn))


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def address_of(name):
    """Under which address version 1 has what a file holds: "ja/notice/contact.html" -> "/privacy/v/1/notice/contact?lang=ja"."""
    language, rest = name.split("/", 1)
    rest = rest.removesuffix(".html")
    return f"/privacy/v/1{'' if rest == 'index' else '/' + rest}?lang={language}"


def renders(server):
    """`privacyd render`: what a publish stores, byte for byte, as files."""
    folder, file = server.folder / "out", server.folder / "policy.yaml"
    server.command("publish", file)
    server.start()
    posted = json.loads(fetch(server, "/privacy/policy.tilt.json")[2])["meta"]["created"]
    first = server.command("render", "--out", folder, "--now", posted, file)
    written = files_of(folder)
    documents = {name: body for name, body in written.items() if "/" in name}
    notices = [f"notice/{channel}{end}.html" for channel in ("contact", "newsletter") for end in ("", "/fragment")]
    expected = {f"{language}/{name}" for language in ("en", "ja") for name in ("index.html", "cookies.html", "recipients.html", "request.html", *notices, *FORMS)}
    tap.ok(expected == set(documents) and f"{len(written)} files" in first.stdout, f"render writes the {len(expected)} documents, and the files that they refer to", f"{sorted(written)} {first.stdout}")
    differ = [name for name, body in documents.items() if fetch(server, address_of(name))[::2] != (200, body.decode())]
    tap.ok(not differ, "each is, byte for byte, what a publish at that instant stored", "\n".join(differ))
    style = re.search(r'"/privacy/([^"]*\.css)"', written["en/index.html"].decode())
    tap.ok(style and style[1] in written and json.loads(written["ja/policy.tilt.json"])["meta"]["language"] == "ja", "with their style sheet, each in its language")
    refuses_to_render(server, folder, file, written)


def refuses_to_render(server, folder, file, written):
    again = server.command("render", "--out", folder, "--now", "2026-03-01", file, check=False)
    tap.ok(again.returncode == 1 and "is not empty" in again.stderr and written == files_of(folder), "a folder in which something lies stays as it is", again.stderr)
    server.command("render", "--force", "--out", folder, "--now", "2026-03-01", "--version", "4", file)
    page = files_of(folder)["en/index.html"].decode()
    tap.ok("2026-03-01" in page and "/privacy/v/4" in page, "with --force it is written over; date and number of the version are those given", page[:600])
    before = server.folder / "before.html"
    before.write_bytes(written["en/index.html"])
    server.command("render", "--force", "--out", folder, "--now", "2026-03-01", "--version", "4", "--before", before, file)
    line = re.search(r'id="date-US-CA".*?</p>', files_of(folder)["en/index.html"].decode(), re.S)
    tap.ok(line and "/privacy/v/1" in line[0] and "2026-03-01" not in line[0], "an appendix that says what it said in the version before has the date of that one", line and line[0])
    file.write_text(file.read_text().replace("\nnever:", "\nnevr:"))
    bad = server.run("render", "--out", server.folder / "none", file, check=False)
    tap.ok(bad.returncode == 1 and "did you mean `never`" in bad.stderr and not (server.folder / "none").exists(), "a policy with errors is not rendered, and what is wrong is told", bad.stderr[-500:])
    tap.ok(server.run("render", file, check=False).returncode == 2 and server.run("render", "--out", folder, "--version", "0", file, check=False).returncode == 2
           and server.run("render", "--out", server.folder / "none", "nothing", check=False).returncode == 3, "wrong usage is 2, no such file is 3")


# --- what others make of it -----------------------------------------------------------------------------------------------------------------------

def holds_tilt(names, documents):
    for name, errors in zip(names, node("validate.js", {"schemas": SCHEMAS, "documents": documents})):
        tap.ok(not errors, f"{name}: the export is TILT by {len(SCHEMAS)} schema(s)", "\n".join(errors[:20]))
    if len(SCHEMAS) > 1:
        examples = [json.loads((pathlib.Path(SCHEMAS[1]).parent / name).read_text()) for name in ("tilt.json", "tilt-NOT-valid.json")]
        good, bad = node("validate.js", {"schemas": SCHEMAS[1:], "documents": examples})
        tap.ok(not good and len(bad) > 2, f"the original schema takes its own example and refuses the other for {len(bad)} reasons", good)
    lacking = [{k: v for k, v in documents[0].items() if k != member} for member in MEMBERS]
    wrong = copy.deepcopy(documents[0])
    wrong["controller"]["country"] = "Japan"
    wrong["dataDisclosed"][0]["storage"][0]["temporal"] = [{"description": "two years", "ttl": "2 years"}]
    refused = node("validate.js", {"schemas": SCHEMAS, "documents": [*lacking, wrong]})
    tap.ok(all(refused[:-1]) and len(refused[-1]) >= 2, "what lacks a member, or has a wrong one, is not TILT", json.dumps(refused)[:600])


def holds_linked_data(names, documents):
    known = {HOSTS[prefix] + word for prefix, word in (w.split(":") for w in words())}
    for name, quads in zip(names, node("triples.js", documents)):
        if isinstance(quads, dict):
            tap.ok(False, f"{name}: JSON-LD can be read", quads["error"])
            continue
        said = set(re.findall(r"<(https://w3id\.org/dpv[^>]*)>", quads))
        tap.ok(said and said <= known, f"{name}: {quads.count(chr(10))} triples, {len(said)} words, each of the vocabulary", "\n".join(sorted(said - known)))
        names_only = re.sub(r'"(\\.|[^"\\])*"', '""', quads)
        tap.ok("hasProcess>" in quads and not re.search(r"<[^:>]*>", names_only), f"{name}: every name is a whole address")


def holds_words():
    if not DPV_FOLDER:
        tap.skip("every word of our table is defined in DPV 2.3", "DPV_FOLDER is not set")
        return
    defined = set()
    for prefix in HOSTS:
        defined |= set(re.findall(rf"^({prefix}:[\w.-]+) a ", (pathlib.Path(DPV_FOLDER) / f"{prefix}.ttl").read_text(), re.M))
    tap.ok(set(words()) <= defined, f"each of the {len(words())} words of our table is defined in DPV 2.3", "\n".join(sorted(set(words()) - defined)))


def main():
    modules, why = packages("exports")
    kind = pathlib.Path(os.environ.get("RELEASE", "build-release")).name.removeprefix("build-")
    policies = {"the camera maker": POLICY.read_text(), "labels that mean harm": hostile(POLICY.read_text()), "the shop": (ROOT / "examples/eu-shop/policy.yaml").read_text()}
    names, tilt, linked = [], [], []
    for name, source in policies.items():
        with Server(kind=kind) as server:
            file = server.folder / "policy.yaml"
            file.write_text(source)
            server.command("publish", file)
            server.start()
            for language in re.search(r"languages: \[([^\]]*)\]", source)[1].split(", "):
                page, found = reads(server, name, language)
                pictures(f"{name} in {language}", page + fetch(server, f"/privacy/recipients?lang={language}")[2])
                names.append(f"{name} in {language}")
                tilt.append(found["policy.tilt.json"])
                linked.append(found["policy.dpv.jsonld"])
    with Server(kind=kind) as server:
        (server.folder / "policy.yaml").write_text(POLICY.read_text())
        renders(server)
    holds_words()
    if modules:
        holds_tilt(names, tilt)
        holds_linked_data(names, linked)
    else:
        tap.skip("the exports are read by a validator and by a processor of JSON-LD", why)
    tap.end()


main()
