#include "store/group.h"

#include "store_queries.h"

#include <string.h>

enum { VALUES_MAX = 64 };

bool group_open(struct work *w, const struct pipeline_config *config, struct pipeline_item *items, struct group *out_group)
{
    struct group g = { .config = config };
    size_t facts = 0;

    for (struct pipeline_item *item = items; item; item = item->next)
        g.count++;
    g.entries = WORK_NEW(w, struct entry, (size_t)g.count);
    if (!g.entries)
        return false;
    g.count = 0;
    for (struct pipeline_item *item = items; item; item = item->next) {
        must(item->w->writes);
        error_clear(&item->w->err);
        g.entries[g.count++] = (struct entry){ .item = item, .list = item->w->writes };
        facts += (size_t)item->w->writes->fact_count;
    }
    g.leaves = WORK_NEW(w, struct hash, facts);
    if (!g.leaves)
        return false;
    *out_group = g;
    return true;
}

static void entry_fail(struct entry *e, const struct error *err)
{
    e->failed = true;
    e->item->w->err = *err;
}

void group_fail(struct group *g, const struct error *err)
{
    for (int i = 0; i < g->count; i++)
        if (!g->entries[i].failed)
            entry_fail(&g->entries[i], err);
}

int group_holding(const struct group *g)
{
    int holding = 0;

    for (int i = 0; i < g->count; i++)
        holding += !g->entries[i].failed;
    return holding;
}

void group_hold_back(struct group *g, const struct error *err)
{
    for (int i = 0; i < g->count; i++)
        if (!g->entries[i].failed && (g->entries[i].list->seal_count || g->entries[i].list->new_keys))
            entry_fail(&g->entries[i], err);
}

static int keys_of(const struct entry *e)
{
    return e->failed ? 0 : e->list->new_keys;
}

static void fail_those_with_keys(struct group *g, const struct error *err)
{
    for (int i = 0; i < g->count; i++)
        if (!g->entries[i].failed && g->entries[i].list->new_keys)
            entry_fail(&g->entries[i], err);
}

static bool create_keys(struct work *w, struct group *g, int count)
{
    struct vault_key *keys = WORK_NEW(w, struct vault_key, (size_t)count);

    if (!keys)
        return false;
    TRY(vault_key_create_many(w, g->config->vault, (size_t)count, keys));
    for (int i = 0; i < g->count; i++) {
        int wanted = keys_of(&g->entries[i]);
        if (wanted)
            memcpy(g->entries[i].list->results.keys, keys, sizeof *keys * (size_t)wanted);
        keys += wanted;
    }
    return true;
}

static struct vault_seal seal_of(const struct group *g, const struct write_list *l, const struct seal_wish *wish)
{
    return (struct vault_seal){
        .key = wish->new_key >= 0 ? l->results.keys[wish->new_key] : wish->key,
        .place = { g->config->site_uid, wish->table, wish->group, wish->record },
        .retention_class = wish->retention_class,
        .plaintext = wish->plaintext,
    };
}

static bool seal_entries(struct work *w, const struct group *g, struct entry *entries, int count)
{
    struct vault_seal *items, *next;
    size_t total = 0;

    for (int i = 0; i < count; i++)
        total += entries[i].failed ? 0 : (size_t)entries[i].list->seal_count;
    if (total == 0)
        return true;
    next = items = WORK_NEW(w, struct vault_seal, total);
    if (!items)
        return false;
    for (int i = 0; i < count; i++)
        for (int s = 0; !entries[i].failed && s < entries[i].list->seal_count; s++)
            *next++ = seal_of(g, entries[i].list, &entries[i].list->seals[s]);
    TRY(vault_seal_many(w, g->config->vault, items, total));
    next = items;
    for (int i = 0; i < count; i++) {
        struct entry *e = &entries[i];
        int seals = e->failed ? 0 : e->list->seal_count;
        e->sealed = WORK_NEW(w, struct text, (size_t)seals);
        if (!e->sealed)
            return false;
        for (int s = 0; s < seals; s++)
            e->sealed[s] = next++->sealed;
    }
    return true;
}

/* The unit read that the key was live; somebody shredded it since. Its rerun sees the new state. */
static void as_conflict(struct error *err)
{
    if (err->code == ERR_KEY_GONE)
        err->code = ERR_CONFLICT;
}

/* One call for all. When it fails, one list is to blame: then each for itself. */
static void seal_all(struct work *w, struct group *g)
{
    if (seal_entries(w, g, g->entries, g->count))
        return;
    for (int i = 0; i < g->count; i++) {
        error_clear(&w->err);
        if (seal_entries(w, g, &g->entries[i], 1))
            continue;
        as_conflict(&w->err);
        entry_fail(&g->entries[i], &w->err);
    }
    error_clear(&w->err);
}

void group_secure(struct work *w, struct group *g)
{
    int keys = 0;

    for (int i = 0; i < g->count; i++)
        keys += keys_of(&g->entries[i]);
    if (keys && !create_keys(w, g, keys)) {
        fail_those_with_keys(g, &w->err);
        keys = 0;
    }
    error_clear(&w->err);
    seal_all(w, g);
    if (keys && !vault_sync(w, g->config->vault))
        fail_those_with_keys(g, &w->err);
    error_clear(&w->err);
}

static struct sql_value resolve(const struct entry *e, const struct store_value *v)
{
    const struct list_results *r = &e->list->results;

    switch (v->kind) {
    case STORE_VALUE:
        break;
    case STORE_ROW:
        return sql_number(r->rows[v->index]);
    case STORE_KEY_ID:
        return sql_bytes(r->keys[v->index].id.id.bytes, sizeof r->keys[v->index].id.id.bytes);
    case STORE_KEY_GENERATION:
        return sql_number(r->keys[v->index].generation);
    case STORE_SEALED:
        return sql_bytes(e->sealed[v->index].at, e->sealed[v->index].length);
    case STORE_POSITION:
        return sql_number((int64_t)r->positions[v->index]);
    }
    return v->value;
}

static bool run_write(struct work *w, struct group *g, struct entry *e, int index)
{
    const struct write *write = &e->list->writes[index];
    struct sql_value values[VALUES_MAX];
    struct sql_count count;

    must(write->query->parameters <= VALUES_MAX);
    for (int i = 0; i < write->query->parameters; i++)
        values[i] = resolve(e, &write->values[i]);
    TRY(sql_run(w, g->config->connection, write->query, values, write->query->parameters, &count));
    if (write->expected != STORE_ANY_ROWS && count.rows != write->expected)
        FAIL(w, ERR_CONFLICT, "%s: %lld rows where the unit of work expected %lld", write->query->name, (long long)count.rows, (long long)write->expected);
    e->list->results.rows[index] = count.inserted;
    return true;
}

static bool run_writes(struct work *w, struct group *g, struct entry *e, bool after_facts)
{
    for (int i = 0; i < e->list->write_count; i++)
        if (e->list->writes[i].after_facts == after_facts)
            TRY(run_write(w, g, e, i));
    return true;
}

/* Gives the fact the next position. It becomes final with the list's savepoint. */
static bool insert_fact(struct work *w, struct group *g, struct entry *e, int index)
{
    const struct fact_wish *wish = &e->list->facts[index];
    uint64_t position = g->base + g->leaf_count;
    uint8_t canonical[FACT_CANONICAL_MAX];
    size_t length = fact_encode(&wish->fact, canonical);
    const struct sql_value values[] = {
        sql_number(g->config->site),        sql_number((int64_t)position),       sql_number(wish->fact.type),
        sql_number(wish->fact.at.ms),       sql_number(wish->fact.policy_number), sql_bytes(canonical, length),
        sql_bytes(wish->salt, FACT_SALT),
    };
    struct sql_count count;

    TRY(sql_run(w, g->config->connection, &query_fact_insert, values, (int)COUNT_OF(values), &count));
    e->list->results.positions[index] = position;
    g->leaves[g->leaf_count++] = fact_leaf(wish->salt, text_of_bytes(canonical, length));
    return true;
}

static bool apply(struct work *w, struct group *g, struct entry *e)
{
    TRY(run_writes(w, g, e, false));
    for (int i = 0; i < e->list->fact_count; i++)
        TRY(insert_fact(w, g, e, i));
    return run_writes(w, g, e, true);
}

/* What concerns one list only; after anything else the state of the transaction is not known. */
static bool is_the_lists_own(enum error_code code)
{
    return code == ERR_CONFLICT || code == ERR_INVALID || code == ERR_UNSUPPORTED || code == ERR_LIMIT;
}

static bool run_in_savepoint(struct work *w, struct group *g, struct entry *e)
{
    struct sql_connection *c = g->config->connection;
    size_t leaves = g->leaf_count;

    TRY(c->driver->savepoint(w, c));
    if (apply(w, g, e)) {
        e->list->results.group = g->number;
        return c->driver->savepoint_release(w, c);
    }
    g->leaf_count = leaves;
    if (!is_the_lists_own(w->err.code))
        return error_pass(&w->err, __func__, __LINE__);
    entry_fail(e, &w->err);
    error_clear(&w->err);
    return c->driver->savepoint_rollback(w, c);
}

/* A savepoint costs a copy of each page that a list touches, and conflicts are rare: so first without. */
static bool run_entry(struct work *w, struct group *g, struct entry *e)
{
    if (g->careful)
        return run_in_savepoint(w, g, e);
    if (apply(w, g, e)) {
        e->list->results.group = g->number;
        return true;
    }
    g->careful = is_the_lists_own(w->err.code);
    return error_pass(&w->err, __func__, __LINE__);
}

bool group_run(struct work *w, struct group *g)
{
    for (int i = 0; i < g->count; i++)
        if (!g->entries[i].failed)
            TRY(run_entry(w, g, &g->entries[i]));
    return true;
}
