#include "tree.h"

static struct tree *new_node(struct work *w, enum yaml_kind kind)
{
    struct tree *node = WORK_NEW(w, struct tree, 1);

    assert_non_null(node);
    node->kind = kind;
    node->key = node->text = TEXT("");
    return node;
}

static void append(struct tree *parent, struct tree *child)
{
    struct tree **tail = &parent->first;

    while (*tail)
        tail = &(*tail)->next;
    *tail = child;
    child->parent = parent;
}

static struct tree *of_yaml(struct work *w, const struct yaml_node *from)
{
    struct tree *node = new_node(w, from->kind), **tail = &node->first;

    node->key = from->key;
    node->text = from->text;
    node->quoted = from->quoted;
    for (const struct yaml_node *i = from->first; i; i = i->next) {
        *tail = of_yaml(w, i);
        (*tail)->parent = node;
        tail = &(*tail)->next;
    }
    return node;
}

struct tree *tree_read(struct work *w, struct text source)
{
    struct findings f = { 0 };
    struct yaml_node *root;

    assert_ok(w, yaml_parse(w, source, &f, &root));
    assert_int_equal(f.count, 0);
    return of_yaml(w, root);
}

struct tree *tree_copy(struct work *w, const struct tree *from)
{
    struct tree *node = new_node(w, from->kind), **tail = &node->first;

    *node = *from;
    node->first = node->next = node->parent = NULL;
    for (const struct tree *i = from->first; i; i = i->next) {
        *tail = tree_copy(w, i);
        (*tail)->parent = node;
        tail = &(*tail)->next;
    }
    return node;
}

/* --- writing -------------------------------------------------------------------------------------------------------------------------------- */

struct pen {
    struct draft d;
    int line;
};

static void new_line(struct pen *pen)
{
    draft_byte(&pen->d, '\n');
    pen->line++;
}

static void write_quoted(struct pen *pen, struct text t)
{
    draft_byte(&pen->d, '"');
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '"' || t.at[i] == '\\')
            draft_byte(&pen->d, '\\');
        if (t.at[i] == '\n')
            draft_add(&pen->d, TEXT("\\n"));
        else
            draft_byte(&pen->d, t.at[i]);
    }
    draft_byte(&pen->d, '"');
}

static void write_children(struct pen *pen, struct tree *node, int depth);

/* What stands behind "key:" or "-". */
static void write_value(struct pen *pen, struct tree *node, int depth)
{
    if (node->kind == YAML_SCALAR && (node->quoted || node->text.length)) {
        draft_byte(&pen->d, ' ');
        if (node->quoted)
            write_quoted(pen, node->text);
        else
            draft_add(&pen->d, node->text);
    }
    if (node->kind != YAML_SCALAR && !node->first)
        draft_add(&pen->d, node->kind == YAML_LIST ? TEXT(" []") : TEXT(" {}"));
    new_line(pen);
    write_children(pen, node, depth);
}

static void write_children(struct pen *pen, struct tree *node, int depth)
{
    for (struct tree *i = node->first; i; i = i->next) {
        for (int k = 0; k < depth; k++)
            draft_add(&pen->d, TEXT("  "));
        if (node->kind == YAML_MAP)
            draft_add(&pen->d, i->key);
        draft_byte(&pen->d, node->kind == YAML_MAP ? ':' : '-');
        i->line = pen->line;
        write_value(pen, i, depth + 1);
    }
}

struct text tree_write(struct work *w, struct tree *root)
{
    struct pen pen = { .line = 1 };

    assert_ok(w, work_draft(w, 256 * 1024, &pen.d));
    write_children(&pen, root, 0);
    assert_false(pen.d.overflow);
    return draft_text(&pen.d);
}

/* --- finding -------------------------------------------------------------------------------------------------------------------------------- */

static int place_of(const struct tree *node)
{
    int place = 0;

    for (const struct tree *i = node->parent->first; i != node; i = i->next)
        place++;
    return place;
}

static bool fits(const struct tree *node, struct text step)
{
    uint64_t number;

    if (text_equal(step, TEXT("*")))
        return true;
    if (node->parent->kind == YAML_MAP)
        return text_equal(node->key, step);
    return text_to_u64(step, &number) ? number == (uint64_t)place_of(node) : text_equal(node->text, step);
}

static struct tree *find_nth(struct tree *node, struct text pattern, int *nth)
{
    struct text step;

    if (!text_cut(&pattern, '/', &step))
        return (*nth)-- == 0 ? node : NULL;
    for (struct tree *i = node->first; i; i = i->next) {
        struct tree *found = fits(i, step) ? find_nth(i, pattern, nth) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

struct tree *tree_nth(struct tree *root, const char *pattern, int nth)
{
    return find_nth(root, text_of(pattern), &nth);
}

struct tree *tree_at(struct tree *from, const char *path)
{
    struct text rest = text_of(path), step;

    while (path[0] == '/' && from->parent)
        from = from->parent;
    if (path[0] == '/')
        rest = text_from(rest, 1);
    while (from && text_cut(&rest, '/', &step)) {
        if (text_equal(step, TEXT("..")))
            from = from->parent;
        else if (!text_equal(step, TEXT("."))) {
            struct tree *child = from->first;
            while (child && !fits(child, step))
                child = child->next;
            from = child;
        }
    }
    return from;
}

struct text tree_path(struct work *w, const struct tree *node)
{
    struct text path = TEXT(""), before;

    if (!node->parent)
        return path;
    before = tree_path(w, node->parent);
    if (node->parent->kind == YAML_MAP)
        assert_ok(w, work_format(w, &path, "%.*s/%.*s", TEXT_ARGS(before), TEXT_ARGS(node->key)));
    else
        assert_ok(w, work_format(w, &path, "%.*s/%d", TEXT_ARGS(before), place_of(node)));
    return path;
}

/* --- changing ------------------------------------------------------------------------------------------------------------------------------- */

void tree_remove(struct tree *node)
{
    struct tree **link = &node->parent->first;

    while (*link != node)
        link = &(*link)->next;
    *link = node->next;
}

void tree_set(struct work *w, struct tree *node, const char *yaml)
{
    struct tree *other = *yaml ? tree_read(w, text_of(yaml)) : new_node(w, YAML_SCALAR);

    node->kind = other->kind;
    node->text = other->text;
    node->quoted = other->quoted;
    node->first = other->first;
    for (struct tree *i = node->first; i; i = i->next)
        i->parent = node;
}

struct tree *tree_add(struct work *w, struct tree *parent, const char *yaml)
{
    struct tree *child = tree_read(w, text_of(yaml));

    if (parent->kind == YAML_MAP)
        child = child->first;
    assert_non_null(child);
    assert_null(child->next);
    append(parent, child);
    return child;
}
