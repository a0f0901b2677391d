#include "vault/token.h"

#include <sodium.h>
#include <string.h>

static bool mac_of(struct work *w, struct vault *v, const struct token_kind *kind, const uint8_t *says, size_t length, uint8_t out_mac[TOKEN_MAC])
{
    struct vault_mac mac = { .domain = MAC_TOKEN };
    struct draft d;

    TRY(work_draft(w, 64 + kind->context.length + length, &d));
    draft_add(&d, text_of(kind->use));
    draft_byte(&d, 0);
    draft_add(&d, kind->context);
    draft_byte(&d, 0);
    draft_add(&d, text_of_bytes(says, length));
    must(!d.overflow);
    mac.input = draft_text(&d);
    TRY(vault_mac_many(w, v, kind->site, &mac, 1));
    memcpy(out_mac, mac.mac, TOKEN_MAC);
    return true;
}

bool token_make(struct work *w, struct vault *v, const struct token_kind *kind, const uint8_t *says, size_t length, struct text *out_token)
{
    uint8_t bytes[TOKEN_SAYS_MAX + TOKEN_MAC];
    struct draft d;

    must(length <= TOKEN_SAYS_MAX);
    memcpy(bytes, says, length);
    TRY(mac_of(w, v, kind, says, length, bytes + length));
    TRY(work_draft(w, (length + TOKEN_MAC) * 2, &d));
    draft_base64url(&d, bytes, length + TOKEN_MAC);
    *out_token = draft_text(&d);
    return true;
}

bool token_read(struct work *w, struct vault *v, const struct token_kind *kind, struct text token, uint8_t out_says[TOKEN_SAYS_MAX], size_t *out_length, bool *out_good)
{
    uint8_t bytes[TOKEN_SAYS_MAX + TOKEN_MAC], mac[TOKEN_MAC];
    size_t length;

    *out_good = false;
    if (!text_unbase64url(token, bytes, sizeof bytes, &length) || length < TOKEN_MAC)
        return true;
    length -= TOKEN_MAC;
    TRY(mac_of(w, v, kind, bytes, length, mac));
    *out_good = sodium_memcmp(mac, bytes + length, TOKEN_MAC) == 0;
    *out_length = length;
    memcpy(out_says, bytes, length);
    return true;
}
