#include "subject/erase.h"

#include "policy/site.h"
#include "store/key_row.h"
#include "subject/cancel.h"
#include "subject/hold.h"
#include "subject/pin.h"
#include "subject/shred.h"
#include "subject_queries.h"

/* What the snapshot shows of the subject. */
struct extent {
    int64_t records, live_keys, going_keys, waiting, notices;
};

static bool extent_read(struct work *w, const struct subject *s, struct extent *out_extent)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(s->key) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_erase_count, values, 2, &row));
    TRY(sql_row_number(w, &row, 0, &out_extent->records));
    TRY(sql_row_number(w, &row, 1, &out_extent->live_keys));
    TRY(sql_row_number(w, &row, 2, &out_extent->going_keys));
    TRY(sql_row_number(w, &row, 3, &out_extent->waiting));
    return sql_row_number(w, &row, 4, &out_extent->notices);
}

static bool refuse_held(struct work *w, const struct subject *s)
{
    struct hold hold;
    char until[32];
    struct draft d = draft_in(until, sizeof until);
    bool found;

    TRY(hold_find(w, s->key, &hold, &found));
    if (!found)
        return true;
    draft_instant(&d, hold.expires_at);
    FAIL(w, ERR_REFUSED, "a hold (%s) covers %s until %.*s: nothing may be erased before it ends", hold_reason_name(hold.reason),
         hold.subject ? "the subject" : "the whole site", TEXT_ARGS(draft_text(&d)));
}

static bool cancel_deliveries(struct work *w, const struct pin *p, const struct subject *s, int64_t waiting)
{
    struct fact fact = pin_fact(w, p, FACT_DELIVERY_CANCELLED);

    TRY(LIST_WRITE(w, query_erase_cancel_outbox, waiting, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(s->key), STORE_NUMBER(w->now.ms)));
    if (waiting == 0)
        return true;
    fact.subject = s->uid.id;
    fact.outcome = CANCELLED_ERASED;
    fact.number = waiting;
    return list_fact(w, fact, NULL);
}

/* The subject is erased from here: tokens and replays go with it, and the fact says so. */
static bool add_end(struct work *w, const struct pin *p, const struct subject *s, int64_t records)
{
    struct fact fact = pin_fact(w, p, FACT_ERASED);

    TRY(subject_change(w, s, SUBJECT_ERASED));
    TRY(LIST_WRITE(w, query_erase_once, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(s->key)));
    TRY(LIST_WRITE(w, query_erase_consent, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(s->key)));
    fact.subject = s->uid.id;
    fact.number = records;
    return list_fact(w, fact, NULL);
}

/* Mails to the person that wait or have just left: their keys go with the others. Their job writes down that they are gone. */
static bool end_notices(struct work *w, const struct subject *s)
{
    struct store_value site = STORE_NUMBER(w->site->key), subject = STORE_NUMBER(s->key), now = STORE_NUMBER(w->now.ms);

    TRY(LIST_WRITE(w, query_erase_end_notices, STORE_ANY_ROWS, NULL, site, subject, now));
    return LIST_WRITE(w, query_erase_intend_notices, STORE_ANY_ROWS, NULL, site, subject, now);
}

static bool add_intent(struct work *w, const struct pin *p, const struct subject *s, const struct extent *x)
{
    struct store_value site = STORE_NUMBER(w->site->key), subject = STORE_NUMBER(s->key);

    TRY(cancel_deliveries(w, p, s, x->waiting));
    if (x->notices)
        TRY(end_notices(w, s));
    if (x->live_keys + x->going_keys + x->notices == 0)
        return add_end(w, p, s, x->records);
    TRY(subject_change(w, s, SUBJECT_ERASING));
    TRY(LIST_WRITE(w, query_erase_take_over, x->going_keys, NULL, site, subject));
    TRY(LIST_WRITE(w, query_erase_intend_shred, x->live_keys, NULL, site, subject, STORE_NUMBER(w->now.ms)));
    return LIST_WRITE(w, query_erase_intend_retention, x->live_keys, NULL, site, subject);
}

bool erase_intend_again(struct work *w, const struct pin *p, const struct subject *s)
{
    struct extent x;

    TRY(extent_read(w, s, &x));
    return add_intent(w, p, s, &x);
}

/* First step: from this commit on nothing of the subject may be used, and a start-up finishes what is intended. */
static bool intend(struct work *w, struct erasure *e, const struct subject *s)
{
    struct extent x;
    struct pin p;

    TRY(refuse_held(w, s));
    TRY(pin_read(w, &p));
    TRY(extent_read(w, s, &x));
    TRY(list_open(w));
    TRY(pin_guard_holds(w, &p));
    e->records = x.records;
    e->keys = x.live_keys + x.going_keys + x.notices;
    e->deliveries_cancelled = x.waiting;
    return add_intent(w, &p, s, &x);
}

struct key_list {
    struct vault_key *keys;
    int64_t count, max;
};

static bool add_key(struct work *w, void *context, const struct sql_row *row)
{
    struct key_list *l = context;

    must(l->count < l->max);
    return key_row_read(w, row, 0, &l->keys[l->count++]);
}

/* Second and third step: the keys are destroyed and read back, and only then written down as gone. */
static bool destroy(struct work *w, struct erasure *e, const struct subject *s)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(s->key) };
    struct store_value site = STORE_NUMBER(w->site->key), subject = STORE_NUMBER(s->key);
    struct key_list l = { NULL, 0, 0 };
    struct extent x;
    struct pin p;

    TRY(pin_read(w, &p));
    TRY(extent_read(w, s, &x));
    l.max = x.going_keys + x.notices;
    l.keys = WORK_NEW(w, struct vault_key, (size_t)l.max);
    if (!l.keys)
        return false;
    TRY(sql_stream(w, w->snapshot, &query_erase_keys, values, 2, add_key, &l));
    TRY(shred_destroy(w, e->vault, l.keys, (size_t)l.count));
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_erase_settle_shred, x.going_keys, NULL, site, subject, STORE_NUMBER(w->now.ms)));
    TRY(LIST_WRITE(w, query_erase_settle_retention, x.going_keys, NULL, site, subject));
    e->records = x.records;
    e->keys = l.count;
    return add_end(w, &p, s, x.records);
}

/* A list of ours that ended with the fact was committed just now; without one somebody else erased the subject before. */
static void note_end(struct work *w, struct erasure *e)
{
    int last = w->writes ? w->writes->fact_count - 1 : -1;

    e->already = last < 0 || w->writes->facts[last].fact.type != FACT_ERASED;
    if (!e->already)
        e->position = (int64_t)w->writes->results.positions[last];
}

static bool advance(struct work *w, struct erasure *e, enum task_next *out_next)
{
    *out_next = TASK_COMMIT;
    switch (e->subject.state) {
    case SUBJECT_LIVE:
        return intend(w, e, &e->subject);
    case SUBJECT_ERASING:
        e->intended = true;
        return destroy(w, e, &e->subject);
    case SUBJECT_ERASED:
        break;
    }
    *out_next = TASK_END;
    note_end(w, e);
    return true;
}

/* How far it is stands in the snapshot, so a rerun and a second caller go on from there. */
bool erase_step(struct work *w, void *erasure, int phase, enum task_next *out_next)
{
    struct erasure *e = erasure;

    (void)phase;
    TRY(subject_load(w, &e->handle, &e->subject));
    return advance(w, e, out_next);
}

static bool resume_sweeps(struct work *w, struct vault *v, int64_t *out_done)
{
    struct shredding *items = WORK_NEW(w, struct shredding, SHRED_SLICE);
    struct vault_key *keys = WORK_NEW(w, struct vault_key, SHRED_SLICE);
    struct pin p;
    int count;

    if (!items || !keys)
        return false;
    TRY(pin_read(w, &p));
    TRY(shred_load_sweeps(w, SHRED_SLICE, items, &count));
    for (int i = 0; i < count; i++)
        keys[i] = items[i].key;
    TRY(shred_destroy(w, v, keys, (size_t)count));
    TRY(list_open_slice(w));
    *out_done = count;
    return shred_settle_sweeps(w, &p, items, count);
}

static bool resume_erase(struct work *w, struct vault *v, int64_t subject, int64_t *out_done)
{
    struct erasure e = { .vault = v };

    TRY(subject_load_key(w, subject, &e.subject));
    if (e.subject.state != SUBJECT_ERASING)
        FAIL(w, ERR_TAMPERED, "subject %lld has keys that an erase should destroy and is not being erased", (long long)subject);
    TRY(destroy(w, &e, &e.subject));
    *out_done = e.keys;
    return true;
}

bool shred_resume_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct sql_value site = sql_number(w->site->key);
    struct slice *s = state;
    int64_t reason, subject;
    struct sql_row row;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    TRY(sql_find(w, w->snapshot, &query_shred_first, &site, 1, &row));
    s->more = row.count != 0;
    s->done = 0;
    if (!s->more)
        return true;
    TRY(sql_row_number(w, &row, 0, &reason));
    TRY(sql_row_number(w, &row, 1, &subject));
    *out_next = TASK_COMMIT;
    return reason == SHRED_ERASE ? resume_erase(w, s->vault, subject, &s->done) : resume_sweeps(w, s->vault, &s->done);
}
