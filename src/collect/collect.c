#include "collect/collect.h"

#include "base/teeth.h"
#include "collect/record.h"
#include "collect/region.h"
#include "collect/repeat.h"
#include "collect/token.h"
#include "collect_queries.h"
#include "policy/own_record.h"
#include "policy/retention_due.h"
#include "policy/site.h"
#include "store/key_row.h"
#include "store/refusals.h"
#include "store/site_row.h"
#include "vault/index.h"

#include <string.h>

enum { RENEWED_MAX = 8 }; /* retentions of one person and purpose; the rule of a purpose does not change that often */

/* One submission on its way to a write list: what is known of it so far. */
struct keeping {
    struct submission *s;
    const struct policy *policy;
    const struct channel *channel;
    struct act_region region;
    struct repeat repeat;
    struct subject known;         /* by handle */
    struct subject_id uid;
    struct store_value subject;   /* row key */
    struct store_value retention; /* row key */
    bool joined;                  /* an earlier retention takes the record in */
    int new_key;                  /* of the list, or -1 */
    struct vault_key key;         /* when there is no new one */
};

static struct fact fact_of(struct work *w, const struct keeping *k)
{
    struct fact f = fact_begin(w, FACT_COLLECTED, k->s->version->number);

    f.channel = k->channel->number;
    f.purpose = k->channel->purpose->number;
    f.basis = (int)k->s->verdict->basis;
    f.region_source = (int)k->region.source;
    f.subject = k->uid.id;
    f.record = k->s->record.id;
    memcpy(f.region, k->region.code.at ? k->region.code.at : "", k->region.code.length < sizeof f.region ? k->region.code.length : sizeof f.region);
    return f;
}

static bool refuse(struct work *w, struct submission *s, struct text field, enum gate_reason reason)
{
    s->verdict = WORK_NEW(w, struct gate_verdict, 1);
    if (!s->verdict)
        return false;
    s->end = COLLECT_REFUSED;
    s->verdict->problems[s->verdict->problem_count++] = (struct gate_problem){ .field = field, .reason = reason };
    return true;
}

/* What makes this post the same as one before: its key, its token, or all of it. */
static bool name_post(struct work *w, struct keeping *k)
{
    struct submission *s = k->s;
    struct vault *v = s->services->vault;
    struct instant expires;
    bool good;

    if (s->needs_token) {
        TRY(form_token_check(w, v, s->channel, s->form_token, &expires, &good));
        if (!good)
            return refuse(w, s, TEXT(""), GATE_BAD_TOKEN);
        return repeat_name(w, v, ONCE_FORM_TOKEN, s->channel, s->form_token, s->body, expires, &k->repeat);
    }
    if (s->idempotency_key.length)
        return repeat_name(w, v, ONCE_IDEMPOTENCY, s->channel, s->idempotency_key, s->body, instant_add(w->now, SPAN_HOURS(IDEMPOTENCY_HOURS)), &k->repeat);
    if (s->door == DOOR_FORM)
        return repeat_name(w, v, ONCE_BODY, s->channel, s->body, s->body, instant_add(w->now, SPAN_MINUTES(OWN_EQUAL_FORM_MINUTES)), &k->repeat);
    return true;
}

/* The first answer again, built out of what its row leads to; or, to whoever can guess a form, nothing of it: she must not get the first
 * sender's handle and receipt. */
static bool again(struct work *w, struct submission *s, const struct once *first, bool guessable)
{
    struct subject subject;

    if (!subject_load_key(w, first->subject, &subject)) {
        if (w->err.code != ERR_NOT_FOUND)
            return false;
        error_clear(&w->err);
        s->end = COLLECT_NO_SUBJECT;
        return true;
    }
    if (subject.state != SUBJECT_LIVE) {
        s->end = COLLECT_NO_SUBJECT;
        return true;
    }
    s->end = guessable ? COLLECT_EQUAL : COLLECT_AGAIN;
    if (guessable)
        return true;
    TRY(handle_of(w, s->services->vault, subject.uid, &s->subject));
    TRY(receipt_token_make(w, s->services->vault, (uint64_t)first->position, &s->receipt_token));
    s->record = first->record;
    s->position = (uint64_t)first->position;
    return true;
}

/* *out_ended: this post came before, and what becomes of it is decided. */
static bool meet_first(struct work *w, struct keeping *k, bool *out_ended)
{
    struct once first;
    bool same;

    TRY(repeat_find(w, &k->repeat, &first, out_ended, &same));
    if (!*out_ended)
        return true;
    if (same)
        return again(w, k->s, &first, k->repeat.kind == ONCE_BODY);
    if (k->repeat.kind == ONCE_FORM_TOKEN)
        return refuse(w, k->s, TEXT(""), GATE_BAD_TOKEN);
    k->s->end = COLLECT_OTHER_BODY;
    return true;
}

/* *out_pass: the gate accepted and the submission is to be kept. */
static bool pass_gate(struct work *w, struct keeping *k, bool *out_pass)
{
    struct submission *s = k->s;

    *out_pass = false;
    if (k->policy && !region_of_act(k->policy, w->site, &(struct region_words){ s->region, s->proxied_region }, &k->region))
        return refuse(w, s, TEXT("region"), GATE_UNKNOWN_REGION);
    s->verdict = WORK_NEW(w, struct gate_verdict, 1);
    if (!s->verdict)
        return false;
    if (k->channel && k->channel->double_opt_in && (!s->services->mailer || s->services->mail_from.length == 0))
        return refuse(w, s, TEXT(""), GATE_NOT_CONFIRMABLE);
    s->unconfirmed = k->channel && k->channel->double_opt_in;
    TRY(gate_decide(w, k->policy, k->channel, k->region.number, s->door, s->fields, s->field_count, s->verdict));
    *out_pass = s->verdict->accepted;
    return true;
}

static bool write_subject(struct work *w, struct keeping *k)
{
    int write;

    if (!k->s->handle) {
        TRY(subject_add(w, k->s->services->vault, &k->uid, &k->s->subject, &write));
        k->subject = STORE_OF(STORE_ROW, write);
        return true;
    }
    TRY(subject_guard(w, &k->known));
    k->uid = k->known.uid;
    k->s->subject = *k->s->handle;
    k->subject = STORE_NUMBER(k->known.key);
    return true;
}

/* NULL: no date yet. */
static struct store_value due_of(struct work *w, const struct keeping *k, const struct retention_rule *rule)
{
    const struct retention_history history = { .since = w->now };
    struct instant due;

    if (TEETH_OUT(TOOTH_RETENTION_DATE))
        return STORE_NULL;
    return retention_due(rule, &history, k->policy->zone, &due) ? STORE_NUMBER(due.ms) : STORE_NULL;
}

/* What waits for its confirmation goes after a week, whatever the purpose keeps (trap N4). */
static struct retention_rule rule_of(const struct keeping *k)
{
    const struct retention_rule unconfirmed = { .trigger = TRIGGER_COLLECTED, .count = UNCONFIRMED_DAYS, .unit = PERIOD_DAYS };

    return k->s->unconfirmed ? unconfirmed : k->channel->purpose->keep;
}

static bool new_retention(struct work *w, struct keeping *k)
{
    const struct purpose *purpose = k->channel->purpose;
    const struct retention_rule rule = rule_of(k);
    int write;

    TRY(list_key(w, &k->new_key));
    TRY(LIST_WRITE(w, query_collect_retention_insert, 1, &write, STORE_NUMBER(w->site->key), k->subject, STORE_NUMBER(purpose->number),
                   STORE_OF(STORE_KEY_ID, k->new_key), STORE_OF(STORE_KEY_GENERATION, k->new_key), STORE_NUMBER(rule.trigger),
                   STORE_NUMBER(w->now.ms), due_of(w, k, &rule), STORE_NUMBER(rule.count), STORE_NUMBER(rule.unit)));
    k->retention = STORE_OF(STORE_ROW, write);
    return true;
}

/* A retention of the same person, purpose and event: it has its own rule, which may be the one of an older version. */
static bool meet_retention(struct work *w, void *context, const struct sql_row *row)
{
    struct keeping *k = context;
    struct retention_rule rule = k->channel->purpose->keep;
    int64_t retention, count = rule.count, unit = rule.unit;
    bool same;

    TRY(sql_row_number(w, row, 0, &retention));
    if (row->values[3].type != SQL_NULL) {
        TRY(sql_row_number(w, row, 3, &count));
        TRY(sql_row_number(w, row, 4, &unit));
    }
    same = count == rule.count && unit == (int64_t)rule.unit;
    rule.count = (int)count;
    rule.unit = (enum period_unit)unit;
    if (rule.trigger == TRIGGER_LAST_CONTACT)
        TRY(LIST_WRITE(w, query_collect_retention_retrigger, 1, NULL, STORE_NUMBER(retention), STORE_NUMBER(w->now.ms), due_of(w, k, &rule)));
    if (!same || k->joined)
        return true;
    k->joined = true;
    k->new_key = -1;
    k->retention = STORE_NUMBER(retention);
    return key_row_read(w, row, 1, &k->key) && LIST_GUARD(w, query_collect_retention_live, 1, k->retention);
}

/* What is kept of a known person under one rule with an event shares one period and one key; what counts from its own arrival has its own. What
 * is there under the rule of an older version keeps that, and a contact renews it by that. */
static bool write_retention(struct work *w, struct keeping *k)
{
    const struct purpose *purpose = k->channel->purpose;

    if (k->s->handle && !k->s->unconfirmed && purpose->keep.trigger != TRIGGER_COLLECTED) {
        const struct sql_value values[] = {
            sql_number(w->site->key), sql_number(k->known.key), sql_number(purpose->number), sql_number(purpose->keep.trigger), sql_number(RENEWED_MAX),
        };
        TRY(sql_stream(w, w->snapshot, &query_collect_retention_find, values, (int)COUNT_OF(values), meet_retention, k));
    }
    return k->joined || new_retention(w, k);
}

/* Lowest bit of the first byte = data item 0, a number that no item has: it stands only when a field passed that no policy declares. */
static bool fields_bitmap(struct work *w, const struct gate_verdict *v, struct text *out_bitmap)
{
    int highest = 0;
    char *bits;

    for (int i = 0; i < v->field_count; i++)
        highest = v->fields[i].data->number > highest ? v->fields[i].data->number : highest;
    bits = WORK_NEW(w, char, (size_t)highest / 8 + 1);
    if (!bits)
        return false;
    for (int i = 0; i < v->field_count; i++)
        bits[v->fields[i].data->number / 8] |= (char)(1 << v->fields[i].data->number % 8);
    *out_bitmap = (struct text){ bits, (size_t)highest / 8 + 1 };
    return true;
}

/* The blind index of the address that names the subject; NULL when none was given. */
static bool email_index(struct work *w, const struct keeping *k, struct store_value *out_index)
{
    const struct gate_verdict *v = k->s->verdict;
    uint8_t *index;

    *out_index = STORE_NULL;
    for (int i = 0; i < v->field_count; i++) {
        if (!v->fields[i].data->identifies || !text_starts(v->fields[i].data->category, TEXT("user.contact.email")))
            continue;
        index = WORK_NEW(w, uint8_t, INDEX_BYTES);
        if (!index)
            return false;
        TRY(index_of(w, k->s->services->vault, w->site->uid, MAC_INDEX_EMAIL, v->fields[i].value, index));
        *out_index = STORE_BYTES(index, INDEX_BYTES);
        return true;
    }
    return true;
}

static bool write_record(struct work *w, struct keeping *k, struct store_value *out_record)
{
    struct seal_wish wish = {
        .new_key = k->new_key, .key = k->key, .table = TABLE_RECORD, .group = GROUP_FIELDS, .record = k->s->record, .retention_class = CLASS_SUBMISSION,
    };
    struct store_value index;
    struct text bitmap;
    int seal, write;

    TRY(record_encode(w, k->s->verdict->fields, k->s->verdict->field_count, &wish.plaintext));
    TRY(list_seal(w, wish, &seal));
    TRY(fields_bitmap(w, k->s->verdict, &bitmap));
    TRY(email_index(w, k, &index));
    TRY(LIST_WRITE(w, query_collect_record_insert, 1, &write, STORE_ID(k->s->record.id), STORE_NUMBER(w->site->key), k->subject, k->retention,
                   STORE_NUMBER(k->channel->number), STORE_NUMBER(TEETH_OUT(TOOTH_GATE_PURPOSE) ? 0 : k->channel->purpose->number), STORE_NUMBER(k->s->verdict->basis),
                   STORE_TEXT(k->region.code), STORE_NUMBER(k->region.source), STORE_NUMBER(k->s->version->number), STORE_NUMBER(w->now.ms),
                   STORE_BYTES(bitmap.at, bitmap.length), STORE_OF(STORE_SEALED, seal), index));
    *out_record = STORE_OF(STORE_ROW, write);
    return true;
}

bool collect_deliver(struct work *w, const struct channel *channel, struct store_value record, struct store_value subject)
{
    if (TEETH_OUT(TOOTH_DELIVERY))
        return true;
    for (size_t i = 0; i < channel->deliver_count; i++) {
        struct id *uid = WORK_NEW(w, struct id, 1);
        if (!uid)
            return false;
        *uid = id_random(&w->random);
        TRY(LIST_WRITE(w, query_collect_outbox_insert, 1, NULL, STORE_ID(*uid), STORE_NUMBER(w->site->key), record, subject, STORE_NUMBER((int64_t)i),
                       STORE_NUMBER(w->now.ms)));
    }
    return true;
}

static bool keep(struct work *w, struct keeping *k)
{
    struct submission *s = k->s;
    struct store_value record;

    s->record.id = id_ordered(&w->random, w->now);
    TRY(list_open(w));
    TRY(site_guard_policy(w, w->site->key, s->version->number));
    TRY(write_subject(w, k));
    TRY(write_retention(w, k));
    TRY(write_record(w, k, &record));
    if (!s->unconfirmed || TEETH_OUT(TOOTH_CONFIRM))
        TRY(collect_deliver(w, k->channel, record, k->subject));
    s->subject_uid = k->uid;
    s->subject_row = k->subject;
    s->region_code = k->region.code;
    s->region_source = (int)k->region.source;
    TRY(list_fact(w, fact_of(w, k), &s->fact));
    return repeat_add(w, &k->repeat, k->subject, s->record, STORE_OF(STORE_POSITION, s->fact));
}

/* Refusals are counted, so that the policy's officer sees them; what was sent leaves no trace. */
static bool count_refusal(struct work *w, const struct submission *s, enum task_next *out_next)
{
    const struct channel *channel = s->version ? policy_channel(&s->version->policy, s->channel) : NULL;

    TRY(list_open(w));
    TRY(refusal_count(w, w->site->key, channel ? channel->number : 0, (int)s->verdict->problems[0].reason, 1));
    *out_next = TASK_COMMIT;
    return true;
}

static bool decide(struct work *w, struct keeping *k, bool *out_keep)
{
    struct submission *s = k->s;
    bool ended, found = true;

    *out_keep = false;
    TRY(name_post(w, k));
    if (s->verdict)
        return true; /* the token was bad */
    TRY(meet_first(w, k, &ended));
    if (ended)
        return true;
    TRY(pass_gate(w, k, out_keep));
    if (!*out_keep || !s->handle)
        return true;
    TRY(subject_find_live(w, s->handle, &k->known, &found));
    if (!found)
        s->end = COLLECT_NO_SUBJECT;
    *out_keep = found;
    return true;
}

static bool begin(struct work *w, struct submission *s, enum task_next *out_next)
{
    struct keeping *k = WORK_NEW(w, struct keeping, 1);
    bool keeps;

    if (!k)
        return false;
    *out_next = TASK_END;
    s->end = COLLECT_REFUSED;
    s->verdict = NULL;
    s->version = s->services->version(s->services, w->now);
    k->s = s;
    k->policy = s->version ? &s->version->policy : NULL;
    k->channel = k->policy ? policy_channel(k->policy, s->channel) : NULL;
    TRY(decide(w, k, &keeps));
    if (!keeps)
        return s->end != COLLECT_REFUSED || count_refusal(w, s, out_next);
    TRY(keep(w, k));
    s->end = COLLECT_KEPT;
    *out_next = TASK_COMMIT;
    return true;
}

static bool finish(struct work *w, struct submission *s)
{
    if (s->end != COLLECT_KEPT)
        return true; /* a refusal that is counted now */
    s->position = w->writes->results.positions[s->fact];
    s->receipt_token = TEXT("");
    if (!receipt_token_make(w, s->services->vault, s->position, &s->receipt_token))
        error_clear(&w->err); /* it is kept: no answer may say otherwise because the address of its receipt could not be made */
    if (s->services->poke_deliveries)
        s->services->poke_deliveries(s->services);
    return true;
}

bool collect_refuse_step(struct work *w, struct submission *s, struct text field, enum gate_reason reason, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    if (phase > 0)
        return true;
    s->version = s->services->version(s->services, w->now);
    TRY(refuse(w, s, field, reason));
    return count_refusal(w, s, out_next);
}

bool collect_step(struct work *w, struct submission *s, int phase, enum task_next *out_next)
{
    if (phase == 0)
        return begin(w, s, out_next);
    *out_next = TASK_END;
    return finish(w, s);
}
