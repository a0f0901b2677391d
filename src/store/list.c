#include "store/list.h"

#include <string.h>

bool list_open(struct work *w)
{
    w->writes = WORK_NEW(w, struct write_list, 1);
    return w->writes != NULL;
}

static bool needs_position(const struct store_value *values, int count)
{
    for (int i = 0; i < count; i++)
        if (values[i].kind == STORE_POSITION)
            return true;
    return false;
}

static bool add(struct work *w, const struct sql_query *q, int64_t expected, bool guard, const struct store_value *values, int count, int *out_index)
{
    struct write_list *l = w->writes;
    struct store_value *copy;

    must(count == q->parameters);
    if (l->write_count == STORE_WRITES_MAX)
        FAIL(w, ERR_LIMIT, "a unit of work may write at most %d statements", STORE_WRITES_MAX);
    copy = WORK_NEW(w, struct store_value, (size_t)count);
    if (!copy)
        return false;
    memcpy(copy, values, sizeof *values * (size_t)count);
    l->writes[l->write_count] = (struct write){ q, copy, expected, guard, needs_position(values, count) };
    if (out_index)
        *out_index = l->write_count;
    l->write_count++;
    return true;
}

bool list_write(struct work *w, const struct sql_query *q, int64_t expected, const struct store_value *values, int count, int *out_index)
{
    return add(w, q, expected, false, values, count, out_index);
}

bool list_guard(struct work *w, const struct sql_query *q, int64_t expected, const struct store_value *values, int count)
{
    return add(w, q, expected, true, values, count, NULL);
}

bool list_key(struct work *w, int *out_index)
{
    if (w->writes->new_keys == STORE_SEALS_MAX)
        FAIL(w, ERR_LIMIT, "a unit of work may create at most %d keys", STORE_SEALS_MAX);
    *out_index = w->writes->new_keys++;
    return true;
}

bool list_seal(struct work *w, struct seal_wish wish, int *out_index)
{
    struct write_list *l = w->writes;

    if (l->seal_count == STORE_SEALS_MAX)
        FAIL(w, ERR_LIMIT, "a unit of work may seal at most %d records", STORE_SEALS_MAX);
    l->seals[l->seal_count] = wish;
    *out_index = l->seal_count++;
    return true;
}

bool list_fact(struct work *w, struct fact fact, int *out_index)
{
    struct write_list *l = w->writes;

    if (l->fact_count == STORE_FACTS_MAX)
        FAIL(w, ERR_LIMIT, "a unit of work may append at most %d facts", STORE_FACTS_MAX);
    l->facts[l->fact_count].fact = fact;
    random_bytes(&w->random, l->facts[l->fact_count].salt, 32);
    if (out_index)
        *out_index = l->fact_count;
    l->fact_count++;
    return true;
}
