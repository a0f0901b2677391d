/* Any bytes as a law file of the operator: findings, never a crash; without errors every row can be said and looked up. */
#include "law/load.h"
#include "law/say.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work *w = calloc(1, sizeof *w);
    struct law_file own = { .name = TEXT("own.yaml"), .source = text_of_bytes(bytes, length) };
    struct text shown;
    struct law law;

    must(w);
    w->arena = arena_create(64u << 20);
    must(w->arena && law_load(w, &own, 1, &law));
    must(law_files_report(w, &own, 1, &shown));
    if (!law_say(w, &law, TEXT(""), &shown))
        must(w->err.code == ERR_LIMIT);
    for (int i = 0; i < law.row_count; i++)
        must(law_row_named(&law, law.rows[i].name) && law_region(&law, TEXT("US-CA")));
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
