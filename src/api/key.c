#include "api/key.h"

#include "api_queries.h"
#include "policy/site.h"

#include <sodium.h>

static const char prefix[] = "pdk_";

bool api_key_draw(struct work *w, struct text *out_text, struct hash *out_hash)
{
    uint8_t bytes[API_KEY_BYTES];
    struct draft d;

    TRY(work_draft(w, API_KEY_TEXT, &d));
    random_bytes(&w->random, bytes, sizeof bytes);
    draft_add(&d, text_of(prefix));
    draft_base64url(&d, bytes, sizeof bytes);
    *out_hash = hash_bytes(bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    must(!d.overflow && d.length == API_KEY_TEXT);
    *out_text = draft_text(&d);
    return true;
}

bool api_key_hash(struct text shown, struct hash *out_hash)
{
    uint8_t bytes[API_KEY_BYTES];
    size_t length;

    if (!text_starts(shown, text_of(prefix)) || !text_unbase64url(text_from(shown, sizeof prefix - 1), bytes, sizeof bytes, &length) ||
        length != sizeof bytes)
        return false;
    *out_hash = hash_bytes(bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return true;
}

/* "Bearer KEY"; the scheme's case does not matter (RFC 9110). */
static bool bearer(const struct http_request *r, struct text *out_shown)
{
    struct text value;

    if (!http_header_find(r, TEXT("Authorization"), &value) || value.length < 7 || !text_equal_ascii_case(text_first(value, 7), TEXT("Bearer ")))
        return false;
    *out_shown = text_trim(text_from(value, 7));
    return true;
}

static bool read_key(struct work *w, const struct sql_row *row, struct api_key *out_key)
{
    struct text scopes;
    int64_t day = INT32_MIN;

    TRY(sql_row_number(w, row, 0, &out_key->key));
    TRY(sql_row_text(w, row, 1, &out_key->name));
    TRY(sql_row_text(w, row, 2, &out_key->channels));
    TRY(sql_row_text(w, row, 3, &out_key->purposes));
    TRY(sql_row_text(w, row, 4, &scopes));
    if (row->values[5].type == SQL_NUMBER)
        day = row->values[5].number;
    out_key->used = (struct day){ (int32_t)day };
    if (!scopes_parse(scopes, &out_key->scopes, &scopes))
        FAIL(w, ERR_TAMPERED, "API key %lld has a scope that this program does not know", (long long)out_key->key);
    return true;
}

/* The key is found by its hash: what the time of the look-up tells is the hash of a guess, which does not lead to a key. */
bool api_key_of_request(struct work *w, const struct http_request *r, struct api_key *out_key, bool *out_found)
{
    struct sql_value values[] = { sql_number(w->site->key), sql_null(), sql_number(w->now.ms) };
    struct sql_row row;
    struct text shown;
    struct hash hash;

    *out_found = false;
    if (!bearer(r, &shown) || !api_key_hash(shown, &hash))
        return true;
    values[1] = sql_bytes(hash.bytes, sizeof hash.bytes);
    TRY(sql_find(w, w->snapshot, &query_api_key_by_hash, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        return true;
    TRY(read_key(w, &row, out_key));
    *out_found = true;
    return true;
}

bool api_key_allows(struct text ids, struct text one)
{
    return text_has_word(ids, TEXT("*")) || text_has_word(ids, one);
}

bool api_key_guard(struct work *w, const struct api_key *k)
{
    return LIST_GUARD(w, query_api_key_lives, 1, STORE_NUMBER(k->key), STORE_NUMBER(w->now.ms));
}
