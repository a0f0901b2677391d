/* Receipts out of the database: fact, salt, inclusion proof and a signed head, for a person to keep (ledger/receipt.h). */
#ifndef STORE_RECEIPTS_H
#define STORE_RECEIPTS_H

#include "ledger/receipt.h"
#include "store/pipeline.h"

/* From the unit's snapshot. The head is the newest one that the pipeline signed; when the snapshot does not fit it (it is older, or the
 * signing failed), the snapshot's own head is signed. Errors: NOT_FOUND when the fact is no longer kept or was never there. */
MUST_USE bool receipt_make(struct work *w, struct pipeline *p, struct vault *v, uint64_t position, struct receipt *out_receipt);

#endif
