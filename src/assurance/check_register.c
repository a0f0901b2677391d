/* Checks of the registers on the pages: cookies, recipients and countries, safeguards, ways to use a right, authorities. */
#include "assurance/look.h"
#include "base/zone.h"
#include "html/country.h"
#include "policy/clause_condition.h"

/* The name of a thing in a language, as the page has it: its label, else its id. */
static bool expect_name(struct work *w, struct look *look, const struct policy *p, struct text document, const struct words *label, struct text id)
{
    for (int language = 0; language < p->language_count; language++) {
        struct text name = words_in(p, label, language);

        TRY(look_expect(w, look, document, name.length ? name : id, language));
    }
    return true;
}

static bool expect_country(struct work *w, struct look *look, const struct policy *p, struct text document, struct text code)
{
    for (int i = 0; i < p->language_count; i++) {
        enum language language = LANGUAGE_EN;

        (void)language_find(p->languages[i], &language);
        TRY(look_expect(w, look, document, country_name(language, code), i));
    }
    return true;
}

/* What the policy declares stands there. What a site sets beyond that is not seen from here. */
bool check_cookies(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    struct look look;

    TRY(look_open(w, p->cookie_count * 2 * ((size_t)p->language_count + 1), &look));
    for (size_t i = 0; i < p->cookie_count; i++) {
        TRY(look_expect(w, &look, DOCUMENT_COOKIES, p->cookies[i].name, -1));
        TRY(expect_name(w, &look, p, DOCUMENT_COOKIES, &p->cookies[i].purpose->label, p->cookies[i].purpose->id));
        TRY(look_expect_words(w, &look, p, DOCUMENT_COOKIES, &p->cookies[i].what));
    }
    return look_judge(w, c, &look, PROMISE_UNPROVEN, MSG_EVIDENCE_COOKIES);
}

static size_t country_count(const struct policy *p)
{
    size_t count = 1;

    for (size_t i = 0; i < p->recipient_count; i++)
        count += p->recipients[i].country_count;
    return count;
}

/* A recipient without a country would be somewhere that the page does not name. */
bool check_countries(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    int64_t nowhere = 0;
    struct look look;

    TRY(look_open(w, (country_count(p) + p->recipient_count) * (size_t)p->language_count, &look));
    if (p->controller_country.length)
        TRY(expect_country(w, &look, p, DOCUMENT_RECIPIENTS, p->controller_country));
    for (size_t i = 0; i < p->recipient_count; i++) {
        nowhere += p->recipients[i].country_count == 0;
        TRY(expect_name(w, &look, p, DOCUMENT_RECIPIENTS, &p->recipients[i].label, p->recipients[i].id));
        for (size_t k = 0; k < p->recipients[i].country_count; k++)
            TRY(expect_country(w, &look, p, DOCUMENT_RECIPIENTS, p->recipients[i].countries[k]));
    }
    if (nowhere)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_COUNTRIES_BROKEN, nowhere);
    return look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_COUNTRIES);
}

/* The register of safeguards. Whether a contract or a decision says what it must is for people to judge. */
bool check_transfers(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    struct day today = zone_day_of(p->zone, w->now);
    int64_t overdue = 0, bare = 0;
    struct look look;

    TRY(look_open(w, p->transfer_count * ((size_t)p->language_count + 1), &look));
    for (size_t i = 0; i < p->transfer_count; i++) {
        const struct transfer *t = &p->transfers[i];
        bare += t->safeguard.length == 0;
        overdue += t->has_review && t->review.number < today.number;
        TRY(expect_country(w, &look, p, DOCUMENT_RECIPIENTS, t->country));
        TRY(look_expect(w, &look, DOCUMENT_RECIPIENTS, t->reference, -1));
    }
    if (bare || overdue)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_TRANSFERS_BROKEN, bare, overdue);
    return look_judge(w, c, &look, PROMISE_UNPROVEN, MSG_EVIDENCE_TRANSFERS);
}

/* --- rights ------------------------------------------------------------------------------------------------------------------------------------------ */

/* The address that a method needs, the region's own or everybody's; empty when it needs none, or none is given. */
static struct text address_for(const struct policy *p, struct text region, struct text method)
{
    const struct contact *each[] = { policy_contact(p, region), policy_contact(p, TEXT("privacy")) };

    for (size_t i = 0; i < COUNT_OF(each); i++) {
        struct text address = TEXT("");

        if (each[i] && text_equal(method, TEXT("email")))
            address = each[i]->email;
        else if (each[i] && text_equal(method, TEXT("post")))
            address = each[i]->address;
        else if (each[i] && (text_equal(method, TEXT("phone")) || text_equal(method, TEXT("toll_free"))))
            address = each[i]->phone;
        if (address.length)
            return address;
    }
    return TEXT("");
}

/* Ways that need no address: nothing here opens them yet. */
static bool is_unbuilt(struct text method)
{
    return text_equal(method, TEXT("form")) || text_equal(method, TEXT("account")) || text_equal(method, TEXT("services"));
}

struct ways {
    int64_t open, missing, unbuilt, closed_regions;
};

static bool expect_ways(struct work *w, struct look *look, const struct policy *p, const struct rights *rights, struct ways *ways)
{
    int64_t before = ways->open;

    for (size_t i = 0; i < rights->method_count; i++) {
        struct text address = address_for(p, p->regions[rights->region].code, rights->methods[i]);

        ways->unbuilt += is_unbuilt(rights->methods[i]);
        ways->open += address.length > 0;
        ways->missing += address.length == 0 && !is_unbuilt(rights->methods[i]);
        TRY(look_expect(w, look, DOCUMENT_REQUEST, address, -1));
    }
    ways->closed_regions += ways->open == before;
    return true;
}

bool check_ways(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    struct ways ways = { 0 };
    struct look look;
    size_t most = 0;

    for (size_t i = 0; i < p->rights_count; i++)
        most += p->rights[i].method_count;
    TRY(look_open(w, most, &look));
    for (size_t i = 0; i < p->rights_count; i++)
        TRY(expect_ways(w, &look, p, &p->rights[i], &ways));
    if (ways.missing || ways.closed_regions)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_WAYS_BROKEN, ways.missing, ways.closed_regions);
    TRY(look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS));
    if (c->promise->state != PROMISE_KEPT || ways.unbuilt == 0)
        return true;
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_WAYS_UNBUILT, ways.open, ways.unbuilt);
}

/* Each region whose rights are named has somebody who hears complaints, with a link on both pages. */
bool check_authorities(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    int64_t without = 0;
    struct look look;

    TRY(look_open(w, 2 * p->rights_count, &look));
    for (size_t i = 0; i < p->rights_count; i++) {
        without += p->rights[i].authority.length == 0;
        TRY(look_expect(w, &look, DOCUMENT_POLICY, p->rights[i].authority, -1));
        TRY(look_expect(w, &look, DOCUMENT_REQUEST, p->rights[i].authority, -1));
    }
    TRY(look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS));
    if (c->promise->state != PROMISE_KEPT || without == 0)
        return true;
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_AUTHORITIES, without);
}
