#include "retention/watch.h"

#include "policy/site.h"
#include "retention_queries.h"
#include "store/pulse.h"

#define LATCH "retention.clock"
#define AHEAD "retention.clock.ahead"         /* number 1: nobody has confirmed a clock that stood long after the newest commit */
#define CONFIRMED "retention.clock.confirmed" /* number of the newest commit that an operator looked at: those up to it do not count */

static bool read_number(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, int64_t *out_number)
{
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, q, values, count, &row));
    return sql_row_number(w, &row, 0, out_number);
}

static bool newest_commit(struct work *w, int64_t *out_ms)
{
    struct sql_value values[] = { sql_number(w->site->key), sql_number(0) };
    struct pulse confirmed;

    TRY(pulse_find(w, w->site->key, CONFIRMED, &confirmed));
    values[1].number = confirmed.number;
    return read_number(w, &query_watch_newest, values, 2, out_ms);
}

bool watch_read(struct work *w, struct watch *out_watch)
{
    struct pulse latch, ahead;
    struct watch watch;
    bool latched;

    TRY(newest_commit(w, &watch.newest.ms));
    TRY(pulse_find(w, w->site->key, LATCH, &latch));
    latched = latch.number > 0;
    if (latched && latch.number > watch.newest.ms)
        watch.newest.ms = latch.number; /* commits since then are dated by the clock that is in doubt */
    watch.behind = instant_since(watch.newest, w->now).ms > (latched ? 0 : SPAN_SECONDS(WATCH_TOLERANCE_SECONDS).ms);
    watch.changed = watch.behind != latched;
    TRY(pulse_find(w, w->site->key, AHEAD, &ahead));
    watch.ahead = ahead.number > 0;
    watch.holds_up = watch.behind || watch.ahead;
    *out_watch = watch;
    return true;
}

bool watch_write(struct work *w, const struct watch *watch)
{
    return pulse_write(w, w->site->key, LATCH, watch->behind ? watch->newest.ms : 0, STORE_NULL);
}

bool watch_confirm(struct work *w)
{
    const struct sql_value site = sql_number(w->site->key);
    int64_t last;

    TRY(read_number(w, &query_watch_last, &site, 1, &last));
    TRY(pulse_write(w, w->site->key, CONFIRMED, last, STORE_NULL));
    TRY(pulse_write(w, w->site->key, AHEAD, 0, STORE_NULL));
    return pulse_write(w, w->site->key, LATCH, 0, STORE_NULL);
}

bool watch_start_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct watch_start *start = state;
    int64_t newest;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    TRY(newest_commit(w, &newest));
    start->days = newest ? instant_since(w->now, (struct instant){ newest }).ms / SPAN_HOURS(24).ms : 0;
    start->ahead = start->days > WATCH_AHEAD_DAYS;
    if (!start->ahead)
        return true;
    *out_next = TASK_COMMIT;
    return list_open(w) && pulse_write(w, w->site->key, AHEAD, 1, STORE_NULL);
}
