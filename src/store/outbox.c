#include "store/outbox.h"

#include "store_queries.h"

struct span delivery_wait(struct work *w, int64_t attempts)
{
    int64_t longest = SPAN_HOURS(DELIVERY_LONGEST_WAIT_HOURS).ms, wait = SPAN_SECONDS(DELIVERY_FIRST_WAIT_SECONDS).ms;
    uint16_t drawn;

    for (int64_t i = 1; i < attempts && wait < longest; i++)
        wait *= 2;
    wait = wait < longest ? wait : longest;
    random_bytes(&w->random, &drawn, sizeof drawn);
    return (struct span){ wait - wait / 5 + wait * 2 / 5 * drawn / UINT16_MAX };
}

bool outbox_is_old(const struct work *w, const struct outbox_row *row, struct span wait)
{
    return instant_compare(instant_add(w->now, wait), instant_add(row->created_at, SPAN_DAYS(DELIVERY_GIVE_UP_DAYS))) > 0;
}

bool outbox_read(struct work *w, const struct sql_row *row, struct outbox_row *out_row)
{
    struct outbox_row r;
    int64_t state;

    TRY(sql_row_number(w, row, 0, &r.key));
    TRY(sql_row_id(w, row, 1, &r.uid));
    TRY(sql_row_number(w, row, 2, &r.record));
    TRY(sql_row_number(w, row, 3, &r.subject));
    TRY(sql_row_number(w, row, 4, &r.place));
    TRY(sql_row_number(w, row, 5, &state));
    TRY(sql_row_number(w, row, 6, &r.attempts));
    TRY(sql_row_number(w, row, 7, &r.created_at.ms));
    TRY(sql_row_number(w, row, 8, &r.notice));
    TRY(sql_row_number(w, row, 9, &r.pull));
    r.state = (enum outbox_state)state;
    *out_row = r;
    return true;
}

static bool find(struct work *w, const struct sql_query *q, int64_t site, int64_t by, struct outbox_row *out_row, bool *out_found)
{
    const struct sql_value values[] = { sql_number(site), sql_number(by) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, q, values, 2, &row));
    *out_found = row.count != 0;
    return row.count == 0 || outbox_read(w, &row, out_row);
}

bool outbox_due(struct work *w, int64_t site, struct outbox_row *out_row, bool *out_found)
{
    return find(w, &query_outbox_due, site, w->now.ms, out_row, out_found);
}

bool outbox_find(struct work *w, int64_t site, int64_t key, struct outbox_row *out_row, bool *out_found)
{
    return find(w, &query_outbox_row, site, key, out_row, out_found);
}

bool outbox_claim(struct work *w, struct outbox_row *row)
{
    struct instant lease = instant_add(w->now, SPAN_MINUTES(DELIVERY_LEASE_MINUTES));

    TRY(LIST_WRITE(w, query_outbox_claim, 1, NULL, STORE_NUMBER(row->key), STORE_NUMBER(row->attempts), STORE_NUMBER(lease.ms)));
    row->attempts++;
    return true;
}

bool outbox_offer(struct work *w, const struct outbox_row *row, int64_t recipient, struct span wait)
{
    return LIST_WRITE(w, query_outbox_offer, 1, NULL, STORE_NUMBER(row->key), STORE_NUMBER(row->attempts), STORE_NUMBER(instant_add(w->now, wait).ms),
                      STORE_NUMBER(recipient));
}

bool outbox_show(struct work *w, struct outbox_row *row, struct span wait)
{
    TRY(LIST_WRITE(w, query_outbox_claim, 1, NULL, STORE_NUMBER(row->key), STORE_NUMBER(row->attempts), STORE_NUMBER(instant_add(w->now, wait).ms)));
    row->attempts++;
    return true;
}

bool outbox_again(struct work *w, const struct outbox_row *row, struct span wait, int outcome)
{
    return LIST_WRITE(w, query_outbox_again, 1, NULL, STORE_NUMBER(row->key), STORE_NUMBER(row->attempts),
                      STORE_NUMBER(instant_add(w->now, wait).ms), STORE_NUMBER(outcome));
}

bool outbox_end(struct work *w, const struct outbox_row *row, enum outbox_state state, int outcome)
{
    return LIST_WRITE(w, query_outbox_end, 1, NULL, STORE_NUMBER(row->key), STORE_NUMBER(row->attempts), STORE_NUMBER(row->state),
                      STORE_NUMBER(state), STORE_NUMBER(w->now.ms), STORE_NUMBER(outcome));
}
