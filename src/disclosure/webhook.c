#include "disclosure/webhook.h"

#include "net/post.h"

#include <sodium.h>

enum { SIGNATURE_MAX = 160 };

const struct webhook *webhook_find(const struct webhooks *hooks, struct text recipient)
{
    for (size_t i = 0; hooks && i < hooks->count; i++)
        if (text_equal(hooks->list[i].recipient, recipient))
            return &hooks->list[i];
    return NULL;
}

bool webhook_secret_read(struct work *w, struct text line, struct text *out_secret)
{
    struct text prefix = TEXT("whsec_"), secret = line;
    size_t length = 0;
    uint8_t *bytes;

    if (text_starts(line, prefix)) {
        bytes = WORK_NEW(w, uint8_t, line.length);
        if (!bytes)
            return false;
        if (!text_unbase64(text_from(line, prefix.length), bytes, line.length, &length))
            FAIL(w, ERR_INVALID, "after whsec_ the secret must be base64; for example: echo whsec_$(openssl rand -base64 32)");
        secret = text_of_bytes(bytes, length);
    }
    if (secret.length < WEBHOOK_SECRET_MIN)
        FAIL(w, ERR_INVALID, "the secret must have at least %d bytes; for example: echo whsec_$(openssl rand -base64 32)", WEBHOOK_SECRET_MIN);
    *out_secret = secret;
    return true;
}

static void add_signature(struct draft *d, struct text secret, struct text head, struct text body)
{
    crypto_auth_hmacsha256_state state;
    uint8_t mac[crypto_auth_hmacsha256_BYTES];

    crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret.at, secret.length);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)head.at, head.length);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)body.at, body.length);
    crypto_auth_hmacsha256_final(&state, mac);
    draft_add(d, d->length ? TEXT(" v1,") : TEXT("v1,"));
    draft_base64(d, mac, sizeof mac);
    sodium_memzero(&state, sizeof state);
}

static bool name_of(struct work *w, const struct webhook_message *m, struct text *out_id, struct text *out_time)
{
    struct draft d;

    TRY(work_draft(w, 40, &d));
    draft_id(&d, m->uid);
    *out_id = draft_text(&d);
    return work_format(w, out_time, "%lld", (long long)(m->at.ms / 1000));
}

bool webhook_sign(struct work *w, const struct webhook *hook, const struct webhook_message *m, struct text *out_signature)
{
    struct text id, at, head;
    struct draft d;

    TRY(name_of(w, m, &id, &at));
    TRY(work_format(w, &head, "%.*s.%.*s.", TEXT_ARGS(id), TEXT_ARGS(at)));
    TRY(work_draft(w, SIGNATURE_MAX, &d));
    add_signature(&d, hook->secret, head, m->body);
    if (hook->old_secret.length)
        add_signature(&d, hook->old_secret, head, m->body);
    must(!d.overflow);
    *out_signature = draft_text(&d);
    return true;
}

static bool judge(struct work *w, int status)
{
    if (status >= 200 && status < 300)
        return true;
    if (status == 410)
        FAIL(w, ERR_REFUSED, "the webhook answered 410: it wants no more");
    if (status >= 300 && status < 400)
        FAIL(w, ERR_UNAVAILABLE, "the webhook answered %d; no redirect is followed, so configure the address it leads to", status);
    FAIL(w, ERR_UNAVAILABLE, "the webhook answered %d", status);
}

bool webhook_send(struct work *w, const struct webhook *hook, const struct webhook_message *m, struct webhook_answer *out_answer)
{
    struct post_request r = { .url = hook->url, .body = m->body, .allow_private = hook->allow_private, .ca_file = hook->ca_file };
    struct post_answer answer = { 0, 0 };
    struct text id, at, signature;

    TRY(name_of(w, m, &id, &at));
    TRY(webhook_sign(w, hook, m, &signature));
    const struct http_header headers[] = {
        { TEXT("Content-Type"), TEXT("application/json") }, { TEXT("webhook-id"), id }, { TEXT("webhook-timestamp"), at }, { TEXT("webhook-signature"), signature },
    };
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        r.headers[r.header_count++] = headers[i];
    TRY(post_send(w, &r, &answer));
    *out_answer = (struct webhook_answer){ answer.status, SPAN_SECONDS(answer.wait_seconds) };
    return judge(w, answer.status);
}
