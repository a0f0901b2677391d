"""The example policy in languages that nobody speaks, for tests of the layout: the words of every text come from tools/pseudo.py, everything
else is the example's. Needs a build with tests."""
import json
import re
import sys

from running import POLICY, ROOT

sys.path.insert(0, str(ROOT / "tools"))
import pseudo

FLOW = re.compile(r'\{ en: ("[^"]*"|[^,{}]+), ja: ("[^"]*"|[^,{}]+) \}')


def words(text):
    return [(tag, json.dumps(pseudo.translated(tag, text), ensure_ascii=False)) for tag in pseudo.TAGS]


def in_flow(match):
    more = "".join(f", {tag}: {text}" for tag, text in words(match.group(1).strip('"')))
    return match.group(0)[:-2] + more + " }"


def value(lines, at):
    """The text of the key in lines[at], which may be folded over those below; and where it ends."""
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    first = lines[at].split(": ", 1)[1].strip()
    return " ".join(([] if first == ">-" else [first]) + [line.strip() for line in lines[at + 1:end]]).strip('"'), end


def in_blocks(lines):
    """`en:` and `ja:` on lines of their own; the other languages come behind the Japanese."""
    made, at, english = [], 0, ""
    while at < len(lines):
        key = re.match(r"( +)(en|ja): ", lines[at])
        end = value(lines, at)[1] if key else at + 1
        made += lines[at:end]
        if key and key.group(2) == "en":
            english = value(lines, at)[0]
        elif key:
            made += [f"{key.group(1)}{tag}: {text}" for tag, text in words(english)]
        at = end
    return made


def policy():
    text = POLICY.read_text().replace("languages: [en, ja]", f"languages: [{', '.join(['en', 'ja', *pseudo.TAGS])}]")
    return "\n".join(in_blocks(FLOW.sub(in_flow, text).split("\n")))
