/* Checks of the gate: it is asked live, with submissions that nobody made and that leave no row. What it should answer is worked out here
 * from the policy, not by the gate's own functions. */
#include "assurance/check.h"
#include "collect/gate.h"

#define UNDECLARED TEXT("privacyd_probe")
#define VALUE TEXT("probe@probe.invalid") /* fits every kind of item */

struct probe {
    const struct channel *channel;
    int region;
    enum gate_door door;
    struct gate_field fields[GATE_FIELDS_MAX];
    int count;
};

static void probe_add(struct probe *p, struct text name)
{
    if (p->count < GATE_FIELDS_MAX)
        p->fields[p->count++] = (struct gate_field){ name, VALUE };
}

/* What the gate made of it; whatever it took from the arena is given back. */
struct answer {
    bool accepted, took, dropped;
    enum gate_reason reason; /* of the first problem */
};

static bool probe_ask(struct work *w, const struct policy *policy, const struct probe *p, struct text field, struct answer *out_answer)
{
    struct arena_mark mark = arena_mark(w->arena);
    struct gate_verdict *v = WORK_NEW(w, struct gate_verdict, 1);

    if (!v)
        return false;
    TRY(gate_decide(w, policy, p->channel, p->region, p->door, p->fields, p->count, v));
    *out_answer = (struct answer){ .accepted = v->accepted, .dropped = v->dropped > 0, .reason = v->problem_count ? v->problems[0].reason : GATE_OK };
    for (int i = 0; i < v->field_count; i++)
        out_answer->took = out_answer->took || text_equal(v->fields[i].data->id, field);
    arena_release(w->arena, mark);
    return true;
}

/* What the appendices say, read here once more: the gate's own reading is what is judged. */
static bool listed(const struct appendix *a, const struct data_item *data)
{
    if (!a->prevails || a->collects_computed)
        return true;
    for (size_t i = 0; i < a->collect_count; i++)
        if (text_equal(a->collects[i]->id, data->id))
            return true;
    return false;
}

static bool may_take(const struct policy *p, const struct data_item *data, int region)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if ((region < 0 || p->appendices[i].region == region) && !listed(&p->appendices[i], data))
            return false;
    return true;
}

static bool has_ground(const struct policy *p, const struct purpose *purpose, int region)
{
    if (region >= 0)
        return purpose->basis[region] > BASIS_OFF;
    for (int i = 0; i < p->region_count; i++)
        if (purpose->basis[i] <= BASIS_OFF)
            return false;
    return p->region_count > 0 || purpose->basis_elsewhere > BASIS_OFF;
}

/* The required fields of the channel that the region lets be taken, but for one. */
static void add_required(const struct policy *policy, struct probe *p, const struct channel_field *but)
{
    for (size_t i = 0; i < p->channel->field_count; i++) {
        const struct channel_field *f = &p->channel->fields[i];
        if (f != but && f->required && may_take(policy, f->data, p->region))
            probe_add(p, f->data->id);
    }
}

struct asking {
    bool confirmed_only; /* in: only channels that ask for a confirmation */
    int64_t asked, wrong;
};

static bool ask(struct work *w, const struct policy *policy, const struct probe *p, bool should_accept, enum gate_reason reason, struct asking *a)
{
    struct answer answer;

    TRY(probe_ask(w, policy, p, TEXT(""), &answer));
    a->asked++;
    a->wrong += answer.accepted != should_accept || (!should_accept && answer.reason != reason);
    return true;
}

typedef bool (*asker)(struct work *w, const struct policy *policy, const struct channel *channel, int region, enum gate_door door, struct asking *a);

/* At both doors of each open channel, in each region that has a ground for it. */
static bool ask_each(struct work *w, const struct policy *policy, asker asks, struct asking *a)
{
    for (size_t i = 0; i < policy->channel_count; i++) {
        const struct channel *channel = &policy->channels[i];
        for (int region = -1; region < policy->region_count; region++) {
            if (!channel->purpose || (a->confirmed_only && !channel->double_opt_in) || !has_ground(policy, channel->purpose, region))
                continue;
            TRY(asks(w, policy, channel, region, DOOR_FORM, a));
            TRY(asks(w, policy, channel, region, DOOR_JSON, a));
        }
    }
    return true;
}

/* --- P3-1: nothing but the required fields is demanded, and those are ------------------------------------------------------------------ */

static bool ask_required(struct work *w, const struct policy *policy, const struct channel *channel, int region, enum gate_door door, struct asking *a)
{
    struct probe p = { .channel = channel, .region = region, .door = door };

    add_required(policy, &p, NULL);
    TRY(ask(w, policy, &p, true, GATE_OK, a));
    for (size_t i = 0; i < channel->field_count; i++) {
        if (!channel->fields[i].required || !may_take(policy, channel->fields[i].data, region))
            continue;
        p.count = 0;
        add_required(policy, &p, &channel->fields[i]);
        TRY(ask(w, policy, &p, false, GATE_REQUIRED_MISSING, a));
    }
    return true;
}

bool check_required(struct work *w, struct proving *c)
{
    const struct policy *policy = c->policy;
    struct asking a = { 0 };

    TRY(ask_each(w, policy, ask_required, &a));
    if (a.wrong)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_REQUIRED_BROKEN, a.wrong, a.asked);
    if (a.asked == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    TRY(check_cite(w, c, FACT_COLLECTED));
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_REQUIRED, a.asked);
}

/* P3A2-1: the same for the channels that ask for a confirmation. */
bool check_required_newsletter(struct work *w, struct proving *c)
{
    struct asking a = { .confirmed_only = true };

    TRY(ask_each(w, c->policy, ask_required, &a));
    if (a.wrong)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_REQUIRED_BROKEN, a.wrong, a.asked);
    if (a.asked == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_REQUIRED, a.asked);
}

/* --- P3A1-1: an undeclared field is not kept --------------------------------------------------------------------------------------------------- */

static bool refuses_unknown(const struct channel *channel, enum gate_door door)
{
    return channel->unknown == UNKNOWN_REFUSE || (channel->unknown == UNKNOWN_BY_DOOR && door == DOOR_JSON);
}

static bool ignores(const struct channel *channel, struct text name)
{
    for (size_t i = 0; i < channel->ignore_count; i++) {
        struct text pattern = channel->ignore[i];
        bool open_ended = text_ends(pattern, TEXT("*"));
        if (open_ended ? text_starts(name, text_first(pattern, pattern.length - 1)) : text_equal(name, pattern))
            return true;
    }
    return false;
}

static bool ask_undeclared(struct work *w, const struct policy *policy, const struct channel *channel, int region, enum gate_door door, struct asking *a)
{
    struct probe p = { .channel = channel, .region = region, .door = door };
    struct answer answer;

    add_required(policy, &p, NULL);
    probe_add(&p, UNDECLARED);
    TRY(probe_ask(w, policy, &p, UNDECLARED, &answer));
    a->asked++;
    if (ignores(channel, UNDECLARED))
        a->wrong += answer.took;
    else if (refuses_unknown(channel, door))
        a->wrong += answer.accepted || answer.reason != GATE_UNDECLARED;
    else
        a->wrong += answer.took || !answer.dropped;
    return true;
}

bool check_undeclared(struct work *w, struct proving *c)
{
    const struct policy *policy = c->policy;
    struct asking a = { 0 };

    TRY(ask_each(w, policy, ask_undeclared, &a));
    TRY(survey_take(w, c));
    if (a.wrong || c->survey.undeclared)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_UNDECLARED_BROKEN, a.wrong, a.asked, c->survey.undeclared, c->survey.records);
    if (a.asked == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    TRY(check_cite(w, c, FACT_REFUSALS));
    if (c->promise->evidence.position < 0)
        TRY(check_cite(w, c, FACT_COLLECTED));
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_UNDECLARED, a.asked, c->survey.records);
}

/* --- P4-1: no ground, no processing --------------------------------------------------------------------------------------------------------- */

/* The channel as it would be if its purpose had no ground anywhere. */
static bool ask_groundless(struct work *w, const struct policy *policy, const struct channel *channel, int region, struct asking *a)
{
    struct purpose groundless = *channel->purpose;
    struct channel copy = *channel;
    struct probe p = { .channel = &copy, .region = region, .door = DOOR_JSON };

    for (int i = 0; i < POLICY_REGIONS_MAX; i++)
        groundless.basis[i] = i % 2 ? BASIS_OFF : BASIS_MISSING;
    groundless.basis_elsewhere = BASIS_MISSING;
    copy.purpose = &groundless;
    add_required(policy, &p, NULL);
    return ask(w, policy, &p, false, GATE_NO_BASIS, a);
}

static bool ask_basis(struct work *w, const struct policy *policy, const struct channel *channel, struct asking *a)
{
    for (int region = -1; region < policy->region_count; region++) {
        struct probe p = { .channel = channel, .region = region, .door = DOOR_JSON };
        add_required(policy, &p, NULL);
        TRY(ask_groundless(w, policy, channel, region, a));
        if (!has_ground(policy, channel->purpose, region))
            TRY(ask(w, policy, &p, false, GATE_NO_BASIS, a));
    }
    return true;
}

bool check_basis(struct work *w, struct proving *c)
{
    int64_t delivered, wrongly;
    struct asking a = { 0 };

    for (size_t i = 0; i < c->policy->channel_count; i++)
        if (c->policy->channels[i].purpose)
            TRY(ask_basis(w, c->policy, &c->policy->channels[i], &a));
    TRY(survey_take(w, c));
    TRY(deliveries_judge(w, c, &delivered, &wrongly));
    TRY(check_cite(w, c, FACT_COLLECTED));
    if (a.wrong || c->survey.without_basis || wrongly)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BASIS_BROKEN, a.wrong, a.asked, c->survey.without_basis, wrongly);
    if (a.asked == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_BASIS, a.asked, c->survey.records, delivered);
}

/* --- C0-1: the appendix of a region prevails ---------------------------------------------------------------------------------------------------- */

/* A channel that takes this one item, on a ground that holds everywhere. */
static bool ask_item(struct work *w, const struct policy *policy, const struct data_item *data, int region, struct asking *a)
{
    struct purpose grounded = { .id = TEXT("probe") };
    struct channel_field field = { .data = data };
    struct channel channel = { .id = TEXT("probe"), .purpose = &grounded, .fields = &field, .field_count = 1 };
    struct probe p = { .channel = &channel, .region = region, .door = DOOR_JSON };

    for (int i = 0; i < POLICY_REGIONS_MAX; i++)
        grounded.basis[i] = BASIS_CONTRACT;
    grounded.basis_elsewhere = BASIS_CONTRACT;
    probe_add(&p, data->id);
    return ask(w, policy, &p, may_take(policy, data, region), GATE_NOT_IN_REGION, a);
}

bool check_appendix(struct work *w, struct proving *c)
{
    const struct policy *policy = c->policy;
    struct asking a = { 0 };

    for (size_t i = 0; i < policy->data_count; i++)
        for (int region = -1; region < policy->region_count; region++)
            TRY(ask_item(w, policy, &policy->data[i], region, &a));
    TRY(survey_take(w, c));
    if (a.wrong || c->survey.outside_appendix)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_APPENDIX_BROKEN, a.wrong, a.asked, c->survey.outside_appendix);
    if (a.asked == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    TRY(check_cite(w, c, FACT_COLLECTED));
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_APPENDIX, a.asked, c->survey.records);
}
