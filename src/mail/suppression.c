#include "mail/suppression.h"

#include "mail_queries.h"
#include "policy/site.h"
#include "subject/pin.h"

enum { S = SUPPRESSION_SENDS, C = SUPPRESSION_CANCELS, A = SUPPRESSION_ASKS_OPERATOR };

/* A new sign-up after an unsubscription is a wish of its own, so what was asked for goes. */
static const struct {
    const char *name;
    uint8_t answers[NOTICE_CLASSES];
} reasons[SUPPRESSION_REASONS] = {
    /*                                             list asked duty */
    [SUPPRESSED_BOUNCE] = { "bounce",            { C,   C,    A } },
    [SUPPRESSED_COMPLAINT] = { "complaint",      { C,   C,    S } },
    [SUPPRESSED_UNSUBSCRIBED] = { "unsubscribed", { C,  S,    S } },
    [SUPPRESSED_OPERATOR] = { "operator",        { C,   C,    A } },
};

const char *suppression_reason_name(enum suppression_reason reason)
{
    return reason > 0 && reason < SUPPRESSION_REASONS ? reasons[reason].name : "unknown";
}

bool suppression_reason_of(struct text word, enum suppression_reason *out_reason)
{
    for (int i = 1; i < SUPPRESSION_REASONS; i++) {
        if (!text_equal(word, text_of(reasons[i].name)))
            continue;
        *out_reason = (enum suppression_reason)i;
        return true;
    }
    return false;
}

static bool add_reason(struct work *w, void *context, const struct sql_row *row)
{
    struct suppressed *s = context;
    int64_t reason, at;

    TRY(sql_row_number(w, row, 0, &reason));
    TRY(sql_row_number(w, row, 1, &at));
    s->any = true;
    if (reason > 0 && reason < SUPPRESSION_REASONS)
        s->since[reason].ms = at;
    return true;
}

bool suppression_find(struct work *w, const uint8_t mark[ADDRESS_MARK_BYTES], struct suppressed *out_suppressed)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_bytes(mark, ADDRESS_MARK_BYTES) };

    *out_suppressed = (struct suppressed){ .any = false };
    return sql_stream(w, w->snapshot, &query_suppression_find, values, (int)COUNT_OF(values), add_reason, out_suppressed);
}

enum suppression_answer suppression_decide(enum notice_class class, const struct suppressed *s)
{
    enum suppression_answer answer = SUPPRESSION_SENDS;

    for (int i = 1; i < SUPPRESSION_REASONS; i++)
        if (s->since[i].ms && reasons[i].answers[class] > answer)
            answer = (enum suppression_answer)reasons[i].answers[class];
    return answer;
}

static bool add_fact(struct work *w, enum fact_type type, int64_t number)
{
    struct fact fact;
    struct pin pin;

    TRY(pin_read(w, &pin));
    fact = pin_fact(w, &pin, type);
    fact.number = number;
    return list_fact(w, fact, NULL);
}

bool suppression_add(struct work *w, const uint8_t *mark, enum suppression_reason reason)
{
    TRY(LIST_WRITE(w, query_suppression_add, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_BYTES(mark, ADDRESS_MARK_BYTES), STORE_NUMBER(reason),
                   STORE_NUMBER(w->now.ms)));
    return add_fact(w, FACT_SUPPRESSED, reason);
}

bool suppression_lift(struct work *w, const uint8_t *mark)
{
    struct suppressed s;

    TRY(suppression_find(w, mark, &s));
    if (!s.any)
        FAIL(w, ERR_NOT_FOUND, "nothing suppresses this address");
    TRY(LIST_WRITE(w, query_suppression_lift, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_BYTES(mark, ADDRESS_MARK_BYTES)));
    return add_fact(w, FACT_SUPPRESSION_LIFTED, 0);
}
