/* A DKIM key as it stands in the DNS (RFC 6376, section 3.6.1; RFC 8301; RFC 8463). Only the text is read. */
#ifndef MAIL_DKIM_KEY_H
#define MAIL_DKIM_KEY_H

#include "base/text.h"

enum { DKIM_RSA_BITS_MIN = 1024, DKIM_RSA_BITS_WANTED = 2048, DKIM_RECORD_MAX = 4096 };

enum dkim_state {
    DKIM_GOOD = 0,
    DKIM_NO_KEY,     /* not such a record, or no p= */
    DKIM_REVOKED,    /* p= is empty */
    DKIM_UNREADABLE, /* p= is no key of the kind that k= names */
    DKIM_UNKNOWN,    /* a kind of key that receivers do not know */
    DKIM_SHORT,      /* RSA below 1024 bits: counts as none */
    DKIM_STATES
};

struct dkim_key {
    enum dkim_state state;
    bool is_ed25519;
    int bits;
    bool testing; /* t=y: receivers treat the mail as unsigned */
};

struct dkim_key dkim_key_parse(struct text record);

#endif
