#include "mail/dmarc.h"

#include "mail/tag_list.h"

static const char *const words[] = { [DMARC_NONE] = "none", [DMARC_QUARANTINE] = "quarantine", [DMARC_REJECT] = "reject" };

const char *dmarc_word(enum dmarc_policy p)
{
    return words[p];
}

bool dmarc_is(struct text record)
{
    struct text rest = record;
    struct tag tag;

    return tag_cut(&rest, &tag) && text_equal(tag.name, TEXT("v")) && text_equal(tag.value, TEXT("DMARC1"));
}

static bool read_policy(struct text value, enum dmarc_policy *out_policy)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal_ascii_case(value, text_of(words[i]))) {
            *out_policy = (enum dmarc_policy)i;
            return true;
        }
    return false;
}

static bool read_mode(struct text value, bool *out_strict)
{
    *out_strict = text_equal_ascii_case(value, TEXT("s"));
    return *out_strict || text_equal_ascii_case(value, TEXT("r"));
}

static bool take(struct dmarc_record *r, const struct tag *tag, bool *has_policy, bool *has_subdomains)
{
    if (text_equal(tag->name, TEXT("p")))
        return *has_policy = read_policy(tag->value, &r->policy);
    if (text_equal(tag->name, TEXT("sp")))
        return *has_subdomains = read_policy(tag->value, &r->subdomains);
    if (text_equal(tag->name, TEXT("adkim")))
        return read_mode(tag->value, &r->strict_dkim);
    if (text_equal(tag->name, TEXT("aspf")))
        return read_mode(tag->value, &r->strict_spf);
    if (text_equal(tag->name, TEXT("rua")))
        r->reports = text_starts(tag->value, TEXT("mailto:"));
    return true; /* others change nothing here */
}

bool dmarc_parse(struct text record, struct dmarc_record *out_record, struct text *out_wrong)
{
    struct dmarc_record r = { .policy = DMARC_NONE };
    bool has_policy = false, has_subdomains = false;
    struct text rest = record;
    struct tag tag;

    *out_wrong = text_first(record, 40);
    if (!dmarc_is(record))
        return false;
    while (tag_cut(&rest, &tag)) {
        if (!take(&r, &tag, &has_policy, &has_subdomains)) {
            *out_wrong = tag.name;
            return false;
        }
    }
    *out_wrong = rest.length ? text_first(rest, 40) : TEXT("p");
    if (rest.length || !has_policy)
        return false;
    if (!has_subdomains)
        r.subdomains = r.policy;
    *out_record = r;
    return true;
}
