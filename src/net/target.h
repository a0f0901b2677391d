/* What a request asks for: the target of the request line and the Host field (RFC 9112, section 3.2), in one canonical form. */
#ifndef NET_TARGET_H
#define NET_TARGET_H

#include "base/text.h"

struct target {
    struct text authority; /* of "http://authority/path"; empty for "/path" */
    struct text path;      /* decoded, see http.h */
    struct text query;     /* as sent */
};

/* Decodes in place. NULL when it is good, else what is wrong and what would be right. */
const char *target_parse(char *bytes, size_t length, struct target *out_target);
/* Cuts the port off and makes it lower case, in place. False when it cannot be the name of a host. */
bool host_parse(char *bytes, size_t length, struct text *out_host);

#endif
