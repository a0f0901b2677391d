#include "retention/watch.h"

#include "policy/site.h"
#include "retention_queries.h"
#include "store/pulse.h"

#define LATCH "retention.clock"
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
    struct pulse latch;
    struct watch watch;
    bool latched;

    TRY(newest_commit(w, &watch.newest.ms));
    TRY(pulse_find(w, w->site->key, LATCH, &latch));
    latched = latch.number > 0;
    if (latched && latch.number > watch.newest.ms)
        watch.newest.ms = latch.number; /* commits since then are dated by the clock that is in doubt */
    watch.holds_up = instant_since(watch.newest, w->now).ms > (latched ? 0 : SPAN_SECONDS(WATCH_TOLERANCE_SECONDS).ms);
    watch.changed = watch.holds_up != latched;
    *out_watch = watch;
    return true;
}

bool watch_write(struct work *w, const struct watch *watch)
{
    return pulse_write(w, w->site->key, LATCH, watch->holds_up ? watch->newest.ms : 0, STORE_NULL);
}

bool watch_confirm(struct work *w)
{
    const struct sql_value site = sql_number(w->site->key);
    int64_t last;

    TRY(read_number(w, &query_watch_last, &site, 1, &last));
    TRY(pulse_write(w, w->site->key, CONFIRMED, last, STORE_NULL));
    return pulse_write(w, w->site->key, LATCH, 0, STORE_NULL);
}
