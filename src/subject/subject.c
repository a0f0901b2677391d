#include "subject/subject.h"

#include "base/hash.h"
#include "policy/site.h"
#include "subject_queries.h"

#include <string.h>


bool handle_of(struct work *w, struct vault *v, struct subject_id uid, struct handle *out_handle)
{
    struct vault_mac mac = { .domain = MAC_HANDLE, .input = text_of_bytes(uid.id.bytes, sizeof uid.id.bytes) };

    TRY(vault_mac_many(w, v, w->site->uid, &mac, 1));
    memcpy(out_handle->bytes, mac.mac, HANDLE_BYTES);
    return true;
}

/* The database holds this and not the handle: who reads it cannot name a subject to us. */
static struct text handle_index(struct work *w, const struct handle *h)
{
    struct hash hash = hash_bytes(h->bytes, sizeof h->bytes);
    struct text index = { NULL, 0 };

    if (!work_copy(w, text_of_bytes(hash.bytes, HANDLE_INDEX), &index))
        return (struct text){ NULL, 0 };
    return index;
}

bool subject_add(struct work *w, struct vault *v, struct subject_id *out_uid, struct handle *out_handle, int *out_write)
{
    struct subject_id *uid = WORK_NEW(w, struct subject_id, 1);
    struct text index;

    if (!uid)
        return false;
    uid->id = id_random(&w->random);
    TRY(handle_of(w, v, *uid, out_handle));
    index = handle_index(w, out_handle);
    if (!index.at)
        return false;
    TRY(LIST_WRITE(w, query_subject_insert, 1, out_write, STORE_NUMBER(w->site->key), STORE_ID(uid->id), STORE_BYTES(index.at, index.length),
                   STORE_NUMBER(w->now.ms)));
    *out_uid = *uid;
    return true;
}

static bool subject_read(struct work *w, const struct sql_row *row, struct subject *out_subject)
{
    struct subject s;
    int64_t state;

    TRY(sql_row_number(w, row, 0, &s.key));
    TRY(sql_row_id(w, row, 1, &s.uid.id));
    TRY(sql_row_number(w, row, 2, &state));
    TRY(sql_row_number(w, row, 3, &s.version));
    if (state < SUBJECT_LIVE || state > SUBJECT_ERASED)
        FAIL(w, ERR_TAMPERED, "subject row %lld has the unknown state %lld", (long long)s.key, (long long)state);
    s.state = (enum subject_state)state;
    *out_subject = s;
    return true;
}

static bool subject_query(struct work *w, const struct sql_query *q, struct sql_value by, struct subject *out_subject)
{
    const struct sql_value values[] = { sql_number(w->site->key), by };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, q, values, 2, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "no such subject");
    return subject_read(w, &row, out_subject);
}

bool subject_load(struct work *w, const struct handle *h, struct subject *out_subject)
{
    struct hash hash = hash_bytes(h->bytes, sizeof h->bytes);

    return subject_query(w, &query_subject_by_handle, sql_bytes(hash.bytes, HANDLE_INDEX), out_subject);
}

bool subject_find_live(struct work *w, const struct handle *h, struct subject *out_subject, bool *out_found)
{
    *out_found = subject_load(w, h, out_subject);
    if (!*out_found && w->err.code != ERR_NOT_FOUND)
        return false;
    error_clear(&w->err);
    *out_found = *out_found && out_subject->state == SUBJECT_LIVE;
    return true;
}

bool subject_load_key(struct work *w, int64_t key, struct subject *out_subject)
{
    return subject_query(w, &query_subject_by_key, sql_number(key), out_subject);
}

bool subject_guard(struct work *w, const struct subject *s)
{
    return LIST_GUARD(w, query_subject_unchanged, 1, STORE_NUMBER(s->key), STORE_NUMBER(s->version), STORE_NUMBER(s->state));
}

bool subject_change(struct work *w, const struct subject *s, enum subject_state state)
{
    return LIST_WRITE(w, query_subject_change, 1, NULL, STORE_NUMBER(s->key), STORE_NUMBER(s->version), STORE_NUMBER(state));
}
