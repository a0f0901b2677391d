/* What the DNS says about a domain that sends mail. Bounded: at most SPF_LOOKUPS_MAX further records are read for SPF, and a few names for
 * DMARC, whatever the records say. For `privacyd doctor mail`. */
#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "mail/dkim_key.h"
#include "mail/dmarc.h"
#include "mail/spf.h"
#include "net/dns.h"

enum sender_state {
    SENDER_FOUND = 0,
    SENDER_ABSENT,
    SENDER_SEVERAL, /* more than one record of the kind: receivers take it for none or for an error */
    SENDER_BROKEN,  /* `wrong` in the record of `at` */
};

struct sender_spf {
    enum sender_state state; /* ABSENT at an `at` of another domain: an include or redirect leads to nothing, which is an error as well */
    struct text at;          /* whose record the state speaks of */
    struct text wrong;
    enum spf_end end;        /* also when a redirect tells it */
    int lookups;             /* of all records that count; beyond SPF_LOOKUPS_MAX it was not counted further */
    bool asks_ptr;
};
/* Errors: UNAVAILABLE (the DNS does not answer). */
MUST_USE bool sender_spf(struct work *w, struct dns *d, struct text domain, struct sender_spf *out_spf);

struct sender_dkim {
    enum sender_state state; /* FOUND or ABSENT */
    struct text name;        /* where it was looked for: SELECTOR._domainkey.DOMAIN */
    struct dkim_key key;     /* the best of those that are there */
};
MUST_USE bool sender_dkim(struct work *w, struct dns *d, struct text domain, struct text selector, struct sender_dkim *out_dkim);

struct sender_dmarc {
    enum sender_state state;
    struct text at;    /* the domain whose record counts: the sender's own, or one above it */
    struct text wrong;
    bool inherited;    /* it is one above: record.subdomains counts */
    struct dmarc_record record;
};
MUST_USE bool sender_dmarc(struct work *w, struct dns *d, struct text domain, struct sender_dmarc *out_dmarc);

#endif
