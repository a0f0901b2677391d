#include "assurance/check.h"

#include "assurance_queries.h"
#include "ledger/note.h"
#include "policy/site.h"
#include "sql/sql.h"
#include "store/facts.h"
#include "vault/vault.h"

enum { ATTESTATION_WARNING_DAYS = 30 };

/* Clause, what proves it, which mechanisms' loss it notices, where it looks, whether it reaches beyond our own rows. */
const struct check checks[] = {
    { "P0-1", check_page_bytes, TOOTH_BIT(TOOTH_VERSION_BYTES) | TOOTH_BIT(TOOTH_LEDGER), "page", false },
    { "P0-2", check_scope, TOOTH_BIT(TOOTH_SCOPE), "page", false },
    { "P1-1", check_controller, TOOTH_BIT(TOOTH_CONTROLLER), "page", false },
    { "P1-2", check_affiliates, 0, "page", false },
    { "P3-1", check_required, TOOTH_BIT(TOOTH_GATE_REQUIRED), "gate", false },
    { "P3A1-1", check_undeclared, TOOTH_BIT(TOOTH_GATE_FIELDS), "gate", false },
    { "P3A1-2", check_diagnostics, TOOTH_BIT(TOOTH_PURPOSE_BIND), "disclosure", true },
    { "P3A1-3", check_bound, TOOTH_BIT(TOOTH_PURPOSE_BIND) | TOOTH_BIT(TOOTH_DELIVERY), "disclosure", true },
    { "P3A2-1", check_required_newsletter, TOOTH_BIT(TOOTH_GATE_REQUIRED), "gate", false },
    { "P3A2-2", check_subscribers, TOOTH_BIT(TOOTH_CONFIRM), "disclosure", true },
    { "P4-1", check_basis, TOOTH_BIT(TOOTH_GATE_BASIS) | TOOTH_BIT(TOOTH_DELIVERY_DECISION), "gate", false },
    { "P4-2", check_contract, TOOTH_BIT(TOOTH_PURPOSE_BIND), "disclosure", true },
    { "P5-1", check_purposes, TOOTH_BIT(TOOTH_PURPOSE_BIND) | TOOTH_BIT(TOOTH_GATE_PURPOSE), "disclosure", true },
    { "P6-1", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION), "disclosure", true },
    { "P6A1", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION), "disclosure", true },
    { "P6A2-1", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION) | TOOTH_BIT(TOOTH_CONTRACT), "disclosure", true },
    { "P6A2-2", check_told, TOOTH_BIT(TOOTH_SIGNAL), "consent", true },
    { "P6B-1", check_countries, TOOTH_BIT(TOOTH_RECIPIENTS), "page", true },
    { "P6B-2", check_transfers, TOOTH_BIT(TOOTH_RECIPIENTS), "page", true },
    { "P7-1", check_sealed, TOOTH_BIT(TOOTH_SEAL), "own rows", true },
    { "P7-3", check_review, 0, "policy", false },
    { "P8.1-5", check_erased, TOOTH_BIT(TOOTH_SHRED), "own rows", true },
    { "P8.1-6", check_withdrawal, TOOTH_BIT(TOOTH_WITHDRAWAL), "consent", false },
    { "P8.2", check_ways, TOOTH_BIT(TOOTH_RIGHTS), "page", false },
    { "P8.3-2", check_authorities, TOOTH_BIT(TOOTH_RIGHTS), "page", false },
    { "P9-1", check_due_dates, TOOTH_BIT(TOOTH_RETENTION_DATE), "own rows", true },
    { "P9-2", check_swept, TOOTH_BIT(TOOTH_RETENTION_SWEEP) | TOOTH_BIT(TOOTH_SHRED) | TOOTH_BIT(TOOTH_LEDGER), "sweeper", true },
    { "P10", check_links, TOOTH_BIT(TOOTH_LINKS), "page", false },
    { "P11-2", check_cookies, TOOTH_BIT(TOOTH_COOKIES), "page", false },
    { "P12-1", check_versions, TOOTH_BIT(TOOTH_VERSION_DATE) | TOOTH_BIT(TOOTH_VERSION_SWITCH) | TOOTH_BIT(TOOTH_VERSION_BYTES) | TOOTH_BIT(TOOTH_LEDGER), "page", false },
    { "P12-2", check_notice, TOOTH_BIT(TOOTH_VERSION_NOTICE) | TOOTH_BIT(TOOTH_VERSION_ANNOUNCE), "page", false },
    { "P12-3", check_new_purpose, TOOTH_BIT(TOOTH_PURPOSE_BIND), "disclosure", false },
    { "P13", check_contacts, TOOTH_BIT(TOOTH_CONTACTS), "page", false },
    { "C0-1", check_appendix, TOOTH_BIT(TOOTH_GATE_REGION), "gate", false },
    { "C0-2", check_appendix_date, TOOTH_BIT(TOOTH_VERSION_BYTES) | TOOTH_BIT(TOOTH_APPENDIX_DATE), "page", false },
    { "C2", check_twelve_months, TOOTH_BIT(TOOTH_GATE_REGION), "own rows", false },
    { "C3-2", check_new_purpose, TOOTH_BIT(TOOTH_PURPOSE_BIND), "disclosure", false },
    { "C5", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION), "disclosure", true },
    { "C6", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION), "disclosure", true },
    { "C7", check_outgoing, TOOTH_BIT(TOOTH_DELIVERY_DECISION), "disclosure", true },
    { "C9", check_contact_california, TOOTH_BIT(TOOTH_CONTACTS), "page", false },
};
const int check_count = COUNT_OF(checks);

const struct check *check_find(const char *clause)
{
    for (int i = 0; i < check_count; i++)
        if (text_equal(text_of(checks[i].clause), text_of(clause)))
            return &checks[i];
    return NULL;
}

const char *promise_state_name(enum promise_state s)
{
    static const char *const names[PROMISE_STATES] = { "kept", "at risk", "broken", "unproven", "attested", "text only", "not promised" };

    return (unsigned)s < PROMISE_STATES ? names[s] : "unproven";
}

/* --- what checks use ------------------------------------------------------------------------------------------------------------------------------ */

bool check_say_nothing(struct proving *c, enum promise_state state, enum message message)
{
    c->promise->state = state;
    c->promise->evidence.message = message;
    c->promise->evidence.value_count = 0;
    return true;
}

bool check_say(struct work *w, struct proving *c, enum promise_state state, enum message message, const int64_t *numbers, size_t count)
{
    struct evidence *e = &c->promise->evidence;

    must(count <= COUNT_OF(e->values));
    for (size_t i = 0; i < count; i++)
        TRY(work_format(w, &e->values[i], "%lld", (long long)numbers[i]));
    TRY(check_say_nothing(c, state, message));
    e->value_count = (int)count;
    return true;
}

bool check_cite(struct work *w, struct proving *c, enum fact_type type)
{
    struct fact_row row;

    TRY(facts_newest(w, w->site->key, type, &row));
    if (row.position < 0)
        return true;
    c->promise->evidence.position = row.position;
    c->promise->evidence.at = row.fact.at;
    return true;
}

bool check_number(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, int64_t *out_number)
{
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, q, values, count, &row));
    return sql_row_number(w, &row, 0, out_number);
}

/* --- the log behind a fact -------------------------------------------------------------------------------------------------------------------------- */

/* False with a clear error: the tree does not hold this fact. */
static bool is_in_tree(struct work *w, const struct fact_row *fact, bool *out_there)
{
    struct tile_table table = { w->snapshot, w->site->key };
    struct tile_source source = { store_tile_reader, &table, 0 };
    struct ledger_proof proof;
    struct ledger_head head;

    *out_there = false;
    TRY(facts_head(w, &table, &head));
    source.size = head.size;
    if ((uint64_t)fact->position >= head.size)
        return true;
    TRY(ledger_prove_inclusion(w, tile_hash, &source, (uint64_t)fact->position, head.size, &proof));
    *out_there = ledger_verify_inclusion(fact_leaf(fact->salt, fact->canonical), (uint64_t)fact->position, head, &proof);
    return true;
}

static bool is_proved(struct work *w, int64_t position, bool *out_there)
{
    struct fact_row fact;

    if (facts_load(w, w->site->key, (uint64_t)position, &fact) && is_in_tree(w, &fact, out_there))
        return true;
    if (w->err.code != ERR_NOT_FOUND && w->err.code != ERR_TAMPERED)
        return false;
    error_clear(&w->err);
    *out_there = false;
    return true;
}

/* A promise that leans on a fact is worth as much as the fact's place in the log. The tiles of one proof go before the next is made: with a
 * long log they would fill the unit. */
static bool judge_citation(struct work *w, struct proving *c)
{
    struct promise *p = c->promise;
    struct arena_mark mark = arena_mark(w->arena);
    bool there, read;

    if (p->evidence.position < 0 || (p->state != PROMISE_KEPT && p->state != PROMISE_AT_RISK))
        return true;
    read = is_proved(w, p->evidence.position, &there);
    arena_release(w->arena, mark);
    TRY(read);
    return there || SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOT_IN_LOG, p->evidence.position);
}

/* --- one promise ------------------------------------------------------------------------------------------------------------------------------------- */

static void cover(struct work *w, struct proving *c, const struct check *check)
{
    struct promise *p = c->promise;
    struct day today = zone_day_of(c->policy->zone, w->now);

    p->coverage.door = check->door;
    if (c->version_count)
        p->coverage.since = c->versions[c->version_count - 1].posted_at;
    if (!check->after_delivery)
        return;
    p->coverage.attested = c->after.attested;
    p->coverage.unseen = c->after.unseen;
    p->coverage.review = c->after.review;
    if (p->state != PROMISE_KEPT)
        return;
    if (c->after.unseen.length)
        p->state = PROMISE_UNPROVEN;
    else if (c->after.review.number && c->after.review.number - today.number <= ATTESTATION_WARNING_DAYS)
        p->state = PROMISE_AT_RISK;
}

/* A check that cannot look proves nothing, and says nothing about the others. */
static void judge(struct work *w, struct proving *c, const struct check *check)
{
    struct evidence nothing = { .message = MSG_EVIDENCE_CHECK_FAILED, .position = -1 };

    c->promise->evidence.position = -1;
    if (!check->judge(w, c) || !judge_citation(w, c)) {
        error_clear(&w->err);
        c->promise->state = PROMISE_UNPROVEN;
        c->promise->evidence = nothing;
    }
    cover(w, c, check);
}

static bool say_sentences(struct work *w, const struct proving *c)
{
    struct promise *p = c->promise;

    for (int language = 0; language < c->policy->language_count; language++)
        TRY(p->clause->sentence(w, c->policy, language, &p->sentence[language]));
    return true;
}

static bool evaluate(struct work *w, struct proving *c)
{
    struct promise *p = c->promise;
    const struct check *check = check_find(p->clause->id);

    p->evidence = (struct evidence){ .message = MSG_EVIDENCE_NO_MECHANISM, .position = -1 };
    p->state = PROMISE_NOT_MADE;
    if (!p->clause->promised(c->policy))
        return check_say_nothing(c, PROMISE_NOT_MADE, MSG_EVIDENCE_NOT_MADE);
    TRY(say_sentences(w, c));
    if (p->clause->text_only)
        return check_say_nothing(c, PROMISE_TEXT_ONLY, MSG_EVIDENCE_TEXT_ONLY);
    p->state = PROMISE_UNPROVEN;
    if (check)
        judge(w, c, check);
    return true;
}

/* --- all of them ---------------------------------------------------------------------------------------------------------------------------------------- */

static bool read_log_size(struct work *w, uint64_t *out_size)
{
    const struct sql_value site = sql_number(w->site->key);
    struct sql_row row;
    int64_t size = 0;

    TRY(sql_find(w, w->snapshot, &query_promise_log_size, &site, 1, &row));
    if (row.count)
        TRY(sql_row_number(w, &row, 0, &size));
    *out_size = (uint64_t)size;
    return true;
}

/* With a clock that stands before all of them, the first. */
static int64_t number_in_force(const struct work *w, const struct proving *c)
{
    const struct version_line *line = version_line_at(c->versions, c->version_count, w->now);

    if (line)
        return line->number;
    return c->version_count ? c->versions[c->version_count - 1].number : 0;
}

/* When nobody can tell what went out, nothing beyond our rows is seen. */
static bool open_proving(struct work *w, struct services *s, struct proving *c)
{
    c->services = s;
    c->policy = w->policy;
    c->served = s->version ? s->version(s, w->now) : NULL;
    TRY(version_list(w, c->versions, VERSIONS_LOOKED_AT, &c->version_count));
    c->version = number_in_force(w, c);
    if (coverage_after(w, c))
        return true;
    error_clear(&w->err);
    c->after = (struct coverage){ .unseen = TEXT("?") };
    return true;
}

static bool read_log_key(struct work *w, struct services *s, struct text *out_key)
{
    uint8_t key[32];

    *out_key = TEXT("");
    if (!s->vault)
        return true;
    TRY(vault_public_key(w, s->vault, w->site->uid, key));
    return note_verifier_key(w, w->site->log_origin, key, out_key);
}

static bool list_unbound(struct work *w, const struct services *s, const struct proving *c, struct promises *all)
{
    struct wording_ground ground = { w->policy, s->law, instant_day_utc(c->version_count ? c->versions[0].posted_at : w->now) };

    for (int i = 0; i < w->policy->language_count; i++)
        TRY(wording_unbound(w, &ground, i, &all->unbound[i], &all->unbound_count[i]));
    return true;
}

bool promises_evaluate(struct work *w, struct services *s, struct promises *out_promises)
{
    struct promises all = { .at = w->now, .count = clause_count, .list = WORK_NEW(w, struct promise, (size_t)clause_count) };
    struct proving *c = WORK_NEW(w, struct proving, 1);

    if (!all.list || !c)
        return false;
    if (!w->policy)
        FAIL(w, ERR_NOT_FOUND, "no policy is published, so nothing is promised");
    TRY(open_proving(w, s, c));
    TRY(read_log_size(w, &all.log_size));
    TRY(read_log_key(w, s, &all.log_key));
    all.version = c->version;
    TRY(list_unbound(w, s, c, &all));
    for (int i = 0; i < all.count; i++) {
        c->promise = &all.list[i];
        c->promise->clause = &clauses[i];
        TRY(evaluate(w, c));
        all.by_state[c->promise->state]++;
    }
    *out_promises = all;
    return true;
}
