/* A tree and its source -> entries, and the notes between them. What lies between two scalars is white space, marks of structure and comments; a #
 * there always begins a comment. */
#include "source/layout_entry.h"
#include "source/yaml_block.h"

struct reader {
    struct work *w;
    struct layout *l;
    size_t cursor;              /* everything before was looked at */
    size_t seen_at, seen_start; /* a place and where its line begins */
    struct layout_entry **entries;
    int entry_count;
    struct layout_note *last_note;
};

/* The line of a place that is not before the last one that was asked for: a line may be the whole file. */
static size_t line_start(struct reader *r, size_t at)
{
    size_t start = at;

    while (start > r->seen_at && r->l->source.at[start - 1] != '\n')
        start--;
    r->seen_start = start > r->seen_at || at == 0 ? start : r->seen_start;
    r->seen_at = at;
    return r->seen_start;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The end of a line that holds nothing from `at` on; `at` itself when it holds something. */
static size_t blank_line_end(struct text source, size_t at, size_t until)
{
    size_t end = at;

    while (end < until && is_blank(source.at[end]))
        end++;
    return end < until && source.at[end] == '\n' ? end : at;
}

static bool add_note(struct reader *r, struct text comment, size_t at)
{
    struct work *w = r->w;
    struct layout_note *note = WORK_NEW(w, struct layout_note, 1);
    size_t start = line_start(r, at);

    if (!note)
        return false;
    *note = (struct layout_note){ .comment = comment, .at = at, .column = (int)(at - start) + 1 };
    note->alone = text_trim(text_first(text_from(r->l->source, start), at - start)).length == 0;
    if (r->last_note)
        r->last_note->following = note;
    else
        r->l->notes = note;
    r->last_note = note;
    r->l->note_count++;
    return true;
}

static bool take_comment(struct reader *r)
{
    struct text rest = text_from(r->l->source, r->cursor), line;

    text_cut(&rest, '\n', &line);
    if (!add_note(r, text_trim(line), r->cursor))
        return false;
    r->cursor += line.length;
    return true;
}

/* Up to `until`, or to a byte that is `stop` and in no comment. */
static bool scan(struct reader *r, size_t until, char stop)
{
    struct text source = r->l->source;

    while (r->cursor < until) {
        char c = source.at[r->cursor];
        if (c == stop && stop)
            return true;
        if (c == '#' && (r->cursor == 0 || is_blank(source.at[r->cursor - 1]) || source.at[r->cursor - 1] == '\n')) {
            if (!take_comment(r))
                return false;
            continue;
        }
        if (c == '\n') {
            size_t end = blank_line_end(source, r->cursor + 1, until);
            if ((end > r->cursor + 1 || (end < until && source.at[end] == '\n')) && !add_note(r, TEXT(""), r->cursor + 1))
                return false;
        }
        r->cursor++;
    }
    return true;
}

/* What stands before the first key: %YAML, ---. Comments there are notes like all others. */
static bool skip_marker(struct reader *r, size_t first)
{
    struct text source = r->l->source;

    for (size_t at = 0; at < first; at++) {
        bool marks = (at == 0 || source.at[at - 1] == '\n') && text_starts(text_from(source, at), TEXT("---"));
        if (marks && !scan(r, at, 0))
            return false;
        if (marks)
            r->cursor = at + 3;
        if (marks)
            break;
        while (at < first && source.at[at] != '\n')
            at++;
    }
    return true;
}

static struct layout_entry *add_entry(struct reader *r, struct layout_entry *parent, const struct yaml_node *node)
{
    struct layout_entry *e = WORK_NEW(r->w, struct layout_entry, 1);
    const struct schema_section *s = parent->section;
    const struct schema_key *row = s && parent->node->kind == YAML_MAP ? schema_row(s, node->key) : NULL;

    if (!e)
        return NULL;
    *e = (struct layout_entry){ .parent = parent, .node = node, .at = r->cursor, .rank = row ? (int)(row - s->rows) : INT32_MAX };
    e->section = parent->node->kind == YAML_LIST ? s : row ? row->section : NULL;
    e->column = (int)(r->cursor - line_start(r, r->cursor)) + 1;
    if (parent->last)
        parent->last->next = e;
    else
        parent->first = e;
    parent->last = e;
    r->entries[r->entry_count++] = e;
    return e;
}

static bool has_bytes(struct extent e)
{
    return e.to > e.from;
}

/* Where a child begins: with its key, its dash, or its value. */
static bool go_to_child(struct reader *r, const struct layout_entry *parent, const struct yaml_node *node)
{
    if (parent->node->kind == YAML_MAP)
        return has_bytes(node->key_extent) ? scan(r, node->key_extent.from, 0) : scan(r, r->l->source.length, ':');
    if (parent->node->flow)
        return scan(r, node->extent.from, 0);
    return scan(r, r->l->source.length, '-');
}

static bool read_children(struct reader *r, struct layout_entry *e);

static bool read_scalar(struct reader *r, struct layout_entry *e)
{
    if (!has_bytes(e->node->extent))
        return true;
    if (!scan(r, e->node->extent.from, 0))
        return false;
    if (e->node->block) /* up to the line end of the last line that counts */
        r->cursor = (size_t)(e->node->block->lines.at + e->node->block->lines.length - r->l->source.at);
    else
        r->cursor = e->node->extent.to;
    return true;
}

static bool read_value(struct reader *r, struct layout_entry *e)
{
    const struct yaml_node *node = e->node;

    if (node->kind == YAML_SCALAR)
        return read_scalar(r, e);
    if (!node->flow)
        return read_children(r, e);
    if (!scan(r, node->extent.from, 0))
        return false;
    r->cursor++;
    if (!read_children(r, e) || !scan(r, node->extent.to - 1, 0))
        return false;
    r->cursor = node->extent.to;
    return true;
}

static bool read_children(struct reader *r, struct layout_entry *parent)
{
    for (const struct yaml_node *i = parent->node->first; i; i = i->next) {
        struct layout_entry *e;
        if (!go_to_child(r, parent, i) || (e = add_entry(r, parent, i)) == NULL)
            return false;
        if (parent->node->kind == YAML_LIST && !parent->node->flow)
            r->cursor++; /* the dash */
        else if (has_bytes(i->key_extent))
            r->cursor = i->key_extent.to;
        if (!read_value(r, e))
            return false;
    }
    return true;
}

static int count_nodes(const struct yaml_node *node)
{
    int count = node->count;

    for (const struct yaml_node *i = node->first; i; i = i->next)
        count += count_nodes(i);
    return count;
}

bool layout_read(struct work *w, struct text source, const struct yaml_node *root, const struct schema_section *section, struct layout *out_layout)
{
    struct layout l = { .source = text_starts(source, TEXT("\xEF\xBB\xBF")) ? text_from(source, 3) : source };
    struct reader r = { .w = w, .l = &l };

    l.entry_count = count_nodes(root);
    l.root = WORK_NEW(w, struct layout_entry, 1);
    r.entries = WORK_NEW(w, struct layout_entry *, (size_t)l.entry_count + 1);
    if (!l.root || !r.entries)
        return false;
    *l.root = (struct layout_entry){ .node = root, .section = section };
    if (!skip_marker(&r, root->first ? root->first->key_extent.from : root->extent.from) || !read_value(&r, l.root) || !scan(&r, l.source.length, 0))
        return false;
    TRY(layout_attach(w, &l, r.entries));
    TRY(layout_order(w, l.root));
    *out_layout = l;
    return true;
}
