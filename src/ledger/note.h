/* Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint). A checkpoint says: the log of this origin has this size and this root.
 * Signing itself is done in the vault; here is what is signed and how it is written down. */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "ledger/tree.h"

/* A note has room for sixteen more signatures, by witnesses. */
enum { NOTE_MAX = 8192, ORIGIN_MAX = 200 };

/* "origin LF size LF base64(root) LF" */
MUST_USE bool checkpoint_text(struct work *w, struct text origin, struct ledger_head head, struct text *out_text);
/* The text, an empty line, and one signature line. The key's name is the origin. */
MUST_USE bool note_write(struct work *w, struct text body, struct text key_name, const uint8_t public_key[32], const uint8_t signature[64], struct text *out_note);
/* "name+hex8(keyid)+base64(0x01 | key)" */
MUST_USE bool note_verifier_key(struct work *w, struct text key_name, const uint8_t public_key[32], struct text *out_key);
/* Errors: INVALID. */
MUST_USE bool note_verifier_key_parse(struct work *w, struct text key, struct text *out_name, uint8_t out_public_key[32]);

/* Checks the note: unknown keys are ignored, a bad signature of the known one rejects it. Errors: TAMPERED, saying what is wrong. */
MUST_USE bool note_open(struct work *w, struct text note, struct text key_name, const uint8_t public_key[32], struct text *out_body);
/* Errors: TAMPERED. The origin lies in the body. */
MUST_USE bool checkpoint_parse(struct work *w, struct text body, struct text *out_origin, struct ledger_head *out_head);

#endif
