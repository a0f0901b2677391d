/* The server: data directory, vault, database, threads, jobs, listeners, joined. Scenes and the program use the same one.
 *
 * server_open makes everything ready and finishes what a crash left half done; server_listen opens the doors; server_close closes them in
 * the reverse order. Commands that find no running server open one without doors. */
#ifndef MAIN_SERVER_H
#define MAIN_SERVER_H

#include "cli/config.h"
#include "main/clock.h"
#include "store/services.h"

struct server;

/* What tests put between the server and its disk, to make it fail there; NULL: nothing. */
struct server_faults {
    struct failing *writer;         /* the plan by which calls of the writing connection fail (sql/failing.h) */
    const struct vault_files *vault; /* on which the vault works (vault/file.h) */
};

struct server_options {
    const struct config *config; /* must outlive the server */
    struct clock *clock;         /* likewise */
    struct mailer *mailer;       /* NULL: SMTP as configured; the server owns it, also when it does not open */
    bool dev;                    /* demo site, mail catcher and clock on the public listener */
    bool manual;                 /* jobs run only when server_settle is called: for scenes */
    struct server_faults faults; /* of tests */
};

/* Errors: CONFLICT (another server uses the data directory), INVALID (keys, settings), UNAVAILABLE, IO, TAMPERED, UNSUPPORTED: each says what
 * was found, where, and what would be right. */
MUST_USE bool server_open(struct work *w, const struct server_options *options, struct server **out_server);
MUST_USE bool server_listen(struct work *w, struct server *s);
/* Reads again what may change while it runs. On failure what was in use stays. Any thread. */
MUST_USE bool server_reload(struct work *w, struct server *s);
/* When the net thread last came round, of the monotonic clock. */
struct moment server_last_tick(const struct server *s);
/* The port of visitors that is in use, when the configuration asked for port 0. */
int server_port(const struct server *s);
/* Lets running exchanges end for at most `drain_ms`. */
void server_close(struct server **s, int drain_ms);

/* Runs every job until none has anything left to do at the present legal time. Not from a worker. */
MUST_USE bool server_settle(struct work *w, struct server *s);
/* Carries out a control command (api/routes.h) in this process; the answer's body is copied into the arena of w. Errors: NOT_FOUND when there is
 * no such command; what the command itself says is in the status and the body. */
MUST_USE bool server_command(struct work *w, struct server *s, struct text path, struct text body, int *out_status, struct text *out_body);

#endif
