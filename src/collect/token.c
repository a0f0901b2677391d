#include "collect/token.h"

#include "policy/site.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_MAC = 16, FORM_SAYS = 8 + 16, RECEIPT_SAYS = 8 };

static void put_u64(uint8_t out[8], uint64_t number)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(number >> (56 - 8 * i));
}

static uint64_t get_u64(const uint8_t bytes[8])
{
    uint64_t number = 0;

    for (int i = 0; i < 8; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* `use` keeps the kinds of token apart; it and the channel are ended by NUL, which neither may hold. */
static bool token_mac(struct work *w, struct vault *v, const char *use, struct text channel, const uint8_t *says, size_t length, uint8_t out_mac[TOKEN_MAC])
{
    struct vault_mac mac = { .domain = MAC_TOKEN };
    struct draft d;

    TRY(work_draft(w, 64 + channel.length + length, &d));
    draft_add(&d, text_of(use));
    draft_byte(&d, 0);
    draft_add(&d, channel);
    draft_byte(&d, 0);
    draft_add(&d, text_of_bytes(says, length));
    must(!d.overflow);
    mac.input = draft_text(&d);
    TRY(vault_mac_many(w, v, w->site->uid, &mac, 1));
    memcpy(out_mac, mac.mac, TOKEN_MAC);
    return true;
}

static bool token_write(struct work *w, const uint8_t *bytes, size_t length, struct text *out_token)
{
    struct draft d;

    TRY(work_draft(w, length * 2, &d));
    draft_base64url(&d, bytes, length);
    *out_token = draft_text(&d);
    return true;
}

bool form_token_make(struct work *w, struct vault *v, struct text channel, struct text *out_token)
{
    uint8_t bytes[FORM_SAYS + TOKEN_MAC];

    put_u64(bytes, (uint64_t)instant_add(w->now, SPAN_HOURS(FORM_TOKEN_HOURS)).ms);
    random_bytes(&w->random, bytes + 8, 16);
    TRY(token_mac(w, v, "form", channel, bytes, FORM_SAYS, bytes + FORM_SAYS));
    /* two bytes of the expiry are always zero and are not written */
    return token_write(w, bytes + 2, sizeof bytes - 2, out_token);
}

bool form_token_check(struct work *w, struct vault *v, struct text channel, struct text token, struct instant *out_expires, bool *out_good)
{
    uint8_t bytes[FORM_SAYS + TOKEN_MAC] = { 0 }, mac[TOKEN_MAC];
    size_t length;

    *out_good = false;
    if (!text_unbase64url(token, bytes + 2, sizeof bytes - 2, &length) || length != sizeof bytes - 2)
        return true;
    TRY(token_mac(w, v, "form", channel, bytes, FORM_SAYS, mac));
    out_expires->ms = (int64_t)get_u64(bytes);
    *out_good = sodium_memcmp(mac, bytes + FORM_SAYS, sizeof mac) == 0 && instant_compare(w->now, *out_expires) < 0;
    return true;
}

bool receipt_token_make(struct work *w, struct vault *v, uint64_t position, struct text *out_token)
{
    uint8_t bytes[RECEIPT_SAYS + TOKEN_MAC];

    put_u64(bytes, position);
    TRY(token_mac(w, v, "receipt", TEXT(""), bytes, RECEIPT_SAYS, bytes + RECEIPT_SAYS));
    return token_write(w, bytes, sizeof bytes, out_token);
}

bool receipt_token_check(struct work *w, struct vault *v, struct text token, uint64_t *out_position, bool *out_good)
{
    uint8_t bytes[RECEIPT_SAYS + TOKEN_MAC], mac[TOKEN_MAC];
    size_t length;

    *out_good = false;
    if (!text_unbase64url(token, bytes, sizeof bytes, &length) || length != sizeof bytes)
        return true;
    TRY(token_mac(w, v, "receipt", TEXT(""), bytes, RECEIPT_SAYS, mac));
    *out_position = get_u64(bytes);
    *out_good = sodium_memcmp(mac, bytes + RECEIPT_SAYS, sizeof mac) == 0;
    return true;
}
