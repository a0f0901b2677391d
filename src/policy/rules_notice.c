/* What a policy must tell, and promise: officer and representative, minors, retaliation, records, its own review. */
#include "policy/rules_law.h"

/* --- people ----------------------------------------------------------------------------------------------------------------------------------- */

static const struct law_row *notice_with(const struct court *c, int region, const char *item)
{
    const struct law_row *row = court_row(c, region, LAW_NOTICE);

    return row && law_list_has(&row->is.notice.items, text_of(item)) ? row : NULL;
}

/* Somebody who can be found, or a reason why there is nobody. */
static bool says_who(const struct representative *office, int authoritative)
{
    return office->label.in[authoritative].length || office->none.in[authoritative].length || office->email.length || office->address.length || office->phone.length;
}

/* The first region whose law asks for it; the officer is one for all. */
static void rule_officer(struct court *c)
{
    const struct representative *officer = c->p->officer;

    if (!c->p->controller_place.line || (officer && says_who(officer, c->p->authoritative)))
        return;
    for (int region = 0; region < c->p->region_count; region++) {
        const struct law_row *row = notice_with(c, region, "officer");
        if (!row)
            continue;
        court_by_law(c, PD_NO_OFFICER, row, officer ? officer->place : c->p->controller_place, "add `officer: { label, email }`, or `officer: { none: why there is none }`",
            "the controller names no data protection officer, nor why there is none")->second = court_region_place(c, region);
        return;
    }
}

static void rule_representative(struct court *c, int region)
{
    const struct law_row *row = notice_with(c, region, "representative");
    struct text country = c->p->controller_country;

    if (!row || !c->p->controller_place.line || law_is_inside(c->law, court_region(c, region), country))
        return;
    for (size_t i = 0; i < c->p->representative_count; i++)
        if (c->p->representatives[i].region == region && says_who(&c->p->representatives[i], c->p->authoritative))
            return;
    court_by_law(c, PD_NO_REPRESENTATIVE, row, country.length ? c->p->country_place : c->p->controller_place,
        "add it to `controller.representatives`, or `{ none: why there is none }`; `controller.country` when the controller is established there",
        "the controller has no representative in `%.*s`, nor says why there is none", NAME_ARGS(court_region(c, region)))->second =
        court_region_place(c, region);
}

static void rule_told(struct court *c, int region, const char *item, const char *statement, enum finding_code code, const char *hint, const char *what)
{
    const struct law_row *row = notice_with(c, region, item);

    if (row && !court_statement(c, statement, region))
        court_by_law(c, code, row, court_region_place(c, region), hint, "nothing is said about %s in `%.*s`", what, NAME_ARGS(court_region(c, region)));
}

/* 7013(g): the links to opt out may be left out where nothing is sold or shared and the policy says so. */
static void rule_sale_statement(struct court *c, int region)
{
    const struct law_row *row = notice_with(c, region, "sale_statement");
    bool sell = policy_never(c->p, "sell", region) != NULL, share = policy_never(c->p, "share", region) != NULL;

    if (row && !(sell && share))
        court_by_law(c, PD_NO_SALE_STATEMENT, row, court_region_place(c, region), "`never: [sell, share]`, when that is so",
            "the policy does not say whether data of people in `%.*s` are %s", NAME_ARGS(court_region(c, region)), sell ? "shared" : share ? "sold" : "sold or shared");
}

/* --- minors ----------------------------------------------------------------------------------------------------------------------------------- */

static bool names(const struct statement *s, const char *parameter, struct text value)
{
    const struct statement_parameter *one = court_parameter(s, parameter, 0);

    for (size_t i = 0; one; one = court_parameter(s, parameter, ++i))
        if (text_equal(one->value, value))
            return true;
    return false;
}

/* T-22: the clause covers what the law forbids, up to the law's age. */
static void rule_minors(struct court *c, int region)
{
    const struct law_row *row = court_row(c, region, LAW_MINORS);
    const struct statement *s = court_statement(c, "minors", region);
    const struct statement_parameter *never = court_parameter(s, "never", 0), *under = court_parameter(s, "under", 0);
    struct lacking acts;
    uint64_t age = 0;

    if (!row || !s)
        return;
    lacking_begin(&acts);
    for (size_t i = 0; never && i < row->is.minors.forbids.count; i++)
        if (!names(s, "never", row->is.minors.forbids.names[i]))
            lacking_add(&acts, row->is.minors.forbids.names[i]);
    if (never && acts.draft.length)
        court_by_law(c, PD_MINORS_ACTS, row, never->place, "`never: [sell, share]`, or leave the key out", "the clause on minors leaves out `%.*s` in `%.*s`",
            LACKING_ARGS(acts), NAME_ARGS(court_region(c, region)));
    if (under && text_to_u64(under->value, &age) && age < (uint64_t)row->is.minors.under)
        court_by_law(c, PD_MINORS_AGE, row, under->place, "the law's age", "the clause on minors ends at %d years, the law's at %d in `%.*s`", (int)age,
            row->is.minors.under, NAME_ARGS(court_region(c, region)));
}

static void rule_minors_knowledge(struct court *c, int region)
{
    const struct law_row *row = notice_with(c, region, "minors_knowledge");
    const struct statement *s = court_statement(c, "minors", region);

    if (row && !court_parameter(s, "actual_knowledge", 0))
        court_by_law(c, PD_MINORS_KNOWLEDGE, row, s ? s->place : court_region_place(c, region), "`minors: { under: 16, actual_knowledge: none }`, or `some`",
            "the policy does not say whether it is known that data of minors in `%.*s` are sold or shared", NAME_ARGS(court_region(c, region)));
}

/* --- retaliation, definitions ----------------------------------------------------------------------------------------------------------------- */

/* T-18 */
static void rule_retaliation(struct court *c, int region)
{
    const struct law_row *row = court_row(c, region, LAW_RETALIATION);
    const struct statement *s = court_statement(c, "retaliation", region);
    const struct statement_parameter *qualifier = court_parameter(s, "qualifier", 0), *audience = court_parameter(s, "audiences", 0);
    struct lacking missing;

    if (!row)
        return;
    if (qualifier && text_equal(qualifier->value, TEXT("unreasonably")))
        court_by_law(c, PD_RETALIATION_WEAK, row, qualifier->place, "leave the word out", "`unreasonably` weakens what the law of `%.*s` says without it",
            NAME_ARGS(court_region(c, region)));
    lacking_begin(&missing);
    for (size_t i = 0; i < row->is.retaliation.audiences.count; i++)
        if (!names(s, "audiences", row->is.retaliation.audiences.names[i]))
            lacking_add(&missing, row->is.retaliation.audiences.names[i]);
    if (missing.draft.length)
        court_by_law(c, PD_AUDIENCES, row, audience ? audience->place : s ? s->place : court_region_place(c, region), "`retaliation: { audiences: [consumers, employees, applicants] }`",
            "the promise not to retaliate does not cover %.*s in `%.*s`", LACKING_ARGS(missing), NAME_ARGS(court_region(c, region)));
}

/* T-19 */
static void rule_definitions(struct court *c, const struct appendix *a)
{
    const struct law_row *row = court_row(c, a->region, LAW_DEFINITIONS);

    if (row && a->own_definitions)
        court_by_law(c, PD_OWN_DEFINITIONS, row, a->definitions_place, "leave the key out: the page then refers to the law's own",
            "`%.*s` defines selling and sharing in words of its own", NAME_ARGS(court_region(c, a->region)));
}

/* T-4: where the law has names of its own for categories, a list by other names does not say what it asks for. */
static void rule_category_names(struct court *c, const struct appendix *a)
{
    const struct law_row *row = court_row(c, a->region, LAW_CATEGORIES);

    if (row && !a->everyday_names && !court_counts(c, row))
        court_by_law(c, PD_NAMES_UNVERIFIED, row, a->place, "hold the row against the law, then adopt it: `law: { adopt: [...] }`",
            "the page lists the categories of `%.*s` by everyday names", NAME_ARGS(court_region(c, a->region)));
    if (row && a->everyday_names)
        court_by_law(c, PD_EVERYDAY_NAMES, row, a->names_place, "leave the key out: the page then lists the categories by their statutory names",
            "the law of `%.*s` has names of its own for categories", NAME_ARGS(court_region(c, a->region)));
}

/* --- records and review ------------------------------------------------------------------------------------------------------------------------ */

/* T-10 */
static void rule_records(struct court *c, int region)
{
    const struct request_records *records = &c->p->request_records;
    const struct law_row *row = records->months ? court_row(c, region, LAW_RECORDS) : NULL;

    if (!row)
        return;
    if (records->months < row->is.records.keep.count)
        court_by_law(c, PD_RECORDS_SHORT, row, records->place, "at least as long as the law: `at least 24 months after closed`",
            "records of requests stay %d months; the law of `%.*s` asks for %d", records->months, NAME_ARGS(court_region(c, region)), row->is.records.keep.count);
    if (!records->at_least || (!records->from_closure && row->is.records.from == BEGIN_CLOSED))
        court_by_law(c, PD_RECORDS_LOOSE, row, records->place, "`at least 24 months after closed`", "records of requests: %d months %s in `%.*s`",
            records->months, !records->from_closure ? "have no start; they are counted from closure" : "are a minimum, not an end", NAME_ARGS(court_region(c, region)));
}

static void rule_reviewed(struct court *c, const struct law_row *row, int region, bool given, struct day reviewed, struct place place)
{
    const struct law_review *review = &row->is.review;
    struct day stale = day_add_months(reviewed, review->warn.count), overdue = day_add_months(reviewed, review->every.count);

    if (!given)
        court_by_law(c, PD_POLICY_STALE, row, place, "`reviewed: ` with the day on which somebody last held all of it against what is done",
            "nothing says when the policy was last reviewed, which `%.*s` asks for every %d months", NAME_ARGS(court_region(c, region)), review->every.count);
    else if (stale.number <= c->today.number)
        court_by_law(c, PD_POLICY_STALE, row, place, "hold it against what is done, then change `reviewed`, even when nothing else changes",
            "the review that `%.*s` asks for every %d months is %s", NAME_ARGS(court_region(c, region)), review->every.count,
            overdue.number <= c->today.number ? "overdue" : "due within a month");
}

/* T-15: the policy, and an appendix with a day of its own. */
static void rule_review(struct court *c, int region)
{
    const struct law_row *row = court_row(c, region, LAW_REVIEW);
    const struct appendix *own = NULL;

    for (size_t i = 0; i < c->p->appendix_count; i++)
        if (c->p->appendices[i].region == region && c->p->appendices[i].has_reviewed)
            own = &c->p->appendices[i];
    if (row && own)
        rule_reviewed(c, row, region, true, own->reviewed, own->reviewed_place);
    if (row && (c->p->has_reviewed || !own))
        rule_reviewed(c, row, region, c->p->has_reviewed, c->p->reviewed, c->p->has_reviewed ? c->p->reviewed_place : court_region_place(c, region));
}

/* --- all --------------------------------------------------------------------------------------------------------------------------------------- */

static void rule_region(struct court *c, int region)
{
    rule_representative(c, region);
    rule_told(c, region, "automated_decisions", "automated_decisions", PD_NO_AUTOMATED, "`automated_decisions: { made: false }`, or true", "decisions by machines alone");
    rule_told(c, region, "complaint", "complaints", PD_NO_COMPLAINT, "`complaints: true`", "the right to complain to the authority");
    rule_sale_statement(c, region);
    rule_minors(c, region);
    rule_minors_knowledge(c, region);
    rule_retaliation(c, region);
    rule_records(c, region);
    rule_review(c, region);
}

void rules_notice(struct court *c)
{
    rule_officer(c);
    for (int region = 0; region < c->p->region_count; region++)
        rule_region(c, region);
    for (size_t i = 0; i < c->p->appendix_count; i++) {
        rule_definitions(c, &c->p->appendices[i]);
        rule_category_names(c, &c->p->appendices[i]);
    }
}
