#!/usr/bin/env python3
"""A policy is changed with the program itself: checked, compared, planned, published; a broken edit is refused while the server goes on with what it
has, also after it was killed. What pages say is told in test/scene/changes.c."""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import POLICY, Server, Tap

KIND = pathlib.Path(os.environ.get("RELEASE", "build-release")).name.removeprefix("build-")
tap = Tap()


def edited(server, name, *edits):
    text = POLICY.read_text()
    for was, now in edits:
        assert was in text, was
        text = text.replace(was, now)
    path = server.folder / name
    path.write_text(text)
    return path


def page(server, path):
    status, body = server.get("/privacy" + path)
    return status, body.decode()


def spelling_counts_at_once(server):
    spelling = edited(server, "spelling.yaml", ("answer you and help you", "answer you, and help you"))
    tap.ok(server.run("check", spelling).returncode == 0, "the edit is checked")
    done = server.command("diff", "@1", spelling, check=False)
    tap.ok(done.returncode == 0 and "1 change, 0 material" in done.stdout, "diff: nothing that people must be told", done.stdout + done.stderr)
    done = server.command("publish", spelling)
    tap.ok("version 2 is in force" in done.stdout and "answer you, and" in page(server, "/")[1], "it counts at once", done.stdout)


def longer_waits(server):
    longer = edited(server, "longer.yaml", ("answer you and help you", "answer you, and help you"), ("keep: 24 months after last_contact", "keep: 36 months after last_contact"))
    done = server.command("diff", "@2", longer, check=False)
    tap.ok(done.returncode == 10 and "kept longer" in done.stdout, "diff: people must be told (10)", done.stdout + done.stderr)
    planned = server.command("publish", "--dry-run", longer).stdout
    tap.ok("kept longer" in planned and page(server, "/v/3")[0] == 404, "the plan is printed, and nothing is done", planned)
    done = server.command("publish", "--effective", "now", longer, check=False)
    tap.ok(done.returncode == 1 and "may not count so early" in done.stderr and page(server, "/v/3")[0] == 404, "it cannot be published as if it were nothing", done.stdout + done.stderr)
    published = server.command("publish", longer).stdout
    tap.ok(planned.split("\n\n")[0] == published.split("\n\n")[0] and "version 3" in published, "what is published is what was planned", published)
    now, then = page(server, "/")[1], page(server, "/v/3")[1]
    tap.ok("24 months" in now and "This policy changes on" in now and "36 months" in then, "the version in force stays, and announces the next one")
    tap.ok("<ins>36 </ins>" in page(server, "/changes")[1], "the page of changes shows what will differ")


def broken_is_refused(server):
    before = page(server, "/")
    wrong = edited(server, "wrong.yaml", ("    basis: contract\n", "    basis: contrat\n"))
    tap.ok(server.run("check", wrong, check=False).returncode == 1, "a broken edit does not pass the check")
    tap.ok(server.command("diff", "@3", wrong, check=False).returncode == 1, "and is not compared")
    done = server.command("publish", wrong, check=False)
    tap.ok(done.returncode == 1 and "PD0023" in done.stderr and "nothing was published" in done.stderr, "nor published; its findings are printed", done.stdout + done.stderr)
    tap.ok(page(server, "/") == before and page(server, "/v/4")[0] == 404, "the server goes on with what it has")
    server.kill()
    server.start()
    tap.ok(page(server, "/") == before and page(server, "/v/4")[0] == 404, "also after it was killed")
    server.stop()
    done = server.command("publish", wrong, check=False)
    server.start()
    tap.ok(done.returncode == 1 and page(server, "/") == before, "and when it was published without a server")


def main():
    with Server(kind=KIND) as server:
        server.command("publish", POLICY)
        server.start()
        spelling_counts_at_once(server)
        longer_waits(server)
        broken_is_refused(server)
        versions = [page(server, f"/v/{number}") for number in (1, 2, 3)]
        tap.ok([status for status, _ in versions] == [200] * 3 and "answer you and" in versions[0][1] and "answer you, and" in versions[1][1], "every version stays at its address")
        done = server.command("verify")
        tap.ok(done.returncode == 0, "verify finds nothing", done.stdout)
    tap.end()


main()
