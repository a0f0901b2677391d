/* Receipts come from people's disks: what is accepted must be written again and verify or not, without a crash. */
#include "ledger/receipt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    CLEANUP(arena_destroy) struct arena *arena = arena_create(1 << 20);
    struct work w = { .arena = arena };
    struct receipt r, again;
    struct ledger_head head;
    struct text json;

    if (!receipt_parse(&w, text_of_bytes(bytes, length), &r))
        return 0;
    if (receipt_verify(&w, &r, &head)) /* what verifies has one form, and that verifies too */
        must(receipt_write(&w, &r, &json) && receipt_parse(&w, json, &again) && receipt_verify(&w, &again, &head));
    return 0;
}
