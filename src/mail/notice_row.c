#include "mail/notice_row.h"

#include "mail_queries.h"
#include "policy/site.h"
#include "store/key_row.h"
#include "subject/shred.h"

bool notice_row_find(struct work *w, int64_t key, struct notice_row *out_row, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(key) };
    struct notice_row r = { .key = key };
    struct sql_row row;
    int64_t kind, state;

    TRY(sql_find(w, w->snapshot, &query_notice_row, values, (int)COUNT_OF(values), &row));
    *out_found = row.count != 0;
    if (row.count == 0)
        return true;
    TRY(sql_row_id(w, &row, 0, &r.uid.id));
    TRY(sql_row_number(w, &row, 1, &r.subject));
    TRY(sql_row_number(w, &row, 2, &kind));
    TRY(sql_row_number(w, &row, 3, &state));
    TRY(sql_row_bytes(w, &row, 4, &r.sealed));
    TRY(sql_row_bytes(w, &row, 6, &r.address));
    if (r.address.length != ADDRESS_MARK_BYTES)
        FAIL(w, ERR_TAMPERED, "notice %lld has no keyed hash of its address", (long long)key);
    if (row.values[5].type != SQL_NULL)
        TRY(sql_row_id(w, &row, 5, &r.subject_uid));
    r.kind = (enum notice_kind)kind;
    r.state = (int)state;
    *out_row = r;
    return true;
}

bool notice_row_open(struct work *w, struct vault *v, const struct notice_row *row, struct letter *out_letter)
{
    struct vault_opening opening = { .place = { w->site->uid, TABLE_NOTICE, GROUP_LETTER, row->uid }, .sealed = row->sealed };

    if (row->state != 0)
        FAIL(w, ERR_KEY_GONE, "the key of notice %lld is gone", (long long)row->key);
    TRY(vault_open_many(w, v, 0, &opening, 1));
    switch (opening.status) {
    case VAULT_OK:
        return letter_decode(w, opening.plaintext, out_letter);
    case VAULT_KEY_GONE:
        FAIL(w, ERR_KEY_GONE, "the key of notice %lld is gone", (long long)row->key);
    case VAULT_WRONG_KEY:
        FAIL(w, ERR_UNAVAILABLE, "the vault has another seal key than the one of notice %lld", (long long)row->key);
    default:
        FAIL(w, ERR_TAMPERED, "notice %lld fails its check", (long long)row->key);
    }
}

bool notice_row_end(struct work *w, int64_t key)
{
    TRY(LIST_WRITE(w, query_notice_end, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(key), STORE_NUMBER(w->now.ms)));
    return LIST_WRITE(w, query_notice_intend_shred, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(key), STORE_NUMBER(w->now.ms));
}

struct ending {
    struct vault_key keys[SHRED_SLICE];
    int64_t rows[SHRED_SLICE];
    int count;
};

static bool add_ending(struct work *w, void *context, const struct sql_row *row)
{
    struct ending *e = context;

    must(e->count < SHRED_SLICE);
    TRY(key_row_read(w, row, 0, &e->keys[e->count]));
    TRY(sql_row_number(w, row, 2, &e->rows[e->count]));
    e->count++;
    return true;
}

static bool settle(struct work *w, const struct ending *e)
{
    TRY(list_open_slice(w));
    for (int i = 0; i < e->count; i++) {
        TRY(LIST_WRITE(w, query_notice_settle_shred, 1, NULL, STORE_ID(e->keys[i].id.id), STORE_NUMBER(w->now.ms)));
        TRY(LIST_WRITE(w, query_notice_settle, 1, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(e->rows[i])));
    }
    return true;
}

bool notice_shred_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(SHRED_SLICE) };
    struct ending *e = WORK_NEW(w, struct ending, 1);
    struct slice *slice = state;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    if (!e)
        return false;
    TRY(sql_stream(w, w->snapshot, &query_notice_ending, values, (int)COUNT_OF(values), add_ending, e));
    slice->done = e->count;
    slice->more = e->count == SHRED_SLICE;
    if (e->count == 0)
        return true;
    TRY(shred_destroy(w, slice->vault, e->keys, (size_t)e->count));
    *out_next = TASK_COMMIT;
    return settle(w, e);
}
