/* One function a subcommand; each gives the exit code. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/command.h"

int cli_init(struct cli *c);
int cli_check(struct cli *c);
int cli_fmt(struct cli *c);
int cli_explain(struct cli *c);
int cli_language(struct cli *c);
int cli_law(struct cli *c);
int cli_diff(struct cli *c);
int cli_render(struct cli *c);
int cli_publish(struct cli *c);
int cli_serve(struct cli *c);
int cli_dev(struct cli *c);
int cli_erase(struct cli *c);
int cli_keys(struct cli *c);
int cli_event(struct cli *c);
int cli_hold(struct cli *c);
int cli_bounce(struct cli *c);
int cli_suppress(struct cli *c);
int cli_tasks(struct cli *c);
int cli_observe(struct cli *c);
int cli_example(struct cli *c);
int cli_inbox(struct cli *c);
int cli_clock(struct cli *c);
int cli_sweep(struct cli *c);
int cli_promises(struct cli *c);
int cli_verify(struct cli *c);
int cli_backup(struct cli *c);
int cli_restore(struct cli *c);
int cli_reload(struct cli *c);
int cli_doctor(struct cli *c);
int cli_health(struct cli *c);
int cli_settings(struct cli *c);
int cli_version(struct cli *c);

#endif
