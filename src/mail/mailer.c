#include "mail/mailer.h"

#include "mail/address.h"

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
