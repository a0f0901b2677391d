#include "assurance/twelve_months.h"

#include "assurance/check.h"
#include "assurance_queries.h"
#include "policy/site.h"
#include "sql/sql.h"

struct counting {
    const struct policy *policy;
    struct text region;
    struct twelve_months *months;
    int64_t *of_item;
};

/* Bit 0 belongs to no item. */
static bool count_items(struct counting *c, struct text fields)
{
    bool unnamed = false;

    for (size_t bit = 0; bit < fields.length * 8; bit++) {
        bool named = false;

        if (!((unsigned char)fields.at[bit / 8] >> (bit % 8) & 1))
            continue;
        for (size_t i = 0; bit > 0 && i < c->policy->data_count; i++) {
            if (c->policy->data[i].number != (int)bit)
                continue;
            c->of_item[i]++;
            named = true;
        }
        unnamed = unnamed || !named;
    }
    return unnamed;
}

static bool look_at_record(struct work *w, void *context, const struct sql_row *row)
{
    struct counting *c = context;
    struct instant collected;
    struct text region, fields;

    TRY(sql_row_text(w, row, 0, &region));
    TRY(sql_row_number(w, row, 1, &collected.ms));
    TRY(sql_row_bytes(w, row, 2, &fields));
    c->months->looked_at++;
    if (!text_equal(region, c->region) || instant_compare(collected, c->months->since) < 0)
        return true;
    c->months->records++;
    c->months->unnamed += count_items(c, fields);
    return true;
}

/* Nothing was collected before the first version. */
static bool begin_of_records(struct work *w, struct instant *out_begin)
{
    const struct sql_value site = sql_number(w->site->key);
    struct instant year_ago = instant_of_day_utc(day_add_months(instant_day_utc(w->now), -12)), first;
    struct sql_row row;

    *out_begin = year_ago;
    TRY(sql_find(w, w->snapshot, &query_promise_first_version, &site, 1, &row));
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &first.ms));
    if (instant_compare(first, year_ago) > 0)
        *out_begin = first;
    return true;
}

bool twelve_months_count(struct work *w, const struct policy *p, int region, struct twelve_months *out_months)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(RECORDS_SURVEYED) };
    struct twelve_months months = { .records = 0 };
    struct counting c = { .policy = p, .region = p->regions[region].code, .months = &months, .of_item = WORK_NEW(w, int64_t, p->data_count) };

    if (!c.of_item)
        return false;
    TRY(begin_of_records(w, &months.since));
    TRY(sql_stream(w, w->snapshot, &query_promise_collected, values, 2, look_at_record, &c));
    months.of_item = c.of_item;
    months.bounded = months.looked_at == RECORDS_SURVEYED;
    *out_months = months;
    return true;
}
