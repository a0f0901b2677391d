#include "store/receipts.h"

#include "store/facts.h"

#include <string.h>

static bool note_of_snapshot(struct work *w, struct pipeline_site site, struct vault *v, struct ledger_head head, const uint8_t key[32], struct text *out_note)
{
    uint8_t signature[64];
    struct text body;

    TRY(checkpoint_text(w, site.origin, head, &body));
    TRY(vault_sign(w, v, site.uid, body, signature));
    return note_write(w, body, site.origin, key, signature, out_note);
}

/* A head that covers the position and that the snapshot's tiles can prove. */
static bool find_head(struct work *w, struct pipeline *p, struct vault *v, uint64_t position, const uint8_t key[32], struct ledger_head *out_head,
                      struct text *out_note)
{
    struct tile_table table = { w->snapshot, pipeline_site(p).key };
    struct signed_head newest;
    struct ledger_head seen;

    TRY(facts_head(w, &table, &seen));
    if (seen.size <= position)
        FAIL(w, ERR_NOT_FOUND, "the log of size %llu has no position %llu", (unsigned long long)seen.size, (unsigned long long)position);
    if (pipeline_head(p, &newest) && newest.head.size <= seen.size && newest.head.size > position) {
        *out_head = newest.head;
        return work_copy(w, text_of_bytes(newest.note, newest.note_length), out_note);
    }
    *out_head = seen;
    return note_of_snapshot(w, pipeline_site(p), v, seen, key, out_note);
}

bool receipt_make(struct work *w, struct pipeline *p, struct vault *v, uint64_t position, struct receipt *out_receipt)
{
    struct pipeline_site site = pipeline_site(p);
    struct tile_table table = { w->snapshot, site.key };
    struct tile_source source = { .read = store_tile_reader, .context = &table };
    struct receipt r = { .position = position };
    struct ledger_head head;
    struct fact_row row;
    uint8_t key[32];

    TRY(facts_load(w, site.key, position, &row));
    r.fact = row.fact;
    r.canonical = row.canonical;
    memcpy(r.salt, row.salt, sizeof r.salt);
    TRY(vault_public_key(w, v, site.uid, key));
    TRY(find_head(w, p, v, position, key, &head, &r.note));
    source.size = head.size;
    TRY(ledger_prove_inclusion(w, tile_hash, &source, position, head.size, &r.proof));
    TRY(note_verifier_key(w, site.origin, key, &r.verifier_key));
    *out_receipt = r;
    return true;
}
