#include "subject/pin.h"

#include "policy/site.h"
#include "store/site_row.h"
#include "subject_queries.h"

bool pin_read(struct work *w, struct pin *out_pin)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_pin_read, values, (int)COUNT_OF(values), &row));
    TRY(sql_row_number(w, &row, 0, &out_pin->policy_number));
    return sql_row_number(w, &row, 1, &out_pin->holds_version);
}

bool pin_guard_holds(struct work *w, const struct pin *p)
{
    return site_guard_holds(w, w->site->key, p->holds_version);
}

bool pin_guard_policy(struct work *w, const struct pin *p)
{
    return site_guard_policy(w, w->site->key, p->policy_number);
}

struct fact pin_fact(const struct work *w, const struct pin *p, enum fact_type type)
{
    return fact_begin(w, type, p->policy_number);
}
