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


def address_of(version, name):
    """Under which address a version has what a file holds: "ja/notice/contact.html" -> "/privacy/v/1/notice/contact?lang=ja"."""
    language, rest = name.split("/", 1)
    rest = rest.removesuffix(".html")
    return f"/privacy/v/{version}{'' if rest == 'index' else '/' + rest}?lang={language}"


def without_time(text):
    """The moment of a publish is not known before."""
    return re.sub(r"\d\d:\d\d UTC", "", re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z", "", text))


def strangers(server, version, folder, read=str):
    """Documents in the folder that are not, byte for byte, those of a version."""
    documents = {name: body.decode() for name, body in files_of(folder).items() if "/" in name}
    assert len(documents) > 10
    return [name for name, body in documents.items() if (status_and_body := fetch(server, address_of(version, name))[::2])[0] != 200 or read(status_and_body[1]) != read(body)]


def renders(server):
    """`privacyd render`: what a publish stores, byte for byte, as files."""
    folder, file = server.folder / "out", server.folder / "policy.yaml"
    server.command("render", "--out", folder / "none", file)
    tap.ok((folder / "none/en/index.html").exists() and not server.data.exists(), "for a site without versions it is the first; no data directory is begun for a look")
    server.command("publish", file)
    server.start()
    posted = json.loads(fetch(server, "/privacy/policy.tilt.json")[2])["meta"]["created"]
    first = server.run("render", "--out", folder / "first", "--now", posted, file)
    written = files_of(folder / "first")
    documents = {name for name in written if "/" in name}
    notices = [f"notice/{channel}{end}.html" for channel in ("contact", "newsletter") for end in ("", "/fragment")]
    pages = [f"{name}.html" for name in ("index", "changes", "cookies", "recipients", "request")]
    tap.ok({f"{language}/{name}" for language in ("en", "ja") for name in (*pages, *notices, *FORMS)} == documents and f"{len(written)} files" in first.stdout,
           f"render writes the {len(documents)} documents, and the files that they refer to", f"{sorted(written)} {first.stdout}")
    differ = strangers(server, 1, folder / "first")
    tap.ok(not differ, "each is, byte for byte, what a publish at that instant stored", "\n".join(differ))
    style = re.search(r'"/privacy/([^"]*\.css)"', written["en/index.html"].decode())
    tap.ok(style and style[1] in written and json.loads(written["ja/policy.tilt.json"])["meta"]["language"] == "ja", "with their style sheet, each in its language")
    renders_the_next(server, folder, file)
    refuses_to_render(server, folder / "first", file, written)


def renders_the_next(server, folder, file):
    server.command("render", "--out", folder / "same", file)
    differ = strangers(server, 1, folder / "same")
    tap.ok(not differ, "what says the same as the newest version is that version", "\n".join(differ))
    file.write_text(file.read_text().replace("Tokyo 105-0000", "Tokyo 105-0001"))
    server.command("render", "--out", folder / "next", file)
    tap.ok(fetch(server, "/privacy/v/2")[0] == 404, "nothing is published by it")
    changes = files_of(folder / "next")["en/changes.html"].decode()
    tap.ok("/privacy/v/2" in changes and "105-0001" in changes, "the page of changes tells what would change", changes[:600])
    server.stop()
    server.command("render", "--force", "--out", folder / "next", file)
    server.command("publish", file)
    server.start()
    differ = strangers(server, 2, folder / "next", without_time)
    tap.ok(not differ, "but for the moment, the next version is what was rendered before, with a server or without", "\n".join(differ))


def refuses_to_render(server, folder, file, written):
    again = server.run("render", "--out", folder, "--now", "2026-03-01", file, check=False)
    tap.ok(again.returncode == 1 and "is not empty" in again.stderr and written == files_of(folder), "a folder in which something lies stays as it is", again.stderr)
    server.run("render", "--force", "--out", folder, "--now", "2026-03-01", file)
    tap.ok("2026-03-01" in files_of(folder)["en/index.html"].decode(), "with --force it is written over, as if it were posted on the day that is given")
    file.write_text(file.read_text().replace("\nnever:", "\nnevr:"))
    for run in (server.run, server.command):
        bad = run("render", "--out", server.folder / "none", file, check=False)
        tap.ok(bad.returncode == 1 and "did you mean `never`" in bad.stderr and not (server.folder / "none").exists(), "a policy with errors is not rendered, and what is wrong is told", bad.stderr[-500:])
    tap.ok(server.run("render", file, check=False).returncode == 2 and server.command("render", "--out", server.folder / "none", "--now", "2026-03-01", file, check=False).returncode == 2
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
