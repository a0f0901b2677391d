/* Checks of consent: nothing is sent on without its confirmation, and a withdrawal ends what hung on it. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "policy/site.h"
#include "sql/sql.h"

enum { SIGNALS_KEPT_DAYS = 29 }; /* ended ones go a day later */

static bool count_pair(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, int64_t out_numbers[2])
{
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, q, values, count, &row));
    TRY(sql_row_number(w, &row, 0, &out_numbers[0]));
    return sql_row_number(w, &row, 1, &out_numbers[1]);
}

bool check_subscribers(struct work *w, struct proving *c)
{
    int64_t confirmed = 0, unconfirmed = 0, numbers[2];

    for (size_t i = 0; i < c->policy->channel_count; i++) {
        const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->policy->channels[i].number), sql_number(RECORDS_SURVEYED) };
        if (!c->policy->channels[i].double_opt_in)
            continue;
        TRY(count_pair(w, &query_promise_confirmed, values, (int)COUNT_OF(values), numbers));
        confirmed += numbers[0];
        unconfirmed += numbers[1];
    }
    TRY(check_cite(w, c, FACT_CONSENT_GIVEN));
    if (unconfirmed)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_SUBSCRIBERS_BROKEN, unconfirmed);
    if (confirmed)
        return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_SUBSCRIBERS_CONFIRMED, confirmed);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_SUBSCRIBERS);
}

bool check_withdrawal(struct work *w, struct proving *c)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(RECORDS_SURVEYED), sql_number(TRIGGER_WITHDRAWN) };
    int64_t numbers[2];

    TRY(count_pair(w, &query_promise_withdrawn, values, (int)COUNT_OF(values), numbers));
    TRY(check_cite(w, c, FACT_CONSENT_WITHDRAWN));
    if (numbers[1])
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_WITHDRAWN_BROKEN, numbers[0], numbers[1]);
    if (numbers[0])
        return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_WITHDRAWN, numbers[0]);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NONE_WITHDRAWN);
}

static bool is_called(const struct policy *p, const struct purpose *purpose)
{
    for (size_t i = 0; i < p->channel_count; i++)
        for (size_t k = 0; p->channels[i].purpose == purpose && k < p->channels[i].deliver_count; k++)
            if (p->channels[i].deliver[k].kind == DELIVER_WEBHOOK)
                return true;
    return false;
}

bool check_told(struct work *w, struct proving *c)
{
    int64_t told = 0, untold = 0, numbers[2];

    for (size_t i = 0; i < c->policy->purpose_count; i++) {
        const struct purpose *purpose = &c->policy->purposes[i];
        const struct sql_value values[] = {
            sql_number(w->site->key), sql_number(purpose->number), sql_number(RECORDS_SURVEYED), sql_number(instant_add(w->now, SPAN_DAYS(-SIGNALS_KEPT_DAYS)).ms),
        };
        if (!is_called(c->policy, purpose))
            continue;
        TRY(count_pair(w, &query_promise_told, values, (int)COUNT_OF(values), numbers));
        told += numbers[0];
        untold += numbers[1];
    }
    if (untold)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_TOLD_BROKEN, untold);
    if (told)
        return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_TOLD, told);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NONE_TOLD);
}
