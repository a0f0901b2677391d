#include "consent/consent.h"

#include "consent_queries.h"
#include "policy/site.h"

#include <string.h>

static struct fact fact_of(const struct work *w, const struct consent_event *e)
{
    struct fact f = fact_begin(w, e->act == CONSENT_GIVEN ? FACT_CONSENT_GIVEN : FACT_CONSENT_WITHDRAWN, e->policy_number);

    f.channel = e->channel;
    f.purpose = e->purpose;
    f.basis = BASIS_CONSENT;
    f.region_source = e->region_source;
    f.subject = e->subject;
    f.record = e->record;
    f.outcome = (int)e->mechanism;
    f.number = e->ended;
    if (e->language.length)
        f.hash = e->words;
    if (e->region.length && e->region.length <= sizeof f.region)
        memcpy(f.region, e->region.at, e->region.length);
    return f;
}

bool consent_add(struct work *w, const struct consent_event *e, int *out_fact)
{
    static const struct id nothing;
    struct consent_event *kept = WORK_NEW(w, struct consent_event, 1);
    bool has_record = memcmp(&e->record, &nothing, sizeof nothing) != 0;

    if (!kept)
        return false;
    *kept = *e;
    TRY(LIST_WRITE(w, query_consent_insert, 1, NULL, STORE_NUMBER(w->site->key), e->subject_row, STORE_NUMBER(e->purpose), STORE_NUMBER(e->act),
                   STORE_NUMBER(w->now.ms), STORE_NUMBER(e->policy_number), STORE_NUMBER(e->mechanism), STORE_TEXT(e->language),
                   e->language.length ? STORE_BYTES(kept->words.bytes, sizeof kept->words.bytes) : STORE_NULL, STORE_TEXT(e->region),
                   STORE_NUMBER(e->region_source), has_record ? STORE_ID(kept->record) : STORE_NULL));
    return list_fact(w, fact_of(w, e), out_fact);
}

struct hash consent_words(const struct policy *p, const struct purpose *purpose, int language)
{
    struct text words = words_in(p, &purpose->why, language);

    return hash_parts(&words, 1);
}

bool consent_newest(struct work *w, int64_t subject, int purpose, enum consent_act *out_act, int64_t *out_policy_number)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(subject), sql_number(purpose) };
    struct sql_row row;
    int64_t act = CONSENT_NEVER;

    *out_policy_number = 0;
    TRY(sql_find(w, w->snapshot, &query_consent_newest, values, (int)COUNT_OF(values), &row));
    if (row.count) {
        TRY(sql_row_number(w, &row, 0, &act));
        TRY(sql_row_number(w, &row, 1, out_policy_number));
    }
    *out_act = (enum consent_act)act;
    return true;
}
