#include "disclosure/decision.h"

#include "base/teeth.h"

static enum cancel_reason reason_of(enum opening_answer answer)
{
    static const enum cancel_reason reasons[OPENING_ANSWERS] = {
        [OPENING_OTHER_PURPOSE] = CANCELLED_NO_BASIS, [OPENING_NO_PURPOSE] = CANCELLED_NO_PLACE, [OPENING_NO_BASIS] = CANCELLED_NO_BASIS,
        [OPENING_DUE] = CANCELLED_SWEPT,              [OPENING_SUBJECT_GONE] = CANCELLED_ERASED,
        [OPENING_WITHDRAWN] = CANCELLED_WITHDRAWN,
    };

    return reasons[answer];
}

static bool serves(const struct recipient *r, const struct purpose *purpose, int region)
{
    return (region < 0 ? r->everywhere : recipient_serves(r, region)) && recipient_is_for(r, purpose->id);
}

/* A contract covers its last day to the end, where the policy counts days. A processor without one is sent nothing (article 28). */
static bool contract_ended(const struct policy *p, const struct recipient *r, struct instant now)
{
    if (r->role != ROLE_PROCESSOR || TEETH_OUT(TOOTH_CONTRACT))
        return false;
    return r->contract.length == 0 || (r->has_contract_end && zone_day_of(p->zone, now).number > r->contract_until.number);
}

enum cancel_reason decision_recipient(const struct policy *p, struct text recipient, const struct purpose *purpose, int region, struct instant now)
{
    const struct recipient *r = policy_recipient(p, recipient);

    if (!r || !serves(r, purpose, region) || contract_ended(p, r, now))
        return CANCELLED_RECIPIENT;
    return CANCELLED_NOT;
}

static enum cancel_reason decide(struct work *w, struct decision *d, int64_t place)
{
    const struct policy *p = d->policy;
    enum opening_answer answer;

    if (!TEETH_OUT(TOOTH_DELIVERY_DECISION)) {
        answer = opening_decide(p, &d->record, d->record.purpose, w->now);
        if (answer != OPENING_ALLOWED)
            return reason_of(answer);
    }
    d->channel = channel_numbered(p, d->record.channel);
    if (!d->channel || place < 0 || (uint64_t)place >= d->channel->deliver_count)
        return CANCELLED_NO_PLACE;
    if (d->channel->purpose->number != d->record.purpose)
        return CANCELLED_NO_PLACE; /* the channel serves another purpose now, and so may its desk */
    d->delivery = &d->channel->deliver[place];
    if (d->delivery->kind != DELIVER_MAIL)
        return decision_recipient(p, d->delivery->to, d->channel->purpose, record_row_region(p, &d->record), w->now);
    return CANCELLED_NOT;
}

bool decision_make(struct work *w, const struct version *v, int64_t record, int64_t place, struct decision *out_decision)
{
    struct decision d = { .policy = &v->policy };

    TRY(pin_read(w, &d.pin));
    d.pin.policy_number = v->number;
    if (!record_row_load(w, record, &d.record)) {
        if (w->err.code != ERR_NOT_FOUND)
            return false;
        error_clear(&w->err);
        d.reason = CANCELLED_SWEPT;
    } else {
        d.reason = decide(w, &d, place);
    }
    *out_decision = d;
    return true;
}
