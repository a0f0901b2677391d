#include "net/scope.h"

#include "base/text.h"

#include <netinet/in.h>
#include <string.h>

struct range {
    uint8_t bytes[16];
    int bits;
    enum net_scope scope;
};

/* The first that holds counts. */
static const struct range ranges_4[] = {
    { { 0 }, 8, SCOPE_NEVER },           { { 10 }, 8, SCOPE_PRIVATE },        { { 100, 64 }, 10, SCOPE_PRIVATE },   { { 127 }, 8, SCOPE_PRIVATE },
    { { 169, 254 }, 16, SCOPE_NEVER },   { { 172, 16 }, 12, SCOPE_PRIVATE },  { { 192, 0, 0 }, 24, SCOPE_NEVER },   { { 192, 0, 2 }, 24, SCOPE_NEVER },
    { { 192, 88, 99 }, 24, SCOPE_NEVER }, { { 192, 168 }, 16, SCOPE_PRIVATE }, { { 198, 18 }, 15, SCOPE_NEVER },     { { 198, 51, 100 }, 24, SCOPE_NEVER },
    { { 203, 0, 113 }, 24, SCOPE_NEVER }, { { 224 }, 3, SCOPE_NEVER },         { { 0 }, 0, SCOPE_PUBLIC },
};
static const struct range ranges_6[] = {
    { { [15] = 1 }, 128, SCOPE_PRIVATE },      { { 0xfc }, 7, SCOPE_PRIVATE },               { { 0x20, 0x01, 0x0d, 0xb8 }, 32, SCOPE_NEVER },
    { { 0x20, 0x01, 0, 0 }, 23, SCOPE_NEVER }, { { 0x20, 0x02 }, 16, SCOPE_NEVER },          { { 0x3f, 0xff }, 20, SCOPE_NEVER },
    { { 0x20 }, 3, SCOPE_PUBLIC },             { { 0 }, 0, SCOPE_NEVER },
};

static bool holds(const struct range *r, const uint8_t *address)
{
    int whole = r->bits / 8, rest = r->bits % 8;
    uint8_t mask = (uint8_t)(0xff00 >> rest);

    return memcmp(r->bytes, address, (size_t)whole) == 0 && (rest == 0 || (r->bytes[whole] & mask) == (address[whole] & mask));
}

static enum net_scope find(const struct range *ranges, const void *address)
{
    while (!holds(ranges, address))
        ranges++;
    return ranges->scope;
}

enum net_scope net_scope_of(const struct sockaddr *address)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    const uint8_t *six;

    if (address->sa_family == AF_INET)
        return find(ranges_4, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
    if (address->sa_family != AF_INET6)
        return SCOPE_NEVER;
    six = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr;
    return memcmp(six, mapped, sizeof mapped) == 0 ? find(ranges_4, six + sizeof mapped) : find(ranges_6, six);
}
