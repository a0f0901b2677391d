#!/usr/bin/env python3
"""Compiles page templates to C: for NAME.html a struct page_NAME of its values, page_NAME_write and page_NAME_render.

    {name}            a text, escaped for the place where it stands
    {?name}...{/}     only when the bool is true, the text not empty, the list not empty; {!name}...{/} the other way round
    {#list}...{/}     once for every item; names inside belong to the item, {^name} to the page
    {>part}           another template, its values in a member of that name
    {@message}        words in the reader's language; {@message a b} fills its {0} and {1}

A value may stand in text, in a "quoted attribute" or in a quoted URL attribute; anything else, inline scripts, styles and handlers too, is
an error with file and line. There are no expressions.

usage: templates.py OUTPUT.h OUTPUT.c NAME.html... LANG/MESSAGES.txt...
"""
import os
import re
import sys

import messages

TOKEN = re.compile(r"\{(?:([?!#>@]?)(\^?[a-z][a-z0-9_]*)((?: \^?[a-z][a-z0-9_]*)*)|(/))\}")
URL_ATTRIBUTES = {"href", "src", "action", "formaction", "cite", "poster", "data"}
FORBIDDEN_ATTRIBUTES = re.compile(r"on.*|style|srcset|srcdoc")


def stop(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


class Context:
    """Where in the markup we are: text, tag (between attributes), name (of an attribute), equals, value (in quotes), raw (no markup)."""

    def __init__(self, path):
        self.path, self.state, self.tag, self.attribute, self.value = path, "text", "", "", ""

    def place(self):
        return self.state, self.state != "text" and self.tag, self.state == "value" and self.attribute

    def feed(self, text, line):
        for i, c in enumerate(text):
            line += c == "\n"
            getattr(self, "in_" + self.state)(c, text[i + 1:i + 2], line)

    def in_text(self, c, following, line):
        if c == "<":
            if not re.match(r"[a-z!/]", following):
                stop(self.path, line, "a `<` that begins no tag; write &lt;")
            self.state, self.tag = "open", ""

    def in_open(self, c, _, line):
        if c in " \n>":
            if self.tag == "style":
                stop(self.path, line, "no style element: pages have one stylesheet file")
            self.state = "text" if c == ">" else "tag"
        else:
            self.tag += c

    def in_tag(self, c, _, line):
        if c == ">":
            self.state = "text"
        elif c == "<":
            stop(self.path, line, "a tag inside a tag")
        elif c not in " \n/":
            self.state, self.attribute = "name", c

    def in_name(self, c, _, line):
        if c not in "= \n>":
            self.attribute += c
            return
        if FORBIDDEN_ATTRIBUTES.fullmatch(self.attribute):
            stop(self.path, line, f"no {self.attribute} attribute: the content security policy forbids it")
        self.state = {"=": "equals", ">": "text"}.get(c, "tag")

    def in_equals(self, c, _, line):
        if c != '"':
            stop(self.path, line, f'the value of {self.attribute} must stand in "double quotes"')
        self.state, self.value = "value", ""

    def in_value(self, c, _, line):
        if c == '"':
            self.state = "tag"
        else:
            self.value += c

    def writer(self, line):
        """The function that writes a value here."""
        if self.state == "text":
            return "html_text"
        if self.state != "value":
            stop(self.path, line, "a value may stand in text or in a quoted attribute, not here")
        if self.attribute not in URL_ATTRIBUTES:
            return "html_text"
        first, self.value = not self.value, self.value or "{"
        if first:
            return "html_url"
        if self.value != "{" and not re.search(r"[/?#:{]", self.value):
            stop(self.path, line, "what stands before this value could make it a scheme; begin with / ? or #")
        self.value += "{"
        return "html_url_part"


class Template:
    def __init__(self, path, words):
        self.path, self.words = path, words
        self.name = os.path.splitext(os.path.basename(path))[0].replace("-", "_")
        self.context = Context(path)
        self.scopes = [self.new_scope(f"page_{self.name}")]
        self.blocks, self.code, self.parts = [], [], []
        self.structs = []
        self.compile(self.source())
        self.structs.append(self.scopes[0])

    def new_scope(self, struct):
        return {"struct": struct, "fields": {}, "variable": "in", "lists": {}}

    def source(self):
        text = open(self.path, encoding="utf-8").read()
        for script in re.finditer(r"<script\b[^>]*>(?!</script>)|<script\b(?![^>]*\ssrc=)", text):
            stop(self.path, text.count("\n", 0, script.start()) + 1, "no inline script")
        return re.sub(r"<!--.*?-->", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)

    def compile(self, text):
        at, self.line = 0, 1
        for token in TOKEN.finditer(text):
            self.literal(text[at:token.start()])
            self.token(*token.groups())
            at = token.end()
        self.literal(text[at:])
        if self.blocks:
            stop(self.path, self.blocks[-1][1], "this block has no {/}")
        if self.context.state != "text":
            stop(self.path, self.line, "the template ends inside a tag")

    def literal(self, text):
        brace = re.search(r"[{}]", text)
        if brace:
            stop(self.path, self.line + text.count("\n", 0, brace.start()), "a brace that is no {name}, {?name}, {!name}, {#list}, {>part}, {@message} or {/}")
        self.context.feed(text, self.line)
        self.line += text.count("\n")
        text = re.sub(r"[ \t]*\n\s*", "\n", text)
        if text and self.code and self.code[-1][0] == "literal":
            self.code[-1] = ("literal", self.code[-1][1] + text, self.code[-1][2])
        elif text:
            self.code.append(("literal", text, len(self.blocks)))

    def token(self, kind, name, values, end):
        if end:
            self.close()
        elif values and kind != "@":
            stop(self.path, self.line, f"`{name}` takes no further words")
        else:
            {"": self.text, "?": self.condition, "!": self.condition, "#": self.list, ">": self.part, "@": self.message}[kind](name, values.split(), kind)

    def field(self, name, kind):
        """Notes how a name is used, gives the C expression for it."""
        scope = self.scopes[0] if name[0] == "^" else self.scopes[-1]
        name = name.lstrip("^")
        known = scope["fields"].get(name)
        if known and kind != "condition" and known not in (kind, "condition"):
            stop(self.path, self.line, f"{name} is used as {kind} here and as {known} before")
        if not known or kind != "condition":
            scope["fields"][name] = kind
        return scope, name

    def emit(self, line):
        self.code.append(("code", line, len(self.blocks)))

    def text(self, name, _, kind):
        scope, name = self.field(name, "text")
        self.emit(f"{self.context.writer(self.line)}(out, {scope['variable']}->{name});")

    def condition(self, name, _, kind):
        scope, name = self.field(name, "condition")
        self.code.append(("if", (scope, name, kind == "!"), len(self.blocks)))
        self.blocks.append(("if", self.line, self.context.place()))

    def list(self, name, _, kind):
        outer, name = self.field(name, "list")
        scope = outer["lists"].setdefault(name, self.new_scope(f"{outer['struct']}_{name}"))
        scope["variable"] = f"{name}_item"
        owner = f"{outer['variable']}->{name}"
        self.emit(f"for (size_t {name}_at = 0; {name}_at < {owner}_count; {name}_at++) {{")
        self.blocks.append(("list", self.line, self.context.place()))
        self.emit(f"const struct {scope['struct']} *{name}_item = &{owner}[{name}_at];\n")
        self.scopes.append(scope)

    def part(self, name, _, kind):
        scope, name = self.field(name, "part")
        if self.context.state != "text":
            stop(self.path, self.line, "a part stands between tags only")
        self.parts.append((name, self.line))
        self.emit(f"page_{name}_write(language, &{scope['variable']}->{name}, out);")

    def message(self, name, values, kind):
        if name not in self.words:
            stop(self.path, self.line, f"there is no message {name}")
        if len(self.words[name].values) != len(values):
            stop(self.path, self.line, f"the message {name} takes {len(self.words[name].values)} values, not {len(values)}")
        if self.context.writer(self.line) != "html_text":
            stop(self.path, self.line, "a message cannot be a URL")
        fields = [self.field(value, "text") for value in values]
        list_ = ", ".join(f"{scope['variable']}->{field}" for scope, field in fields)
        given = f"(const struct text[]){{ {list_} }}, {len(values)}" if values else "NULL, 0"
        self.emit(f"html_message(out, language, MSG_{name.upper()}, {given});")

    def close(self):
        if not self.blocks:
            stop(self.path, self.line, "{/} closes nothing")
        kind, line, place = self.blocks.pop()
        if self.context.place() != place:
            stop(self.path, line, "this block ends in another place of the markup than it begins")
        scope = self.scopes.pop() if kind == "list" else None
        if scope and scope not in self.structs:
            self.structs.append(scope)
        self.emit("}")


def c_string(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")


TYPES = {"text": "struct text {0};", "condition": "bool {0};", "part": "struct page_{0} {0};"}
TESTS = {"text": "{0}{1}.length", "condition": "{0}{1}", "list": "{0}{1}_count"}


def struct_lines(scope):
    yield f"struct {scope['struct']} {{\n"
    for name, kind in scope["fields"].items():
        if kind == "list":
            yield f"    const struct {scope['struct']}_{name} *{name};\n    size_t {name}_count;\n"
        else:
            yield "    " + TYPES[kind].format(name) + "\n"
    if not scope["fields"]:
        yield "    char nothing;\n"
    yield "};\n"


def body_lines(template):
    for kind, what, depth in template.code:
        indent = "    " * (depth + 1)
        if kind == "literal":
            strings = f'\n{indent}    '.join(f'"{c_string(l)}\\n"' if l_end else f'"{c_string(l)}"' for l, l_end in lines_of(what))
            yield f"{indent}html_literal(out, {strings}, {len(what.encode())});\n"
        elif kind == "if":
            scope, name, inverse = what
            test = TESTS[scope["fields"][name]].format(scope["variable"] + "->", name)
            yield f"{indent}if ({'!' if inverse else ''}{test}) {{\n"
        else:
            yield f"{indent}{what}\n"


def lines_of(text):
    lines = text.split("\n")
    return [(line, True) for line in lines[:-1]] + ([(lines[-1], False)] if lines[-1] else [])


def in_order(templates):
    """Parts before the pages that hold them."""
    by_name, done = {t.name: t for t in templates}, []

    def visit(template, above):
        for part, line in template.parts:
            if part not in by_name or part in above:
                stop(template.path, line, f"the part {part} " + ("holds itself" if part in above else "does not exist"))
            visit(by_name[part], above + [part])
        if template not in done:
            done.append(template)

    for template in templates:
        visit(template, [template.name])
    return done


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    words = next(iter(messages.read([p for p in sys.argv[3:] if p.endswith(".txt")]).values()), {})
    templates = in_order([Template(p, words) for p in sys.argv[3:] if p.endswith(".html")])
    note = "/* Made by tools/templates.py out of src/page; do not edit. */\n"
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(note + '#ifndef PAGE_TEMPLATES_H\n#define PAGE_TEMPLATES_H\n\n#include "html/html.h"\n#include "html/message.h"\n\n')
        for t in templates:
            for scope in t.structs:
                out.writelines(struct_lines(scope))
            out.write(f"void page_{t.name}_write(enum language language, const struct page_{t.name} *in, struct html_out *out);\n")
            out.write(f"MUST_USE bool page_{t.name}_render(struct work *w, enum language language, const struct page_{t.name} *in, struct html *out_html);\n\n")
        out.write("#endif\n")
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write(note + '#include "page_templates.h"\n\n')
        for t in templates:
            out.write(f"void page_{t.name}_write(enum language language, const struct page_{t.name} *in, struct html_out *out)\n{{\n    (void)language, (void)in;\n")
            out.writelines(body_lines(t))
            out.write(f"}}\n\nbool page_{t.name}_render(struct work *w, enum language language, const struct page_{t.name} *in, struct html *out_html)\n{{\n")
            out.write(f"    struct html_out out;\n\n    TRY(html_open(w, HTML_PAGE_MAX, &out));\n    page_{t.name}_write(language, in, &out);\n    return html_close(w, &out, out_html);\n}}\n\n")


if __name__ == "__main__":
    main()
