/* serve and dev: a server from start to signal. */
#ifndef MAIN_RUN_H
#define MAIN_RUN_H

#include "cli/command.h"

/* Before any thread starts: the signals that end the program are waited for, not handled. */
void run_block_signals(void);
int run_serve(struct cli *c, const struct config *config);
int run_dev(struct cli *c, struct config *config, const char *policy_path, struct text now);

#endif
