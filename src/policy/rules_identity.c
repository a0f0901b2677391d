/* Who must prove what: people who ask, and those who ask for them. */
#include "policy/rules_law.h"

/* T-12: a check of identity on a right that needs none keeps people from using it. */
static void rule_verified_anyway(struct court *c, const struct rights *r)
{
    for (size_t i = 0; r->verification.given && i < r->verification.kind_count; i++) {
        const struct law_row *row = court_row_of(c, r->region, LAW_KINDS, r->verification.kinds[i]);
        if (row && !row->is.kind.verifiable)
            court_by_law(c, PD_VERIFIED_ANYWAY, row, r->verification.kind_places[i], "take it out of `kinds` of `verification`; ask only what is needed to carry it out",
                "rights of `%.*s` verify identity for `%.*s`, which needs none", NAME_ARGS(court_region(c, r->region)), NAME_ARGS(r->verification.kinds[i]));
    }
}

static void rule_asked_twice(struct court *c, const struct rights *r)
{
    const struct law_row *row = court_row(c, r->region, LAW_VERIFICATION);

    if (row && row->is.verification.login_suffices && r->verification.given && r->verification.ask_again)
        court_by_law(c, PD_ASKED_TWICE, row, r->verification.ask_again_place, "`account_holders: login`: they log in again before anything is released",
            "rights of `%.*s` ask account holders for what is held already", NAME_ARGS(court_region(c, r->region)));
}

/* T-8: who asks gets a decision, whatever could be verified. */
static void rule_unverified(struct court *c, const struct rights *r)
{
    const struct law_row *row = court_row(c, r->region, LAW_UNVERIFIED);

    if (row && row->is.unverified.notice && r->declines_unverified)
        court_by_law(c, PD_UNVERIFIED_SILENT, row, r->unverified_place, "`on_unverified: deny_and_notify`",
            "rights of `%.*s` may decline what cannot be verified: silence is no decision, the person is told and why", NAME_ARGS(court_region(c, r->region)));
    if (row && row->is.unverified.fallback_categories && r->no_fallback)
        court_by_law(c, PD_UNVERIFIED_SILENT, row, r->fallback_place, "`fallback: categories`",
            "rights of `%.*s` answer nothing instead; a request for specific pieces is then judged as one for categories", NAME_ARGS(court_region(c, r->region)));
}

/* --- agents ----------------------------------------------------------------------------------------------------------------------------------- */

/* Kinds that agents may send, as the policy says; all that are offered when it does not. */
static bool agents_may(const struct statement *agents, const struct rights *r, struct text kind)
{
    const struct statement_parameter *one = court_parameter(agents, "kinds", 0);
    bool offered = false;

    for (size_t i = 0; i < r->kind_count; i++)
        offered |= text_equal(r->kinds[i], kind);
    for (size_t i = 0; one; one = court_parameter(agents, "kinds", ++i))
        if (text_equal(one->value, kind))
            return offered;
    return offered && !court_parameter(agents, "kinds", 0);
}

/* T-11. On a right that needs no check of identity a document of the agent is a hurdle, and an error. */
static void rule_agent_document(struct court *c, const struct rights *r, const struct statement *agents)
{
    static const struct text document = { "identity_document", 17 };
    const struct statement_parameter *asked = court_parameter(agents, "identity_document", 0);
    const struct law_row *first[2] = { NULL, NULL };
    struct lacking kinds[2];

    if (!asked || !text_equal(asked->value, TEXT("required")))
        return;
    lacking_begin(&kinds[0]);
    lacking_begin(&kinds[1]);
    for (const struct law_row *row = NULL; (row = court_next(c, r->region, LAW_AGENTS, row)) != NULL;) {
        const struct law_row *kind = court_row_of(c, r->region, LAW_KINDS, row->key);
        int free = kind && !kind->is.kind.verifiable;
        if (!agents_may(agents, r, row->key) || law_list_has(&row->is.agent.ask, document) || law_list_has(&row->is.agent.one_of, document))
            continue;
        first[free] = first[free] ? first[free] : row;
        lacking_add(&kinds[free], row->key);
    }
    for (int free = 0; free < 2; free++)
        if (first[free])
            court_by_law(c, free ? PD_AGENT_HURDLE : PD_AGENT_DOCUMENT, first[free], asked->place, "`identity_document: never`, or `optional`",
                "agents must show an identity document for %.*s in `%.*s`; the law lets a signed permission be asked", LACKING_ARGS(kinds[free]),
                NAME_ARGS(court_region(c, r->region)));
}

/* T-7: the law lets agents act for kinds that the rule on agents leaves out. */
static void rule_agent_kinds(struct court *c, const struct rights *r, const struct statement *agents)
{
    const struct statement_parameter *named = court_parameter(agents, "kinds", 0);
    const struct law_row *first = NULL;
    struct lacking kinds;

    lacking_begin(&kinds);
    for (const struct law_row *row = NULL; named && (row = court_next(c, r->region, LAW_AGENTS, row)) != NULL;) {
        bool offered = agents_may(&(struct statement){ 0 }, r, row->key);
        if (!offered || agents_may(agents, r, row->key))
            continue;
        first = first ? first : row;
        lacking_add(&kinds, row->key);
    }
    if (first)
        court_by_law(c, PD_AGENT_KINDS, first, named->place, "name them, or leave `kinds` out: then agents may send every kind",
            "the rule on agents leaves out %.*s, for which they may act in `%.*s`", LACKING_ARGS(kinds), NAME_ARGS(court_region(c, r->region)));
}

void rules_identity(struct court *c)
{
    for (size_t i = 0; i < c->p->rights_count; i++) {
        const struct rights *r = &c->p->rights[i];
        const struct statement *agents = court_statement(c, "agents", r->region);
        rule_verified_anyway(c, r);
        rule_asked_twice(c, r);
        rule_unverified(c, r);
        if (!agents)
            continue;
        rule_agent_document(c, r, agents);
        rule_agent_kinds(c, r, agents);
    }
}
