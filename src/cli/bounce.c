/* What a mail server hands over: a report of a mail that came back, on standard input. */
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

enum { MESSAGE_MAX = 2 << 20 };

static void print_outcome(struct cli *c, const json_t *answer)
{
    const char *report = json_string_value(json_object_get(answer, "report"));

    if (!report || strcmp(report, "none") == 0)
        fputs("not a report of a failure or a complaint; nothing was done\n", c->out);
    else if (!json_is_true(json_object_get(answer, "known")))
        fprintf(c->out, "%s, but of no mail that is known here; nothing was done\n", report);
    else
        fprintf(c->out, "%s: noted\n", report);
}

int cli_bounce(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS };
    struct text message;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_read_input(c, MESSAGE_MAX, &message))
        return cli_fail(c);
    return cli_do(c, options, "/control/bounce", message, print_outcome);
}
