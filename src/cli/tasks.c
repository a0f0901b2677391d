/* The operator's tasks: the list, and what is done. */
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

static const char *member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value ? value : "";
}

/* "channel contact, person 7K3M-..." */
static void print_about(struct cli *c, const json_t *task)
{
    static const char *const members[] = { "recipient", "until", "channel", "person", "notice" };
    const char *before = "  ";

    for (size_t i = 0; i < COUNT_OF(members); i++) {
        if (!*member(task, members[i]))
            continue;
        fprintf(c->out, "%s%s %s", before, members[i], member(task, members[i]));
        before = ", ";
    }
}

static void print_tasks(struct cli *c, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "tasks");

    if (json_array_size(list) == 0)
        fputs("nothing to see to\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *task = json_array_get(list, i);
        fprintf(c->out, "%4lld  %s since %s", (long long)json_integer_value(json_object_get(task, "task")), member(task, "kind"), member(task, "since"));
        print_about(c, task);
        fprintf(c->out, "\n      %s\n", member(task, "advice"));
    }
    if (json_is_true(json_object_get(answer, "more")))
        fputs("there are more; they show when these are done\n", c->out);
}

static void print_json(struct cli *c, const json_t *answer)
{
    json_dumpf(json_object_get(answer, "tasks"), c->out, JSON_INDENT(2));
    fputc('\n', c->out);
}

static void print_done(struct cli *c, const json_t *answer)
{
    fprintf(c->out, "task %lld is done\n", (long long)json_integer_value(json_object_get(answer, "task")));
}

static int act(struct cli *c, const struct cli_option *options, const char *path, struct text body, void (*print)(struct cli *c, const json_t *answer))
{
    struct config config;
    json_t *answer;
    int code;

    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    code = cli_act(c, &config, path, body, &answer);
    if (code == EXIT_GOOD)
        print(c, answer);
    json_decref(answer);
    return code;
}

int cli_tasks(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--json", false, NULL } };
    const char *words[2];
    struct text body;
    uint64_t task;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest == 0)
        return act(c, options, "/control/tasks/list", TEXT("{}"), options[2].value ? print_json : print_tasks);
    if (rest != 2 || strcmp(words[0], "done") != 0 || !text_to_u64(text_of(words[1]), &task) || task > INT64_MAX)
        return cli_usage(c, "say: tasks, or tasks done NUMBER");
    if (!work_format(c->w, &body, "{\"task\":%llu}", (unsigned long long)task))
        return cli_fail(c);
    return act(c, options, "/control/tasks/done", body, print_done);
}
