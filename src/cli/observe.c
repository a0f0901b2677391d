/* What the site's own forms would have sent and the policy does not know. */
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

static const json_t *row_of(const json_t *list, const char *channel, const char *reason)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        if (!json_object_get(row, "field") && strcmp(cli_member(row, "channel"), channel) == 0 && strcmp(cli_member(row, "reason"), reason) == 0)
            return row;
    }
    return NULL;
}

static long long count_of(const json_t *row)
{
    return (long long)json_integer_value(json_object_get(row, "count"));
}

/* "contact: 120 submissions seen since 2026-03-01; 3 would have been refused, the last on 2026-03-04" */
static void print_channel(struct cli *c, const json_t *list, const json_t *seen)
{
    const char *channel = cli_member(seen, "channel");
    const json_t *refused = row_of(list, channel, "refused");

    fprintf(c->out, "%s: %lld seen since %s", channel, count_of(seen), cli_member(seen, "first"));
    if (refused)
        fprintf(c->out, "; the policy does not fit %lld of them, the last on %s\n", count_of(refused), cli_member(refused, "last"));
    else
        fputs("; the policy fits all of them\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        if (json_object_get(row, "field") && strcmp(cli_member(row, "channel"), channel) == 0)
            fprintf(c->out, "  %-24s %s, %lld times, %s to %s\n", cli_member(row, "field"), cli_member(row, "reason"), count_of(row), cli_member(row, "first"), cli_member(row, "last"));
    }
}

static void print_all(struct cli *c, const json_t *answer, const char *only)
{
    const json_t *list = json_object_get(answer, "observed");
    int shown = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        if (json_object_get(row, "field") || strcmp(cli_member(row, "reason"), "seen") != 0 || (only && strcmp(only, cli_member(row, "channel")) != 0))
            continue;
        print_channel(c, list, row);
        shown++;
    }
    if (!shown)
        fputs("nothing has been observed in the last 30 days\n", c->out);
}

int cli_observe(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--json", false, NULL } };
    struct config config;
    const char *words[1];
    json_t *answer;
    int rest, code;

    if (!cli_options(c, options, COUNT_OF(options), words, 1, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    code = cli_act(c, &config, "/control/observed", TEXT("{}"), &answer);
    if (code == EXIT_GOOD && options[2].value) {
        json_dumpf(json_object_get(answer, "observed"), c->out, JSON_INDENT(2));
        fputc('\n', c->out);
    } else if (code == EXIT_GOOD) {
        print_all(c, answer, rest ? words[0] : NULL);
    }
    json_decref(answer);
    return code;
}
