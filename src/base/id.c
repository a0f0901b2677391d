#include "base/id.h"

#include <string.h>

struct id id_ordered(struct random *r, struct instant now)
{
    struct id id = id_random(r);
    uint64_t ms = (uint64_t)now.ms;

    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    return id;
}

struct id id_random(struct random *r)
{
    struct id id;

    random_bytes(r, id.bytes, sizeof id.bytes);
    return id;
}

bool id_equal(struct id a, struct id b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

void draft_id(struct draft *d, struct id id)
{
    draft_hex(d, id.bytes, sizeof id.bytes);
}

bool id_parse(struct text t, struct id *out_id)
{
    struct id id;
    size_t length;

    if (t.length != 32 || !text_unhex(t, id.bytes, sizeof id.bytes, &length))
        return false;
    *out_id = id;
    return true;
}
