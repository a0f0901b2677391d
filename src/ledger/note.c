#include "ledger/note.h"

#include <sodium.h>
#include <string.h>

/* Signed notes: text, an empty line, signature lines "EM-DASH SP name SP base64(keyid | signature)". */
enum { KEY_ID = 4, TYPE_ED25519 = 0x01, SIGNATURE = 64 };

#define DASH "\xE2\x80\x94 "

/* Names stand in lines cut at spaces and in keys cut at plus signs. */
static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.at[i] <= 0x20 || name.at[i] >= 0x7F || name.at[i] == '+')
            return false;
    return name.length > 0 && name.length <= ORIGIN_MAX;
}

static void key_id(struct text name, const uint8_t public_key[32], uint8_t out_id[KEY_ID])
{
    struct text parts[] = { name, TEXT("\n\x01"), text_of_bytes(public_key, 32) };
    struct hash h = hash_parts(parts, COUNT_OF(parts));

    memcpy(out_id, h.bytes, KEY_ID);
}

bool checkpoint_text(struct work *w, struct text origin, struct ledger_head head, struct text *out_text)
{
    struct draft d;

    if (!is_name(origin))
        FAIL(w, ERR_INVALID, "the origin of a log is 1 to %d visible ASCII characters without +", ORIGIN_MAX);
    TRY(work_draft(w, NOTE_MAX, &d));
    draft_add(&d, origin);
    draft_byte(&d, '\n');
    draft_number(&d, head.size);
    draft_byte(&d, '\n');
    draft_base64(&d, head.root.bytes, sizeof head.root.bytes);
    draft_byte(&d, '\n');
    *out_text = draft_text(&d);
    return true;
}

bool note_write(struct work *w, struct text body, struct text key_name, const uint8_t public_key[32], const uint8_t signature[64], struct text *out_note)
{
    uint8_t bytes[KEY_ID + SIGNATURE];
    struct draft d;

    if (!is_name(key_name))
        FAIL(w, ERR_INVALID, "the name of a key is 1 to %d visible ASCII characters without +", ORIGIN_MAX);
    key_id(key_name, public_key, bytes);
    memcpy(bytes + KEY_ID, signature, SIGNATURE);
    TRY(work_draft(w, NOTE_MAX, &d));
    draft_add(&d, body);
    draft_add(&d, TEXT("\n" DASH));
    draft_add(&d, key_name);
    draft_byte(&d, ' ');
    draft_base64(&d, bytes, sizeof bytes);
    draft_byte(&d, '\n');
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "a note is longer than %d bytes", NOTE_MAX);
    *out_note = draft_text(&d);
    return true;
}

bool note_verifier_key(struct work *w, struct text key_name, const uint8_t public_key[32], struct text *out_key)
{
    uint8_t id[KEY_ID], bytes[33] = { TYPE_ED25519 };
    struct draft d;

    if (!is_name(key_name))
        FAIL(w, ERR_INVALID, "the name of a key is 1 to %d visible ASCII characters without +", ORIGIN_MAX);
    key_id(key_name, public_key, id);
    memcpy(bytes + 1, public_key, 32);
    TRY(work_draft(w, ORIGIN_MAX + 64, &d));
    draft_add(&d, key_name);
    draft_byte(&d, '+');
    draft_hex(&d, id, sizeof id);
    draft_byte(&d, '+');
    draft_base64(&d, bytes, sizeof bytes);
    *out_key = draft_text(&d);
    return true;
}

bool note_verifier_key_parse(struct work *w, struct text key, struct text *out_name, uint8_t out_public_key[32])
{
    struct text rest = key, name, id_digits;
    uint8_t id[KEY_ID], stated_id[KEY_ID], bytes[33];
    size_t length;

    if (!text_cut(&rest, '+', &name) || !is_name(name) || !text_cut(&rest, '+', &id_digits))
        FAIL(w, ERR_INVALID, "a verifier key reads NAME+ID+KEY");
    if (!text_unhex(id_digits, stated_id, sizeof stated_id, &length) || length != sizeof stated_id)
        FAIL(w, ERR_INVALID, "the id in a verifier key is 8 hexadecimal digits");
    if (!text_unbase64(rest, bytes, sizeof bytes, &length) || length != sizeof bytes || bytes[0] != TYPE_ED25519)
        FAIL(w, ERR_INVALID, "a verifier key holds an Ed25519 key in base64");
    key_id(name, bytes + 1, id);
    if (memcmp(id, stated_id, sizeof id) != 0)
        FAIL(w, ERR_INVALID, "the id in the verifier key does not belong to its key");
    TRY(work_copy(w, name, out_name));
    memcpy(out_public_key, bytes + 1, 32);
    return true;
}

static bool is_note_text(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (((unsigned char)t.at[i] < 0x20 && t.at[i] != '\n') || t.at[i] == 0x7F)
            return false;
    return text_is_utf8(t) && text_ends(t, TEXT("\n"));
}

/* Cuts at the last empty line: the text may hold empty lines, signatures may not. */
static bool note_cut(struct text note, struct text *out_body, struct text *out_signatures)
{
    for (size_t i = note.length; i-- > 1;)
        if (note.at[i] == '\n' && note.at[i - 1] == '\n') {
            *out_body = text_first(note, i);
            *out_signatures = text_from(note, i + 1);
            return out_signatures->length > 0;
        }
    return false;
}

struct signature_line {
    struct text name;
    uint8_t id[KEY_ID];
    struct text signature;
};

static bool signature_line_parse(struct work *w, struct text line, struct signature_line *out_line)
{
    struct text rest, name;
    uint8_t *bytes = WORK_NEW(w, uint8_t, line.length);
    size_t length;

    if (!bytes)
        return false;
    rest = text_from(line, sizeof DASH - 1);
    if (!text_starts(line, TEXT(DASH)) || !text_cut(&rest, ' ', &name) || name.length == 0)
        FAIL(w, ERR_TAMPERED, "note: a signature line is malformed");
    if (!text_unbase64(rest, bytes, line.length, &length) || length <= KEY_ID)
        FAIL(w, ERR_TAMPERED, "note: a signature is not in base64");
    out_line->name = name;
    memcpy(out_line->id, bytes, KEY_ID);
    out_line->signature = text_of_bytes(bytes + KEY_ID, length - KEY_ID);
    return true;
}

bool note_open(struct work *w, struct text note, struct text key_name, const uint8_t public_key[32], struct text *out_body)
{
    struct text body, rest, line;
    struct signature_line s;
    uint8_t id[KEY_ID];
    bool known = false;

    if (note.length > NOTE_MAX)
        FAIL(w, ERR_TAMPERED, "note: longer than %d bytes", NOTE_MAX);
    if (!is_note_text(note) || !note_cut(note, &body, &rest))
        FAIL(w, ERR_TAMPERED, "note: it is not a text with signatures");
    key_id(key_name, public_key, id);
    while (text_cut(&rest, '\n', &line)) {
        TRY(signature_line_parse(w, line, &s));
        if (!text_equal(s.name, key_name) || memcmp(s.id, id, sizeof id) != 0)
            continue;
        if (s.signature.length != SIGNATURE
            || crypto_sign_verify_detached((const uint8_t *)s.signature.at, (const uint8_t *)body.at, body.length, public_key) != 0)
            FAIL(w, ERR_TAMPERED, "note: the signature does not fit");
        known = true;
    }
    if (!known)
        FAIL(w, ERR_TAMPERED, "note: it is not signed by the key of the log");
    *out_body = body;
    return true;
}

static bool size_parse(struct text digits, uint64_t *out_size)
{
    bool leading_zero = digits.length > 1 && digits.at[0] == '0';

    return !leading_zero && text_to_u64(digits, out_size);
}

bool checkpoint_parse(struct work *w, struct text body, struct text *out_origin, struct ledger_head *out_head)
{
    struct text rest = body, origin, size, root;
    struct ledger_head head;
    size_t length;

    if (!text_ends(body, TEXT("\n")) || !text_cut(&rest, '\n', &origin) || !text_cut(&rest, '\n', &size) || !text_cut(&rest, '\n', &root) || rest.length)
        FAIL(w, ERR_TAMPERED, "checkpoint: it is not three lines");
    if (!is_name(origin))
        FAIL(w, ERR_TAMPERED, "checkpoint: its origin is malformed");
    if (!size_parse(size, &head.size))
        FAIL(w, ERR_TAMPERED, "checkpoint: its size is malformed");
    if (!text_unbase64(root, head.root.bytes, sizeof head.root.bytes, &length) || length != sizeof head.root.bytes)
        FAIL(w, ERR_TAMPERED, "checkpoint: its root is malformed");
    *out_origin = origin;
    *out_head = head;
    return true;
}
