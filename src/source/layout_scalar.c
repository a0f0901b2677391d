#include "source/layout_entry.h"
#include "source/yaml_block.h"

#include <string.h>

static struct text bytes_of(const struct layout *l, struct extent e)
{
    return text_first(text_from(l->source, e.from), e.to - e.from);
}

static bool has_line_end(struct text t)
{
    return memchr(t.at, '\n', t.length) != NULL;
}

bool layout_is_long(const struct layout *l, const struct yaml_node *node)
{
    if (node->style == YAML_LITERAL || node->style == YAML_FOLDED)
        return true;
    return node->style != YAML_DOUBLE_QUOTED && has_line_end(bytes_of(l, node->extent));
}

/* Whether a text can stand without quotes; on the safe side. */
static bool is_plain(struct text t, bool flow)
{
    size_t at;

    if (yaml_is_no_text(t) || strchr("-?:,[]{}#&*!|>'\"%@`=<", t.at[0]) || t.at[0] == ' ' || t.at[t.length - 1] == ' ' || t.at[t.length - 1] == ':')
        return false;
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] < 0x20 || (unsigned char)t.at[i] == 0x7F || (flow && strchr(",[]{}", t.at[i])))
            return false;
    return !text_find(t, TEXT(": "), &at) && !text_find(t, TEXT(" #"), &at) && !text_starts(t, TEXT("..."));
}

static bool in_quotes(struct work *w, struct text value, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, value.length * 4 + 3, &d));
    draft_byte(&d, '"');
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c == '"' || c == '\\')
            draft_addf(&d, "\\%c", c);
        else if (c == '\n')
            draft_add(&d, TEXT("\\n"));
        else if (c < 0x20 || c == 0x7F)
            draft_addf(&d, "\\x%02X", c);
        else
            draft_byte(&d, (char)c);
    }
    draft_byte(&d, '"');
    *out_text = draft_text(&d);
    return true;
}

/* A lone - ? or : is read as a mark in one place and as text in another. */
static bool looks_like_a_mark(struct text t)
{
    return t.length && strchr("-?:", t.at[0]) && (t.length == 1 || t.at[1] == ' ');
}

static bool on_one_line(struct work *w, struct text value, struct text raw, enum yaml_style style, bool flow, struct text *out_text)
{
    bool one_line = raw.length && !has_line_end(raw);

    if ((style == YAML_PLAIN && one_line && !looks_like_a_mark(value)) || is_plain(value, flow))
        *out_text = value;
    else if (one_line && (style == YAML_SINGLE_QUOTED || style == YAML_DOUBLE_QUOTED))
        *out_text = raw;
    else
        return in_quotes(w, value, out_text);
    return true;
}

bool layout_scalar(struct work *w, const struct layout *l, const struct yaml_node *node, bool flow, struct text *out_text)
{
    return on_one_line(w, node->text, bytes_of(l, node->extent), node->style, flow, out_text);
}

bool layout_key(struct work *w, const struct layout *l, const struct yaml_node *node, bool flow, struct text *out_text)
{
    if (node->key.length && strchr("-?:", node->key.at[0]))
        return in_quotes(w, node->key, out_text); /* readers differ in what they take for a mark at the beginning of a line */
    return on_one_line(w, node->key, bytes_of(l, node->key_extent), node->key_style, flow, out_text);
}

/* --- blocks of text ------------------------------------------------------------------------------------------------------------------------- */

/* Lines that mean the same at any indent: none of spaces alone at the end, and none that a digit tells the indent of. */
static bool is_movable(const struct yaml_block *b)
{
    struct text t = text_trim(b->lines);
    size_t end = b->lines.length;

    while (end > 0 && strchr("\r\n", b->lines.at[end - 1]))
        end--;
    return !b->counted && t.length && b->lines.at[end - 1] != ' ' && b->lines.at[end - 1] != '\t';
}

struct text layout_block_header(const struct yaml_node *node, char memory[4], bool *out_raw)
{
    struct text value = node->text;
    struct draft d = draft_in(memory, 4);

    *out_raw = is_movable(node->block);
    if (text_trim(value).length == 0 || (!*out_raw && value.at[0] == '\n'))
        return TEXT("");
    draft_byte(&d, *out_raw && node->block->folded ? '>' : '|');
    if (!*out_raw && value.at[0] == ' ')
        draft_byte(&d, '2');
    if (!text_ends(value, TEXT("\n")))
        draft_byte(&d, '-');
    else if (*out_raw ? node->block->chomp == '+' : text_ends(value, TEXT("\n\n")))
        draft_byte(&d, '+');
    return draft_text(&d);
}
