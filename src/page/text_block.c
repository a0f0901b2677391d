#include "page/text_block.h"

#include <string.h>

struct reading {
    struct work *w;
    struct text rest;
    struct text_block *blocks;
    size_t count, max;
    struct draft line;     /* text of the block that is being read */
    struct text anchor, heading;
    bool in_main, in_heading;
    struct text skipping;  /* the element whose contents are no text; empty: none */
    int depth;             /* of equal elements within it */
};

/* --- tags --------------------------------------------------------------------------------------------------------------------------------------- */

struct tag {
    struct text name, id, class;
    bool closing;
};

static struct text attribute(struct text tag, const char *name)
{
    struct text wanted = text_of(name), rest = tag, value;
    size_t at;

    while (text_find(rest, wanted, &at)) {
        struct text after = text_from(rest, at + wanted.length);
        bool begins = at > 0 && rest.at[at - 1] == ' ';
        if (begins && text_starts(after, TEXT("=\""))) {
            after = text_from(after, 2);
            (void)text_cut(&after, '"', &value);
            return value;
        }
        rest = after;
    }
    return TEXT("");
}

/* At a `<`: the tag, and the reading goes on behind it. */
static struct tag cut_tag(struct reading *r)
{
    struct text inside, name;
    struct tag tag = { .closing = false };
    size_t length = 0;

    r->rest = text_from(r->rest, 1);
    if (!text_cut(&r->rest, '>', &inside))
        inside = TEXT("");
    tag.closing = text_starts(inside, TEXT("/"));
    name = text_from(inside, tag.closing);
    while (length < name.length && name.at[length] != ' ' && name.at[length] != '/' && name.at[length] != '\n')
        length++;
    tag.name = text_first(name, length);
    tag.id = attribute(inside, "id");
    tag.class = attribute(inside, "class");
    return tag;
}

static bool is_one_of(struct text name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(list[i])))
            return true;
    return false;
}

static bool is_heading(struct text name)
{
    return name.length == 2 && name.at[0] == 'h' && name.at[1] >= '1' && name.at[1] <= '6';
}

/* Words on both sides of it are not one text. */
static bool parts_text(struct text name)
{
    static const char *const names[] = { "p", "li", "ul", "ol", "th", "td", "tr", "dt", "dd", "dl", "caption", "address", "section", "div", "table", "thead", "tbody", "main",
        "header", "footer", "nav", "aside", "figure", "figcaption", "details", "summary", "br", "hr", "form", "label", "pre", "blockquote" };

    return is_heading(name) || is_one_of(name, names, COUNT_OF(names));
}

static bool is_no_text(const struct tag *tag)
{
    static const char *const names[] = { "nav", "svg", "script", "style", "form", "figure" };
    static const char *const classes[] = { "facts", "ref", "announcement" };

    return is_one_of(tag->name, names, COUNT_OF(names)) || is_one_of(tag->class, classes, COUNT_OF(classes)) || text_starts(tag->id, TEXT("date-"));
}

/* --- text --------------------------------------------------------------------------------------------------------------------------------------- */

static void add_space(struct reading *r)
{
    if (r->line.length && r->line.at[r->line.length - 1] != ' ')
        draft_byte(&r->line, ' ');
}

static void add_byte(struct reading *r, char c)
{
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
        add_space(r);
    else
        draft_byte(&r->line, c);
}

/* The references that our markup has; any other stands as it is. */
static void add_reference(struct reading *r)
{
    static const struct { const char *name; char c; } references[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#39;", '\'' }, { "&#x27;", '\'' } };

    for (size_t i = 0; i < COUNT_OF(references); i++)
        if (text_starts(r->rest, text_of(references[i].name))) {
            add_byte(r, references[i].c);
            r->rest = text_from(r->rest, strlen(references[i].name));
            return;
        }
    add_byte(r, '&');
    r->rest = text_from(r->rest, 1);
}

static bool end_block(struct reading *r)
{
    struct work *w = r->w;
    struct text text = text_trim(draft_text(&r->line)), copy;

    r->line.length = 0;
    if (text.length == 0 || r->count == r->max)
        return true;
    TRY(work_copy(w, text, &copy));
    if (r->in_heading)
        r->heading = copy;
    r->blocks[r->count++] = (struct text_block){ copy, r->anchor, r->heading, r->in_heading };
    return true;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------------------- */

static void skip(struct reading *r, const struct tag *tag)
{
    if (!text_equal(tag->name, r->skipping))
        return;
    r->depth += tag->closing ? -1 : 1;
    if (r->depth == 0)
        r->skipping = TEXT("");
}

static bool enter(struct reading *r, const struct tag *tag)
{
    struct work *w = r->w;

    if (text_equal(tag->name, TEXT("main")))
        r->in_main = !tag->closing;
    if (parts_text(tag->name) && r->in_main)
        TRY(end_block(r));
    if (is_heading(tag->name))
        r->in_heading = !tag->closing;
    if (tag->id.length && r->in_main)
        r->anchor = tag->id;
    if (!tag->closing && is_no_text(tag)) {
        r->skipping = tag->name;
        r->depth = 1;
    }
    return true;
}

static bool read_tag(struct reading *r)
{
    struct work *w = r->w;
    struct tag tag = cut_tag(r);

    if (r->skipping.length)
        skip(r, &tag);
    else
        TRY(enter(r, &tag));
    return true;
}

static size_t most_blocks(struct text page)
{
    size_t tags = 1;

    for (size_t i = 0; i < page.length && tags < TEXT_BLOCKS_MAX; i++)
        tags += page.at[i] == '<';
    return tags;
}

bool text_blocks_read(struct work *w, struct text page, const struct text_block **out_blocks, size_t *out_count)
{
    struct reading r = { .w = w, .rest = page, .max = most_blocks(page) };

    r.blocks = WORK_NEW(w, struct text_block, r.max);
    if (!r.blocks)
        return false;
    TRY(work_draft(w, page.length + 1, &r.line));
    while (r.rest.length) {
        if (r.rest.at[0] == '<') {
            TRY(read_tag(&r));
        } else if (r.skipping.length || !r.in_main) {
            r.rest = text_from(r.rest, 1);
        } else if (r.rest.at[0] == '&') {
            add_reference(&r);
        } else {
            add_byte(&r, r.rest.at[0]);
            r.rest = text_from(r.rest, 1);
        }
    }
    TRY(end_block(&r));
    *out_blocks = r.blocks;
    *out_count = r.count;
    return true;
}
