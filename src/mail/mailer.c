#include "mail/mailer.h"

#include "mail/address.h"

enum { WAITED_PART = 8 };

bool mailer_send(struct work *w, struct mailer *m, const struct mail_message *message, int *out_reply)
{
    struct address address;

    *out_reply = 0;
    if (!address_parse(message->from.spec, &address))
        FAIL(w, ERR_INVALID, "the sender's address of our mail is not a plain mail address; check mail.from");
    if (!address_parse(message->to.spec, &address))
        FAIL(w, ERR_INVALID, "the address that a mail should go to is not a plain mail address");
    return m->send(w, m, message, out_reply);
}

bool mailer_put_off(struct work *w, struct mailer *m, const struct outbox_row *row, bool *out_put_off)
{
    struct span wait = m->rest ? m->rest(w, m) : (struct span){ 0 }, waited = instant_since(w->now, row->created_at);

    *out_put_off = wait.ms > 0;
    if (wait.ms < waited.ms / WAITED_PART)
        wait.ms = waited.ms / WAITED_PART;
    *out_put_off &= !outbox_is_old(w, row, wait);
    return !*out_put_off || outbox_again(w, row, wait, 0);
}

bool mailer_compose(struct work *w, const struct mail_message *message, struct smtp_message *out_message)
{
    out_message->from = message->from.spec;
    out_message->to = message->to.spec;
    return mail_compose(w, message, &out_message->data);
}

void mailer_close(struct mailer **m)
{
    if (!m || !*m)
        return;
    (*m)->close(*m);
    *m = NULL;
}
