#include "disclosure/contracts.h"

#include "policy/site.h"
#include "policy/version.h"
#include "store/operator_task.h"

static bool raise_once(struct work *w, enum operator_task_kind kind, const struct recipient *r, int64_t *raised)
{
    struct instant last_day = instant_of_day_utc(r->contract_until);
    bool before;

    TRY(operator_task_is_raised(w, w->site->key, kind, r->number, last_day, &before));
    if (before)
        return true;
    if (*raised == 0)
        TRY(list_open_slice(w));
    ++*raised;
    return operator_task_raise(w, w->site->key, kind, r->number, last_day);
}

static bool look(struct work *w, const struct policy *p, const struct recipient *r, int64_t *raised)
{
    int64_t left = r->contract_until.number - zone_day_of(p->zone, w->now).number;

    if (!r->has_contract_end || left > CONTRACT_NOTICE_DAYS)
        return true;
    return raise_once(w, left < 0 ? OPERATOR_TASK_CONTRACT_ENDED : OPERATOR_TASK_CONTRACT_ENDS, r, raised);
}

bool contracts_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    const struct version *v = slice->services->version(slice->services, w->now);

    *out_next = TASK_END;
    if (phase > 0 || !v)
        return true;
    slice->more = false;
    slice->done = 0;
    for (size_t i = 0; i < v->policy.recipient_count; i++)
        TRY(look(w, &v->policy, &v->policy.recipients[i], &slice->done));
    if (slice->done)
        *out_next = TASK_COMMIT;
    return true;
}
