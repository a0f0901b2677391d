#include "subject/shred.h"

#include "policy/site.h"
#include "store/key_row.h"
#include "subject_queries.h"

struct loading {
    struct shredding *items;
    int count, max;
};

static bool add_sweep(struct work *w, void *context, const struct sql_row *row)
{
    struct loading *l = context;
    struct shredding *item = &l->items[l->count];
    int64_t purpose;

    must(l->count < l->max);
    TRY(key_row_read(w, row, 0, &item->key));
    TRY(sql_row_number(w, row, 2, &item->retention));
    TRY(sql_row_number(w, row, 3, &item->subject));
    TRY(sql_row_id(w, row, 4, &item->uid.id));
    TRY(sql_row_number(w, row, 5, &purpose));
    TRY(sql_row_number(w, row, 6, &item->records));
    item->purpose = (int)purpose;
    l->count++;
    return true;
}

bool shred_load_sweeps(struct work *w, int limit, struct shredding *out_items, int *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(limit) };
    struct loading l = { out_items, 0, limit };

    TRY(sql_stream(w, w->snapshot, &query_shred_sweeps, values, 2, add_sweep, &l));
    *out_count = l.count;
    return true;
}

bool shred_destroy(struct work *w, struct vault *v, const struct vault_key *keys, size_t count)
{
    struct vault_shredding *items = WORK_NEW(w, struct vault_shredding, count);

    if (!items)
        return false;
    for (size_t i = 0; i < count; i++)
        items[i].key = keys[i];
    if (count)
        TRY(vault_shred_many(w, v, items, count));
    for (size_t i = 0; i < count; i++)
        if (items[i].status != VAULT_OK && items[i].status != VAULT_KEY_GONE)
            FAIL(w, ERR_TAMPERED, "the vault does not confirm that key %zu of %zu is destroyed (status %d)", i + 1, count, (int)items[i].status);
    return true;
}

static bool settle(struct work *w, const struct pin *p, const struct shredding *item)
{
    struct id *key = WORK_NEW(w, struct id, 1);
    struct fact fact = pin_fact(w, p, FACT_SWEPT);

    if (!key)
        return false;
    *key = item->key.id.id;
    TRY(LIST_WRITE(w, query_shred_settle, 1, NULL, STORE_ID(*key), STORE_NUMBER(w->now.ms)));
    TRY(LIST_WRITE(w, query_shred_settle_retention, 1, NULL, STORE_NUMBER(item->retention)));
    fact.purpose = item->purpose;
    fact.subject = item->uid.id;
    fact.number = item->records;
    return list_fact(w, fact, NULL);
}

bool shred_settle_sweeps(struct work *w, const struct pin *p, const struct shredding *items, int count)
{
    for (int i = 0; i < count; i++)
        TRY(settle(w, p, &items[i]));
    return true;
}
