/* A receipt: fact, salt, position, inclusion proof and a signed head, in one JSON file that a person keeps. `privacyd verify FILE` and the
 * independent verifier in Python check it without network. It names the log's key; a reader who knows the key from elsewhere compares it. */
#ifndef LEDGER_RECEIPT_H
#define LEDGER_RECEIPT_H

#include "ledger/fact.h"
#include "ledger/note.h"

enum { RECEIPT_VERSION = 1, RECEIPT_MAX = 16 * 1024 };

struct receipt {
    struct fact fact;
    uint8_t salt[FACT_SALT];
    struct text canonical;
    uint64_t position;
    struct ledger_proof proof;
    struct text note;         /* signed checkpoint */
    struct text verifier_key; /* note_verifier_key */
};

/* JSON with members "privacyd_receipt": 1, "fact" (readable), "canonical", "salt", "position", "proof", "checkpoint", "key". */
MUST_USE bool receipt_write(struct work *w, const struct receipt *r, struct text *out_json);
/* Errors: INVALID with what is missing or malformed; UNSUPPORTED for a later version. */
MUST_USE bool receipt_parse(struct work *w, struct text json, struct receipt *out_receipt);
/* Checks everything inside against everything else. Errors: TAMPERED, naming the part that does not fit. */
MUST_USE bool receipt_verify(struct work *w, const struct receipt *r, struct ledger_head *out_head);

#endif
