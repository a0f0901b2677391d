/* A scene: the whole server in one process, over real sockets, with a policy, steps, and moved time. Jobs run when time is moved or
 * scene_settle is called, so that a scene is repeatable. Everything here ends the test with words when it cannot be done. */
#ifndef SCENE_H
#define SCENE_H

#include "unit.h"

#include "mail/mailer.h"
#include "main/server.h"
#include "sql/failing.h"
#include "vault/file.h"

#include <stdatomic.h>

/* The call of the vault's disk that fails with EIO: 1 is the next one, 0 none. Syncs do not count: one that fails ends the process. */
struct scene_disk {
    atomic_int fail_at, calls;
    atomic_bool failed;
};

/* As mailer_failing_open; times 0: none fails. Counts from the next start. */
struct scene_mail_faults {
    int first, times, reply;
    enum error_code code;
};

struct scene {
    struct work *w;
    char *folder;
    struct clock clock;
    struct config config;
    struct mailer *mailer;  /* the one that keeps messages; the server's */
    struct server *server;
    int port;
    const char *policy;     /* source in force */
    bool jobs_run;          /* by themselves, from the next start on */
    struct failing writer;  /* plan of the writer's connection; it wraps each one */
    struct scene_disk disk;
    struct vault_files files;
    struct scene_mail_faults mail_faults;
    const char *person_key; /* of scene_person */
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
void scene_end(struct scene *s);
/* Starts again what was ended; false when a fault kept it from starting, with the reason in s->w->err. */
bool scene_begin(struct scene *s);

/* Legal time stands at `instant`; then every job runs to its end. */
void scene_move(struct scene *s, const char *instant);
void scene_settle(struct scene *s);
void scene_stand(struct scene *s, const char *instant); /* without the jobs */
/* The source of the example, with the first `from` replaced by `to`; fails when it does not stand there. */
struct text scene_policy_with(struct scene *s, const char *from, const char *to);
/* Publishes so that it counts at once, whatever it changes; the reply of the command. */
struct reply scene_publish(struct scene *s, struct text source);
/* Publishes with further members of the command's body: "\"effective\":\"2026-04-01T00:00:00Z\"". */
struct reply scene_publish_with(struct scene *s, struct text source, const char *members);

struct reply scene_get(struct scene *s, const char *path);
/* `headers` as lines that end in CRLF, or "". */
struct reply scene_request(struct scene *s, const char *method, const char *path, const char *headers, const char *content_type, struct text body);
struct reply scene_post_form(struct scene *s, const char *path, const char *body);
struct reply scene_post_json(struct scene *s, const char *path, const char *key, const char *body);
struct reply scene_command(struct scene *s, const char *path, const char *json);
/* The same; status 503 when the unit failed, with the reason in s->w->err. */
struct reply scene_try(struct scene *s, const char *path, const char *json);
/* The body of a publish command for this source. */
const char *scene_publish_body(struct scene *s, struct text source);
/* Value of a response header; empty when it is not there. */
struct text reply_header(const struct reply *r, const char *name);
/* A string member of a JSON body; empty when it is not there. Numbers are given as text. */
struct text reply_member(struct scene *s, const struct reply *r, const char *name);
bool reply_holds(const struct reply *r, const char *words);

/* An API key for every channel. */
const char *scene_key(struct scene *s);
/* Posts by JSON as one person; gives the handle. */
const char *scene_person(struct scene *s, const char *name, const char *email, const char *message);

/* Signs up for the newsletter by the site's own form, as a browser does; the path behind the link of the mail that asks. */
const char *scene_sign_up(struct scene *s, const char *email);
/* Presses the button behind it; the path behind the page's link to take it back. */
const char *scene_confirm(struct scene *s, const char *path);

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
