#include "public/route.h"

#include <string.h>

/* Cuts one segment off "/a/b": gives "a", leaves "/b". */
static bool cut_segment(struct text *path, struct text *out_segment)
{
    size_t end = 1;

    if (path->length == 0 || path->at[0] != '/')
        return false;
    while (end < path->length && path->at[end] != '/')
        end++;
    *out_segment = text_first(text_from(*path, 1), end - 1);
    *path = text_from(*path, end);
    return true;
}

static bool matches(const char *pattern, struct text path, struct text out_parameters[4])
{
    struct text rest = text_of(pattern), want, got;
    int count = 0;

    while (cut_segment(&rest, &want)) {
        bool all = text_equal(want, TEXT("{*}"));
        if (all && path.length > 1) {
            out_parameters[count] = text_from(path, 1);
            return true;
        }
        if (all || !cut_segment(&path, &got))
            return false;
        if (text_equal(want, TEXT("{}")) && got.length && count < 4)
            out_parameters[count++] = got;
        else if (!text_equal(want, got))
            return false;
    }
    return path.length == 0;
}

static bool serves(const struct route *r, struct text method)
{
    if (text_equal(method, TEXT("HEAD")))
        method = TEXT("GET");
    return text_equal(text_of(r->method), method);
}

/* The first pattern that fits owns the path; later ones are wider. Several rows in a row may have it, one a method. */
const struct route *route_find(const struct route *table, size_t count, struct text method, struct text path, struct text out_parameters[4],
                               struct draft *out_allowed)
{
    size_t first = 0, end;

    while (first < count && !matches(table[first].pattern, path, out_parameters))
        first++;
    for (end = first; end < count && strcmp(table[end].pattern, table[first].pattern) == 0; end++)
        if (serves(&table[end], method))
            return &table[end];
    for (size_t i = first; i < end; i++) {
        draft_add(out_allowed, i > first ? TEXT(", ") : TEXT(""));
        draft_add(out_allowed, text_of(table[i].method));
    }
    return NULL;
}
