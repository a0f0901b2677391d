/* "v=DMARC1; p=reject; rua=mailto:..." : the form that DKIM keys and DMARC records share (RFC 6376, section 3.2). */
#ifndef MAIL_TAG_LIST_H
#define MAIL_TAG_LIST_H

#include "base/text.h"

struct tag {
    struct text name, value; /* trimmed */
};

/* Cuts the next tag off. False at the end, or where what stands there is no `name=value`; then *rest is not empty. */
bool tag_cut(struct text *rest, struct tag *out_tag);

#endif
