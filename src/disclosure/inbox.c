#include "disclosure/inbox.h"

#include "base/big_endian.h"
#include "disclosure_queries.h"
#include "policy/site.h"
#include "policy/version.h"
#include "vault/token.h"

enum { KEY_BYTES = 8, CASE_JSON = 512 };

static struct token_kind kind_of(const struct work *w)
{
    return (struct token_kind){ .site = w->site->uid, .use = "case" };
}

static bool case_make(struct work *w, struct vault *v, int64_t record, struct text *out_name)
{
    struct token_kind kind = kind_of(w);
    uint8_t says[KEY_BYTES];

    big_endian_put(says, (uint64_t)record, sizeof says);
    return token_make(w, v, &kind, says, sizeof says, out_name);
}

static bool case_read(struct work *w, struct vault *v, struct text name, int64_t *out_record, bool *out_good)
{
    struct token_kind kind = kind_of(w);
    uint8_t says[TOKEN_SAYS_MAX];
    size_t length;

    TRY(token_read(w, v, &kind, name, says, &length, out_good));
    *out_good = *out_good && length == KEY_BYTES;
    if (*out_good)
        *out_record = (int64_t)big_endian_get(says, KEY_BYTES);
    return true;
}

static bool may_see(struct text channels, struct text id)
{
    return text_equal(channels, TEXT("*")) || text_has_word(channels, id);
}

/* --- the list ---------------------------------------------------------------------------------------------------------------------------------- */

struct listing {
    struct inbox_list *list;
    struct json *json;
    struct text last;
    int count;
};

static bool write_case(struct work *w, struct listing *l, const struct sql_row *row, const struct channel *channel)
{
    struct json *j = l->json;
    const struct purpose *purpose;
    int64_t key, number, at;
    struct text region;

    TRY(sql_row_number(w, row, 0, &key));
    TRY(sql_row_number(w, row, 2, &number));
    TRY(sql_row_number(w, row, 3, &at));
    TRY(sql_row_text(w, row, 4, &region));
    purpose = purpose_numbered(l->list->policy, number);
    TRY(case_make(w, l->list->services->vault, key, &l->last));
    json_open_object(j, NULL);
    json_text(j, "case", l->last);
    json_text(j, "channel", channel->id);
    if (purpose)
        json_text(j, "purpose", purpose->id);
    json_instant(j, "collected_at", (struct instant){ at });
    if (region.length)
        json_text(j, "region", region);
    if (row->values[5].type != SQL_NULL) {
        TRY(sql_row_number(w, row, 5, &at));
        json_instant(j, "due_at", (struct instant){ at });
    }
    json_close_object(j);
    return true;
}

static bool take_row(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;
    const struct channel *channel;
    int64_t number;

    TRY(sql_row_number(w, row, 1, &number));
    channel = channel_numbered(l->list->policy, number);
    l->count++;
    if (!channel || !may_see(l->list->channels, channel->id))
        return true;
    return write_case(w, l, row, channel);
}

static bool write_list(struct work *w, struct inbox_list *list, int64_t before)
{
    struct listing l = { .list = list, .last = TEXT("") };
    const struct sql_value values[] = {
        sql_number(w->site->key), sql_number(list->channel ? list->channel->number : 0), sql_number(before), sql_number(w->now.ms), sql_number(INBOX_PAGE),
    };
    struct draft d;
    struct json j;

    TRY(work_draft(w, (INBOX_PAGE + 1) * (size_t)CASE_JSON, &d));
    j = json_in(&d);
    l.json = &j;
    json_open_object(&j, NULL);
    json_open_list(&j, "cases");
    TRY(sql_stream(w, w->snapshot, &query_inbox_page, values, (int)COUNT_OF(values), take_row, &l));
    json_close_list(&j);
    json_text(&j, "before", l.count == INBOX_PAGE ? l.last : TEXT(""));
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the list is larger than a unit of work may hold");
    list->json = draft_text(&d);
    return true;
}

bool inbox_list(struct work *w, struct inbox_list *l)
{
    int64_t before = INT64_MAX;
    bool good = true;

    if (l->before.length)
        TRY(case_read(w, l->services->vault, l->before, &before, &good));
    l->bad_case = !good;
    return l->bad_case || write_list(w, l, before);
}

/* --- one case ------------------------------------------------------------------------------------------------------------------------------------ */

static bool find_case(struct work *w, struct inbox_opening *o, bool *out_found)
{
    const struct channel *channel;
    int64_t key;

    TRY(case_read(w, o->services->vault, o->name, &key, out_found));
    if (!*out_found)
        return true;
    if (!record_row_load(w, key, &o->record)) {
        *out_found = false;
        if (w->err.code != ERR_NOT_FOUND)
            return false;
        error_clear(&w->err);
        return true;
    }
    channel = channel_numbered(&o->version->policy, o->record.channel);
    *out_found = channel && may_see(o->channels, channel->id);
    return true;
}

/* The line that says no: what the channel is for, the ground of the purpose, or how long it keeps. */
static struct place line_of(const struct policy *p, const struct inbox_opening *o, const struct purpose *purpose)
{
    const struct channel *channel = channel_numbered(p, o->record.channel);

    switch (o->answer) {
    case OPENING_OTHER_PURPOSE:
        return channel ? channel->place : purpose->place;
    case OPENING_NO_BASIS:
        return purpose->basis_place;
    case OPENING_DUE:
        return purpose->place;
    default:
        return (struct place){ 0 };
    }
}

static bool begin(struct work *w, struct inbox_opening *o, enum task_next *out_next)
{
    const struct purpose *purpose;
    struct pin pin;
    bool found;

    o->version = o->services->version(o->services, w->now);
    o->end = INBOX_NO_CASE;
    if (!o->version)
        return true;
    TRY(find_case(w, o, &found));
    if (!found)
        return true;
    purpose = policy_purpose(&o->version->policy, o->purpose);
    o->end = purpose ? INBOX_OPENED : INBOX_NO_PURPOSE;
    if (!purpose)
        return true;
    o->answer = opening_decide(&o->version->policy, &o->record, purpose->number, w->now);
    if (o->answer != OPENING_ALLOWED) {
        o->end = INBOX_REFUSED;
        o->says_no = line_of(&o->version->policy, o, purpose);
        return true;
    }
    TRY(pin_read(w, &pin));
    pin.policy_number = o->version->number;
    TRY(list_open(w));
    *out_next = TASK_COMMIT;
    return opening_announce(w, &pin, &o->record, purpose->number);
}

static bool finish(struct work *w, struct inbox_opening *o)
{
    const struct policy *p = &o->version->policy;
    struct opened opened = { .policy = p, .channel = channel_numbered(p, o->record.channel), .record = &o->record };
    struct record_fields *fields = WORK_NEW(w, struct record_fields, 1);
    struct draft d;
    struct json j;

    if (!fields)
        return false;
    TRY(opening_open(w, o->services->vault, p, &o->record, policy_purpose(p, o->purpose)->number, fields));
    opened.fields = fields;
    TRY(handle_of(w, o->services->vault, o->record.subject.uid, &opened.handle));
    TRY(work_draft(w, submission_json_size(&opened), &d));
    j = json_in(&d);
    submission_json(&j, NULL, &opened);
    must(!d.overflow);
    o->json = draft_text(&d);
    return true;
}

bool inbox_open_step(struct work *w, struct inbox_opening *o, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    return phase == 0 ? begin(w, o, out_next) : finish(w, o);
}
