#include "consent/unsubscribe.h"

#include "base/big_endian.h"
#include "policy/site.h"
#include "vault/token.h"

#include <string.h>

enum { ID_BYTES = 16, PURPOSE_BYTES = 4, SAYS = ID_BYTES + PURPOSE_BYTES };

static struct token_kind kind_of(const struct work *w)
{
    return (struct token_kind){ .site = w->site->uid, .use = "unsubscribe" };
}

bool unsubscribe_address(struct work *w, struct vault *v, struct subject_id subject, int purpose, struct text *out_address)
{
    struct token_kind kind = kind_of(w);
    uint8_t says[SAYS];
    struct text token;

    memcpy(says, subject.id.bytes, ID_BYTES);
    big_endian_put(says + ID_BYTES, (uint32_t)purpose, PURPOSE_BYTES);
    TRY(token_make(w, v, &kind, says, sizeof says, &token));
    return work_format(w, out_address, "%.*s%.*s/u/%.*s", TEXT_ARGS(w->site->base_url), TEXT_ARGS(w->site->mount), TEXT_ARGS(token));
}

bool unsubscribe_read(struct work *w, struct vault *v, struct text token, struct handle *out_handle, int *out_purpose, bool *out_good)
{
    struct token_kind kind = kind_of(w);
    uint8_t says[TOKEN_SAYS_MAX];
    struct subject_id subject;
    size_t length = 0;

    TRY(token_read(w, v, &kind, token, says, &length, out_good));
    *out_good = *out_good && length == SAYS;
    if (!*out_good)
        return true;
    memcpy(subject.id.bytes, says, ID_BYTES);
    *out_purpose = (int)big_endian_get(says + ID_BYTES, PURPOSE_BYTES);
    return handle_of(w, v, subject, out_handle);
}
