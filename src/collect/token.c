#include "collect/token.h"

#include "policy/site.h"
#include "vault/token.h"

#include <string.h>

enum { FORM_SAYS = 8 + 16, RECEIPT_SAYS = 8 };

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

static struct token_kind kind_of(const struct work *w, const char *use, struct text context)
{
    return (struct token_kind){ .site = w->site->uid, .use = use, .context = context };
}

bool form_token_make(struct work *w, struct vault *v, struct text channel, struct text *out_token)
{
    struct token_kind kind = kind_of(w, "form", channel);
    uint8_t says[FORM_SAYS];

    put_u64(says, (uint64_t)instant_add(w->now, SPAN_HOURS(FORM_TOKEN_HOURS)).ms);
    random_bytes(&w->random, says + 8, 16);
    /* two bytes of the expiry are always zero and are not written */
    return token_make(w, v, &kind, says + 2, sizeof says - 2, out_token);
}

bool form_token_check(struct work *w, struct vault *v, struct text channel, struct text token, struct instant *out_expires, bool *out_good)
{
    struct token_kind kind = kind_of(w, "form", channel);
    uint8_t says[TOKEN_SAYS_MAX], expiry[8] = { 0 };
    size_t length;

    TRY(token_read(w, v, &kind, token, says, &length, out_good));
    if (!*out_good || length != FORM_SAYS - 2) {
        *out_good = false;
        return true;
    }
    memcpy(expiry + 2, says, 6);
    out_expires->ms = (int64_t)get_u64(expiry);
    *out_good = instant_compare(w->now, *out_expires) < 0;
    return true;
}

bool receipt_token_make(struct work *w, struct vault *v, uint64_t position, struct text *out_token)
{
    struct token_kind kind = kind_of(w, "receipt", TEXT(""));
    uint8_t says[RECEIPT_SAYS];

    put_u64(says, position);
    return token_make(w, v, &kind, says, sizeof says, out_token);
}

bool receipt_token_check(struct work *w, struct vault *v, struct text token, uint64_t *out_position, bool *out_good)
{
    struct token_kind kind = kind_of(w, "receipt", TEXT(""));
    uint8_t says[TOKEN_SAYS_MAX];
    size_t length;

    TRY(token_read(w, v, &kind, token, says, &length, out_good));
    *out_good = *out_good && length == RECEIPT_SAYS;
    if (*out_good)
        *out_position = get_u64(says);
    return true;
}
