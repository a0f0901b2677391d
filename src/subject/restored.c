/* Key files that came back out of a backup hold keys that were destroyed since. The rows remember them for as long as a key backup may be
 * kept (OWN_TRACE_DAYS): a start-up destroys them again before anybody is let in. */
#include "policy/site.h"
#include "store/key_row.h"
#include "subject/shred.h"
#include "subject_queries.h"

struct returned {
    struct vault *vault;
    struct vault_key keys[SHRED_SLICE];
    int count;
};

static bool look(struct work *w, void *context, const struct sql_row *row)
{
    struct returned *r = context;
    struct vault_key key;

    TRY(key_row_read(w, row, 0, &key));
    if (r->count < SHRED_SLICE && vault_key_status(r->vault, key) == VAULT_OK)
        r->keys[r->count++] = key;
    return true;
}

bool shred_again_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct sql_value site = sql_number(w->site->key);
    struct slice *s = state;
    struct returned *r = WORK_NEW(w, struct returned, 1);

    must(phase == 0);
    *out_next = TASK_END;
    if (!r)
        return false;
    r->vault = s->vault;
    TRY(sql_stream(w, w->snapshot, &query_shred_settled, &site, 1, look, r));
    TRY(shred_destroy(w, s->vault, r->keys, (size_t)r->count));
    s->done += r->count;
    s->more = r->count == SHRED_SLICE;
    return true;
}
