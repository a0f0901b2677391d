/* Addresses that get no mail: set, lift, look up. */
#include "base/json.h"
#include "cli/commands.h"

#include <jansson.h>

static void print_state(struct cli *c, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "suppressed");

    if (json_array_size(list) == 0)
        fputs("nothing suppresses this address\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        fprintf(c->out, "suppressed: %s since %s\n", json_string_value(json_object_get(one, "reason")), json_string_value(json_object_get(one, "since")));
    }
}

static bool body_of(struct cli *c, const char *address, const char *reason, struct text *out_body)
{
    struct work *w = c->w;
    struct draft d;
    struct json j;

    TRY(work_draft(w, 4096, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "address", text_of(address));
    json_text(&j, "reason", text_of(reason));
    json_close_object(&j);
    *out_body = draft_text(&d);
    return true;
}

int cli_suppress(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--reason", true, NULL }, { "--lift", false, NULL }, { "--look", false, NULL } };
    const char *address, *path = "/control/suppress/set";
    struct text body;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &address, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1 || (options[2].value != NULL) + (options[3].value != NULL) + (options[4].value != NULL) > 1)
        return cli_usage(c, "say: suppress ADDRESS, with --reason WHY, --lift or --look at most");
    if (options[3].value || options[4].value)
        path = options[3].value ? "/control/suppress/lift" : "/control/suppress/look";
    if (!body_of(c, address, options[2].value ? options[2].value : "operator", &body))
        return cli_fail(c);
    return cli_do(c, options, path, body, print_state);
}
