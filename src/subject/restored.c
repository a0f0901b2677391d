/* What came back out of a backup. Key files hold keys that were destroyed since: the rows remember them for as long as a key backup may be
 * kept (OWN_TRACE_DAYS): a start-up destroys them again before anybody is let in.
 * A database that is older than the erase does not know of it: there the tombstones tell, once, at the first start after a restore. */
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

/* --- rows that are older than their key's end --------------------------------------------------------------------------------------------- */

struct gone_row {
    int64_t retention, subject;
};

/* One slice: what was read, and which of it counts on a key that is gone. */
struct reading {
    const struct restoring *restoring;
    struct gone_row gone[SHRED_SLICE];
    int count, read;
    int64_t last;
    bool all_gone; /* of one subject */
};

static bool look_at_row(struct work *w, void *context, const struct sql_row *row)
{
    struct reading *r = context;
    struct gone_row *g = &r->gone[r->count];
    struct vault_key key;

    must(r->count < SHRED_SLICE);
    TRY(sql_row_number(w, row, 0, &g->retention));
    TRY(sql_row_number(w, row, 1, &g->subject));
    TRY(key_row_read(w, row, 2, &key));
    r->read++;
    r->last = g->retention;
    r->count += vault_key_list_has(r->restoring->tombs, key);
    return true;
}

static bool look_at_key(struct work *w, void *context, const struct sql_row *row)
{
    struct reading *r = context;
    struct vault_key key;

    TRY(key_row_read(w, row, 0, &key));
    r->all_gone = r->all_gone && vault_key_list_has(r->restoring->tombs, key);
    return true;
}

static bool intend_row(struct work *w, const struct gone_row *g)
{
    TRY(LIST_WRITE(w, query_restored_intend, 1, NULL, STORE_NUMBER(g->retention)));
    return LIST_WRITE(w, query_restored_intend_shred, 1, NULL, STORE_NUMBER(g->retention), STORE_NUMBER(w->now.ms));
}

static bool is_first_of_subject(const struct reading *r, int index)
{
    for (int i = 0; i < index; i++)
        if (r->gone[i].subject == r->gone[index].subject)
            return false;
    return true;
}

static bool intend_subject(struct work *w, struct reading *r, const struct pin *p, int index)
{
    int64_t key = r->gone[index].subject;
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(key) };
    struct subject s;

    r->all_gone = true;
    TRY(sql_stream(w, w->snapshot, &query_restored_keys, values, 2, look_at_key, r));
    TRY(subject_load_key(w, key, &s));
    if (r->all_gone && s.state == SUBJECT_LIVE)
        return erase_intend_again(w, p, &s);
    for (int i = index; i < r->count; i++)
        if (r->gone[i].subject == key)
            TRY(intend_row(w, &r->gone[i]));
    return true;
}

bool restored_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct restoring *restoring = state;
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(restoring->after), sql_number(SHRED_SLICE) };
    struct reading *r = WORK_NEW(w, struct reading, 1);
    struct pin p;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    if (!r)
        return false;
    r->restoring = restoring;
    TRY(sql_stream(w, w->snapshot, &query_restored_live, values, 3, look_at_row, r));
    restoring->more = r->read == SHRED_SLICE;
    restoring->last = r->last;
    restoring->rows += r->count;
    if (r->count == 0)
        return true;
    TRY(pin_read(w, &p));
    TRY(list_open_slice(w));
    for (int i = 0; i < r->count; i++)
        if (is_first_of_subject(r, i))
            TRY(intend_subject(w, r, &p, i));
    *out_next = TASK_COMMIT;
    return true;
}
