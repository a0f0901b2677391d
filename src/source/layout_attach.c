/* Whom a comment is about: what it stands beside, else what follows it, unless its indent says that it belongs to what has just ended. */
#include "source/layout_entry.h"

struct attacher {
    struct work *w;
    struct layout *l;
    struct layout_entry *const *entries;
    struct layout_entry *previous, *next; /* begun last before the note; begins first behind it */
    struct layout_entry *level;           /* the deepest that can still be meant in this gap */
    bool blank;                           /* a blank line waits for what follows it */
};

void layout_notes_add(struct layout_notes *list, struct layout_note *note)
{
    note->next = NULL;
    if (list->last)
        list->last->next = note;
    else
        list->first = note;
    list->last = note;
}

static bool add_blank(struct attacher *a, struct layout_notes *list)
{
    struct layout_note *note = WORK_NEW(a->w, struct layout_note, 1);

    a->blank = false;
    if (!note)
        return false;
    *note = (struct layout_note){ .alone = true, .comment = TEXT("") };
    layout_notes_add(list, note);
    return true;
}

static bool add(struct attacher *a, struct layout_notes *list, struct layout_note *note)
{
    if (a->blank && !add_blank(a, list))
        return false;
    layout_notes_add(list, note);
    return true;
}

static bool is_inside(const struct layout_entry *e, size_t at)
{
    return e->node->flow && e->node->extent.from < at && at < e->node->extent.to;
}

/* [a: b] is a map without brackets of its own. */
static bool is_pair(const struct layout_entry *e)
{
    return e->parent && e->parent->node->flow && e->node->kind == YAML_MAP && !e->node->flow;
}

/* The innermost brackets around the note; none can be written on one line. NULL: there are none. */
static struct layout_entry *brackets_around(struct attacher *a, size_t at)
{
    struct layout_entry *found = NULL;

    for (struct layout_entry *e = a->previous; e; e = e->parent)
        if (is_inside(e, at)) {
            e->noted = true;
            found = found ? found : e;
        } else if (is_pair(e) && is_inside(e->parent, at)) {
            e->noted = true;
        }
    return found;
}

/* Behind what has begun last and is not closed yet. A second comment beside the same thing goes above it. */
static bool attach_beside(struct attacher *a, struct layout_note *note)
{
    struct layout_entry *e = a->previous;
    struct layout_note *older;

    while (e->parent && e->parent->node->flow && e->parent->node->extent.to <= note->at)
        e = e->parent;
    (void)brackets_around(a, note->at);
    if (!e->parent && e->first)
        return add(a, &e->below, note); /* behind the brackets of the whole file */
    if (e->beside.length) {
        older = WORK_NEW(a->w, struct layout_note, 1);
        if (!older)
            return false;
        *older = (struct layout_note){ .comment = e->beside, .alone = true };
        layout_notes_add(&e->above, older);
    }
    e->beside = note->comment;
    return true;
}

static bool attach_in_brackets(struct attacher *a, struct layout_entry *brackets, struct layout_note *note)
{
    if (a->next && a->next->at < brackets->node->extent.to)
        return add(a, &a->next->above, note);
    return add(a, brackets->first ? &brackets->below : &brackets->above, note);
}

static bool is_nothing(const struct layout_entry *e)
{
    return e->node->kind == YAML_SCALAR && e->node->extent.to == e->node->extent.from && (!e->parent || !e->parent->node->flow);
}

/* The value of the key stands below the note. */
static bool value_is_to_come(const struct layout_entry *e, size_t at)
{
    return e->node->extent.from > at && (e->node->kind == YAML_SCALAR || e->node->flow);
}

/* What is written behind a level stands this far to the right. */
static int column_below(const struct layout_entry *e)
{
    return e->first ? e->first->column : e->column + 1;
}

/* Climbs out of what has ended, as far as the indent of the note says. */
static bool attach_by_indent(struct attacher *a, struct layout_note *note)
{
    const struct layout_entry *outer = a->next ? a->next->parent : NULL;

    for (; a->level != outer; a->level = a->level->parent) {
        if (a->level->node->flow && a->level->parent)
            continue;
        if (!a->level->parent || (note->column >= column_below(a->level) && (!a->next || column_below(a->level) > a->next->column)))
            return add(a, &a->level->below, note);
    }
    return add(a, &a->next->above, note);
}

static bool attach(struct attacher *a, struct layout_note *note)
{
    struct layout_entry *brackets;

    if (!note->comment.length) {
        a->blank = true;
        return true;
    }
    if (!a->previous)
        return add(a, a->next ? &a->next->above : &a->l->root->above, note);
    if (!note->alone)
        return attach_beside(a, note);
    brackets = brackets_around(a, note->at);
    if (value_is_to_come(a->previous, note->at))
        return add(a, &a->previous->above, note);
    if (brackets)
        return attach_in_brackets(a, brackets, note);
    return attach_by_indent(a, note);
}

/* Between two beginnings. */
static bool attach_gap(struct attacher *a, struct layout_note **at)
{
    a->blank = false;
    a->level = a->previous ? is_nothing(a->previous) || a->previous->first ? a->previous : a->previous->parent : NULL;
    while (*at && (!a->next || (*at)->at < a->next->at)) {
        struct layout_note *note = *at;
        *at = note->following;
        if (!attach(a, note))
            return false;
    }
    return !a->blank || !a->next || add_blank(a, &a->next->above);
}

/* Comments before the first blank line are about the file, and so is a line for an editor; they stay at the top whatever key comes first. */
static void split_header(struct layout *l, struct layout_entry *first)
{
    struct layout_note *end = NULL, *next;

    for (struct layout_note *i = first->above.first; i; i = i->next)
        if (!i->comment.length || (i == first->above.first && text_starts(i->comment, TEXT("# yaml-language-server:"))))
            end = i;
    for (struct layout_note *i = end ? first->above.first : NULL; i; i = next) {
        next = i->next;
        layout_notes_add(&l->header, i);
        if (i != end)
            continue;
        first->above = (struct layout_notes){ next, next ? first->above.last : NULL };
        break;
    }
}

bool layout_attach(struct work *w, struct layout *l, struct layout_entry *const *entries)
{
    struct attacher a = { .w = w, .l = l, .entries = entries };
    struct layout_note *at = l->notes;

    for (int i = 0; i <= l->entry_count; i++) {
        a.previous = i > 0 ? entries[i - 1] : NULL;
        a.next = i < l->entry_count ? entries[i] : NULL;
        if (!attach_gap(&a, &at))
            return false;
    }
    if (l->entry_count)
        split_header(l, entries[0]);
    return true;
}
