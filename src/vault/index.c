#include "vault/index.h"

#include <idn2.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, DOMAIN_MAX = 253, LABEL_MAX = 63, DIGITS_MIN = 7, DIGITS_MAX = 15 };

/* Libraries give memory of their own: wiped before it goes back, because it held a person's address. */
struct borrowed {
    uint8_t *at;
    size_t length;
};

static void borrowed_free(struct borrowed *b)
{
    if (b->at)
        sodium_memzero(b->at, b->length);
    free(b->at);
    b->at = NULL;
}

static bool is_ascii(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] >= 0x80)
            return false;
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void add_lower(struct draft *d, struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        draft_byte(d, lower(t.at[i]));
}

/* Looser than RFC 5322 with dots (addresses such as a..b@ and a.@ were given out by Japanese carriers), stricter with quotes: none. */
static bool local_is_valid(struct text local)
{
    static const char never[] = " \"(),:;<>@[]\\\x7f";

    if (local.length == 0 || local.length > LOCAL_MAX)
        return false;
    for (size_t i = 0; i < local.length; i++)
        if ((unsigned char)local.at[i] < 0x20 || strchr(never, local.at[i]))
            return false;
    return true;
}

static bool add_local(struct draft *d, struct text local)
{
    CLEANUP(borrowed_free) struct borrowed folded = { 0 };

    if (!local_is_valid(local))
        return false;
    if (is_ascii(local)) {
        add_lower(d, local);
        return true;
    }
    folded.at = u8_tolower((const uint8_t *)local.at, local.length, NULL, UNINORM_NFC, NULL, &folded.length);
    if (!folded.at)
        return false;
    draft_add(d, text_of_bytes(folded.at, folded.length));
    return true;
}

static bool label_is_valid(struct text label)
{
    if (label.length == 0 || label.length > LABEL_MAX || label.at[0] == '-' || label.at[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++) {
        char c = lower(label.at[i]);
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return true;
}

static bool domain_is_valid(struct text domain)
{
    struct text rest = domain, label;
    int labels = 0;

    if (domain.length > DOMAIN_MAX || text_ends(domain, TEXT(".")))
        return false;
    for (; text_cut(&rest, '.', &label); labels++)
        if (!label_is_valid(label))
            return false;
    return labels >= 2;
}

/* The library also sees labels that claim to be in ASCII form already: it refuses what is not the one spelling of something. */
static bool needs_idna(struct text domain)
{
    struct text label;

    if (!is_ascii(domain))
        return true;
    while (text_cut(&domain, '.', &label))
        if (label.length >= 4 && text_equal_ascii_case(text_first(label, 4), TEXT("xn--")))
            return true;
    return false;
}

static bool add_domain(struct draft *d, struct text domain)
{
    char ended[ADDRESS_MAX + 1];
    CLEANUP(borrowed_free) struct borrowed ascii = { 0 };
    int result;

    if (needs_idna(domain)) {
        if (domain.length >= sizeof ended)
            return false;
        memcpy(ended, domain.at, domain.length);
        ended[domain.length] = '\0';
        result = idn2_lookup_u8((const uint8_t *)ended, &ascii.at, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
        sodium_memzero(ended, sizeof ended);
        if (result != IDN2_OK)
            return false;
        ascii.length = strlen((const char *)ascii.at);
        domain = text_of_bytes(ascii.at, ascii.length);
    }
    if (!domain_is_valid(domain))
        return false;
    add_lower(d, domain);
    return true;
}

static bool email_into(struct draft *d, struct text value)
{
    size_t at;

    value = text_trim(value);
    if (value.length > ADDRESS_MAX || !text_is_utf8(value) || !text_find(value, TEXT("@"), &at))
        return false;
    if (!add_local(d, text_first(value, at)))
        return false;
    draft_byte(d, '@');
    return add_domain(d, text_from(value, at + 1)) && !d->overflow;
}

bool index_normalise_email(struct work *w, struct text value, struct text *out_normal)
{
    struct draft d;

    TRY(work_draft(w, INDEX_VALUE_MAX, &d));
    if (!email_into(&d, value))
        FAIL(w, ERR_INVALID, "not an e-mail address: one name, one @ and a domain such as example.org are needed");
    *out_normal = draft_text(&d);
    return true;
}

/* Written between digits, in the forms of many countries; NFKC has already turned wide digits and signs into ASCII. */
static const struct text fillers[] = { TEXT(" "), TEXT("\t"), TEXT("."), TEXT("-"), TEXT("/"), TEXT("("), TEXT(")"), TEXT("["), TEXT("]"),
                                       TEXT("\xE2\x80\x90"), TEXT("\xE2\x80\x91"), TEXT("\xE2\x80\x92"), TEXT("\xE2\x80\x93"),
                                       TEXT("\xE2\x80\x94"), TEXT("\xE2\x88\x92"), TEXT("\xE3\x83\xBC") };

static bool skip_filler(struct text *rest)
{
    for (size_t i = 0; i < COUNT_OF(fillers); i++)
        if (text_starts(*rest, fillers[i])) {
            *rest = text_from(*rest, fillers[i].length);
            return true;
        }
    return false;
}

static bool add_digits(struct draft *d, struct text rest)
{
    while (rest.length) {
        if (skip_filler(&rest))
            continue;
        if (rest.at[0] < '0' || rest.at[0] > '9')
            return false;
        draft_byte(d, rest.at[0]);
        rest = text_from(rest, 1);
    }
    return !d->overflow;
}

/* What is dialled before a number inside the country and left out from abroad. Most dial 0; these do not. */
static const struct {
    struct text calling_code, prefix;
} trunks[] = {
    { TEXT("1"), TEXT("1") },    { TEXT("7"), TEXT("8") },  { TEXT("36"), TEXT("06") }, { TEXT("39"), TEXT("") },
    { TEXT("225"), TEXT("") },   { TEXT("242"), TEXT("") }, { TEXT("378"), TEXT("") },  { TEXT("370"), TEXT("8") },
};

static struct text without_trunk(struct text national, struct text calling_code)
{
    struct text prefix = TEXT("0");

    for (size_t i = 0; i < COUNT_OF(trunks); i++)
        if (text_equal(trunks[i].calling_code, calling_code))
            prefix = trunks[i].prefix;
    return text_starts(national, prefix) ? text_from(national, prefix.length) : national;
}

static bool international_into(struct draft *d, struct text value)
{
    size_t at;

    value = text_from(value, 1);
    if (!text_find(value, TEXT("(0)"), &at)) /* "+44 (0)20 ...": the trunk prefix of those who dial inside the country */
        return add_digits(d, value);
    return add_digits(d, text_first(value, at)) && add_digits(d, text_from(value, at + 3));
}

static bool national_into(struct draft *d, struct text value, struct text calling_code)
{
    char memory[INDEX_VALUE_MAX];
    struct draft national = draft_in(memory, sizeof memory);
    bool good = calling_code.length > 0 && add_digits(&national, value);

    if (good) {
        draft_add(d, calling_code);
        draft_add(d, without_trunk(draft_text(&national), calling_code));
    }
    sodium_memzero(memory, sizeof memory);
    return good;
}

static bool phone_into(struct draft *d, struct text value, struct text calling_code)
{
    CLEANUP(borrowed_free) struct borrowed folded = { 0 };
    size_t digits;

    value = text_trim(value);
    if (value.length == 0 || value.length > INDEX_VALUE_MAX / 4 || !text_is_utf8(value))
        return false;
    folded.at = u8_normalize(UNINORM_NFKC, (const uint8_t *)value.at, value.length, NULL, &folded.length);
    if (!folded.at)
        return false;
    value = text_of_bytes(folded.at, folded.length);
    draft_byte(d, '+');
    if (!(text_starts(value, TEXT("+")) ? international_into(d, value) : national_into(d, value, calling_code)))
        return false;
    digits = d->length - 1;
    return !d->overflow && digits >= DIGITS_MIN && digits <= DIGITS_MAX && d->at[1] != '0';
}

bool index_normalise_phone(struct work *w, struct text value, struct text calling_code, struct text *out_normal)
{
    struct draft d;
    uint64_t number;

    if (text_starts(calling_code, TEXT("+")))
        calling_code = text_from(calling_code, 1);
    if (calling_code.length && (calling_code.length > 3 || !text_to_u64(calling_code, &number)))
        FAIL(w, ERR_INVALID, "a calling code has one to three digits");
    TRY(work_draft(w, INDEX_VALUE_MAX, &d));
    if (!phone_into(&d, value, calling_code))
        FAIL(w, ERR_INVALID, "not a phone number: + with 7 to 15 digits is needed, or a national number where the country is known");
    *out_normal = draft_text(&d);
    return true;
}

static bool normalise(struct work *w, enum vault_domain domain, struct text value, struct text *out_normal)
{
    if (domain == MAC_INDEX_EMAIL)
        return index_normalise_email(w, value, out_normal);
    if (domain == MAC_INDEX_PHONE)
        return index_normalise_phone(w, value, TEXT(""), out_normal);
    FAIL(w, ERR_INVALID, "no blind index is kept under MAC domain %d", (int)domain);
}

bool index_of(struct work *w, struct vault *v, struct site_id site, enum vault_domain domain, struct text value, uint8_t out_index[INDEX_BYTES])
{
    struct vault_mac mac = { .domain = domain };

    TRY(normalise(w, domain, value, &mac.input));
    TRY(vault_mac_many(w, v, site, &mac, 1));
    memcpy(out_index, mac.mac, INDEX_BYTES);
    return true;
}
