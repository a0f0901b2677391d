/* privacyd doctor, health. */
#include "cli/commands.h"

#include "base/json.h"
#include "net/client.h"

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

int cli_doctor(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--json", false, NULL } };
    struct diagnosis *list = WORK_NEW(c->w, struct diagnosis, DIAGNOSES_MAX);
    struct config config;
    size_t count, wrong = 0;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (!list || !c->wiring->doctor(c->w, &config, list, DIAGNOSES_MAX, &count))
        return cli_fail(c);
    for (size_t i = 0; i < count; i++)
        wrong += list[i].state == DIAGNOSIS_WRONG;
    if (options[2].value && print_json(c, list, count) != EXIT_GOOD)
        return EXIT_BAD;
    if (!options[2].value)
        print_lines(c, list, count);
    return wrong ? EXIT_BAD : EXIT_GOOD;
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
