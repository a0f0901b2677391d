/* A mail address that may be put on the wire: addr-spec of RFC 5322 in the strict form that RFC 5321 lets every server take. Local part
 * is a dot-atom of at most 64 bytes, the domain host names of letters, digits and hyphens; 254 bytes in all. No quoted strings, comments,
 * white space, address literals or bytes above 126: whoever needs those cannot be reached by our mail, and nobody can smuggle a header. */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "base/text.h"

enum { ADDRESS_MAX = 254, ADDRESS_LOCAL_MAX = 64, ADDRESS_LABEL_MAX = 63 };

/* Looks at the bytes it was parsed from. Only address_parse makes one. */
struct address {
    struct text spec, local, domain;
};

/* False: not such an address; *out_address is left alone. The input is taken as it stands, nothing is trimmed. */
MUST_USE bool address_parse(struct text t, struct address *out_address);

#endif
