#include "store/refusals.h"

#include "store_queries.h"

enum { MINUTE_MS = 60 * 1000 };

static int64_t minute_of(struct instant at)
{
    int64_t minute = at.ms / MINUTE_MS;

    return at.ms % MINUTE_MS < 0 ? minute - 1 : minute;
}

bool refusal_count(struct work *w, int64_t site, int channel, int reason, int64_t times)
{
    return LIST_WRITE(w, query_refusal_count, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(minute_of(w->now)), STORE_NUMBER(channel), STORE_NUMBER(reason),
                      STORE_NUMBER(times));
}

static bool fold_one(struct work *w, void *context, const struct sql_row *row)
{
    struct refusal_fold *fold = context;
    int64_t minute, reason, count;

    TRY(sql_row_number(w, row, 0, &minute));
    TRY(sql_row_number(w, row, 1, &reason));
    TRY(sql_row_number(w, row, 2, &count));
    struct fact fact = {
        .type = FACT_REFUSALS,
        .at = { (minute + 1) * MINUTE_MS },
        .policy_number = fold->policy_number,
        .outcome = (int)reason,
        .number = count,
        .actor = actor_number((struct actor){ ACTOR_SYSTEM, 0 }),
    };
    TRY(list_fact(w, fact, NULL));
    TRY(LIST_GUARD(w, query_refusal_guard, 1, STORE_NUMBER(fold->site), STORE_NUMBER(minute), STORE_NUMBER(reason), STORE_NUMBER(count)));
    TRY(LIST_WRITE(w, query_refusal_delete, STORE_ANY_ROWS, NULL, STORE_NUMBER(fold->site), STORE_NUMBER(minute), STORE_NUMBER(reason)));
    fold->folded++;
    return true;
}

static bool fold_finished(struct work *w, struct refusal_fold *fold, enum task_next *out_next)
{
    int limit = fold->limit > 0 && fold->limit < SLICE_FACTS_MAX ? fold->limit : SLICE_FACTS_MAX;
    const struct sql_value values[] = { sql_number(fold->site), sql_number(minute_of(w->now)), sql_number(limit) };

    fold->folded = 0;
    TRY(list_open_slice(w));
    TRY(sql_stream(w, w->snapshot, &query_refusal_finished, values, (int)COUNT_OF(values), fold_one, fold));
    fold->more = fold->folded == limit;
    *out_next = fold->folded ? TASK_COMMIT : TASK_END;
    return true;
}

bool refusal_fold_step(struct work *w, void *refusal_fold, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    return phase > 0 || fold_finished(w, refusal_fold, out_next);
}
