/* Keeps messages in memory instead of sending them: the mail catcher of `dev`, and what scenes look into. */
#include "mail/mailer.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 200 };

struct kept_mail {
    char *bytes; /* from, to and data in a row */
    size_t from, to, data;
    struct instant at;
};

struct memory_mailer {
    struct mailer base;
    pthread_mutex_t lock;
    struct kept_mail kept[KEPT];
    uint64_t count; /* of all that came; the newest lies at (count - 1) % KEPT */
};

static size_t kept_length(const struct kept_mail *k)
{
    return k->from + k->to + k->data;
}

static void drop(struct kept_mail *k)
{
    if (k->bytes)
        sodium_memzero(k->bytes, kept_length(k));
    free(k->bytes);
    *k = (struct kept_mail){ 0 };
}

static bool memory_send(struct work *w, struct mailer *self, const struct mail_message *message, int *out_reply)
{
    struct memory_mailer *m = (struct memory_mailer *)self;
    struct kept_mail mail, *place;
    struct smtp_message wire;

    TRY(mailer_compose(w, message, &wire));
    mail = (struct kept_mail){ NULL, wire.from.length, wire.to.length, wire.data.length, w->now };
    mail.bytes = malloc(kept_length(&mail) + 1);
    if (!mail.bytes)
        FAIL(w, ERR_UNAVAILABLE, "no memory to keep a mail");
    memcpy(mail.bytes, wire.from.at, mail.from);
    memcpy(mail.bytes + mail.from, wire.to.at, mail.to);
    memcpy(mail.bytes + mail.from + mail.to, wire.data.at, mail.data);
    pthread_mutex_lock(&m->lock);
    place = &m->kept[m->count++ % KEPT];
    drop(place);
    *place = mail;
    pthread_mutex_unlock(&m->lock);
    *out_reply = 250;
    return true;
}

static void memory_close(struct mailer *self)
{
    struct memory_mailer *m = (struct memory_mailer *)self;

    for (int i = 0; i < KEPT; i++)
        drop(&m->kept[i]);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

bool mailer_memory_open(struct work *w, struct mailer **out_mailer)
{
    struct memory_mailer *m = calloc(1, sizeof *m);

    if (!m)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the mailer");
    m->base = (struct mailer){ memory_send, memory_close };
    pthread_mutex_init(&m->lock, NULL);
    *out_mailer = &m->base;
    return true;
}

static bool copy_out(struct work *w, const struct kept_mail *k, struct caught_mail *out_mail)
{
    TRY(work_copy(w, (struct text){ k->bytes, k->from }, &out_mail->from));
    TRY(work_copy(w, (struct text){ k->bytes + k->from, k->to }, &out_mail->to));
    TRY(work_copy(w, (struct text){ k->bytes + k->from + k->to, k->data }, &out_mail->data));
    out_mail->at = k->at;
    return true;
}

bool mailer_memory_list(struct work *w, struct mailer *mailer, struct caught_mail *out_mails, size_t max, size_t *out_count)
{
    struct memory_mailer *m = (struct memory_mailer *)mailer;
    size_t count;
    bool good = true;

    must(mailer->send == memory_send);
    pthread_mutex_lock(&m->lock);
    count = m->count < KEPT ? (size_t)m->count : KEPT;
    count = count < max ? count : max;
    for (size_t i = 0; i < count && good; i++)
        good = copy_out(w, &m->kept[(m->count - 1 - i) % KEPT], &out_mails[i]);
    pthread_mutex_unlock(&m->lock);
    if (!good)
        return false;
    *out_count = count;
    return true;
}
