/* Checks of use: records open for their purpose alone, what was accepted reaches its desk, and what leaves was allowed to. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "disclosure/decision.h"
#include "policy/site.h"
#include "sql/sql.h"

#include <string.h>

enum { FACTS_LOOKED_AT = 500, OUTBOX_DAYS = 29, LATE_HOURS = 1 };

typedef bool (*fact_look)(struct work *w, void *context, const struct fact *fact);

struct fact_walk {
    fact_look look;
    void *context;
    int64_t count;
};

static bool fact_row(struct work *w, void *context, const struct sql_row *row)
{
    struct fact_walk *walk = context;
    struct text canonical;
    struct fact fact;

    TRY(sql_row_bytes(w, row, 1, &canonical));
    TRY(fact_decode(w, canonical, &fact));
    walk->count++;
    return walk->look(w, walk->context, &fact);
}

static bool facts_walk(struct work *w, enum fact_type type, fact_look look, void *context, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(type), sql_number(FACTS_LOOKED_AT) };
    struct fact_walk walk = { look, context, 0 };

    TRY(sql_stream(w, w->snapshot, &query_promise_facts, values, 3, fact_row, &walk));
    *out_count = walk.count;
    return true;
}

/* --- records open for their purpose alone ---------------------------------------------------------------------------------------------------------- */

struct binding {
    int64_t asked, allowed; /* for another purpose */
};

/* As if nothing else stood against it: alive, not due. */
static void ask_others(const struct proving *c, const struct work *w, struct record_row row, struct binding *b)
{
    int unknown = 1;

    row.subject.state = SUBJECT_LIVE;
    row.retention_state = 0;
    row.has_due = false;
    for (size_t i = 0; i < c->policy->purpose_count; i++) {
        int number = c->policy->purposes[i].number;
        unknown = number >= unknown ? number + 1 : unknown;
        if (number == row.purpose)
            continue;
        b->asked++;
        b->allowed += opening_decide(c->policy, &row, number, w->now) == OPENING_ALLOWED;
    }
    b->asked++;
    b->allowed += row.purpose != unknown && opening_decide(c->policy, &row, unknown, w->now) == OPENING_ALLOWED;
}

/* With the newest record, and with one of each purpose that nobody sent. */
static bool ask_binding(struct work *w, struct proving *c, struct binding *b)
{
    struct record_row row;

    TRY(survey_take(w, c));
    if (c->survey.newest) {
        TRY(record_row_load(w, c->survey.newest, &row));
        ask_others(c, w, row, b);
    }
    for (size_t i = 0; i < c->policy->purpose_count; i++) {
        row = (struct record_row){ .purpose = c->policy->purposes[i].number, .basis = BASIS_CONTRACT };
        ask_others(c, w, row, b);
    }
    return true;
}

bool binding_ask(struct work *w, struct proving *c, int64_t *out_asked, int64_t *out_allowed)
{
    struct binding b = { 0 };

    TRY(ask_binding(w, c, &b));
    *out_asked = b.asked;
    *out_allowed = b.allowed;
    return true;
}

struct opening_look {
    const struct proving *c;
    struct binding *b;
};

/* An opening on record names the purpose that the channel of the record has. */
static bool look_at_opening(struct work *w, void *context, const struct fact *fact)
{
    struct opening_look *look = context;
    const struct channel *channel = channel_numbered(look->c->policy, fact->channel);

    (void)w;
    look->b->allowed += fact->policy_number == look->c->version && channel && channel->purpose && channel->purpose->number != fact->purpose;
    return true;
}

static bool judge_binding(struct work *w, struct proving *c, struct binding *b, int64_t *out_opened)
{
    struct opening_look look = { c, b };

    TRY(ask_binding(w, c, b));
    return facts_walk(w, FACT_OPENED, look_at_opening, &look, out_opened);
}

/* --- deliveries: what was accepted reaches its desk ------------------------------------------------------------------------------------------------- */

struct outbox_look {
    int64_t missing, idle, waiting, failed;
};

/* Ended deliveries stay thirty days: records of that time must have theirs. */
static bool count_missing(struct work *w, const struct proving *c, const struct channel *channel, int64_t *missing)
{
    const struct sql_value values[] = {
        sql_number(w->site->key), sql_number(channel->number), sql_number(c->version), sql_number(w->now.ms - SPAN_DAYS(OUTBOX_DAYS).ms),
        sql_number((int64_t)channel->deliver_count), sql_number(RECORDS_SURVEYED),
    };
    int64_t count;

    TRY(check_number(w, &query_promise_undelivered, values, 6, &count));
    *missing += count;
    return true;
}

static bool look_at_outbox(struct work *w, const struct proving *c, struct outbox_look *look)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms - SPAN_HOURS(LATE_HOURS).ms) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_promise_outbox, values, 2, &row));
    TRY(sql_row_number(w, &row, 0, &look->idle));
    TRY(sql_row_number(w, &row, 1, &look->waiting));
    TRY(sql_row_number(w, &row, 2, &look->failed));
    for (size_t i = 0; i < c->policy->channel_count; i++)
        if (c->policy->channels[i].deliver_count && !c->policy->channels[i].double_opt_in)
            TRY(count_missing(w, c, &c->policy->channels[i], &look->missing));
    return true;
}

bool check_bound(struct work *w, struct proving *c)
{
    struct outbox_look outbox = { 0 };
    struct binding b = { 0 };
    int64_t opened;

    TRY(judge_binding(w, c, &b, &opened));
    TRY(look_at_outbox(w, c, &outbox));
    TRY(check_cite(w, c, FACT_OPENED));
    if (b.allowed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BOUND_BROKEN, b.allowed, b.asked);
    if (outbox.missing || outbox.idle || outbox.failed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_DELIVERY_BROKEN, outbox.missing, outbox.idle, outbox.failed);
    if (outbox.waiting)
        return SAY_EVIDENCE(w, c, PROMISE_AT_RISK, MSG_EVIDENCE_DELIVERY_WAITING, outbox.waiting);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_BOUND, b.asked, opened);
}

/* What is here opens for its purpose only; where the operator keeps logs and reports is not seen. */
bool check_diagnostics(struct work *w, struct proving *c)
{
    struct binding b = { 0 };

    TRY(ask_binding(w, c, &b));
    if (b.allowed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BOUND_BROKEN, b.allowed, b.asked);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_LOGS_UNSEEN);
}

bool check_contract(struct work *w, struct proving *c)
{
    struct binding b = { 0 };

    TRY(ask_binding(w, c, &b));
    if (b.allowed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BOUND_BROKEN, b.allowed, b.asked);
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NECESSITY, b.asked);
}

static bool channel_purpose_is_declared(const struct policy *p, const struct channel *channel)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (&p->purposes[i] == channel->purpose)
            return true;
    return false;
}

bool check_purposes(struct work *w, struct proving *c)
{
    int64_t opened, undeclared = 0;
    struct binding b = { 0 };

    for (size_t i = 0; i < c->policy->channel_count; i++)
        undeclared += !channel_purpose_is_declared(c->policy, &c->policy->channels[i]);
    TRY(judge_binding(w, c, &b, &opened));
    TRY(check_cite(w, c, FACT_COLLECTED));
    if (undeclared || b.allowed || c->survey.other_purpose)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_PURPOSES_BROKEN, undeclared, c->survey.other_purpose, b.allowed);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_PURPOSES, (int64_t)c->policy->purpose_count, c->survey.records);
}

/* --- what left ------------------------------------------------------------------------------------------------------------------------------------ */

struct delivery_look {
    const struct proving *c;
    int64_t wrong;        /* without a ground, or to a recipient that may not have it */
    int64_t third_party;  /* to somebody who uses it for plans of his own */
};

static int fact_region(const struct policy *p, const struct fact *fact)
{
    struct text code = { fact->region, strnlen(fact->region, sizeof fact->region) };

    return code.length ? policy_region(p, code) : -1;
}

static bool had_ground(const struct policy *p, const struct fact *fact, const struct purpose *purpose)
{
    enum legal_basis basis = purpose_basis(p, purpose, fact_region(p, fact));

    return basis > BASIS_OFF && (basis != BASIS_CONSENT || fact->basis == BASIS_CONSENT);
}

static void look_at_recipient(struct delivery_look *look, const struct fact *fact, const struct channel *channel)
{
    const struct policy *p = look->c->policy;
    const struct delivery *d = fact->number >= 0 && (uint64_t)fact->number < channel->deliver_count ? &channel->deliver[fact->number] : NULL;
    const struct recipient *r = d ? policy_recipient(p, d->to) : NULL;

    if (!d) {
        look->wrong++;
        return;
    }
    if (d->kind == DELIVER_MAIL)
        return;
    look->wrong += decision_recipient(p, d->to, channel->purpose, fact_region(p, fact), fact->at) != CANCELLED_NOT;
    look->third_party += r && r->role == ROLE_THIRD_PARTY;
}

/* Measured by the version in force; what left under an older one was measured then. */
static bool look_at_delivery(struct work *w, void *context, const struct fact *fact)
{
    struct delivery_look *look = context;
    const struct channel *channel = channel_numbered(look->c->policy, fact->channel);

    (void)w;
    if (fact->policy_number != look->c->version)
        return true;
    if (!channel || !channel->purpose || channel->purpose->number != fact->purpose || !had_ground(look->c->policy, fact, channel->purpose)) {
        look->wrong++;
        return true;
    }
    look_at_recipient(look, fact, channel);
    return true;
}

bool deliveries_judge(struct work *w, struct proving *c, int64_t *out_count, int64_t *out_wrong)
{
    struct delivery_look look = { .c = c };

    TRY(facts_walk(w, FACT_DELIVERED, look_at_delivery, &look, out_count));
    *out_wrong = look.wrong;
    return true;
}

/* The decision is asked as if it were the day after each contract, and as if a consent had not been given; it must say no each time. */
static void ask_outgoing(const struct policy *p, struct instant now, struct binding *b)
{
    for (size_t i = 0; i < p->recipient_count; i++) {
        const struct recipient *r = &p->recipients[i];
        const struct purpose *purpose = r->purpose_count ? policy_purpose(p, r->purposes[0]) : NULL;
        if (r->role != ROLE_PROCESSOR || !r->has_contract_end || !purpose)
            continue;
        b->asked++;
        b->allowed += decision_recipient(p, r->id, purpose, -1, instant_of_day_utc((struct day){ r->contract_until.number + 2 })) == CANCELLED_NOT;
    }
    for (size_t i = 0; i < p->purpose_count; i++) {
        struct record_row row = { .purpose = p->purposes[i].number, .basis = BASIS_CONTRACT };
        if (purpose_basis(p, &p->purposes[i], -1) != BASIS_CONSENT)
            continue;
        b->asked++;
        b->allowed += opening_decide(p, &row, row.purpose, now) == OPENING_ALLOWED;
    }
}

/* What passed here is known; what other systems hand on is not, and so no such promise is kept on our word alone. */
bool check_outgoing(struct work *w, struct proving *c)
{
    struct delivery_look look = { .c = c };
    struct binding asked = { 0 };
    int64_t delivered;

    TRY(facts_walk(w, FACT_DELIVERED, look_at_delivery, &look, &delivered));
    ask_outgoing(c->policy, w->now, &asked);
    TRY(check_cite(w, c, FACT_DELIVERED));
    if (look.wrong || look.third_party)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_OUTGOING_BROKEN, delivered, look.wrong, look.third_party);
    if (asked.allowed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_OUTGOING_ASKED_BROKEN, asked.asked, asked.allowed);
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_OUTGOING, delivered, asked.asked);
}

/* What is here now is counted; what was collected in the twelve months and is gone since is not. */
bool check_twelve_months(struct work *w, struct proving *c)
{
    TRY(survey_take(w, c));
    if (c->survey.california_unlisted)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_TWELVE_MONTHS_BROKEN, c->survey.california_unlisted, c->survey.california);
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_TWELVE_MONTHS, c->survey.california);
}

/* --- beyond the desk's door ------------------------------------------------------------------------------------------------------------------------- */

enum { CHANNELS_MARKED = 64 };

/* Channels through which something went out, by their number. */
struct gone_out {
    const struct policy *policy;
    bool through[CHANNELS_MARKED];
    bool more; /* and perhaps through others, of which nothing is known any more */
};

static bool mark_channel(struct work *w, void *context, const struct fact *fact)
{
    struct gone_out *out = context;

    (void)w;
    for (size_t i = 0; i < out->policy->channel_count && i < CHANNELS_MARKED; i++)
        out->through[i] = out->through[i] || out->policy->channels[i].number == fact->channel;
    return true;
}

/* Facts go in time. When the log's first ones are gone, nobody can say that nothing ever went out. */
static bool log_is_whole(struct work *w, bool *out_whole)
{
    const struct sql_value site = sql_number(w->site->key);
    struct sql_row row;
    int64_t position = 0;

    TRY(sql_find(w, w->snapshot, &query_promise_oldest_fact, &site, 1, &row));
    if (row.count)
        TRY(sql_row_number(w, &row, 0, &position));
    *out_whole = position == 0;
    return true;
}

static bool find_gone_out(struct work *w, struct gone_out *out)
{
    int64_t count;
    bool whole;

    TRY(facts_walk(w, FACT_DELIVERED, mark_channel, out, &count));
    TRY(log_is_whole(w, &whole));
    out->more = !whole || count == FACTS_LOOKED_AT || out->policy->channel_count > CHANNELS_MARKED;
    return true;
}

static bool may_have_reached(const struct gone_out *out, size_t channel)
{
    return out->more || (channel < CHANNELS_MARKED && out->through[channel]);
}

static bool add_name(struct work *w, struct text *list, struct text name)
{
    size_t at;

    if (list->length == 0)
        return work_copy(w, name, list);
    if (text_find(*list, name, &at))
        return true; /* one mailbox behind several channels */
    return work_format(w, list, "%.*s, %.*s", TEXT_ARGS(*list), TEXT_ARGS(name));
}

static bool add_system(struct work *w, struct coverage *after, const struct delivery *d, struct day today, bool reached)
{
    if (!d->attested || d->review.number < today.number)
        return !reached || add_name(w, &after->unseen, d->to);
    if (after->review.number == 0 || d->review.number < after->review.number)
        after->review = d->review;
    return add_name(w, &after->attested, d->to);
}

/* A system to which nothing went from here has nothing from here. */
bool coverage_after(struct work *w, struct proving *c)
{
    struct day today = zone_day_of(c->policy->zone, w->now);
    struct gone_out out = { .policy = c->policy };

    TRY(find_gone_out(w, &out));
    for (size_t i = 0; i < c->policy->channel_count; i++) {
        for (size_t k = 0; k < c->policy->channels[i].deliver_count; k++) {
            const struct delivery *d = &c->policy->channels[i].deliver[k];
            TRY(add_system(w, &c->after, d, today, may_have_reached(&out, i)));
        }
    }
    return true;
}
