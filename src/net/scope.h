/* Where an address leads, before anything is sent there: what others may name (a webhook, a link) must not reach into our own network
 * (server-side request forgery). After the special-purpose registries of IANA (RFC 6890). */
#ifndef NET_SCOPE_H
#define NET_SCOPE_H

#include <stdbool.h>
#include <sys/socket.h>

enum net_scope {
    SCOPE_PUBLIC,  /* anybody on the Internet */
    SCOPE_PRIVATE, /* this machine, or networks that organisations number themselves: only where the operator says so */
    SCOPE_NEVER,   /* this link (the metadata of clouds lives there), groups, documentation, reserved; and what hides another address */
};

enum net_scope net_scope_of(const struct sockaddr *address);

#endif
