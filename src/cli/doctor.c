/* privacyd doctor, health. */
#include "cli/commands.h"

#include "base/json.h"
#include "net/client.h"

#include <string.h>

static const char *const state_words[] = { [DIAGNOSIS_GOOD] = "good", [DIAGNOSIS_WARNING] = "warning", [DIAGNOSIS_WRONG] = "wrong", [DIAGNOSIS_SKIPPED] = "skipped" };

static void print_lines(struct cli *c, const struct diagnosis *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(c->out, "%-8s D%02d %-15s %s\n", state_words[list[i].state], list[i].number, list[i].name, list[i].words);
        if (list[i].mend[0])
            fprintf(c->out, "%29s-> %s\n", "", list[i].mend);
    }
}

static int print_json(struct cli *c, const struct diagnosis *list, size_t count)
{
    struct draft d;
    struct json j;

    if (!work_draft(c->w, 64 * 1024, &d))
        return cli_fail(c);
    j = json_in_lines(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "checks");
    for (size_t i = 0; i < count; i++) {
        json_open_object(&j, NULL);
        json_number(&j, "number", list[i].number);
        json_text(&j, "name", text_of(list[i].name));
        json_text(&j, "state", text_of(state_words[list[i].state]));
        json_text(&j, "words", text_of(list[i].words));
        json_text(&j, "mend", text_of(list[i].mend));
        json_close_object(&j);
    }
    json_close_list(&j);
    json_close_object(&j);
    cli_print(c->out, draft_text(&d));
    fputc('\n', c->out);
    return EXIT_GOOD;
}

static int tell(struct cli *c, bool json, const struct diagnosis *list, size_t count)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++)
        wrong += list[i].state == DIAGNOSIS_WRONG;
    if (json && print_json(c, list, count) != EXIT_GOOD)
        return EXIT_BAD;
    if (!json)
        print_lines(c, list, count);
    return wrong ? EXIT_BAD : EXIT_GOOD;
}

int cli_doctor(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--json", false, NULL }, { "--to", true, NULL }, { "--resolver", true, NULL },
                                    { "--selector", true, NULL } };
    struct diagnosis *list = WORK_NEW(c->w, struct diagnosis, DIAGNOSES_MAX);
    const char *what = NULL;
    struct config config;
    size_t count;
    bool looked;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &what, 1, &rest))
        return EXIT_USAGE;
    if (rest && strcmp(what, "mail") != 0)
        return cli_usage(c, "the doctor looks at all of the server, or at `mail`; not at `%s`", what);
    if (!rest && (options[3].value || options[4].value || options[5].value))
        return cli_usage(c, "--to, --resolver and --selector belong to `privacyd doctor mail`");
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (!list)
        return cli_fail(c);
    const struct doctor_mail how = { text_of(options[3].value), text_of(options[4].value), text_of(options[5].value) };
    looked = rest ? c->wiring->doctor_mail(c->w, &config, &how, list, DIAGNOSES_MAX, &count) : c->wiring->doctor(c->w, &config, list, DIAGNOSES_MAX, &count);
    return looked ? tell(c, options[2].value != NULL, list, count) : cli_fail(c);
}

int cli_health(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--live", false, NULL } };
    struct http_client_answer answer;
    struct config config;
    struct text url;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (config.admin.length == 0)
        return cli_usage(c, "the settings name no `admin` listener, and health asks there");
    if (!work_format(c->w, &url, "http://%.*s%s", TEXT_ARGS(config.admin), options[2].value ? "/livez" : "/readyz") || !http_client_get(c->w, url.at, 2000, &answer))
        return cli_fail(c);
    cli_print(c->out, answer.body);
    return answer.status == 200 ? EXIT_GOOD : EXIT_BAD;
}
