#include "source/yaml.h"

#include "source/lines.h"
#include "source/yaml_block.h"
#include "source/yaml_quote.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

/* One collection that is still open. */
struct level {
    struct yaml_node *node, **tail;
    bool has_key;             /* a key was read and waits for its value */
    struct yaml_node waiting; /* what is known of that value: its key */
};

struct reader {
    struct work *w;
    struct findings *f;
    struct text source;
    struct lines lines;
    struct level levels[YAML_DEPTH_MAX];
    int depth, nodes;
    size_t behind; /* the last scalar or bracket */
    struct yaml_node *root;
    bool stop;
    bool hostile_bytes; /* already found, so not once more in the values */
};

static struct place place_of(struct reader *r, struct fy_token *token, struct place otherwise)
{
    const struct fy_mark *start = token ? fy_token_start_mark(token) : NULL, *end = token ? fy_token_end_mark(token) : NULL;
    size_t from;

    if (!start || !end)
        return otherwise;
    from = start->input_pos;
    while (from < end->input_pos && from < r->source.length && (r->source.at[from] == ' ' || r->source.at[from] == '\n'))
        from++; /* a block begins with its indentation */
    return lines_place(&r->lines, from, end->input_pos);
}

static enum yaml_style style_of(struct fy_token *token)
{
    switch (token ? fy_token_scalar_style(token) : FYSS_PLAIN) {
    case FYSS_SINGLE_QUOTED: return YAML_SINGLE_QUOTED;
    case FYSS_DOUBLE_QUOTED: return YAML_DOUBLE_QUOTED;
    case FYSS_LITERAL: return YAML_LITERAL;
    case FYSS_FOLDED: return YAML_FOLDED;
    default: return YAML_PLAIN;
    }
}

/* The parser leaves the quotes out. */
static struct extent extent_of(struct fy_token *token)
{
    const struct fy_mark *start = token ? fy_token_start_mark(token) : NULL, *end = token ? fy_token_end_mark(token) : NULL;
    size_t quote = token && (style_of(token) == YAML_SINGLE_QUOTED || style_of(token) == YAML_DOUBLE_QUOTED);

    return start && end ? (struct extent){ (uint32_t)(start->input_pos - quote), (uint32_t)(end->input_pos + quote) } : (struct extent){ 0, 0 };
}

static struct level *top(struct reader *r)
{
    return r->depth ? &r->levels[r->depth - 1] : NULL;
}

/* Where something without bytes of its own stands: behind its key, or in its list. */
static struct place place_here(struct reader *r)
{
    const struct level *l = top(r);

    if (!l)
        return (struct place){ 1, 1, 0 };
    return l->has_key ? l->waiting.key_place : l->node->place;
}

/* A node in its place; NULL when there is no room. */
static struct yaml_node *add_node(struct reader *r, enum yaml_kind kind, struct place place)
{
    struct level *l = top(r);
    struct yaml_node *node;

    if (++r->nodes > YAML_NODES_MAX) {
        finding_add(r->w, r->f, PD_TOO_MANY_NODES, place, "the file has more than %d values", YAML_NODES_MAX);
        r->stop = true;
        return NULL;
    }
    node = WORK_NEW(r->w, struct yaml_node, 1);
    if (!node) {
        r->f->lost = r->stop = true;
        return NULL;
    }
    node->kind = kind;
    node->place = place;
    node->text = TEXT("");
    if (!l) {
        r->root = node;
        return node;
    }
    node->index = l->node->count++;
    if (l->node->kind == YAML_MAP) {
        node->key = l->waiting.key;
        node->key_place = l->waiting.key_place;
        node->key_style = l->waiting.key_style;
        node->key_extent = l->waiting.key_extent;
        l->has_key = false;
    }
    *l->tail = node;
    l->tail = &node->next;
    return node;
}

static void refuse_properties(struct reader *r, struct fy_token *anchor, struct fy_token *tag)
{
    if (anchor)
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_ALIAS, place_of(r, anchor, place_here(r)), "anchors (&) are not read"),
            "write the value itself in every place");
    if (tag)
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_TAG, place_of(r, tag, place_here(r)), "tags (!) are not read"), "leave the tag out");
}

static void refuse_hostile(struct reader *r, struct text t, struct place place)
{
    size_t offset, length;

    if (!r->hostile_bytes && text_is_hostile(t, &offset, &length))
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_HOSTILE_TEXT, place, "an escape makes a character that no reader sees"), "leave it out");
}

static bool no_memory(struct reader *r)
{
    r->f->lost = r->stop = true;
    return false;
}

static bool token_copy(struct reader *r, struct fy_token *token, struct text *out_copy)
{
    size_t length = 0;
    const char *at = token ? fy_token_get_text(token, &length) : "";

    if (at && work_copy(r->w, text_of_bytes(at, length), out_copy))
        return true;
    if (!at)
        error_set(&r->w->err, ERR_LIMIT, __func__, __LINE__, "no memory for a value of the file");
    return no_memory(r);
}

/* A block of text; NULL for other scalars. */
static bool read_block(struct reader *r, struct fy_token *token, struct text *out_text, const struct yaml_block **out_block)
{
    const struct level *l = top(r);
    bool keyed = l && l->node->kind == YAML_MAP && l->has_key;
    struct yaml_block *block = WORK_NEW(r->w, struct yaml_block, 1);
    size_t at = keyed ? l->waiting.key_extent.from : 0, start = at;

    if (!block)
        return no_memory(r);
    while (start > 0 && r->source.at[start - 1] != '\n')
        start--;
    *block = yaml_block_read(r->source, r->behind, extent_of(token), style_of(token) == YAML_FOLDED, keyed ? (int)(at - start) : -1);
    *out_block = block;
    return yaml_block_text(r->w, block, out_text) || no_memory(r);
}

static bool read_quoted(struct reader *r, struct fy_token *token, struct text *out_text)
{
    struct extent e = extent_of(token);

    must(e.to >= e.from + 2 && e.to <= r->source.length);
    return yaml_single_quoted(r->w, text_first(text_from(r->source, e.from + 1), e.to - e.from - 2), out_text) || no_memory(r);
}

static bool read_text(struct reader *r, struct fy_token *token, struct text *out_text, const struct yaml_block **out_block)
{
    enum yaml_style style = style_of(token);
    bool good = style == YAML_LITERAL || style == YAML_FOLDED ? read_block(r, token, out_text, out_block) :
        style == YAML_SINGLE_QUOTED ? read_quoted(r, token, out_text) : token_copy(r, token, out_text);

    if (token)
        r->behind = extent_of(token).to;
    return good;
}

static void take_key(struct reader *r, struct level *l, struct text text, struct place place, struct fy_token *token)
{
    l->has_key = true;
    l->waiting = (struct yaml_node){ .key = text, .key_place = place, .key_style = style_of(token), .key_extent = extent_of(token) };
    refuse_hostile(r, text, place);
    if (text_equal(text, TEXT("<<")))
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_MERGE_KEY, place, "merge keys (<<) are not read"), "write the keys themselves");
}

static void on_scalar(struct reader *r, struct fy_event *e)
{
    struct fy_token *token = e->scalar.value;
    struct level *l = top(r);
    struct place place = place_of(r, token, place_here(r));
    struct yaml_node *node;
    const struct yaml_block *block = NULL;
    struct text text = TEXT("");

    refuse_properties(r, e->scalar.anchor, e->scalar.tag);
    if (!read_text(r, token, &text, &block))
        return;
    if (l && l->node->kind == YAML_MAP && !l->has_key) {
        take_key(r, l, text, place, token);
        return;
    }
    node = add_node(r, YAML_SCALAR, text.length ? place : place_here(r));
    if (!node)
        return;
    node->text = text;
    node->style = style_of(token);
    node->quoted = node->style != YAML_PLAIN;
    node->extent = extent_of(token);
    node->block = block;
    refuse_hostile(r, text, place);
}

static void on_open(struct reader *r, enum yaml_kind kind, struct fy_token *start, struct fy_token *anchor, struct fy_token *tag)
{
    struct level *l = top(r);
    struct place place = l && l->has_key ? l->waiting.key_place : place_of(r, start, place_here(r));
    struct yaml_node *node;

    refuse_properties(r, anchor, tag);
    if (l && l->node->kind == YAML_MAP && !l->has_key) {
        finding_add(r->w, r->f, PD_KEY_NOT_TEXT, place, "a key must be a name");
        r->stop = true;
        return;
    }
    if (r->depth == YAML_DEPTH_MAX) {
        finding_add(r->w, r->f, PD_TOO_DEEP, place, "nested deeper than %d levels", YAML_DEPTH_MAX);
        r->stop = true;
        return;
    }
    node = add_node(r, kind, place);
    if (node) {
        node->extent = extent_of(start);
        node->flow = node->extent.to > node->extent.from; /* a bracket; a block begins with no byte of its own */
        r->behind = node->flow ? node->extent.to : r->behind;
    }
    if (node)
        r->levels[r->depth++] = (struct level){ .node = node, .tail = &node->first };
}

static void on_alias(struct reader *r, struct fy_event *e)
{
    struct level *l = top(r);
    struct place place = place_of(r, e->alias.anchor, place_here(r));

    finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_ALIAS, place, "aliases (*) are not read"), "write the value itself in every place");
    if (l && l->node->kind == YAML_MAP && !l->has_key)
        r->stop = true;
    else
        add_node(r, YAML_SCALAR, place);
}

static int by_name(const void *a, const void *b)
{
    const struct yaml_node *x = *(struct yaml_node *const *)a, *y = *(struct yaml_node *const *)b;
    int order = text_compare(x->key, y->key);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void on_close(struct reader *r, struct fy_token *end)
{
    struct yaml_node *map = r->depth > 0 ? r->levels[--r->depth].node : NULL;
    int i = 0;

    must(map); /* the parser closes what it opened, and nothing else */
    if (map->flow)
        r->behind = map->extent.to = extent_of(end).to;
    if (map->kind != YAML_MAP)
        return;
    map->by_name = WORK_NEW(r->w, struct yaml_node *, (size_t)map->count);
    if (!map->by_name) {
        r->f->lost = r->stop = true;
        return;
    }
    for (struct yaml_node *child = map->first; child; child = child->next)
        map->by_name[i++] = child;
    qsort(map->by_name, (size_t)map->count, sizeof *map->by_name, by_name); /* NOLINT(bugprone-sizeof-expression): pointers are sorted */
    for (i = 1; i < map->count; i++)
        if (text_equal(map->by_name[i - 1]->key, map->by_name[i]->key)) {
            struct finding *twice = finding_add(r->w, r->f, PD_DUPLICATE_KEY, map->by_name[i]->key_place, "`%.*s` stands here a second time",
                NAME_ARGS(map->by_name[i]->key));
            twice->second = map->by_name[i - 1]->key_place;
        }
}

static void on_event(struct reader *r, struct fy_event *e)
{
    switch (e->type) {
    case FYET_DOCUMENT_START:
        if (r->root) {
            finding_add(r->w, r->f, PD_SECOND_DOCUMENT, place_of(r, e->document_start.document_start, (struct place){ 1, 1, 0 }),
                "a second document begins here");
            r->stop = true;
        }
        break;
    case FYET_SCALAR:
        on_scalar(r, e);
        break;
    case FYET_ALIAS:
        on_alias(r, e);
        break;
    case FYET_MAPPING_START:
        on_open(r, YAML_MAP, e->mapping_start.mapping_start, e->mapping_start.anchor, e->mapping_start.tag);
        break;
    case FYET_SEQUENCE_START:
        on_open(r, YAML_LIST, e->sequence_start.sequence_start, e->sequence_start.anchor, e->sequence_start.tag);
        break;
    case FYET_MAPPING_END:
        on_close(r, e->mapping_end.mapping_end);
        break;
    case FYET_SEQUENCE_END:
        on_close(r, e->sequence_end.sequence_end);
        break;
    default:
        break;
    }
}

static void parser_destroy(struct fy_parser **p)
{
    if (*p)
        fy_parser_destroy(*p);
}

static void diag_destroy(struct fy_diag **d)
{
    if (*d)
        fy_diag_destroy(*d);
}

static void on_broken(struct reader *r, struct fy_diag *diag)
{
    void *iterator = NULL;
    const struct fy_diag_error *e = fy_diag_errors_iterate(diag, &iterator);
    struct place place = { 1, 1, 0 };

    if (!e) {
        finding_add(r->w, r->f, PD_BROKEN_YAML, place, "this is not YAML");
        return;
    }
    if (e->line >= 1 && e->line <= r->lines.count)
        place = (struct place){ e->line, e->column < 1 ? 1 : e->column, 0 };
    else if (e->line > r->lines.count)
        place.line = r->lines.count; /* the end of the file came too early */
    finding_add(r->w, r->f, PD_BROKEN_YAML, place, "this is not YAML: %s", e->msg ? e->msg : "unknown");
}

static bool read_events(struct reader *r)
{
    struct work *w = r->w;
    struct fy_diag_cfg diag_config;
    struct fy_event *e;

    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    diag_config.level = FYET_ERROR;
    diag_config.colorize = false;
    CLEANUP(diag_destroy) struct fy_diag *diag = fy_diag_create(&diag_config);
    if (!diag)
        FAIL(w, ERR_LIMIT, "no memory to read YAML");
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = { .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag };
    CLEANUP(parser_destroy) struct fy_parser *parser = fy_parser_create(&config);
    if (!parser || fy_parser_set_string(parser, r->source.at, r->source.length) != 0)
        FAIL(w, ERR_LIMIT, "no memory to read YAML");
    while (!r->stop && (e = fy_parser_parse(parser)) != NULL) {
        r->stop = e->type == FYET_STREAM_END;
        on_event(r, e);
        fy_parser_event_free(parser, e);
    }
    if (fy_parser_get_stream_error(parser)) {
        on_broken(r, diag);
        r->root = NULL;
    }
    if (r->depth)
        r->root = NULL; /* stopped inside: what is there is not whole */
    return true;
}

/* Before anything is read: bytes that would make the file read otherwise than it is. */
static bool look_at_bytes(struct reader *r)
{
    struct text rest = r->source;
    size_t offset, length, good = 0;

    if (!text_is_utf8(r->source)) {
        int line = 1;
        while (line < r->lines.count && text_is_utf8(lines_text(&r->lines, line)))
            line++;
        bool nul = memchr(lines_text(&r->lines, line).at, 0, lines_text(&r->lines, line).length) != NULL;
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_NOT_UTF8, (struct place){ line, 1, 0 }, nul ? "the file has a NUL byte in this line" :
            "the file is not UTF-8 in this line"), nul ? "save it as UTF-8; NUL bytes stand in UTF-16" : "save it as UTF-8");
        return false;
    }
    while (good++ < 20 && text_is_hostile(rest, &offset, &length)) {
        size_t at = r->source.length - rest.length + offset;
        r->hostile_bytes = true;
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_HOSTILE_TEXT, lines_place(&r->lines, at, at + length), "a character that no reader sees"), "leave it out");
        rest = text_from(rest, offset + length);
    }
    return true;
}

bool yaml_parse(struct work *w, struct text source, struct findings *f, struct yaml_node **out_root)
{
    struct reader r = { .w = w, .f = f };

    if (source.length > YAML_SOURCE_MAX)
        FAIL(w, ERR_LIMIT, "the file has more than 4 MiB");
    *out_root = NULL;
    TRY(lines_of(w, source, &r.lines));
    r.source = r.lines.source; /* the mark that some editors set says nothing */
    if (!look_at_bytes(&r))
        return true;
    TRY(read_events(&r));
    if (f->lost)
        return false;
    if (!r.root && f->breaking == 0)
        finding_add(w, f, PD_EMPTY_FILE, (struct place){ 1, 1, 0 }, "the file is empty");
    *out_root = r.root;
    return true;
}
