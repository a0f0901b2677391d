#include "disclosure/delivery_end.h"

#include "policy/site.h"
#include "store/operator_task.h"
#include "store/pulse.h"

/* The record may be gone already: then the fact has only what the outbox knows. */
static struct fact fact_of(const struct work *w, const struct decision *d, enum fact_type type)
{
    return d->record.key ? record_row_fact(w, &d->pin, &d->record, type) : pin_fact(w, &d->pin, type);
}

bool delivery_write_cancelled(struct work *w, const struct outbox_row *row, const struct decision *d)
{
    struct fact fact = fact_of(w, d, FACT_DELIVERY_CANCELLED);

    TRY(pin_guard_policy(w, &d->pin));
    if (d->record.key)
        TRY(subject_guard(w, &d->record.subject));
    TRY(outbox_end(w, row, OUTBOX_CANCELLED, 0));
    fact.outcome = (int)d->reason;
    fact.number = 1;
    return list_fact(w, fact, NULL);
}

bool delivery_write_sent(struct work *w, const struct outbox_row *row, const struct decision *d, int reply)
{
    struct fact fact = fact_of(w, d, FACT_DELIVERED);
    int index;

    if (row->state != OUTBOX_SENT)
        TRY(outbox_end(w, row, OUTBOX_SENT, reply));
    fact.outcome = reply;
    fact.number = row->place;
    TRY(list_fact(w, fact, &index));
    return pulse_write(w, w->site->key, "delivery", row->place, STORE_OF(STORE_POSITION, index));
}

bool delivery_write_failed(struct work *w, const struct outbox_row *row, const struct decision *d, int reply)
{
    struct fact fact = fact_of(w, d, FACT_DELIVERY_FAILED);
    int index;

    TRY(outbox_end(w, row, OUTBOX_FAILED, reply));
    fact.outcome = reply;
    fact.number = row->attempts;
    TRY(list_fact(w, fact, &index));
    TRY(operator_task_raise(w, w->site->key, OPERATOR_TASK_DELIVERY_FAILED, row->key, (struct instant){ 0 }));
    return pulse_write(w, w->site->key, "delivery.failed", row->attempts, STORE_OF(STORE_POSITION, index));
}
