"""Documents whose commands are run: their blocks, and what a block says that it shows."""
import re


def blocks(document):
    for found in re.finditer(r"^( *)```(\w+) ?([^\n]*)\n(.*?)^ *```$", document, re.M | re.S):
        indent, language, what, body = found.groups()
        yield language, what, re.sub(f"^{indent}", "", body, flags=re.M), document[:found.start()].count("\n") + 1


def lacks(output, body):
    """Lines of the body that the output does not have; `...` stands for anything, spaces for any spaces."""
    pattern = lambda line: r"\s+".join(r".*?".join(map(re.escape, word.split("..."))) for word in line.split())
    return [line for line in body.splitlines() if not re.search(pattern(line), output)]
