#include "source/layout_entry.h"

#include <stdlib.h>

static int by_rank(const void *a, const void *b)
{
    const struct layout_entry *x = *(struct layout_entry *const *)a, *y = *(struct layout_entry *const *)b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static bool begins_with_blank(const struct layout_notes *list)
{
    return list->first && !list->first->comment.length;
}

/* The first of a section has no blank line above it. Whoever takes its place hands it the one that he had. */
static void swap_blank(struct layout_entry *old_first, struct layout_entry *new_first)
{
    struct layout_note *blank = new_first->above.first;

    if (old_first == new_first || !begins_with_blank(&new_first->above) || begins_with_blank(&old_first->above))
        return;
    new_first->above = (struct layout_notes){ blank->next, blank->next ? new_first->above.last : NULL };
    blank->next = old_first->above.first;
    old_first->above.first = blank;
    if (!old_first->above.last)
        old_first->above.last = blank;
}

static bool order_children(struct work *w, struct layout_entry *e)
{
    struct layout_entry **all = WORK_NEW(w, struct layout_entry *, (size_t)e->node->count);
    struct layout_entry *old_first = e->first;
    int count = 0;

    if (!all)
        return false;
    for (struct layout_entry *i = e->first; i; i = i->next)
        all[count++] = i;
    qsort(all, (size_t)count, sizeof *all, by_rank); /* NOLINT(bugprone-sizeof-expression): pointers are sorted */
    for (int i = 0; i < count; i++)
        all[i]->next = i + 1 < count ? all[i + 1] : NULL;
    e->first = all[0];
    e->last = all[count - 1];
    swap_blank(old_first, e->first);
    return true;
}

bool layout_order(struct work *w, struct layout_entry *e)
{
    if (e->first && e->node->kind == YAML_MAP && e->section && e->section->keys == KEYS_NAMED)
        TRY(order_children(w, e));
    for (struct layout_entry *i = e->first; i; i = i->next)
        TRY(layout_order(w, i));
    return true;
}
