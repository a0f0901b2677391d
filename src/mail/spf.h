/* An SPF record (RFC 7208): who may send with a domain behind the @ of the envelope. Only the text is read; nobody is asked. */
#ifndef MAIL_SPF_H
#define MAIL_SPF_H

#include "base/text.h"

enum { SPF_LOOKUPS_MAX = 10 /* section 4.6.4 */, SPF_FOLLOWED_MAX = 12, SPF_RECORD_MAX = 4096 };

/* What a sender gets who matches nothing else. */
enum spf_end { SPF_END_MISSING = 0, SPF_END_PASS, SPF_END_NEUTRAL, SPF_END_SOFTFAIL, SPF_END_FAIL };

struct spf_record {
    enum spf_end end;
    int lookups;    /* terms of this record that ask the DNS */
    bool asks_ptr;  /* section 5.5: not to be used */
    struct text followed[SPF_FOLLOWED_MAX]; /* records that count as well: include and redirect; those with macros are left out */
    size_t followed_count;
    struct text redirect; /* one of those; empty: none. Its end is this record's end */
};

/* Whether a TXT record is meant as SPF at all. */
bool spf_is(struct text record);
/* False: *out_wrong is the term that nobody understands; then every receiver takes the whole for an error. Texts point into `record`. */
bool spf_parse(struct text record, struct spf_record *out_record, struct text *out_wrong);

#endif
