#include "consent/confirm.h"

#include "base/teeth.h"
#include "consent/consent.h"
#include "consent_queries.h"
#include "html/message.h"
#include "mail/notice.h"
#include "policy/retention_due.h"
#include "policy/site.h"
#include "store/once.h"
#include "store/site_row.h"

#include <string.h>

enum { TOKEN_BYTES = 32 };

/* --- the question -------------------------------------------------------------------------------------------------------------------------------- */

static bool token_draw(struct work *w, struct text *out_token, struct text *out_hash)
{
    uint8_t bytes[TOKEN_BYTES], *copy = WORK_NEW(w, uint8_t, 32);
    struct hash hash;
    struct draft d;

    if (!copy)
        return false;
    random_bytes(&w->random, bytes, sizeof bytes);
    TRY(work_draft(w, CONFIRM_TOKEN_TEXT + 1, &d));
    draft_base64url(&d, bytes, sizeof bytes);
    *out_token = draft_text(&d);
    hash = hash_bytes((const char *)bytes, sizeof bytes);
    memcpy(copy, hash.bytes, 32);
    *out_hash = text_of_bytes(copy, 32);
    return true;
}

/* The address that names the person; a channel that confirms requires one. */
static struct text address_of(const struct submission *s)
{
    const struct gate_verdict *v = s->verdict;

    for (int i = 0; i < v->field_count; i++)
        if (text_starts(v->fields[i].data->category, TEXT("user.contact.email")))
            return v->fields[i].value;
    return TEXT("");
}

static bool body_of(struct work *w, enum language language, const struct text why[2], struct text link, struct text *out_body)
{
    struct text asked, otherwise, days;

    TRY(work_format(w, &days, "%d", UNCONFIRMED_DAYS));
    TRY(message_format(w, language, MSG_CONFIRM_ASKED, why, 2, &asked));
    TRY(message_format(w, language, MSG_CONFIRM_ELSE, &days, 1, &otherwise));
    return work_format(w, out_body, "%.*s\n\n%.*s\n\n%.*s\n\n%.*s\n", TEXT_ARGS(asked), TEXT_ARGS(message_text(language, MSG_CONFIRM_PRESS)), TEXT_ARGS(link),
                       TEXT_ARGS(otherwise));
}

static bool compose(struct work *w, const struct submission *s, struct text token, struct notice *n)
{
    const struct policy *p = &s->version->policy;
    int number = policy_language_or_own(p, s->language);
    enum language language = LANGUAGE_EN;
    const struct channel *channel = policy_channel(p, s->channel);
    struct text parts[] = { text_trim(words_in(p, &p->site_name, number)), words_in(p, &channel->label, number) };
    struct text why[] = { parts[1], words_in(p, &channel->purpose->why, number) }, link;

    language_find(p->languages[number], &language);
    n->language = p->languages[number];
    TRY(work_format(w, &link, "%.*s%.*s/confirm/%.*s?lang=%.*s", TEXT_ARGS(w->site->base_url), TEXT_ARGS(w->site->mount), TEXT_ARGS(token), TEXT_ARGS(n->language)));
    n->from_name = parts[0];
    TRY(message_format(w, language, MSG_CONFIRM_SUBJECT, parts, 2, &n->subject));
    return body_of(w, language, why, link, &n->body);
}

bool confirm_ask(struct work *w, struct submission *s)
{
    struct once_new once = { .kind = ONCE_CONFIRM, .subject = s->subject_row, .record = s->record, .position = STORE_OF(STORE_POSITION, s->fact),
                             .expires_at = instant_add(w->now, SPAN_DAYS(UNCONFIRMED_DAYS)) };
    struct notice n = { .kind = NOTICE_CONFIRM, .to = address_of(s), .subject_row = s->subject_row };
    enum notice_answer answer;
    struct text token;

    TRY(token_draw(w, &token, &once.hash));
    once.body = once.hash;
    TRY(compose(w, s, token, &n));
    TRY(notice_add(w, s->services->vault, &n, &answer));
    return answer == NOTICE_CAPPED || once_add(w, w->site->key, &once);
}

/* --- the answer ---------------------------------------------------------------------------------------------------------------------------------- */

struct waiting {
    struct once once;
    uint8_t hash[32];
    struct subject subject;
    int64_t record, retention;
    int channel, region_source;
    struct text region;
};

static bool load(struct work *w, struct confirming *c, struct waiting *x, bool *out_found)
{
    uint8_t bytes[TOKEN_BYTES];
    struct hash hash;
    size_t length;

    *out_found = false;
    if (!text_unbase64url(c->token, bytes, sizeof bytes, &length) || length != TOKEN_BYTES)
        return true;
    hash = hash_bytes((const char *)bytes, sizeof bytes);
    memcpy(x->hash, hash.bytes, 32);
    TRY(once_find(w, w->site->key, ONCE_CONFIRM, x->hash, &x->once, out_found));
    if (!*out_found)
        return true;
    *out_found = subject_load_key(w, x->once.subject, &x->subject);
    if (!*out_found && w->err.code != ERR_NOT_FOUND)
        return false;
    error_clear(&w->err);
    *out_found = *out_found && x->subject.state == SUBJECT_LIVE;
    return true;
}

static bool load_record(struct work *w, struct waiting *x, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(x->once.subject), sql_bytes(x->once.record.id.bytes, 16) };
    int64_t channel, region_source;
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_confirm_record, values, (int)COUNT_OF(values), &row));
    *out_found = row.count > 0;
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &x->record));
    TRY(sql_row_number(w, &row, 1, &channel));
    TRY(sql_row_number(w, &row, 2, &x->retention));
    TRY(sql_row_text(w, &row, 3, &x->region));
    TRY(sql_row_number(w, &row, 4, &region_source));
    x->channel = (int)channel;
    x->region_source = (int)region_source;
    return true;
}

static const struct channel *channel_open(const struct policy *p, const struct waiting *x)
{
    const struct channel *channel = channel_numbered(p, x->channel);
    int region = x->region.length ? policy_region(p, x->region) : -1;

    return channel && channel->purpose && purpose_basis(p, channel->purpose, region) == BASIS_CONSENT ? channel : NULL;
}

static bool write(struct work *w, struct confirming *c, const struct waiting *x, const struct channel *channel)
{
    const struct policy *p = &c->version->policy;
    const struct retention_rule *keep = &channel->purpose->keep;
    const struct retention_history history = { .since = w->now };
    struct instant due;
    int number = policy_language_or_own(p, c->language);
    struct consent_event e = {
        .act = CONSENT_GIVEN, .mechanism = CONSENT_BY_MAIL, .purpose = channel->purpose->number, .channel = channel->number, .policy_number = c->version->number,
        .region = x->region, .region_source = x->region_source, .subject = x->subject.uid.id, .record = x->once.record.id, .subject_row = STORE_NUMBER(x->subject.key),
    };

    e.language = p->languages[number];
    e.words = consent_words(p, channel->purpose, number);
    TRY(list_open(w));
    TRY(site_guard_policy(w, w->site->key, c->version->number));
    TRY(subject_change(w, &x->subject, SUBJECT_LIVE));
    TRY(once_use(w, w->site->key, ONCE_CONFIRM, x->hash));
    TRY(LIST_WRITE(w, query_confirm_retention, 1, NULL, STORE_NUMBER(x->retention), STORE_NUMBER(keep->trigger), STORE_NUMBER(w->now.ms),
                   retention_due(keep, &history, p->zone, &due) ? STORE_NUMBER(due.ms) : STORE_NULL, STORE_NUMBER(keep->count), STORE_NUMBER(keep->unit)));
    TRY(consent_add(w, &e, NULL));
    return collect_deliver(w, channel, STORE_NUMBER(x->record), STORE_NUMBER(x->subject.key));
}

static bool begin(struct work *w, struct confirming *c, enum task_next *out_next)
{
    struct waiting *x = WORK_NEW(w, struct waiting, 1);
    const struct channel *channel;
    bool found;

    if (!x)
        return false;
    c->version = c->services->version(c->services, w->now);
    c->end = CONFIRM_UNKNOWN;
    TRY(load(w, c, x, &found));
    if (!found || !c->version)
        return true;
    TRY(load_record(w, x, &found));
    if (!found)
        return true;
    channel = channel_open(&c->version->policy, x);
    c->end = channel ? x->once.used ? CONFIRM_ALREADY : CONFIRM_DONE : CONFIRM_CLOSED;
    if (!channel)
        return true;
    c->purpose = channel->purpose;
    c->subject = x->subject.uid;
    if (c->looks || c->end == CONFIRM_ALREADY)
        return true;
    *out_next = TASK_COMMIT;
    return write(w, c, x, channel);
}

bool confirm_step(struct work *w, struct confirming *c, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    if (phase == 0)
        return begin(w, c, out_next);
    if (c->services->poke_deliveries)
        c->services->poke_deliveries(c->services);
    return true;
}
