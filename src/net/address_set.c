#include "net/address_set.h"

#include <string.h>

bool address_set_add(struct address_set *s, struct text word)
{
    struct peer_address a;
    size_t slash = word.length;
    bool has_bits = text_find(word, TEXT("/"), &slash);
    uint64_t bits;

    if (text_equal(word, TEXT("unix"))) {
        s->unix_sockets = true;
        return true;
    }
    if (s->count == ADDRESS_RANGES_MAX || !peer_address_parse(text_first(word, slash), &a))
        return false;
    bits = (uint64_t)a.family * 8;
    if (has_bits && (!text_to_u64(text_from(word, slash + 1), &bits) || bits > (uint64_t)a.family * 8))
        return false;
    s->ranges[s->count] = (struct address_range){ .family = a.family, .bits = (int)bits };
    memcpy(s->ranges[s->count].bytes, a.bytes, sizeof a.bytes);
    s->count++;
    return true;
}

static bool range_holds(const struct address_range *r, const struct peer_address *a)
{
    int whole = r->bits / 8, rest = r->bits % 8;
    uint8_t mask = (uint8_t)(0xff00 >> rest);

    return r->family == a->family && memcmp(r->bytes, a->bytes, (size_t)whole) == 0 &&
           (rest == 0 || (r->bytes[whole] & mask) == (a->bytes[whole] & mask));
}

bool address_set_holds(const struct address_set *s, const struct peer_address *a)
{
    if (a->family == 0)
        return s->unix_sockets;
    for (int i = 0; i < s->count; i++)
        if (range_holds(&s->ranges[i], a))
            return true;
    return false;
}
