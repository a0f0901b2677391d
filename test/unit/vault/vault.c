#include "fixture.h"

#include "base/teeth.h"
#include "vault/index.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct site_id site = { { "site id 16 bytes" } }, other_site = { { "another site, 16" } };
static const struct record_place place = { { { "site id 16 bytes" } }, 2, 5, { { "record id 16 byt" } } };

static struct vault_key make_key(struct fixture *f)
{
    struct vault_key key;

    assert_ok(f->w, vault_key_create_many(f->w, f->v, 1, &key));
    assert_ok(f->w, vault_sync(f->w, f->v));
    return key;
}

static struct text seal(struct fixture *f, struct vault_key key, struct text plaintext)
{
    struct vault_seal item = { .key = key, .place = place, .retention_class = 1, .plaintext = plaintext };

    assert_ok(f->w, vault_seal_many(f->w, f->v, &item, 1));
    return item.sealed;
}

static enum vault_status open_at(struct fixture *f, struct record_place at, struct text sealed, struct text *out_plaintext)
{
    struct vault_opening item = { .place = at, .sealed = sealed };

    assert_ok(f->w, vault_open_many(f->w, f->v, 1, &item, 1));
    *out_plaintext = item.plaintext;
    return item.status;
}

static enum vault_status shred(struct fixture *f, struct vault_key key)
{
    struct vault_shredding item = { .key = key };

    assert_ok(f->w, vault_shred_many(f->w, f->v, &item, 1));
    return item.status;
}

static void what_was_sealed_opens_after_a_restart(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f);
    struct text sealed = seal(f, key, TEXT("taro@hikari.example")), opened;

    (void)state;
    fixture_reopen(f);
    assert_int_equal(open_at(f, place, sealed, &opened), VAULT_OK);
    assert_text("taro@hikari.example", opened);
    fixture_end(&f);
}

static void a_copied_ciphertext_opens_in_no_other_place(void **state)
{
    struct fixture *f = fixture_make(false);
    struct text sealed = seal(f, make_key(f), TEXT("x")), opened;
    struct record_place row = place, group = place, table = place, elsewhere = place;

    (void)state;
    row.record.id.bytes[3] ^= 1, group.group++, table.table++, elsewhere.site = other_site;
    assert_int_equal(open_at(f, row, sealed, &opened), VAULT_TAMPERED);
    assert_int_equal(open_at(f, group, sealed, &opened), VAULT_TAMPERED);
    assert_int_equal(open_at(f, table, sealed, &opened), VAULT_TAMPERED);
    assert_int_equal(open_at(f, elsewhere, sealed, &opened), VAULT_TAMPERED);
    assert_int_equal(opened.length, 0);
    fixture_end(&f);
}

static void no_byte_of_a_record_can_change(void **state)
{
    struct fixture *f = fixture_make(false);
    struct text sealed = seal(f, make_key(f), TEXT("x")), opened;
    uint8_t bytes[256];

    (void)state;
    for (size_t i = 0; i < sealed.length; i++) {
        memcpy(bytes, sealed.at, sealed.length);
        bytes[i] ^= 0x10;
        assert_int_not_equal(open_at(f, place, text_of_bytes(bytes, sealed.length), &opened), VAULT_OK);
        assert_int_equal(opened.length, 0);
    }
    fixture_end(&f);
}

static void a_shredded_key_never_opens_again(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f), other = make_key(f);
    struct text sealed = seal(f, key, TEXT("x")), opened;
    struct vault_seal again = { .key = key, .place = place };

    (void)state;
    assert_int_equal(shred(f, key), VAULT_OK);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(open_at(f, place, sealed, &opened), VAULT_KEY_GONE);
        assert_key(f, key, VAULT_KEY_GONE);
        assert_key(f, other, VAULT_OK);
        assert_error(f->w, ERR_KEY_GONE, vault_seal_many(f->w, f->v, &again, 1));
        assert_string_equal(f->w->err.message, "the key of a record was shredded");
        assert_int_equal(shred(f, key), VAULT_KEY_GONE);
        fixture_reopen(f);
    }
    fixture_end(&f);
}

static bool file_holds(struct fixture *f, const char *name, struct text part)
{
    uint8_t *bytes = malloc(SEGMENT_BYTES);
    size_t at;
    bool held;

    assert_non_null(bytes);
    fixture_peek(f, name, bytes, SEGMENT_BYTES, 0);
    held = text_find(text_of_bytes(bytes, SEGMENT_BYTES), part, &at);
    free(bytes);
    return held;
}

static void nothing_of_a_shredded_slot_is_left_in_the_file(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f);
    uint8_t before[SLOT_BYTES], after[SLOT_BYTES];

    (void)state;
    fixture_peek(f, "keys.0001", before, sizeof before, (long)fixture_slot_place(key));
    assert_true(file_holds(f, "keys.0001", text_of_bytes(before + 48, 16)));
    assert_int_equal(shred(f, key), VAULT_OK);
    fixture_peek(f, "keys.0001", after, sizeof after, (long)fixture_slot_place(key));
    for (int at = 8; at < SLOT_BYTES; at += 8) {
        assert_memory_not_equal(before + at, after + at, 8);
        assert_memory_not_equal(after + at, "\0\0\0\0\0\0\0\0", 8);
        if (memcmp(before + at, "\0\0\0\0\0\0\0\0", 8) != 0) /* the use and its padding are zeros everywhere */
            assert_false(file_holds(f, "keys.0001", text_of_bytes(before + at, 8)));
    }
    fixture_end(&f);
}

static void a_slot_used_again_has_another_id_and_a_later_generation(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key first = make_key(f), second;

    (void)state;
    assert_int_equal(shred(f, first), VAULT_OK);
    second = make_key(f);
    assert_int_equal(slot_number_of(second.id), slot_number_of(first.id));
    assert_false(id_equal(second.id.id, first.id.id));
    assert_int_equal(second.generation, first.generation + 1);
    assert_key(f, first, VAULT_KEY_GONE);
    assert_int_equal(shred(f, first), VAULT_KEY_GONE);
    assert_key(f, second, VAULT_OK);
    fixture_end(&f);
}

static void many_keys_of_many_places_are_shredded_in_one_call(void **state)
{
    enum { KEYS = 300 };
    struct fixture *f = fixture_make(false);
    struct vault_key keys[KEYS];
    struct vault_shredding items[KEYS];

    (void)state;
    assert_ok(f->w, vault_key_create_many(f->w, f->v, KEYS, keys));
    for (int i = 0; i < KEYS; i++) /* backwards, every second key twice, so that none of this matters */
        items[i] = (struct vault_shredding){ .key = keys[KEYS - 1 - i / 2] };
    assert_ok(f->w, vault_shred_many(f->w, f->v, items, KEYS));
    for (int i = 0; i < KEYS; i++) {
        assert_int_equal(items[i].status, i % 2 ? VAULT_KEY_GONE : VAULT_OK);
        assert_key(f, keys[i], i < KEYS / 2 ? VAULT_OK : VAULT_KEY_GONE);
    }
    fixture_reopen(f);
    assert_int_equal(vault_state(f->v).used, KEYS / 2);
    fixture_end(&f);
}

static void a_full_vault_says_so_until_it_is_extended(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key keys[2];

    (void)state;
    assert_ok(f->w, vault_extend(f->w, f->v)); /* room enough: nothing happens */
    assert_int_equal(vault_state(f->v).slots, SEGMENT_SLOTS);
    memset(f->v->segments[1]->used, 0xff, sizeof f->v->segments[1]->used);
    f->v->segments[1]->used[7] &= ~UINT64_C(1);
    f->v->segments[1]->free = 1;
    assert_error(f->w, ERR_UNAVAILABLE, vault_key_create_many(f->w, f->v, 2, keys));
    assert_string_equal(f->w->err.message, "2 keys wanted, 1 slots free: the next segment is not ready yet");
    assert_ok(f->w, vault_extend(f->w, f->v));
    assert_int_equal(vault_state(f->v).slots, 2 * SEGMENT_SLOTS);
    assert_ok(f->w, vault_key_create_many(f->w, f->v, 2, keys));
    assert_int_equal(slot_number_of(keys[0].id), SEGMENT_SLOTS + 7 * 64);
    assert_int_equal(slot_number_of(keys[1].id), 2 * SEGMENT_SLOTS);
    assert_ok(f->w, vault_sync(f->w, f->v));
    fixture_reopen(f);
    assert_key(f, keys[0], VAULT_OK);
    assert_key(f, keys[1], VAULT_OK);
    fixture_end(&f);
}

/* Whoever asks how full the vault is must not wait until all of it is read. */
static void segments_that_nobody_needed_yet_are_read_one_by_one(void **state)
{
    struct fixture *f = fixture_make(false);
    uint64_t free = SEGMENT_SLOTS / 4 - 1;

    (void)state;
    for (int i = 1; i <= 2; i++) { /* not even a quarter is free: each call makes one more */
        memset(f->v->segments[i]->used, 0xff, sizeof f->v->segments[i]->used);
        f->v->segments[i]->free = (uint32_t)(i == 1 ? free : 0);
        assert_ok(f->w, vault_extend(f->w, f->v));
    }
    fixture_reopen(f);
    assert_int_equal(vault_state(f->v).slots, 3 * SEGMENT_SLOTS);
    assert_int_equal(vault_state(f->v).used, 2 * SEGMENT_SLOTS); /* the last one was read at the start */
    assert_ok(f->w, vault_extend(f->w, f->v));
    assert_int_equal(vault_state(f->v).used, SEGMENT_SLOTS);
    assert_ok(f->w, vault_extend(f->w, f->v));
    assert_int_equal(vault_state(f->v).used, 0);
    fixture_end(&f);
}

static void a_wrong_bit_costs_no_key(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f), next;

    (void)state;
    f->v->segments[1]->used[0] = 0;
    f->v->segments[1]->next = 0;
    next = make_key(f);
    assert_key(f, key, VAULT_OK);
    assert_int_not_equal(slot_number_of(key.id), slot_number_of(next.id));
    fixture_end(&f);
}

static void a_damaged_slot_is_told_apart_from_a_shredded_one(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f);
    uint8_t slot[SLOT_BYTES], byte;

    (void)state;
    fixture_peek(f, "keys.0001", slot, sizeof slot, (long)fixture_slot_place(key));
    for (long i = 0; i < SLOT_BYTES; i++) {
        byte = slot[i] ^ 4;
        fixture_close(f);
        fixture_poke(f, "keys.0001", &byte, 1, (long)fixture_slot_place(key) + i);
        fixture_open(f);
        assert_key(f, key, VAULT_TAMPERED);
        assert_int_equal(vault_state(f->v).used, 1); /* never given away */
        fixture_poke(f, "keys.0001", &slot[i], 1, (long)fixture_slot_place(key) + i);
    }
    assert_key(f, key, VAULT_OK);
    fixture_end(&f);
}

static void one_folder_has_one_vault(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault *second = NULL;

    (void)state;
    assert_error(f->w, ERR_CONFLICT, vault_open(f->w, &f->config, &second));
    assert_non_null(strstr(f->w->err.message, "another server holds the key folder"));
    assert_null(second);
    fixture_reopen(f);
    fixture_end(&f);
}

static void expect_refusal(struct fixture *f, enum error_code code, const char *words)
{
    struct vault *v = NULL;

    assert_error(f->w, code, vault_open(f->w, &f->config, &v));
    if (!strstr(f->w->err.message, words))
        fail_msg("\"%s\" is not in \"%s\"", words, f->w->err.message);
}

static void a_wrong_seal_key_is_named(void **state)
{
    struct fixture *f = fixture_make(false);

    (void)state;
    fixture_close(f);
    assert_int_equal(unlink(f->seal_key), 0);
    assert_ok(f->w, vault_seal_key_create(f->w, f->seal_key, &f->config));
    expect_refusal(f, ERR_TAMPERED, "wrong seal key: keys.0000 was not sealed under the key in ");
    fixture_end(&f);
}

static void keys_that_must_be_there_are_not_made_anew(void **state)
{
    struct fixture *f = fixture_make(false);
    char aside[512];

    (void)state;
    fixture_close(f);
    f->config.expects = VAULT_EXPECTS_KEYS;
    snprintf(aside, sizeof aside, "%s.aside", f->keys);
    assert_int_equal(rename(f->keys, aside), 0);
    expect_refusal(f, ERR_INVALID, "holds no keys, but the database was written with some");
    expect_refusal(f, ERR_INVALID, "holds no keys, but the database was written with some"); /* nothing was left by the first try */
    fixture_end(&f);
}

static void keys_that_belong_to_a_lost_database_are_kept_for_it(void **state)
{
    struct fixture *f = fixture_make(false);

    (void)state;
    f->config.expects = VAULT_EXPECTS_NONE;
    fixture_reopen(f); /* a first start that broke off may have made the files */
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    fixture_close(f);
    expect_refusal(f, ERR_INVALID, "holds the keys of a site whose database is not there");
    f->config.expects = VAULT_EXPECTS_KEYS;
    fixture_open(f);
    fixture_end(&f);
}

static void a_seal_key_is_never_replaced(void **state)
{
    struct fixture *f = fixture_make(false);

    (void)state;
    assert_error(f->w, ERR_CONFLICT, vault_seal_key_create(f->w, f->seal_key, &f->config));
    assert_non_null(strstr(f->w->err.message, "exists already and is not replaced"));
    fixture_reopen(f);
    fixture_end(&f);
}

static void a_bad_seal_key_file_is_explained(void **state)
{
    struct fixture *f = fixture_make(false);

    (void)state;
    fixture_close(f);
    assert_int_equal(chmod(f->seal_key, 0644), 0);
    expect_refusal(f, ERR_INVALID, "has mode 0644, 0600 expected, so that nobody else reads it: chmod 600 /");
    assert_int_equal(chmod(f->seal_key, 0600), 0);
    if (geteuid() == 0) {
        assert_int_equal(chown(f->seal_key, 12345, 0), 0);
        expect_refusal(f, ERR_INVALID, "belongs to uid 12345, uid 0 expected, who runs the server: chown 0 /");
        assert_int_equal(chown(f->seal_key, 0, 0), 0);
    }
    assert_int_equal(truncate(f->seal_key, 31), 0);
    expect_refusal(f, ERR_INVALID, "has 31 bytes, 32 expected");
    assert_int_equal(unlink(f->seal_key), 0);
    expect_refusal(f, ERR_NOT_FOUND, "there is no seal key");
    fixture_end(&f);
}

static void damaged_files_are_named_with_what_they_should_be(void **state)
{
    struct fixture *f = fixture_make(false);
    uint8_t byte;
    char path[512], aside[512];

    (void)state;
    fixture_close(f);
    fixture_cut(f, "keys.0001", 1000);
    expect_refusal(f, ERR_INVALID, "key file keys.0001 has 1000 bytes, 8388608 expected");
    fixture_cut(f, "keys.0001", SEGMENT_BYTES);
    fixture_peek(f, "keys.0000", &byte, 1, 60);
    byte ^= 1;
    fixture_poke(f, "keys.0000", &byte, 1, 60);
    expect_refusal(f, ERR_TAMPERED, "keys.0000 does not begin with its header slot: it is damaged");
    byte ^= 1;
    fixture_poke(f, "keys.0000", &byte, 1, 60);
    snprintf(path, sizeof path, "%s/tombstones", f->keys);
    snprintf(aside, sizeof aside, "%s/aside", f->keys);
    assert_int_equal(rename(path, aside), 0);
    expect_refusal(f, ERR_INVALID, "key file tombstones is missing beside the slot files");
    assert_int_equal(rename(aside, path), 0);
    fixture_poke(f, "tombstones", "PRIVACYD", 8, 0);
    expect_refusal(f, ERR_TAMPERED, "key file tombstones does not begin like a tombstone journal");
    fixture_poke(f, "tombstones", "privacyd", 8, 0);
    fixture_cut(f, "tombstones", 10);
    expect_refusal(f, ERR_INVALID, "key file tombstones has 10 bytes");
    fixture_end(&f);
}

static void a_lost_slot_file_is_never_made_anew(void **state)
{
    struct fixture *f = fixture_make(false);
    char path[512];

    (void)state;
    assert_int_equal(shred(f, make_key(f)), VAULT_OK);
    fixture_close(f);
    snprintf(path, sizeof path, "%s/keys.0000", f->keys);
    assert_int_equal(unlink(path), 0);
    expect_refusal(f, ERR_INVALID, "key file keys.0000 is missing beside others");
    snprintf(path, sizeof path, "%s/keys.0001", f->keys);
    assert_int_equal(unlink(path), 0);
    expect_refusal(f, ERR_INVALID, "keys.0000 is missing, but the tombstones tell of keys");
    fixture_end(&f);
}

static void a_weaker_file_system_must_be_accepted_and_is_told(void **state)
{
    struct fixture *f = fixture_make(false);
    char folder[] = "/dev/shm/privacyd-unit-XXXXXX";
    struct stat status;

    (void)state;
    if (stat("/dev/shm", &status) != 0 || !mkdtemp(folder)) {
        fixture_end(&f);
        skip();
    }
    fixture_close(f);
    snprintf(f->keys, sizeof f->keys, "%s", folder);
    f->config.weaker_filesystem = false;
    expect_refusal(f, ERR_UNSUPPORTED, "lies on tmpfs");
    f->config.weaker_filesystem = true;
    fixture_open(f);
    assert_true(vault_state(f->v).weaker_filesystem);
    assert_string_equal(vault_state(f->v).filesystem, "tmpfs");
    assert_int_equal(shred(f, make_key(f)), VAULT_OK); /* also where no direct reads are possible */
    fixture_close(f);
    for (int i = 0; i < 4; i++) {
        static const char *const names[] = { "keys.0000", "keys.0001", "tombstones", "lock" };
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    rmdir(folder);
    fixture_end(&f);
}

static struct vault_mac mac_of(struct fixture *f, struct site_id of, enum vault_domain domain, struct text input)
{
    struct vault_mac mac = { .domain = domain, .input = input };

    assert_ok(f->w, vault_mac_many(f->w, f->v, of, &mac, 1));
    return mac;
}

static void every_site_and_use_has_a_mac_key_of_its_own(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_mac macs[2][MAC_DOMAINS];

    (void)state;
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    assert_ok(f->w, vault_site_create(f->w, f->v, other_site));
    for (int d = MAC_INDEX_EMAIL; d < MAC_DOMAINS; d++) {
        macs[0][d] = mac_of(f, site, (enum vault_domain)d, TEXT("x"));
        macs[1][d] = mac_of(f, other_site, (enum vault_domain)d, TEXT("x"));
    }
    for (int d = MAC_INDEX_EMAIL; d < MAC_DOMAINS; d++) {
        assert_memory_not_equal(macs[0][d].mac, macs[1][d].mac, 32);
        for (int e = MAC_INDEX_EMAIL; e < d; e++)
            assert_memory_not_equal(macs[0][d].mac, macs[0][e].mac, 32);
    }
    fixture_reopen(f);
    assert_ok(f->w, vault_site_create(f->w, f->v, site)); /* again: nothing changes */
    for (int d = MAC_INDEX_EMAIL; d < MAC_DOMAINS; d++)
        assert_memory_equal(mac_of(f, site, (enum vault_domain)d, TEXT("x")).mac, macs[0][d].mac, 32);
    assert_int_equal(vault_state(f->v).used, 0); /* service keys take no data slots */
    fixture_end(&f);
}

static void a_site_without_keys_and_an_unknown_use_are_errors(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_mac mac = { .domain = MAC_HANDLE };
    uint8_t public_key[32];

    (void)state;
    assert_error(f->w, ERR_NOT_FOUND, vault_mac_many(f->w, f->v, site, &mac, 1));
    assert_error(f->w, ERR_NOT_FOUND, vault_public_key(f->w, f->v, site, public_key));
    assert_non_null(strstr(f->w->err.message, "no service keys in this vault"));
    mac.domain = MAC_DOMAINS;
    assert_error(f->w, ERR_INVALID, vault_mac_many(f->w, f->v, site, &mac, 1));
    fixture_end(&f);
}

static void a_damaged_service_key_is_not_replaced_in_silence(void **state)
{
    struct fixture *f = fixture_make(false);
    uint8_t byte;
    struct vault_mac mac = { .domain = MAC_INDEX_EMAIL };

    (void)state;
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    fixture_close(f);
    fixture_peek(f, "keys.0000", &byte, 1, SLOT_BYTES + 50);
    byte ^= 1;
    fixture_poke(f, "keys.0000", &byte, 1, SLOT_BYTES + 50);
    fixture_open(f);
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    assert_error(f->w, ERR_TAMPERED, vault_mac_many(f->w, f->v, site, &mac, 1));
    assert_string_equal(f->w->err.message, "slot 1 of keys.0000 is damaged: restore it from the key backup");
    fixture_end(&f);
}

static void signatures_verify_under_the_public_key(void **state)
{
    struct fixture *f = fixture_make(false);
    uint8_t signature[64], public_key[32], other_key[32];

    (void)state;
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    assert_ok(f->w, vault_site_create(f->w, f->v, other_site));
    assert_ok(f->w, vault_public_key(f->w, f->v, site, public_key));
    assert_ok(f->w, vault_public_key(f->w, f->v, other_site, other_key));
    assert_memory_not_equal(public_key, other_key, 32);
    fixture_reopen(f);
    assert_ok(f->w, vault_sign(f->w, f->v, site, TEXT("checkpoint"), signature));
    assert_int_equal(crypto_sign_verify_detached(signature, (const uint8_t *)"checkpoint", 10, public_key), 0);
    assert_int_not_equal(crypto_sign_verify_detached(signature, (const uint8_t *)"checkpoinT", 10, public_key), 0);
    fixture_end(&f);
}

static void a_service_key_is_no_data_key(void **state)
{
    struct fixture *f = fixture_make(false);
    struct vault_key header = { .generation = 1 };

    (void)state;
    fixture_peek(f, "keys.0000", header.id.id.bytes, 16, 8);
    assert_int_equal(shred(f, header), VAULT_KEY_GONE);
    fixture_reopen(f);
    fixture_end(&f);
}

static void equal_addresses_have_equal_indexes(void **state)
{
    struct fixture *f = fixture_make(false);
    uint8_t one[INDEX_BYTES], two[INDEX_BYTES], three[INDEX_BYTES];

    (void)state;
    assert_ok(f->w, vault_site_create(f->w, f->v, site));
    assert_ok(f->w, index_of(f->w, f->v, site, MAC_INDEX_EMAIL, TEXT(" Taro@Hikari.example "), one));
    assert_ok(f->w, index_of(f->w, f->v, site, MAC_INDEX_EMAIL, TEXT("taro@hikari.EXAMPLE"), two));
    assert_ok(f->w, index_of(f->w, f->v, site, MAC_INDEX_EMAIL, TEXT("taro+x@hikari.example"), three));
    assert_memory_equal(one, two, INDEX_BYTES);
    assert_memory_not_equal(one, three, INDEX_BYTES);
    assert_memory_equal(one, mac_of(f, site, MAC_INDEX_EMAIL, TEXT("taro@hikari.example")).mac, INDEX_BYTES);
    assert_ok(f->w, index_of(f->w, f->v, site, MAC_INDEX_PHONE, TEXT("+81 3-1234-5678"), one));
    assert_ok(f->w, index_of(f->w, f->v, site, MAC_INDEX_PHONE, TEXT("+81 (0)3 1234 5678"), two));
    assert_memory_equal(one, two, INDEX_BYTES);
    assert_error(f->w, ERR_INVALID, index_of(f->w, f->v, site, MAC_INDEX_EMAIL, TEXT("taro"), one));
    assert_error(f->w, ERR_INVALID, index_of(f->w, f->v, site, MAC_HANDLE, TEXT("taro@hikari.example"), one));
    fixture_end(&f);
}

static void the_cache_forgets_what_is_purged_and_never_grows(void **state)
{
    struct cache *c = cache_create();
    struct id id = { "id" };
    uint8_t secret[SLOT_SECRET] = { 1 }, found[SLOT_SECRET];

    (void)state;
    for (uint32_t number = 0; number < 3 * CACHE_KEYS; number++)
        cache_keep(c, number, id, 1, secret);
    assert_int_equal(cache_count(c), CACHE_KEYS);
    assert_true(cache_find(c, 3 * CACHE_KEYS - 1, id, 1, found));
    assert_false(cache_find(c, 3 * CACHE_KEYS - 1, id, 2, found));
    assert_false(cache_find(c, 0, id, 1, found));
    cache_purge(c, 3 * CACHE_KEYS - 1);
    assert_false(cache_find(c, 3 * CACHE_KEYS - 1, id, 1, found));
    assert_int_equal(cache_count(c), CACHE_KEYS - 1);
    cache_destroy(&c);
}

static void a_pulled_tooth_leaves_the_key_in_its_slot(void **state)
{
#ifdef PRIVACYD_TEETH
    struct fixture *f = fixture_make(false);
    struct vault_key key = make_key(f);
    struct text sealed = seal(f, key, TEXT("x")), opened;

    tooth_pull(TOOTH_SHRED);
    assert_int_equal(shred(f, key), VAULT_OK);
    tooth_restore(TOOTH_SHRED);
    assert_int_equal(open_at(f, place, sealed, &opened), VAULT_OK);
    fixture_reopen(f);
    assert_int_equal(open_at(f, place, sealed, &opened), VAULT_OK);
    fixture_end(&f);
#endif
    (void)state;
}

enum { THREADS = 4, TURNS = 60 };

struct worker {
    struct fixture *f;
    struct work *w;
    int wrong;
};

static void *work_on_keys(void *context)
{
    struct worker *at = context;

    for (int i = 0; i < TURNS; i++) {
        struct vault_key keys[3];
        struct vault_shredding gone;
        struct vault_seal item = { .place = place, .plaintext = TEXT("x") };
        struct vault_opening opening = { .place = place };
        at->wrong += !vault_key_create_many(at->w, at->f->v, 3, keys) || !vault_sync(at->w, at->f->v);
        item.key = keys[1];
        at->wrong += !vault_seal_many(at->w, at->f->v, &item, 1);
        opening.sealed = item.sealed;
        gone.key = keys[i % 3];
        at->wrong += !vault_shred_many(at->w, at->f->v, &gone, 1) || gone.status != VAULT_OK;
        at->wrong += !vault_open_many(at->w, at->f->v, 1, &opening, 1) || opening.status != (i % 3 == 1 ? VAULT_KEY_GONE : VAULT_OK);
        arena_reset(at->w->arena);
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    struct fixture *f = fixture_make(false);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){ .f = f, .w = unit_work() };
        assert_int_equal(pthread_create(&threads[i], NULL, work_on_keys, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].wrong, 0);
        unit_work_end(&workers[i].w);
    }
    assert_int_equal(vault_state(f->v).used, THREADS * TURNS * 2);
    fixture_reopen(f);
    assert_int_equal(vault_state(f->v).used, THREADS * TURNS * 2);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens_after_a_restart),
        cmocka_unit_test(a_copied_ciphertext_opens_in_no_other_place),
        cmocka_unit_test(no_byte_of_a_record_can_change),
        cmocka_unit_test(a_shredded_key_never_opens_again),
        cmocka_unit_test(nothing_of_a_shredded_slot_is_left_in_the_file),
        cmocka_unit_test(a_slot_used_again_has_another_id_and_a_later_generation),
        cmocka_unit_test(many_keys_of_many_places_are_shredded_in_one_call),
        cmocka_unit_test(a_full_vault_says_so_until_it_is_extended),
        cmocka_unit_test(a_wrong_bit_costs_no_key),
        cmocka_unit_test(a_damaged_slot_is_told_apart_from_a_shredded_one),
        cmocka_unit_test(one_folder_has_one_vault),
        cmocka_unit_test(a_wrong_seal_key_is_named),
        cmocka_unit_test(a_seal_key_is_never_replaced),
        cmocka_unit_test(keys_that_must_be_there_are_not_made_anew),
        cmocka_unit_test(keys_that_belong_to_a_lost_database_are_kept_for_it),
        cmocka_unit_test(segments_that_nobody_needed_yet_are_read_one_by_one),
        cmocka_unit_test(a_bad_seal_key_file_is_explained),
        cmocka_unit_test(damaged_files_are_named_with_what_they_should_be),
        cmocka_unit_test(a_lost_slot_file_is_never_made_anew),
        cmocka_unit_test(a_weaker_file_system_must_be_accepted_and_is_told),
        cmocka_unit_test(every_site_and_use_has_a_mac_key_of_its_own),
        cmocka_unit_test(a_site_without_keys_and_an_unknown_use_are_errors),
        cmocka_unit_test(a_damaged_service_key_is_not_replaced_in_silence),
        cmocka_unit_test(signatures_verify_under_the_public_key),
        cmocka_unit_test(a_service_key_is_no_data_key),
        cmocka_unit_test(equal_addresses_have_equal_indexes),
        cmocka_unit_test(the_cache_forgets_what_is_purged_and_never_grows),
        cmocka_unit_test(a_pulled_tooth_leaves_the_key_in_its_slot),
        cmocka_unit_test(threads_do_not_disturb_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
