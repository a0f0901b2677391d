/* Sealing and opening records: keys are fetched under the vault's lock, the work on the data is done outside it. */
#include "vault/inside.h"
#include "vault/record.h"

#include <sodium.h>

enum { SALT = 16 };

static bool fetch(struct work *w, struct vault *v, struct vault_key key, uint8_t out_secret[SLOT_SECRET], enum vault_status *out_status)
{
    bool fetched;

    pthread_mutex_lock(&v->lock);
    fetched = vault_load(w, v, slot_number_of(key.id), key.id.id, key.generation, out_secret, out_status);
    pthread_mutex_unlock(&v->lock);
    return fetched;
}

/* Why a record cannot be sealed under its key. */
static const struct {
    enum error_code code;
    const char *message;
} refusals[] = {
    [VAULT_KEY_GONE] = { ERR_KEY_GONE, "the key of a record was shredded" },
    [VAULT_WRONG_KEY] = { ERR_TAMPERED, "wrong seal key: the slot of a record's key does not open under it" },
    [VAULT_TAMPERED] = { ERR_TAMPERED, "the slot of a record's key is damaged: restore it from the key backup" },
    [VAULT_UNSUPPORTED] = { ERR_UNSUPPORTED, "the slot of a record's key has a format that this program does not know" },
};

static bool seal_one(struct work *w, struct vault *v, struct vault_seal *item, const uint8_t salt[SALT])
{
    size_t size = record_sealed_size(item->plaintext.length);
    uint8_t secret[SLOT_SECRET], *sealed;
    enum vault_status status;

    if (item->plaintext.length > RECORD_PLAINTEXT_MAX)
        FAIL(w, ERR_LIMIT, "a record has %zu bytes, at most %d can be sealed", item->plaintext.length, RECORD_PLAINTEXT_MAX);
    sealed = WORK_NEW(w, uint8_t, size);
    if (!sealed)
        return false;
    TRY(fetch(w, v, item->key, secret, &status));
    if (status != VAULT_OK)
        FAIL(w, refusals[status].code, "%s", refusals[status].message);
    record_seal(secret, item->key, &item->place, item->retention_class, item->plaintext, salt, sealed);
    sodium_memzero(secret, sizeof secret);
    item->sealed = text_of_bytes(sealed, size);
    return true;
}

bool vault_seal_many(struct work *w, struct vault *v, struct vault_seal *items, size_t count)
{
    uint8_t *salts = WORK_NEW(w, uint8_t, count * SALT);

    if (!salts)
        return false;
    pthread_mutex_lock(&v->lock); /* a simulation's source need not be safe for threads */
    v->entropy(v->entropy_context, salts, count * SALT);
    pthread_mutex_unlock(&v->lock);
    for (size_t i = 0; i < count; i++)
        TRY(seal_one(w, v, &items[i], salts + i * SALT));
    return true;
}

static bool open_one(struct work *w, struct vault *v, struct vault_opening *item)
{
    struct record_header header;
    uint8_t secret[SLOT_SECRET], *plaintext;
    size_t length = 0;

    item->plaintext = TEXT("");
    item->status = record_header_parse(item->sealed, &header);
    if (item->status != VAULT_OK)
        return true;
    TRY(fetch(w, v, header.key, secret, &item->status));
    if (item->status != VAULT_OK)
        return true;
    plaintext = WORK_NEW(w, uint8_t, item->sealed.length);
    if (plaintext)
        item->status = record_open(secret, &item->place, item->sealed, plaintext, &length);
    sodium_memzero(secret, sizeof secret);
    if (plaintext && item->status == VAULT_OK)
        item->plaintext = text_of_bytes(plaintext, length);
    return plaintext != NULL;
}

bool vault_open_many(struct work *w, struct vault *v, int purpose, struct vault_opening *items, size_t count)
{
    (void)purpose; /* asked and recorded by the caller; a process of its own will keep budgets by it */
    for (size_t i = 0; i < count; i++)
        TRY(open_one(w, v, &items[i]));
    return true;
}
