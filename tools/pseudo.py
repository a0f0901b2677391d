"""Languages that nobody speaks, made out of English so that every page can be laid out in them: `qps` is longer by two fifths, accented and in
brackets, so that what is cut off or not translated shows; `ar-XB` runs from right to left in Arabic letters that mean nothing. Only builds with
tests have them."""
import re

TAGS = ["qps", "ar-XB"]
KEPT = re.compile(r"(\{[^{}]*\}|\[[PC][0-9][A-Z0-9.-]*\])")  # values, placeholders, clauses
ACCENTS = str.maketrans("aceginoprsuyzACEGINOPRSUYZ", "áçéĝíñóþŕšúýžÁÇÉĜÍÑÓÞŔŠÚÝŽ")
ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسدعفجهيژكلمنوپقرشتىڤوخيز")) | {",": "،", "?": "؟", ";": "؛"}


def outside(text, change):
    """Everything but values and the like, changed."""
    return "".join(part if KEPT.fullmatch(part) else change(part) for part in KEPT.split(text))


def longer(text):
    """Vowels are doubled, from the left, until the words are two fifths longer."""
    missing, made = (2 * len(text) + 4) // 5, ""
    for c in text:
        twice = missing > 0 and c in "aeiouAEIOU"
        made += c * (1 + twice)
        missing -= twice
    return made + "".join(" " if i % 6 == 0 else "·" for i in range(missing)) if len(text) > 2 else made


def qps(text):
    return "[" + outside(text, lambda part: longer(part).translate(ACCENTS)) + "]"


def arabic(text):
    return outside(text, lambda part: "".join(ARABIC.get(c.lower(), c) for c in part))


def translated(tag, text):
    return {"qps": qps, "ar-XB": arabic}[tag](text)
