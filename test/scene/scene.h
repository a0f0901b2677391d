/* A scene: the whole server in one process, over real sockets, with a policy, steps, and moved time. Jobs run when time is moved or
 * scene_settle is called, so that a scene is repeatable. Everything here ends the test with words when it cannot be done. */
#ifndef SCENE_H
#define SCENE_H

#include "unit.h"

#include "mail/mailer.h"
#include "main/server.h"

struct scene {
    struct work *w;
    char *folder;
    struct clock clock;
    struct config config;
    struct mailer *mailer;  /* the one that keeps messages; the server's */
    struct server *server;
    int port;
    const char *policy;     /* source in force */
};

struct reply {
    int status;
    struct text head, body; /* in the scene's arena */
};

/* A fresh data folder, the clock standing at `now`, the camera maker's policy published. */
struct scene *scene_open(const char *now);
/* The same without any policy. */
struct scene *scene_open_bare(const char *now);
void scene_close(struct scene **s);
/* Ends the server and starts it again on the same data. */
void scene_restart(struct scene *s);

/* Legal time stands at `instant`; then every job runs to its end. */
void scene_move(struct scene *s, const char *instant);
void scene_settle(struct scene *s);
/* The source of the example, with the first `from` replaced by `to`; fails when it does not stand there. */
struct text scene_policy_with(struct scene *s, const char *from, const char *to);
/* Publishes; the reply of the command. */
struct reply scene_publish(struct scene *s, struct text source);

struct reply scene_get(struct scene *s, const char *path);
/* `headers` as lines that end in CRLF, or "". */
struct reply scene_request(struct scene *s, const char *method, const char *path, const char *headers, const char *content_type, struct text body);
struct reply scene_post_form(struct scene *s, const char *path, const char *body);
struct reply scene_post_json(struct scene *s, const char *path, const char *key, const char *body);
struct reply scene_command(struct scene *s, const char *path, const char *json);
/* Value of a response header; empty when it is not there. */
struct text reply_header(const struct reply *r, const char *name);
/* A string member of a JSON body; empty when it is not there. Numbers are given as text. */
struct text reply_member(struct scene *s, const struct reply *r, const char *name);
bool reply_holds(const struct reply *r, const char *words);

/* An API key for every channel. */
const char *scene_key(struct scene *s);
/* Posts by JSON as one person; gives the handle. */
const char *scene_person(struct scene *s, const char *name, const char *email, const char *message);

/* Messages that the mailer kept, the newest first. */
size_t scene_mail_count(struct scene *s);
struct caught_mail scene_mail(struct scene *s, size_t place);
/* State of a promise as the public JSON says it: "kept". */
struct text scene_promise(struct scene *s, const char *clause);
/* A number out of the database. */
int64_t scene_number(struct scene *s, const char *sql);
/* How often the bytes stand in any file of the data folder. */
int scene_found_on_disk(struct scene *s, const void *bytes, size_t length);

#define assert_status(expected, got)                                                                                     \
    do {                                                                                                                 \
        const struct reply reply_ = (got);                                                                           \
        if (reply_.status != (expected))                                                                                \
            fail_msg("expected status %d, got %d: %.*s", (expected), reply_.status, TEXT_ARGS(reply_.body));           \
    } while (0)

#endif
