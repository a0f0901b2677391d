#include "disclosure/pull.h"

#include "base/big_endian.h"
#include "consent/unsubscribe.h"
#include "disclosure_queries.h"
#include "policy/site.h"
#include "policy/version.h"
#include "store/operator_task.h"
#include "vault/token.h"

#include <string.h>

/* Sealed bytes of a page: a unit of work opens them all, and writes them once more as JSON, in which the gate lets no byte become more than two. */
enum { KEY_BYTES = 8, ITEM_FRAME = 4096, PAGE_SEALED_MAX = 128 * 1024, HTTP_OK = 200 };

/* --- the job ---------------------------------------------------------------------------------------------------------------------------------- */

bool pull_offer(struct work *w, const struct outbox_row *row, const struct decision *d)
{
    const struct recipient *r = policy_recipient(d->policy, d->delivery->to);
    bool first = row->pull == 0;

    must(r); /* decision_recipient found it */
    if (!first)
        TRY(operator_task_raise(w, w->site->key, OPERATOR_TASK_NOT_FETCHED, r->number, (struct instant){ 0 }));
    return outbox_offer(w, row, r->number, first ? SPAN_DAYS(PULL_ALARM_DAYS) : SPAN_HOURS(PULL_LOOK_HOURS));
}

/* --- the cursor: the row keys of a page ---------------------------------------------------------------------------------------------------------- */

static bool cursor_kind(struct work *w, const struct pull *p, struct token_kind *out_kind)
{
    *out_kind = (struct token_kind){ .site = w->site->uid, .use = "pull" };
    return work_format(w, &out_kind->context, "%.*s/%.*s", TEXT_ARGS(p->channel), TEXT_ARGS(p->recipient));
}

static bool cursor_make(struct work *w, const struct pull *p, struct text *out_cursor)
{
    uint8_t says[PULL_PAGE_MAX * KEY_BYTES];
    struct token_kind kind;
    size_t length = 0;

    for (int i = 0; i < p->count; i++) {
        if (!p->items[i].shown)
            continue;
        big_endian_put(says + length, (uint64_t)p->items[i].row.key, KEY_BYTES);
        length += KEY_BYTES;
    }
    TRY(cursor_kind(w, p, &kind));
    return token_make(w, p->services->vault, &kind, says, length, out_cursor);
}

static bool cursor_read(struct work *w, struct pull *p, int64_t out_keys[PULL_PAGE_MAX], int *out_count)
{
    uint8_t says[TOKEN_SAYS_MAX];
    struct token_kind kind;
    size_t length = 0;
    bool good;

    *out_count = 0;
    if (p->after.length == 0)
        return true;
    TRY(cursor_kind(w, p, &kind));
    TRY(token_read(w, p->services->vault, &kind, p->after, says, &length, &good));
    if (!good || length % KEY_BYTES || length > (size_t)PULL_PAGE_MAX * KEY_BYTES) {
        p->end = PULL_BAD_CURSOR;
        return true;
    }
    for (size_t i = 0; i < length; i += KEY_BYTES)
        out_keys[(*out_count)++] = (int64_t)big_endian_get(says + i, KEY_BYTES);
    return true;
}

/* --- what has arrived ------------------------------------------------------------------------------------------------------------------------------ */

/* An erase may have cancelled it since it was shown: it did leave, and the fact says so. */
static bool acknowledge(struct work *w, struct pull *p, int64_t key)
{
    struct outbox_row row;
    struct decision d;
    bool found;

    TRY(outbox_find(w, w->site->key, key, &row, &found));
    if (!found || row.state == OUTBOX_SENT)
        return true; /* asked twice */
    TRY(decision_make(w, p->version, row.record, row.place, &d));
    p->delivered++;
    return delivery_write_sent(w, &row, &d, HTTP_OK);
}

/* --- the next page ---------------------------------------------------------------------------------------------------------------------------------- */

struct rows {
    struct outbox_row list[PULL_PAGE_MAX * 2 + 1];
    int count;
};

static bool take_row(struct work *w, void *context, const struct sql_row *row)
{
    struct rows *rows = context;

    return outbox_read(w, row, &rows->list[rows->count++]);
}

/* A row that the cursor just acknowledged is still there in this snapshot. */
static bool is_among(int64_t key, const int64_t *keys, int count)
{
    for (int i = 0; i < count; i++)
        if (keys[i] == key)
            return true;
    return false;
}

/* Shown only when the place is still one that this recipient fetches; the job finds the others. */
static bool offer_one(struct work *w, struct pull *p, const struct outbox_row *row)
{
    struct pulled *item = &p->items[p->count];

    *item = (struct pulled){ .row = *row };
    TRY(decision_make(w, p->version, row->record, row->place, &item->decision));
    if (item->decision.reason != CANCELLED_NOT) {
        TRY(delivery_write_cancelled(w, row, &item->decision));
    } else if (item->decision.delivery->kind == DELIVER_PULL && text_equal(item->decision.delivery->to, p->recipient)) {
        TRY(opening_announce(w, &item->decision.pin, &item->decision.record, item->decision.record.purpose));
        TRY(outbox_show(w, &item->row, SPAN_DAYS(PULL_ALARM_DAYS)));
        item->shown = true;
        p->sealed += item->decision.record.sealed.length;
    }
    p->count++;
    return true;
}

static bool take_page(struct work *w, struct pull *p, int64_t recipient, const int64_t *done, int done_count)
{
    struct rows rows = { .count = 0 };
    const struct sql_value values[] = {
        sql_number(w->site->key), sql_number(recipient), sql_number(p->from->number), sql_number((int64_t)COUNT_OF(rows.list)),
    };

    TRY(sql_stream(w, w->snapshot, &query_pull_page, values, (int)COUNT_OF(values), take_row, &rows));
    for (int i = 0; i < rows.count; i++) {
        if (is_among(rows.list[i].key, done, done_count))
            continue;
        p->more = p->count == PULL_PAGE_MAX || p->sealed > PAGE_SEALED_MAX;
        if (p->more)
            return true;
        TRY(offer_one(w, p, &rows.list[i]));
    }
    return true;
}

static bool begin(struct work *w, struct pull *p, enum task_next *out_next)
{
    const struct recipient *r;
    int64_t done[PULL_PAGE_MAX];
    int done_count;

    p->end = PULL_UNKNOWN;
    p->version = p->services->version(p->services, w->now);
    p->from = p->version ? policy_channel(&p->version->policy, p->channel) : NULL;
    r = p->from ? policy_recipient(&p->version->policy, p->recipient) : NULL;
    if (!r)
        return true;
    p->end = PULL_PAGE;
    p->count = 0;
    p->more = false;
    p->delivered = 0;
    p->sealed = 0;
    TRY(cursor_read(w, p, done, &done_count));
    if (p->end != PULL_PAGE)
        return true;
    TRY(list_open(w));
    for (int i = 0; i < done_count; i++)
        TRY(acknowledge(w, p, done[i]));
    TRY(take_page(w, p, r->number, done, done_count));
    *out_next = TASK_COMMIT;
    return true;
}

/* What does not open any more is left to the job, which cancels it. */
static bool write_item(struct work *w, struct pull *p, struct json *j, struct pulled *item)
{
    struct opened o = { .policy = &p->version->policy, .channel = p->from, .record = &item->decision.record };
    struct record_fields *fields = WORK_NEW(w, struct record_fields, 1);
    char memory[33];
    struct draft id = draft_in(memory, sizeof memory);

    if (!fields)
        return false;
    if (!opening_open(w, p->services->vault, o.policy, o.record, o.record->purpose, fields)) {
        item->shown = false;
        if (w->err.code != ERR_KEY_GONE && w->err.code != ERR_REFUSED)
            return false;
        error_clear(&w->err);
        return true;
    }
    o.fields = fields;
    if (o.record->basis == BASIS_CONSENT)
        TRY(unsubscribe_address(w, p->services->vault, o.record->subject.uid, o.record->purpose, &o.unsubscribe));
    TRY(handle_of(w, p->services->vault, o.record->subject.uid, &o.handle));
    draft_id(&id, item->row.uid);
    json_open_object(j, NULL);
    json_text(j, "delivery", draft_text(&id));
    submission_json(j, "data", &o);
    json_close_object(j);
    return true;
}

static bool finish(struct work *w, struct pull *p)
{
    struct text cursor;
    struct draft d;
    struct json j;

    TRY(work_draft(w, (PULL_PAGE_MAX + 1) * (size_t)ITEM_FRAME + 2 * p->sealed, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "deliveries");
    for (int i = 0; i < p->count; i++)
        if (p->items[i].shown)
            TRY(write_item(w, p, &j, &p->items[i]));
    json_close_list(&j);
    TRY(cursor_make(w, p, &cursor));
    json_text(&j, "after", cursor);
    json_bool(&j, "more", p->more);
    json_number(&j, "acknowledged", p->delivered);
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the page is larger than a unit of work may hold");
    p->page = draft_text(&d);
    return true;
}

bool pull_step(struct work *w, struct pull *p, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    return phase == 0 ? begin(w, p, out_next) : finish(w, p);
}
