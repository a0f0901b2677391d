/* Any bytes as a policy to lay out: either it is left alone with a reason, or the result says the same (policy_format looks) and is its own form. */
#include "policy/format.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work *w = calloc(1, sizeof *w);
    struct text source = text_of_bytes(bytes, length), once, twice;
    struct findings f;

    must(w);
    w->arena = arena_create(64u << 20);
    w->now = (struct instant){ 1772366400000 };
    must(w->arena);
    if (!policy_format(w, source, &once, &f)) {
        must(w->err.code == ERR_LIMIT); /* nothing that can be read is refused for how it is written */
    } else if (f.count == 0) {
        must(policy_format(w, once, &twice, &f) && f.count == 0);
        must(text_equal(once, twice));
    }
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
