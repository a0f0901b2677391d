#include "collect/repeat.h"

#include "base/hash.h"
#include "policy/site.h"

#include <sodium.h>
#include <string.h>

/* Every part has a fixed length: nothing can be moved from one into the next. Kind 0 is the body. */
static bool mac_input(struct work *w, int kind, struct text scope, struct text part, struct text *out_input)
{
    const struct hash scope_hash = hash_bytes(scope.at, scope.length), part_hash = hash_bytes(part.at, part.length);
    struct draft d;

    TRY(work_draft(w, 128, &d));
    draft_byte(&d, (char)kind);
    draft_byte(&d, (char)w->actor.kind);
    for (int shift = 56; shift >= 0; shift -= 8)
        draft_byte(&d, (char)(w->actor.number >> shift & 0xFF));
    draft_add(&d, text_of_bytes(scope_hash.bytes, sizeof scope_hash.bytes));
    draft_add(&d, text_of_bytes(part_hash.bytes, sizeof part_hash.bytes));
    must(!d.overflow);
    *out_input = draft_text(&d);
    return true;
}

bool repeat_name(struct work *w, struct vault *v, enum once_kind kind, struct text scope, struct text name, struct text body,
                 struct instant expires, struct repeat *out_repeat)
{
    struct vault_mac macs[2] = { { .domain = MAC_BODY }, { .domain = MAC_BODY } };

    TRY(mac_input(w, kind, scope, name, &macs[0].input));
    TRY(mac_input(w, 0, scope, body, &macs[1].input));
    TRY(vault_mac_many(w, v, w->site->uid, macs, 2));
    *out_repeat = (struct repeat){ .named = true, .kind = kind, .expires = expires };
    memcpy(out_repeat->hash, macs[0].mac, sizeof out_repeat->hash);
    memcpy(out_repeat->body, macs[1].mac, sizeof out_repeat->body);
    return true;
}

bool repeat_find(struct work *w, const struct repeat *r, struct once *out_first, bool *out_found, bool *out_same)
{
    *out_found = *out_same = false;
    if (!r->named)
        return true;
    TRY(once_find(w, w->site->key, r->kind, r->hash, out_first, out_found));
    *out_same = *out_found && sodium_memcmp(r->body, out_first->body, sizeof r->body) == 0;
    return true;
}

bool repeat_add(struct work *w, const struct repeat *r, struct store_value subject, struct record_id record, struct store_value position)
{
    const struct once_new once = {
        .kind = r->kind, .hash = text_of_bytes(r->hash, sizeof r->hash), .body = text_of_bytes(r->body, sizeof r->body),
        .subject = subject, .record = record, .position = position, .expires_at = r->expires,
    };

    return !r->named || once_add(w, w->site->key, &once);
}
