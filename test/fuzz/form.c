/* Arbitrary bytes as a form: refused in words, or fields that are UTF-8 without NUL. */
#include "net/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(4u << 20) };
    struct form f;

    if (form_parse(&w, text_of_bytes(bytes, length), &f)) {
        must(f.count <= FORM_FIELDS_MAX);
        for (int i = 0; i < f.count; i++)
            must(text_is_utf8(f.fields[i].name) && text_is_utf8(f.fields[i].value));
    } else {
        must(w.err.code == ERR_LIMIT || (w.err.code == ERR_INVALID && w.err.message[0]));
    }
    arena_destroy(&w.arena);
    return 0;
}
