/* JSON bodies of programs: whatever comes, no member is longer than what was sent, and errors hold no byte of it. */
#include "api/body.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(1u << 20) };
    struct body *b = w.arena ? WORK_NEW(&w, struct body, 1) : NULL;

    must(b != NULL);
    if (body_parse(&w, text_of_bytes(bytes, length), b)) {
        must(b->count >= 0 && b->count <= BODY_MEMBERS_MAX);
        for (int i = 0; i < b->count; i++) {
            must(b->members[i].name.length <= length && b->members[i].value.length <= length + 1);
            must(text_is_utf8(b->members[i].value));
            must(body_member(b, b->members[i].name) == &b->members[i]); /* no name stands twice */
        }
    } else {
        must(w.err.code == ERR_INVALID || w.err.code == ERR_LIMIT);
    }
    arena_destroy(&w.arena);
    return 0;
}
