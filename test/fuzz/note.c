/* Signed notes and verifier keys: what parses must be written again to the same bytes. */
#include "ledger/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint8_t key[32] = { 0x03, 0xa1, 0x07, 0xbf, 0xf3, 0xce, 0x10, 0xbe, 0x1d, 0x70, 0xdd, 0x18, 0xe7, 0x4b, 0xc0, 0x99,
        0x67, 0xe4, 0xd6, 0x30, 0x9b, 0xa5, 0x0d, 0x5f, 0x1d, 0xdc, 0x86, 0x64, 0x12, 0x55, 0x31, 0xb8 };
    CLEANUP(arena_destroy) struct arena *arena = arena_create(1 << 20);
    struct work w = { .arena = arena };
    struct text input = text_of_bytes(bytes, length), body, origin, again;
    struct ledger_head head;
    uint8_t parsed[32];

    if (checkpoint_parse(&w, input, &origin, &head))
        must(checkpoint_text(&w, origin, head, &again) && text_equal(input, again));
    if (note_verifier_key_parse(&w, input, &origin, parsed))
        must(note_verifier_key(&w, origin, parsed, &again) && text_equal(input, again));
    if (note_open(&w, input, TEXT("privacy.example.org/log"), key, &body) && checkpoint_parse(&w, body, &origin, &head))
        must(checkpoint_text(&w, origin, head, &again) && text_equal(body, again));
    return 0;
}
