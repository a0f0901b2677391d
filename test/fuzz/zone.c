/* Any bytes as a TZif file: refused, or a zone in which days and instants agree. */
#include "base/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const int32_t days[] = { INT32_MIN, -719162, -1, 0, 20513, 27000, 1000000, INT32_MAX };
    struct work *w = calloc(1, sizeof *w);
    const struct zone *z;

    must(w);
    w->arena = arena_create(1 << 20);
    must(w->arena);
    if (zone_parse(w, text_of_bytes(bytes, length), &z))
        for (size_t i = 0; i < COUNT_OF(days); i++)
            (void)zone_day_of(z, zone_instant_of(z, (struct day){ days[i] }));
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
