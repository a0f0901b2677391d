/* Service keys of a site, in segment 0: one for each MAC domain, one seed for signing. They are used here and never leave. */
#include "vault/inside.h"

#include "base/hash.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t uses[] = { MAC_INDEX_EMAIL, MAC_INDEX_PHONE, MAC_HANDLE, MAC_TOKEN, MAC_BODY, MAC_REGISTER, SLOT_SIGNING };
_Static_assert(COUNT_OF(uses) == MAC_DOMAINS - 1 + 1, "every MAC domain has a key of its own, and signing one more");

static const struct service_key *find(const struct vault *v, struct site_id site, uint32_t use)
{
    for (size_t i = 0; i < v->service_count; i++)
        if (v->services[i].use == use && id_equal(v->services[i].site.id, site.id))
            return &v->services[i];
    return NULL;
}

static bool make_room(struct vault *v)
{
    size_t room = v->service_room ? v->service_room * 2 : 32;
    struct service_key *more;

    if (v->service_count < v->service_room)
        return true;
    more = reallocarray(v->services, room, sizeof *more);
    if (!more)
        return false;
    v->services = more;
    v->service_room = room;
    return true;
}

struct finding {
    struct vault *v;
    bool failed;
};

/* A damaged slot is listed too: using it must say so. It must not be replaced in silence, or handles and indexes would change. */
static void see_slot(void *context, uint32_t index, const uint8_t bytes[SLOT_BYTES])
{
    struct finding *f = context;
    struct slot s = slot_parse(index, bytes);

    if (slot_is_free(bytes) || slot_state(bytes) == SLOT_UNFINISHED || s.use == SLOT_HEADER)
        return;
    f->failed |= !make_room(f->v);
    if (!f->failed)
        f->v->services[f->v->service_count++] = (struct service_key){ { s.id }, s.use, s.number, s.generation };
}

bool vault_services_find(struct work *w, struct vault *v)
{
    struct finding f = { .v = v };

    TRY(segment_scan(w, v->segments[0]));
    TRY(segment_walk(w, v->segments[0], see_slot, &f));
    if (f.failed)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the list of service keys");
    return true;
}

static bool create_one(struct work *w, struct vault *v, struct site_id site, uint32_t use)
{
    struct slot s = { .use = use, .id = site.id, .created = w->now };
    bool taken = false;

    if (!make_room(v))
        FAIL(w, ERR_UNAVAILABLE, "no memory for the list of service keys");
    TRY(segment_take(w, v->segments[0], &s.number, &s.generation, &taken));
    if (!taken)
        FAIL(w, ERR_LIMIT, "keys.0000 has no room for the service keys of another site");
    TRY(vault_slot_fill(w, v, v->segments[0], s.number, &s));
    v->services[v->service_count++] = (struct service_key){ site, use, s.number, s.generation };
    return true;
}

static bool create_missing(struct work *w, struct vault *v, struct site_id site)
{
    for (size_t i = 0; i < COUNT_OF(uses); i++)
        if (!find(v, site, uses[i]))
            TRY(create_one(w, v, site, uses[i]));
    if (v->segments[0]->dirty)
        file_sync_data(&v->segments[0]->file);
    v->segments[0]->dirty = false;
    return true;
}

bool vault_site_create(struct work *w, struct vault *v, struct site_id site)
{
    bool created;

    pthread_mutex_lock(&v->lock);
    created = create_missing(w, v, site);
    pthread_mutex_unlock(&v->lock);
    return created;
}

static bool load_locked(struct work *w, struct vault *v, struct site_id site, uint32_t use, uint8_t out_secret[SLOT_SECRET])
{
    const struct service_key *k = find(v, site, use);
    enum vault_status status;

    if (!k)
        FAIL(w, ERR_NOT_FOUND, "the site has no service keys in this vault: publish it here first, or restore keys.0000");
    TRY(vault_load(w, v, k->number, site.id, k->generation, out_secret, &status));
    if (status != VAULT_OK)
        FAIL(w, ERR_TAMPERED, "slot %u of keys.0000 is damaged: restore it from the key backup", k->number);
    return true;
}

static bool load(struct work *w, struct vault *v, struct site_id site, uint32_t use, uint8_t out_secret[SLOT_SECRET])
{
    bool loaded;

    pthread_mutex_lock(&v->lock);
    loaded = load_locked(w, v, site, use, out_secret);
    pthread_mutex_unlock(&v->lock);
    return loaded;
}

bool vault_mac_many(struct work *w, struct vault *v, struct site_id site, struct vault_mac *items, size_t count)
{
    uint8_t secret[SLOT_SECRET];
    struct hash mac;

    for (size_t i = 0; i < count; i++) {
        if (items[i].domain < MAC_INDEX_EMAIL || items[i].domain >= MAC_DOMAINS)
            FAIL(w, ERR_INVALID, "there is no MAC domain %d", (int)items[i].domain);
        TRY(load(w, v, site, items[i].domain, secret));
        mac = hash_hmac(secret, &items[i].input, 1);
        sodium_memzero(secret, sizeof secret);
        memcpy(items[i].mac, mac.bytes, sizeof items[i].mac);
    }
    return true;
}

struct pair {
    uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};

static void pair_wipe(struct pair *p)
{
    sodium_memzero(p, sizeof *p);
}

static bool load_pair(struct work *w, struct vault *v, struct site_id site, struct pair *out_pair)
{
    uint8_t seed[SLOT_SECRET];

    TRY(load(w, v, site, SLOT_SIGNING, seed));
    crypto_sign_seed_keypair(out_pair->public, out_pair->secret, seed);
    sodium_memzero(seed, sizeof seed);
    return true;
}

bool vault_sign(struct work *w, struct vault *v, struct site_id site, struct text message, uint8_t out_signature[64])
{
    CLEANUP(pair_wipe) struct pair p = { 0 };

    TRY(load_pair(w, v, site, &p));
    crypto_sign_detached(out_signature, NULL, (const uint8_t *)message.at, message.length, p.secret);
    return true;
}

bool vault_public_key(struct work *w, struct vault *v, struct site_id site, uint8_t out_key[32])
{
    CLEANUP(pair_wipe) struct pair p = { 0 };

    TRY(load_pair(w, v, site, &p));
    memcpy(out_key, p.public, sizeof p.public);
    return true;
}
