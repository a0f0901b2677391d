#include "store/list.h"

#include <string.h>

struct limits {
    int writes, seals, facts;
};

static const struct limits of_unit = { STORE_WRITES_MAX, STORE_SEALS_MAX, STORE_FACTS_MAX };
static const struct limits of_slice = { SLICE_WRITES_MAX, SLICE_SEALS_MAX, SLICE_FACTS_MAX };

static bool open_with(struct work *w, struct limits most)
{
    struct write_list *l = WORK_NEW(w, struct write_list, 1);

    if (!l)
        return false;
    *l = (struct write_list){ .write_max = most.writes, .seal_max = most.seals, .fact_max = most.facts };
    l->writes = WORK_NEW(w, struct write, (size_t)most.writes);
    l->seals = WORK_NEW(w, struct seal_wish, (size_t)most.seals);
    l->facts = WORK_NEW(w, struct fact_wish, (size_t)most.facts);
    l->results.rows = WORK_NEW(w, int64_t, (size_t)most.writes);
    l->results.keys = WORK_NEW(w, struct vault_key, (size_t)most.seals);
    l->results.positions = WORK_NEW(w, uint64_t, (size_t)most.facts);
    if (!l->writes || !l->seals || !l->facts || !l->results.rows || !l->results.keys || !l->results.positions)
        return false;
    w->writes = l;
    return true;
}

bool list_open(struct work *w)
{
    return open_with(w, of_unit);
}

bool list_open_slice(struct work *w)
{
    return open_with(w, of_slice);
}

/* A name of something that the list does not make is our own mistake. */
static void check_name(const struct write_list *l, const struct store_value *v)
{
    const int made[] = {
        [STORE_VALUE] = INT32_MAX,       [STORE_ROW] = l->write_count,     [STORE_KEY_ID] = l->new_keys,
        [STORE_KEY_GENERATION] = l->new_keys, [STORE_SEALED] = l->seal_count, [STORE_POSITION] = l->fact_count,
    };

    must((size_t)v->kind < COUNT_OF(made) && v->index >= 0 && v->index < made[v->kind]);
}

/* A value that exists only after the facts are numbered, at first or second hand. */
static bool is_late(const struct write_list *l, const struct store_value *v)
{
    return v->kind == STORE_POSITION || (v->kind == STORE_ROW && l->writes[v->index].after_facts);
}

static bool add(struct work *w, const struct sql_query *q, int64_t expected, bool guard, const struct store_value *values, int count, int *out_index)
{
    struct write_list *l = w->writes;
    struct store_value *copy;
    bool late = false;

    must(count == q->parameters);
    if (l->write_count == l->write_max)
        FAIL(w, ERR_LIMIT, "a unit of work may write at most %d statements", l->write_max);
    copy = WORK_NEW(w, struct store_value, (size_t)count);
    if (!copy)
        return false;
    for (int i = 0; i < count; i++) {
        check_name(l, &values[i]);
        late = late || is_late(l, &values[i]);
        copy[i] = values[i];
    }
    l->writes[l->write_count] = (struct write){ q, copy, expected, guard, late };
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
    if (w->writes->new_keys == w->writes->seal_max)
        FAIL(w, ERR_LIMIT, "a unit of work may create at most %d keys", w->writes->seal_max);
    if (out_index)
        *out_index = w->writes->new_keys;
    w->writes->new_keys++;
    return true;
}

bool list_seal(struct work *w, struct seal_wish wish, int *out_index)
{
    struct write_list *l = w->writes;

    must(wish.new_key >= -1 && wish.new_key < l->new_keys);
    if (l->seal_count == l->seal_max)
        FAIL(w, ERR_LIMIT, "a unit of work may seal at most %d records", l->seal_max);
    l->seals[l->seal_count] = wish;
    if (out_index)
        *out_index = l->seal_count;
    l->seal_count++;
    return true;
}

bool list_fact(struct work *w, struct fact fact, int *out_index)
{
    struct write_list *l = w->writes;

    if (l->fact_count == l->fact_max)
        FAIL(w, ERR_LIMIT, "a unit of work may append at most %d facts", l->fact_max);
    l->facts[l->fact_count].fact = fact;
    random_bytes(&w->random, l->facts[l->fact_count].salt, sizeof l->facts[l->fact_count].salt);
    if (out_index)
        *out_index = l->fact_count;
    l->fact_count++;
    return true;
}
