"""Languages that nobody speaks, made out of English so that every page can be laid out in them: `en-XA` is longer by two fifths, accented and in
brackets, so that what is cut off or not translated shows; `ar-XB` runs from right to left in Arabic letters that mean nothing. Only builds with
tests have them."""
import re

TAGS = ["en-XA", "ar-XB"]
KEPT = re.compile(r"(\{[^{}]*\}|\[[PC][0-9][A-Z0-9.-]*\])")  # values, placeholders, clauses
ACCENTS = str.maketrans("aceginoprsuyzACEGINOPRSUYZ", "áçéĝíñóþŕšúýžÁÇÉĜÍÑÓÞŔŠÚÝŽ")
ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسدعفجهيژكلمنوپقرشتىڤوخيز")) | {",": "،", "?": "؟", ";": "؛"}


def outside(text, change):
    """Everything but values and the like, changed."""
    return "".join(part if KEPT.fullmatch(part) else change(part) for part in KEPT.split(text))


def longer(text):
    """Vowels are doubled, from the left, until the words are two fifths longer; dots make up what is still missing."""
    missing, made = (2 * len(text) + 4) // 5, ""
    for c in text:
        twice = missing > 0 and c in "aeiouAEIOU"
        made += c * (1 + twice)
        missing -= twice
    return "".join(" " if i % 6 == 5 else "·" for i in range(missing)) + made if len(text) > 2 else made


def qps(text):
    made = "[" + outside(text, lambda part: longer(part).translate(ACCENTS))
    clause = re.search(r"( *\[[PC][0-9][A-Z0-9.-]*\])*$", made).start()  # a sentence ends with it
    return made[:clause] + "]" + made[clause:]


def arabic(text):
    return outside(text, lambda part: "".join(ARABIC.get(c.lower(), c) for c in part))


def translated(tag, text):
    return {"en-XA": qps, "ar-XB": arabic}[tag](text)
