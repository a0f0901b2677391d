#include "consent/signal.h"

#include "base/teeth.h"
#include "consent_queries.h"
#include "policy/site.h"

enum { RECIPIENTS_TOLD_MAX = 16 };

static bool was_told(const struct recipient *const *told, int count, const struct recipient *r)
{
    for (int i = 0; i < count; i++)
        if (told[i] == r)
            return true;
    return false;
}

static bool tell(struct work *w, const struct recipient *r, struct id subject, int purpose, enum consent_act act)
{
    struct id *ids = WORK_NEW(w, struct id, 2);

    if (!ids)
        return false;
    ids[0] = id_random(&w->random);
    ids[1] = subject;
    return LIST_WRITE(w, query_signal_insert, 1, NULL, STORE_ID(ids[0]), STORE_NUMBER(w->site->key), STORE_ID(ids[1]), STORE_NUMBER(r->number), STORE_NUMBER(purpose),
                      STORE_NUMBER(act), STORE_NUMBER(w->now.ms));
}

bool signal_add(struct work *w, const struct policy *p, struct id subject, int purpose, enum consent_act act)
{
    const struct recipient *told[RECIPIENTS_TOLD_MAX];
    int count = 0;

    for (size_t i = 0; i < p->channel_count && !TEETH_OUT(TOOTH_SIGNAL); i++) {
        const struct channel *c = &p->channels[i];
        for (size_t k = 0; c->purpose && c->purpose->number == purpose && k < c->deliver_count; k++) {
            const struct recipient *r = c->deliver[k].kind == DELIVER_WEBHOOK ? policy_recipient(p, c->deliver[k].to) : NULL;
            if (!r || count == RECIPIENTS_TOLD_MAX || was_told(told, count, r))
                continue;
            told[count++] = r;
            TRY(tell(w, r, subject, purpose, act));
        }
    }
    return true;
}
