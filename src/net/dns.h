/* Questions to the DNS, one after the other, through c-ares (loaded at first use), all of them together within one limit of time. For
 * diagnosis only: nothing is kept, and nothing is decided by what a resolver says. */
#ifndef NET_DNS_H
#define NET_DNS_H

#include "base/work.h"

enum { DNS_RECORDS_MAX = 64, DNS_RECORD_BYTES_MAX = 4096, DNS_NAME_MAX = 253 };

struct dns; /* of one unit */

struct dns_answer {
    struct text records[DNS_RECORDS_MAX]; /* TXT: the strings of one record joined; MX: host names */
    size_t count;                         /* 0: the name is not there, or has no such record */
    size_t cut;                           /* records beyond the limits, left out */
};

/* `server`: ADDRESS:PORT of a resolver; empty: those of the system. Errors: INVALID, UNAVAILABLE. */
MUST_USE bool dns_open(struct work *w, struct text server, int limit_ms, struct dns **out_dns);
/* Errors: INVALID (no host name), UNAVAILABLE (no answer, a broken one, or the time is over). */
MUST_USE bool dns_txt(struct work *w, struct dns *d, struct text name, struct dns_answer *out_answer);
MUST_USE bool dns_mx(struct work *w, struct dns *d, struct text name, struct dns_answer *out_answer);
void dns_close(struct dns **d);

#endif
