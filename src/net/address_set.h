/* A few addresses and networks, as settings name them. */
#ifndef NET_ADDRESS_SET_H
#define NET_ADDRESS_SET_H

#include "net/listen.h"

enum { ADDRESS_RANGES_MAX = 16 };

struct address_range {
    int family, bits; /* of peer_address */
    uint8_t bytes[16];
};

struct address_set {
    struct address_range ranges[ADDRESS_RANGES_MAX];
    int count;
    bool unix_sockets; /* whoever comes through one */
};

/* "unix", "127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8". False: none of these, or no room. */
bool address_set_add(struct address_set *s, struct text word);
bool address_set_holds(const struct address_set *s, const struct peer_address *a);

#endif
