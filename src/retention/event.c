#include "retention/event.h"

#include "disclosure/opening.h"
#include "policy/site.h"
#include "retention_queries.h"
#include "subject/pin.h"

enum { ROWS_MAX = 900 }; /* of one person; each is a write of the list */

struct telling {
    struct retention_event *e;
    struct subject subject;
    struct pin pin;
    int64_t waiting, early; /* retentions that the event is about; of them, such as came in after it */
    int last_purpose;       /* that has its fact */
};

enum retention_trigger retention_event_named(struct text word)
{
    for (int i = TRIGGER_COLLECTED; i < RETENTION_TRIGGERS; i++)
        if (retention_trigger_is_event((enum retention_trigger)i) && text_equal(word, text_of(retention_trigger_name((enum retention_trigger)i))))
            return (enum retention_trigger)i;
    return TRIGGER_MISSING;
}

static bool add_fact(struct work *w, struct telling *t, int purpose)
{
    struct fact fact = pin_fact(w, &t->pin, FACT_RETENTION_EVENT);

    if (t->last_purpose == purpose)
        return true;
    t->last_purpose = purpose;
    fact.purpose = purpose;
    fact.subject = t->subject.uid.id;
    fact.outcome = (int)t->e->trigger;
    fact.number = t->e->at.ms;
    return list_fact(w, fact, &t->e->fact);
}

/* The rule that was promised and the one in force may both wait for the event: the one that ends sooner counts. */
static bool apply(struct work *w, struct telling *t, struct dated *d, const struct retention_rule *in_force)
{
    struct retention_event *e = t->e;
    bool sooner;

    d->history.event = e->trigger;
    d->history.event_at = e->at;
    sooner = d->has_rule && dated_hasten(d, &d->rule, w->policy->zone);
    sooner = (in_force && dated_hasten(d, in_force, w->policy->zone)) || sooner;
    if (!sooner)
        return true;
    e->ended++;
    TRY(LIST_WRITE(w, query_event_set, 1, NULL, STORE_NUMBER(d->key), STORE_NUMBER(e->trigger), STORE_NUMBER(e->at.ms), STORE_NUMBER(d->due.ms),
                   STORE_NUMBER(d->history.since.ms)));
    return add_fact(w, t, d->purpose);
}

static void note_due(struct retention_event *e, const struct dated *d)
{
    if (d->has_due && (!e->has_due || d->due.ms > e->due.ms))
        e->due = d->due;
    e->has_due = e->has_due || d->has_due;
}

static bool meet(struct work *w, void *context, const struct sql_row *row)
{
    struct telling *t = context;
    struct retention_event *e = t->e;
    const struct purpose *purpose;
    struct dated d;

    TRY(dated_read(w, row, 0, &d));
    purpose = purpose_numbered(w->policy, d.purpose);
    if ((e->purpose && e->purpose != purpose) || (d.rule.trigger != e->trigger && (!purpose || purpose->keep.trigger != e->trigger)))
        return true;
    t->waiting++;
    if (d.history.event == e->trigger) {
        note_due(e, &d);
        return true;
    }
    if (e->trigger != TRIGGER_PURCHASED && e->at.ms < d.history.since.ms) {
        t->early++;
        return true;
    }
    TRY(apply(w, t, &d, purpose ? &purpose->keep : NULL));
    note_due(e, &d);
    return true;
}

static bool judge(struct work *w, const struct telling *t)
{
    if (t->waiting && t->early == t->waiting)
        FAIL(w, ERR_INVALID, "the instant lies before all that this person has given; `%s` ends what came in earlier", retention_trigger_name(t->e->trigger));
    return true;
}

bool retention_event_add(struct work *w, struct retention_event *e)
{
    struct telling t = { .e = e };

    must(retention_trigger_is_event(e->trigger) && w->policy);
    if (e->at.ms > w->now.ms)
        FAIL(w, ERR_INVALID, "the instant lies in the future: an event is told when it has happened");
    if (e->at.ms <= 0)
        FAIL(w, ERR_INVALID, "the instant lies before 1970");
    TRY(subject_load(w, &e->handle, &t.subject));
    if (t.subject.state != SUBJECT_LIVE)
        FAIL(w, ERR_CONFLICT, "this person is erased or being erased: no period is left to begin");
    TRY(pin_read(w, &t.pin));
    TRY(list_open_slice(w));
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(t.subject.key), sql_number(ROWS_MAX) };
    TRY(sql_stream(w, w->snapshot, &query_event_retentions, values, (int)COUNT_OF(values), meet, &t));
    TRY(judge(w, &t));
    e->already = e->ended == 0 && t.waiting > 0;
    if (e->ended == 0)
        return true;
    TRY(pin_guard_policy(w, &t.pin));
    return subject_change(w, &t.subject, SUBJECT_LIVE);
}
