/* How mail leaves: a table of functions. Four kinds: SMTP (mail/smtp_mailer.c), a provider's HTTP interface (mail/http_mailer.h), one that keeps
 * messages in memory (dev and scenes), and one that wraps another and fails on the n-th call. Thread-safe. */
#ifndef MAIL_MAILER_H
#define MAIL_MAILER_H

#include "mail/message.h"
#include "net/smtp.h"
#include "store/outbox.h"

struct mailer {
    /* As mail_compose and smtp_send: REFUSED, UNAVAILABLE, UNCERTAIN, INVALID, LIMIT. */
    bool (*send)(struct work *w, struct mailer *self, const struct mail_message *message, int *out_reply);
    void (*close)(struct mailer *self);
    /* How long nobody needs to try, because the last one could not use it; NULL: it never rests. */
    struct span (*rest)(struct work *w, struct mailer *self);
};

/* Sends; addresses that are not strict addr-specs (mail/address.h) never reach a mailer. Errors: INVALID, and those of `send`. */
MUST_USE bool mailer_send(struct work *w, struct mailer *m, const struct mail_message *message, int *out_reply);
/* While the mailer rests, a mail that is due is not claimed: nothing is opened, no attempt counts, and it comes again when the rest is over, later
 * the longer it has waited. Not when its time is over: then it is tried once more, and fails. Adds to the open list. */
MUST_USE bool mailer_put_off(struct work *w, struct mailer *m, const struct outbox_row *row, bool *out_put_off);
/* For a mailer that hands on bytes: envelope and data. */
MUST_USE bool mailer_compose(struct work *w, const struct mail_message *message, struct smtp_message *out_message);

/* `token_command` (mail/token.h) is asked for a token when config->auth is XOAUTH2, and again when the server does not take the one it gave.
 * When the server is not reached or does not let us in, it is left alone for MAILER_REST_SECONDS (mail/rest.h): what is due meanwhile waits, and nothing is
 * tried. `return_path` (mail/return_path.h) is where reports go, marked with the mail's id; empty: to the sender as he is. Errors: UNAVAILABLE. */
MUST_USE bool mailer_smtp_open(struct work *w, const struct smtp_config *config, struct text token_command, struct text return_path, struct mailer **out_mailer);

/* Keeps the last 200 messages and answers 250. Wipes them when it closes. */
MUST_USE bool mailer_memory_open(struct work *w, struct mailer **out_mailer);
struct caught_mail {
    struct text from, to, data; /* in the arena of the reader's unit */
    struct instant at;
};
/* Copies the kept messages, newest first. */
MUST_USE bool mailer_memory_list(struct work *w, struct mailer *m, struct caught_mail *out_mails, size_t max, size_t *out_count);

/* Fails calls number `first` (from 1) and following, `times` of them (0: none), with the code and reply; the others it passes on. A call that
 * fails with UNCERTAIN is passed on as well: that is the lost 250. Owns `inner`, also when it fails. */
MUST_USE bool mailer_failing_open(struct work *w, struct mailer *inner, int first, int times, enum error_code code, int reply, struct mailer **out_mailer);
void mailer_close(struct mailer **m);

#endif
