/* The operator's tasks: the list, and what is done. */
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

/* "channel contact, person 7K3M-..." */
static void print_about(struct cli *c, const json_t *task)
{
    static const char *const members[] = { "recipient", "until", "channel", "person", "notice" };
    const char *before = "  ";

    for (size_t i = 0; i < COUNT_OF(members); i++) {
        if (!*cli_member(task, members[i]))
            continue;
        fprintf(c->out, "%s%s %s", before, members[i], cli_member(task, members[i]));
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
        fprintf(c->out, "%4lld  %s since %s", (long long)json_integer_value(json_object_get(task, "task")), cli_member(task, "kind"), cli_member(task, "since"));
        print_about(c, task);
        fprintf(c->out, "\n      %s\n", cli_member(task, "advice"));
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

int cli_tasks(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--json", false, NULL } };
    const char *words[2];
    struct text body;
    uint64_t task;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest == 0)
        return cli_do(c, options, "/control/tasks/list", TEXT("{}"), options[2].value ? print_json : print_tasks);
    if (rest != 2 || strcmp(words[0], "done") != 0 || !text_to_u64(text_of(words[1]), &task) || task > INT64_MAX)
        return cli_usage(c, "say: tasks, or tasks done NUMBER");
    if (!work_format(c->w, &body, "{\"task\":%llu}", (unsigned long long)task))
        return cli_fail(c);
    return cli_do(c, options, "/control/tasks/done", body, print_done);
}
