/* The operator's inbox: the list of cases, and one case opened for a purpose. */
#include "base/json.h"
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

static void print_cases(struct cli *c, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "cases");

    if (json_array_size(list) == 0)
        fputs("no cases\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        fprintf(c->out, "%s  %s  %s%s%s%s%s\n", cli_member(one, "case"), cli_member(one, "collected_at"), cli_member(one, "channel"), *cli_member(one, "region") ? ", " : "", cli_member(one, "region"),
                *cli_member(one, "due_at") ? ", goes on " : "", cli_member(one, "due_at"));
    }
    if (*cli_member(answer, "before"))
        fprintf(c->out, "older ones: --before %s\n", cli_member(answer, "before"));
}

static void print_json(struct cli *c, const json_t *answer)
{
    json_dumpf(answer, c->out, JSON_INDENT(2));
    fputc('\n', c->out);
}

/* Lines of a value are indented and names are not, so that no value passes for a name. */
static void print_opened(struct cli *c, const json_t *answer)
{
    const char *name;
    const json_t *value;

    fprintf(c->out, "collected  %s through %s\nperson     %s\n", cli_member(answer, "collected_at"), cli_member(answer, "channel"), cli_member(answer, "handle"));
    json_object_foreach(json_object_get(answer, "fields"), name, value) {
        fprintf(c->out, "%s\n    ", name);
        for (const char *at = json_string_value(value); at && *at; at++) {
            if (*at == '\n')
                fputs("\n    ", c->out);
            else if (((unsigned char)*at >= ' ' && *at != 127) || *at == '\t')
                fputc(*at, c->out);
        }
        fputc('\n', c->out);
    }
}

/* What stands in the body is escaped: it comes from the command line and may be anything. */
static bool body_of(struct cli *c, const char *const *members, size_t count, struct text *out_body)
{
    struct draft d;
    struct json j;
    size_t size = 64;

    for (size_t i = 0; i < count; i += 2)
        size += members[i + 1] ? strlen(members[i + 1]) * 6 + 64 : 0;
    if (!work_draft(c->w, size, &d))
        return false;
    j = json_in(&d);
    json_open_object(&j, NULL);
    for (size_t i = 0; i < count; i += 2)
        if (members[i + 1])
            json_text(&j, members[i], text_of(members[i + 1]));
    json_close_object(&j);
    *out_body = draft_text(&d);
    return true;
}

enum { INBOX_JSON = OPTIONS_SHARED, INBOX_CHANNEL, INBOX_BEFORE, INBOX_PURPOSE };

int cli_inbox(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--json", false, NULL },
                                    { "--channel", true, NULL }, { "--before", true, NULL }, { "--purpose", true, NULL } };
    const char *words[2];
    struct text body;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest == 0 && !options[INBOX_PURPOSE].value) {
        const char *const members[] = { "channel", options[INBOX_CHANNEL].value, "before", options[INBOX_BEFORE].value };
        return body_of(c, members, COUNT_OF(members), &body) ? cli_do(c, options, "/control/inbox/list", body, options[INBOX_JSON].value ? print_json : print_cases) : cli_fail(c);
    }
    if (rest != 2 || strcmp(words[0], "open") != 0 || !options[INBOX_PURPOSE].value)
        return cli_usage(c, "say: inbox, or inbox open CASE --purpose PURPOSE");
    const char *const members[] = { "case", words[1], "purpose", options[INBOX_PURPOSE].value };
    return body_of(c, members, COUNT_OF(members), &body) ? cli_do(c, options, "/control/inbox/open", body, options[INBOX_JSON].value ? print_json : print_opened) : cli_fail(c);
}
