#include "mail/spf.h"

#include <arpa/inet.h>
#include <string.h>

/* A term without its qualifier: "include:a.example", "ip4:192.0.2.0/24", "redirect=b.example". */
struct term {
    char qualifier;
    struct text name, value; /* value: what follows ':' or '=', or "/24" */
    char mark;               /* ':', '=', '/' or 0 */
};

bool spf_is(struct text record)
{
    return text_starts(record, TEXT("v=spf1")) && (record.length == 6 || record.at[6] == ' ');
}

static struct term term_of(struct text word)
{
    struct term t = { .qualifier = '+' };
    size_t i = 0;

    if (strchr("+-~?", word.at[0])) {
        t.qualifier = word.at[0];
        word = text_from(word, 1);
    }
    while (i < word.length && word.at[i] != ':' && word.at[i] != '=' && word.at[i] != '/')
        i++;
    t.name = text_first(word, i);
    t.mark = i < word.length ? word.at[i] : 0;
    t.value = text_from(word, t.mark == '/' ? i : i + 1);
    return t;
}

/* A domain, perhaps with macros and a prefix length behind it. */
static bool is_domain(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] <= ' ' || (unsigned char)t.at[i] > 126)
            return false;
    return t.length > 0 && t.length <= 253;
}

static bool is_network(struct text t, int family)
{
    char address[INET6_ADDRSTRLEN], bytes[16];
    struct text rest = t, host;
    uint64_t bits = 0;

    if (!text_cut(&rest, '/', &host) || host.length >= sizeof address)
        return false;
    memcpy(address, host.at, host.length);
    address[host.length] = '\0';
    if (host.length < t.length && (!text_to_u64(rest, &bits) || bits > (family == AF_INET ? 32 : 128)))
        return false;
    return inet_pton(family, address, bytes) == 1;
}

static bool follow(struct spf_record *r, struct text domain)
{
    if (memchr(domain.at, '%', domain.length))
        return true; /* depends on the sender: counted, and not followed */
    if (r->followed_count < SPF_FOLLOWED_MAX)
        r->followed[r->followed_count++] = domain;
    return true;
}

static bool take_all(struct spf_record *r, const struct term *t)
{
    static const enum spf_end ends[] = { ['+'] = SPF_END_PASS, ['?'] = SPF_END_NEUTRAL, ['~'] = SPF_END_SOFTFAIL, ['-'] = SPF_END_FAIL };

    if (r->end == SPF_END_MISSING) /* what follows the first is never reached */
        r->end = ends[(unsigned char)t->qualifier];
    return t->mark == 0;
}

static bool take_include(struct spf_record *r, const struct term *t)
{
    r->lookups++;
    return t->mark == ':' && is_domain(t->value) && follow(r, t->value);
}

/* a, mx, ptr: a domain or a prefix length may follow, or nothing. */
static bool take_host(struct spf_record *r, const struct term *t)
{
    r->lookups++;
    r->asks_ptr |= text_equal_ascii_case(t->name, TEXT("ptr"));
    return t->mark == 0 || (t->mark != '=' && is_domain(t->value));
}

static bool take_exists(struct spf_record *r, const struct term *t)
{
    r->lookups++;
    return t->mark == ':' && is_domain(t->value);
}

static bool take_ip4(struct spf_record *r, const struct term *t)
{
    (void)r;
    return t->mark == ':' && is_network(t->value, AF_INET);
}

static bool take_ip6(struct spf_record *r, const struct term *t)
{
    (void)r;
    return t->mark == ':' && is_network(t->value, AF_INET6);
}

static bool take_redirect(struct spf_record *r, const struct term *t)
{
    if (t->mark != '=' || !is_domain(t->value) || r->redirect.length)
        return false;
    r->redirect = t->value;
    return true;
}

static const struct {
    struct text name;
    bool (*take)(struct spf_record *r, const struct term *t);
} terms[] = {
    { TEXT("all"), take_all }, { TEXT("include"), take_include }, { TEXT("a"), take_host }, { TEXT("mx"), take_host }, { TEXT("ptr"), take_host },
    { TEXT("ip4"), take_ip4 }, { TEXT("ip6"), take_ip6 }, { TEXT("exists"), take_exists }, { TEXT("redirect"), take_redirect },
};

/* Section 6: modifiers that nobody knows are passed over; mechanisms are not. */
static bool take_term(struct spf_record *r, struct text word)
{
    struct term t = term_of(word);

    for (size_t i = 0; i < COUNT_OF(terms); i++)
        if (text_equal_ascii_case(t.name, terms[i].name))
            return terms[i].take(r, &t);
    return t.mark == '=' && t.name.length > 0;
}

bool spf_parse(struct text record, struct spf_record *out_record, struct text *out_wrong)
{
    struct spf_record r = { .end = SPF_END_MISSING };
    struct text rest = text_from(record, TEXT("v=spf1").length), word;

    *out_wrong = text_first(record, 40);
    if (!spf_is(record) || record.length > SPF_RECORD_MAX)
        return false;
    while (text_cut(&rest, ' ', &word)) {
        if (word.length && !take_term(&r, word)) {
            *out_wrong = word;
            return false;
        }
    }
    if (r.redirect.length && r.end == SPF_END_MISSING) { /* section 6.1: with an `all` it does not count */
        r.lookups++;
        follow(&r, r.redirect);
    } else {
        r.redirect = TEXT("");
    }
    *out_record = r;
    return true;
}
