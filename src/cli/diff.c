/* privacyd diff: what a change of the policy means, before anybody publishes it. */
#include "cli/commands.h"
#include "policy/diff_report.h"
#include "policy/parse.h"
#include "source/report.h"

#include <string.h>

enum { OPTION_FORMAT = OPTIONS_SHARED };

/* One of the two: a file, or `@N`, a version that was published. */
struct side {
    const char *name;
    struct text source;
    struct policy policy;
};

static bool is_version(const struct side *side)
{
    return side->name[0] == '@';
}

static int read_version(struct cli *c, const struct cli_option *options, struct side *side)
{
    struct config config;
    uint64_t number;

    if (!text_to_u64(text_of(side->name + 1), &number) || number == 0 || number > INT64_MAX)
        return cli_usage(c, "%s is no version; @1 is the first that was published", side->name);
    if (!cli_config(c, options[OPTION_CONFIG].value, options[OPTION_DATA].value, &config))
        return EXIT_BAD;
    return cli_source(c, &config, (int64_t)number, &side->source) == EXIT_GOOD ? EXIT_GOOD : EXIT_UNREADABLE;
}

/* A file with errors says something else than its author means. What was published is taken as it is. The law is for `check`. */
static int parse(struct cli *c, struct side *side)
{
    const struct policy_options options = { .law = NULL };
    struct findings findings = { 0 };
    struct text words;

    if (!policy_parse(c->w, side->source, &options, &side->policy, &findings))
        return cli_fail(c);
    if (is_version(side) ? findings.breaking == 0 : findings.errors == 0)
        return EXIT_GOOD;
    if (!findings_as_text(c->w, &findings, text_of(side->name), side->source, &words))
        return cli_fail(c);
    cli_print(c->err, words);
    return EXIT_BAD;
}

static int read_side(struct cli *c, const struct cli_option *options, struct side *side)
{
    int code;

    if (is_version(side)) {
        code = read_version(c, options, side);
        return code == EXIT_GOOD ? parse(c, side) : code;
    }
    if (!cli_read_file(c->w, side->name, POLICY_FILE_MAX, &side->source))
        return cli_fail(c);
    return parse(c, side);
}

static int print_diff(struct cli *c, const struct side sides[2], bool json)
{
    const struct diff_names names = { text_of(sides[0].name), text_of(sides[1].name) };
    struct diff *diff = WORK_NEW(c->w, struct diff, 1);
    struct text words;

    if (!diff || !policy_diff(c->w, &sides[0].policy, &sides[1].policy, diff))
        return cli_fail(c);
    if (!(json ? diff_as_json(c->w, diff, &names, &words) : diff_as_text(c->w, diff, &names, &words)))
        return cli_fail(c);
    cli_print(c->out, words);
    return diff->material ? EXIT_MATERIAL : EXIT_GOOD;
}

int cli_diff(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--format", true, NULL } };
    struct side *sides = WORK_NEW(c->w, struct side, 2);
    const char *names[2];
    int rest, codes[2];
    bool json;

    if (!sides)
        return cli_fail(c);
    if (!cli_options(c, options, COUNT_OF(options), names, 2, &rest))
        return EXIT_USAGE;
    json = options[OPTION_FORMAT].value && strcmp(options[OPTION_FORMAT].value, "json") == 0;
    if (options[OPTION_FORMAT].value && !json && strcmp(options[OPTION_FORMAT].value, "text") != 0)
        return cli_usage(c, "--format is text or json, not %s", options[OPTION_FORMAT].value);
    if (rest != 2)
        return cli_usage(c, "diff needs two policies, the older one first: privacyd diff old.yaml new.yaml");
    for (int i = 0; i < 2; i++) {
        sides[i].name = names[i];
        codes[i] = read_side(c, options, &sides[i]);
    }
    if (codes[0] != EXIT_GOOD || codes[1] != EXIT_GOOD)
        return codes[0] != EXIT_GOOD ? codes[0] : codes[1];
    return print_diff(c, sides, json);
}
