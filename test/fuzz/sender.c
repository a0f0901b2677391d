/* The parsers of what others publish in the DNS about their mail: SPF, DKIM, DMARC. */
#include "mail/dkim_key.h"
#include "mail/dmarc.h"
#include "mail/spf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text record = text_of_bytes(bytes, length), wrong;
    struct dmarc_record dmarc;
    struct spf_record spf;

    if (spf_parse(record, &spf, &wrong))
        must(spf_is(record) && spf.followed_count <= SPF_FOLLOWED_MAX && spf.lookups >= 0);
    else
        must(wrong.length <= length);
    must(dkim_key_parse(record).state < DKIM_STATES);
    if (dmarc_parse(record, &dmarc, &wrong))
        must(dmarc_is(record) && dmarc.policy <= DMARC_REJECT && dmarc.subdomains <= DMARC_REJECT);
    return 0;
}
