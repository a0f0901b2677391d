#include "collect/token.h"

#include "base/big_endian.h"
#include "policy/site.h"
#include "vault/token.h"

enum { FORM_SAYS = 8 + 16, RECEIPT_SAYS = 8 };

static struct token_kind kind_of(const struct work *w, const char *use, struct text context)
{
    return (struct token_kind){ .site = w->site->uid, .use = use, .context = context };
}

bool form_token_make(struct work *w, struct vault *v, struct text channel, struct text *out_token)
{
    struct token_kind kind = kind_of(w, "form", channel);
    uint8_t says[FORM_SAYS];

    big_endian_put(says, (uint64_t)instant_add(w->now, SPAN_HOURS(FORM_TOKEN_HOURS)).ms, 8);
    random_bytes(&w->random, says + 8, 16);
    /* two bytes of the expiry are always zero and are not written */
    return token_make(w, v, &kind, says + 2, sizeof says - 2, out_token);
}

bool form_token_check(struct work *w, struct vault *v, struct text channel, struct text token, struct instant *out_expires, bool *out_good)
{
    struct token_kind kind = kind_of(w, "form", channel);
    uint8_t says[TOKEN_SAYS_MAX];
    size_t length;

    TRY(token_read(w, v, &kind, token, says, &length, out_good));
    if (!*out_good || length != FORM_SAYS - 2) {
        *out_good = false;
        return true;
    }
    out_expires->ms = (int64_t)big_endian_get(says, 6);
    *out_good = instant_compare(w->now, *out_expires) < 0;
    return true;
}

bool receipt_token_make(struct work *w, struct vault *v, uint64_t position, struct text *out_token)
{
    struct token_kind kind = kind_of(w, "receipt", TEXT(""));
    uint8_t says[RECEIPT_SAYS];

    big_endian_put(says, position, RECEIPT_SAYS);
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
        *out_position = big_endian_get(says, RECEIPT_SAYS);
    return true;
}
