/* A DMARC record (RFC 7489): what receivers shall do with mail that neither SPF nor DKIM ties to the domain of its From. Only the text is read. */
#ifndef MAIL_DMARC_H
#define MAIL_DMARC_H

#include "base/text.h"

enum dmarc_policy { DMARC_NONE = 0, DMARC_QUARANTINE, DMARC_REJECT };

struct dmarc_record {
    enum dmarc_policy policy;     /* of the domain that has the record */
    enum dmarc_policy subdomains; /* of the domains below it */
    bool strict_dkim, strict_spf; /* only the very same domain counts */
    bool reports;                 /* rua: somebody learns how mail fares */
};

/* Whether a TXT record is meant as DMARC at all. */
bool dmarc_is(struct text record);
/* False: *out_wrong is the tag that makes it none. */
bool dmarc_parse(struct text record, struct dmarc_record *out_record, struct text *out_wrong);
const char *dmarc_word(enum dmarc_policy p);

#endif
