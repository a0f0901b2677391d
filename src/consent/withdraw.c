#include "consent/withdraw.h"

#include "base/teeth.h"
#include "consent/signal.h"
#include "consent_queries.h"
#include "policy/site.h"
#include "subject/cancel.h"
#include "subject/pin.h"

/* A consent that goes, with what hangs on it. */
struct live {
    int64_t purpose, region_source, waiting, kept;
    struct text region;
};

struct live_list {
    struct live items[WITHDRAWN_A_COMMIT];
    int count;
};

static bool add_live(struct work *w, void *context, const struct sql_row *row)
{
    struct live_list *l = context;
    struct live *item = &l->items[l->count];
    struct text region;

    must(l->count < WITHDRAWN_A_COMMIT);
    TRY(sql_row_number(w, row, 0, &item->purpose));
    TRY(sql_row_text(w, row, 1, &region));
    TRY(work_copy(w, region, &item->region));
    TRY(sql_row_number(w, row, 2, &item->region_source));
    TRY(sql_row_number(w, row, 3, &item->waiting));
    TRY(sql_row_number(w, row, 4, &item->kept));
    l->count++;
    return true;
}

static bool load_live(struct work *w, const struct withdrawal *x, int64_t subject, struct live_list *l)
{
    const struct sql_value values[] = {
        sql_number(w->site->key), sql_number(subject), sql_number(TRIGGER_WITHDRAWN), sql_number(x->purpose), sql_number(WITHDRAWN_A_COMMIT),
    };

    l->count = 0;
    return sql_stream(w, w->snapshot, &query_consent_live, values, (int)COUNT_OF(values), add_live, l);
}

static bool cancel_deliveries(struct work *w, const struct pin *p, const struct subject *s, const struct live *item)
{
    struct fact fact = pin_fact(w, p, FACT_DELIVERY_CANCELLED);

    if (item->waiting == 0)
        return true;
    TRY(LIST_WRITE(w, query_consent_cancel_outbox, item->waiting, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(s->key), STORE_NUMBER(item->purpose),
                   STORE_NUMBER(w->now.ms)));
    fact.purpose = (int)item->purpose;
    fact.subject = s->uid.id;
    fact.outcome = CANCELLED_WITHDRAWN;
    fact.number = item->waiting;
    return list_fact(w, fact, NULL);
}

static bool withdraw(struct work *w, struct withdrawal *x, const struct pin *p, const struct subject *s, const struct live *item)
{
    struct consent_event e = {
        .act = CONSENT_WITHDRAWN, .mechanism = x->mechanism, .purpose = (int)item->purpose, .policy_number = p->policy_number,
        .region = item->region, .region_source = (int)item->region_source, .subject = s->uid.id, .subject_row = STORE_NUMBER(s->key),
        .ended = item->waiting,
    };
    const struct version *v = x->services->version(x->services, w->now);

    TRY(cancel_deliveries(w, p, s, item));
    if (item->kept)
        TRY(LIST_WRITE(w, query_consent_end_retention, item->kept, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(s->key), STORE_NUMBER(item->purpose),
                       STORE_NUMBER(TRIGGER_WITHDRAWN), STORE_NUMBER(w->now.ms)));
    if (v)
        TRY(signal_add(w, &v->policy, s->uid.id, (int)item->purpose, CONSENT_WITHDRAWN));
    x->ending += item->waiting;
    return consent_add(w, &e, &x->fact);
}

static bool withdraw_all(struct work *w, struct withdrawal *x, const struct subject *s, const struct live_list *l)
{
    struct pin p;

    TRY(pin_read(w, &p));
    TRY(list_open(w));
    TRY(subject_change(w, s, SUBJECT_LIVE));
    x->ending = 0;
    for (int i = 0; i < l->count; i++)
        TRY(withdraw(w, x, &p, s, &l->items[i]));
    x->count = l->count;
    return true;
}

/* What the phase before committed. A rerun of this phase finds it taken already. */
static void take_results(const struct work *w, struct withdrawal *x)
{
    if (x->count == 0)
        return;
    x->withdrawn += x->count;
    x->ended += x->ending;
    x->position = w->writes->results.positions[x->fact];
    x->count = 0;
}

bool consent_withdraw_step(struct work *w, struct withdrawal *x, int phase, enum task_next *out_next)
{
    struct live_list *l = WORK_NEW(w, struct live_list, 1);
    struct subject subject;

    *out_next = TASK_END;
    if (!l)
        return false;
    if (phase > 0)
        take_results(w, x);
    TRY(subject_find_live(w, &x->handle, &subject, &x->found));
    if (!x->found || TEETH_OUT(TOOTH_WITHDRAWAL))
        return true;
    TRY(load_live(w, x, subject.key, l));
    if (l->count == 0)
        return true;
    *out_next = TASK_COMMIT;
    return withdraw_all(w, x, &subject, l);
}
