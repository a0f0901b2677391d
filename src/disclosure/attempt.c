#include "disclosure/attempt.h"

#include "base/json.h"
#include "consent/unsubscribe.h"
#include "disclosure/desk_mail.h"
#include "disclosure/submission_json.h"
#include "disclosure/webhook.h"
#include "mail/mailer.h"

static bool open_record(struct work *w, const struct attempt *a, struct record_fields **out_fields, struct handle *out_handle)
{
    const struct decision *d = a->decision;

    *out_fields = WORK_NEW(w, struct record_fields, 1);
    if (!*out_fields)
        return false;
    TRY(opening_open(w, a->services->vault, d->policy, &d->record, d->record.purpose, *out_fields));
    return handle_of(w, a->services->vault, d->record.subject.uid, out_handle);
}

/* --- to a desk ------------------------------------------------------------------------------------------------------------------------------ */

static bool compose_mail(struct work *w, const struct attempt *a, struct mail_message *out_message)
{
    const struct decision *d = a->decision;
    struct desk_mail m = { .policy = d->policy, .channel = d->channel, .record = &d->record, .uid = a->uid };
    struct record_fields *fields;

    if (!address_parse(a->services->mail_from, &m.from))
        FAIL(w, ERR_INVALID, "mail.from of the server is not a plain mail address");
    if (!address_parse(d->delivery->to, &m.to))
        FAIL(w, ERR_INVALID, "place %lld of channel %.*s is not a plain mail address", (long long)a->place, TEXT_ARGS(d->channel->id));
    TRY(open_record(w, a, &fields, &m.handle));
    m.fields = fields;
    return desk_mail_write(w, &m, out_message);
}

static bool send_mail(struct work *w, const struct attempt *a, struct attempt_answer *out_answer)
{
    struct mail_message message;

    TRY(compose_mail(w, a, &message));
    unit_snapshot_end(w); /* a slow server must not keep the database from cleaning up */
    return mailer_send(w, a->services->mailer, &message, &out_answer->reply);
}

/* --- to a system ---------------------------------------------------------------------------------------------------------------------------- */

static bool compose_json(struct work *w, const struct attempt *a, struct text *out_body)
{
    const struct decision *d = a->decision;
    struct opened o = { .policy = d->policy, .channel = d->channel, .record = &d->record };
    struct record_fields *fields;
    struct draft draft;
    struct json j;

    TRY(open_record(w, a, &fields, &o.handle));
    o.fields = fields;
    if (d->record.basis == BASIS_CONSENT)
        TRY(unsubscribe_address(w, a->services->vault, d->record.subject.uid, d->record.purpose, &o.unsubscribe));
    TRY(work_draft(w, submission_json_size(&o) + 64, &draft));
    j = json_in(&draft);
    json_open_object(&j, NULL);
    json_text(&j, "type", TEXT("submission"));
    json_instant(&j, "timestamp", w->now);
    submission_json(&j, "data", &o);
    json_close_object(&j);
    must(!draft.overflow);
    *out_body = draft_text(&draft);
    return true;
}

static bool send_webhook(struct work *w, const struct attempt *a, struct attempt_answer *out_answer)
{
    struct text recipient = a->decision->delivery->to;
    const struct webhook *hook = webhook_find(a->services->webhooks, recipient);
    struct webhook_message m = { .uid = a->uid, .at = w->now };
    struct webhook_answer answer = { 0 };
    bool sent;

    if (!hook)
        FAIL(w, ERR_UNAVAILABLE, "privacyd.yaml has no address for `%.*s` under `webhooks`", TEXT_ARGS(recipient));
    TRY(compose_json(w, a, &m.body));
    unit_snapshot_end(w);
    sent = webhook_send(w, hook, &m, &answer);
    *out_answer = (struct attempt_answer){ answer.status, answer.wait };
    return sent;
}

bool attempt_make(struct work *w, const struct attempt *a, struct attempt_answer *out_answer)
{
    *out_answer = (struct attempt_answer){ 0 };
    return a->decision->delivery->kind == DELIVER_MAIL ? send_mail(w, a, out_answer) : send_webhook(w, a, out_answer);
}
