/* Which version counts when. A pure function of the dates, so that every unit finds the same one at the same moment, without anything that
 * would have to run at that moment. */
#include "policy/version.h"

#include "base/teeth.h"
#include "policy/site.h"
#include "policy_queries.h"
#include "sql/sql.h"

bool version_number_at(struct work *w, struct instant at, int64_t *out_number)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(at.ms) };
    struct sql_row row;
    int64_t number;

    TRY(sql_load(w, w->snapshot, &query_version_at, values, (int)COUNT_OF(values), &row));
    TRY(sql_row_number(w, &row, 0, &number));
    if (!number)
        FAIL(w, ERR_NOT_FOUND, "no version was published yet");
    *out_number = number;
    return true;
}

struct listing {
    struct version_line *lines;
    size_t count, max;
};

static bool read_line(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;
    struct version_line line;
    int64_t overridden;

    if (l->count == l->max)
        return false;
    TRY(sql_row_number(w, row, 0, &line.number));
    TRY(sql_row_number(w, row, 1, &line.posted_at.ms));
    TRY(sql_row_number(w, row, 2, &line.effective_at.ms));
    TRY(sql_row_number(w, row, 3, &overridden));
    line.overridden = overridden != 0;
    l->lines[l->count++] = line;
    return true;
}

bool version_list(struct work *w, struct version_line *out_lines, size_t max, size_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number((int64_t)max) };
    struct listing l = { .lines = out_lines, .max = max };

    TRY(sql_stream(w, w->snapshot, &query_version_lines, values, (int)COUNT_OF(values), read_line, &l));
    *out_count = l.count;
    return true;
}

const struct version_line *version_line_at(const struct version_line *lines, size_t count, struct instant at)
{
    for (size_t i = 0; i < count; i++)
        if (instant_compare(lines[i].effective_at, at) <= 0)
            return &lines[i];
    return NULL;
}

bool version_line_counts(const struct version_line *lines, size_t count, const struct version_line *line)
{
    for (size_t i = 0; i < count && lines[i].number > line->number; i++)
        if (instant_compare(lines[i].posted_at, line->effective_at) < 0 && instant_compare(lines[i].effective_at, line->effective_at) <= 0)
            return false;
    return true;
}

size_t version_lines_coming(const struct version_line *lines, size_t count, struct instant now, struct version_line *out_coming, size_t max)
{
    size_t coming = 0;

    /* Among those that count, a newer one has a later date: from the back they stand in the order of their dates. */
    for (size_t i = count; i-- > 0 && coming < max;)
        if (instant_compare(lines[i].effective_at, now) > 0 && version_line_counts(lines, count, &lines[i]))
            out_coming[coming++] = lines[i];
    return coming;
}
