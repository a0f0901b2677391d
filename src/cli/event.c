/* Tells an event that a retention period waits for. */
#include "cli/commands.h"

#include "base/json.h"

#include <jansson.h>

enum { OPTION_AT = OPTIONS_SHARED, OPTION_PURPOSE };

static void print_event(struct cli *c, const json_t *answer)
{
    const char *due = json_string_value(json_object_get(answer, "due"));

    if (json_is_true(json_object_get(answer, "already")))
        fputs("told before; nothing was changed", c->out);
    else if (json_integer_value(json_object_get(answer, "ended")) == 0)
        fputs("nothing that is kept of this person waits for it; nothing was changed", c->out);
    else
        fprintf(c->out, "%lld retention%s ended; log entry %lld", (long long)json_integer_value(json_object_get(answer, "ended")),
                json_integer_value(json_object_get(answer, "ended")) == 1 ? "" : "s", (long long)json_integer_value(json_object_get(answer, "position")));
    fprintf(c->out, "%s%s\n", due ? "; the last of it goes on " : "", due ? due : "");
}

static bool write_body(struct cli *c, const char *const *words, const struct cli_option *options, struct text *out_body)
{
    struct work *w = c->w;
    struct draft d;
    struct json j;

    TRY(work_draft(w, 8192, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "handle", text_of(words[0]));
    json_text(&j, "event", text_of(words[1]));
    if (options[OPTION_AT].value)
        json_text(&j, "at", text_of(options[OPTION_AT].value));
    if (options[OPTION_PURPOSE].value)
        json_text(&j, "purpose", text_of(options[OPTION_PURPOSE].value));
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "what was given is too long for a handle, an event or a purpose");
    *out_body = draft_text(&d);
    return true;
}

int cli_event(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--at", true, NULL }, { "--purpose", true, NULL } };
    const char *words[2];
    struct text body;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest != 2)
        return cli_usage(c, "event needs the handle of a person and what happened: privacyd event HANDLE closed");
    if (!write_body(c, words, options, &body))
        return cli_fail(c);
    return cli_do(c, options, "/control/event", body, print_event);
}
