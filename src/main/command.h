/* How the subcommands reach what they need: a running server over its control socket, or the data directory itself. */
#ifndef MAIN_COMMAND_H
#define MAIN_COMMAND_H

#include "cli/command.h"
#include "main/server.h"

/* A command to the running server, or carried out here under the lock of the data directory. */
MUST_USE bool command_control(struct work *w, const struct config *config, const char *path, struct text body, int *out_status, struct text *out_body);
/* Whether a server answers on the control socket of the data directory. */
MUST_USE bool command_is_served(struct work *w, const struct config *config, bool *out_served);
/* Calls `act` with a snapshot of a data directory that no server uses. w->policy is NULL when no version can be read. */
MUST_USE bool command_look(struct work *w, const struct config *config, bool (*act)(struct work *w, struct services *s, void *context), void *context);

/* A temporary data directory out of a backup, beside the part with the keys (or the database), and its end. */
MUST_USE bool command_unpack(struct work *w, const char *from, const char *keys, struct text *out_data);
void command_unpack_end(struct text data);

#endif
