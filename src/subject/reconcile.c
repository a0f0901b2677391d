#include "subject/reconcile.h"

#include "sql/sql.h"
#include "store/key_row.h"
#include "subject_queries.h"
#include "vault/vault.h"

#include <stdlib.h>
#include <string.h>

/* All claimed keys at once, 20 bytes each; too many for an arena. */
struct claims {
    struct vault_key *keys;
    size_t count, size, given;
};

static void claims_free(struct claims *c)
{
    free(c->keys);
    c->keys = NULL;
}

static bool add_claim(struct work *w, void *context, const struct sql_row *row)
{
    struct claims *c = context;

    if (c->count == c->size) {
        size_t size = c->size ? c->size * 2 : 1024;
        struct vault_key *keys = reallocarray(c->keys, size, sizeof *keys);
        if (!keys)
            FAIL(w, ERR_UNAVAILABLE, "no memory for the list of claimed keys");
        c->keys = keys;
        c->size = size;
    }
    TRY(key_row_read(w, row, 0, &c->keys[c->count]));
    c->count++;
    return true;
}

static int by_id(const void *a, const void *b)
{
    return memcmp(((const struct vault_key *)a)->id.id.bytes, ((const struct vault_key *)b)->id.id.bytes, sizeof(struct id));
}

static bool next_claim(struct work *w, void *context, struct vault_key *out_key)
{
    struct claims *c = context;

    (void)w;
    if (c->given == c->count)
        return false;
    *out_key = c->keys[c->given++];
    return true;
}

bool reconcile_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    CLEANUP(claims_free) struct claims claims = { 0 };
    struct vault_reconciled counts;
    struct slice *slice = state;

    (void)phase;
    *out_next = TASK_END;
    slice->more = false;
    TRY(sql_stream(w, w->snapshot, &query_reconcile_claims, NULL, 0, add_claim, &claims));
    unit_snapshot_end(w); /* looking at millions of keys must not keep the database from cleaning up */
    if (claims.count)
        qsort(claims.keys, claims.count, sizeof *claims.keys, by_id);
    TRY(vault_reconcile(w, slice->vault, next_claim, &claims, &counts));
    slice->done = (int64_t)counts.orphans_shredded;
    return true;
}
