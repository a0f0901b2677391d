/* Percent-encoding (RFC 3986, section 2.1), decoded once. */
#ifndef NET_PERCENT_H
#define NET_PERCENT_H

#include "base/text.h"

/* Writes at most `t.length` bytes; `out_bytes` may be where `t` stands. False for a percent sign without two hex digits. */
bool percent_decode(struct text t, bool plus_is_space, char *out_bytes, size_t *out_length);

#endif
