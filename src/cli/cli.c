/* From the words of a command line to the command that they name: help, options, the configuration, and what goes wrong before it runs. */
#include "cli/command.h"
#include "policy/parse.h"
#include "source/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONFIG_FILE_MAX = 1 << 20 };

void cli_print(FILE *to, struct text t)
{
    fwrite(t.at, 1, t.length, to);
}

bool cli_set_now(struct cli *c, const char *value)
{
    if (!value || instant_parse(text_of(value), &c->w->now))
        return true;
    cli_usage(c, "--now %s is no date; give one like 2026-03-01 or 2026-03-01T12:00:00Z", value);
    return false;
}

int cli_fail(struct cli *c)
{
    fprintf(c->err, "privacyd: %s\n", c->w->err.message);
    return c->w->err.code == ERR_IO || c->w->err.code == ERR_NOT_FOUND ? EXIT_UNREADABLE : EXIT_BAD;
}

int cli_usage(struct cli *c, const char *format, ...)
{
    va_list arguments;

    fputs("privacyd: ", c->err);
    va_start(arguments, format);
    vfprintf(c->err, format, arguments);
    va_end(arguments);
    fputc('\n', c->err);
    return EXIT_USAGE;
}

bool cli_read_file(struct work *w, const char *path, size_t max, struct text *out_bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO without a writer would never open */
    struct stat s;
    char *bytes;
    ssize_t got = 0, part;

    if (file < 0)
        FAIL(w, ERR_IO, "%s cannot be read: %s", path, strerror(errno));
    if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode) || (size_t)s.st_size > max) {
        close(file);
        FAIL(w, ERR_IO, "%s is not a file of at most %zu bytes", path, max);
    }
    bytes = work_take(w, 1, (size_t)s.st_size + 1);
    while (bytes && got < s.st_size && (part = read(file, bytes + got, (size_t)(s.st_size - got))) > 0)
        got += part;
    close(file);
    if (!bytes)
        return false;
    *out_bytes = text_of_bytes(bytes, (size_t)got);
    return true;
}

bool cli_read_input(struct cli *c, size_t max, struct text *out_bytes)
{
    struct work *w = c->w;
    char *bytes = work_take(w, 1, max + 1);
    size_t got;

    if (!bytes)
        return false;
    got = fread(bytes, 1, max + 1, c->in);
    if (ferror(c->in))
        FAIL(w, ERR_IO, "standard input cannot be read: %s", strerror(errno));
    if (got > max)
        FAIL(w, ERR_IO, "standard input has more than %zu bytes", max);
    *out_bytes = text_of_bytes(bytes, got);
    return true;
}

/* --- options -------------------------------------------------------------------------------------------------------------------------- */

static const struct cli_option *nearest_option(struct text word, const struct cli_option *options, int count)
{
    const struct cli_option *best = NULL;
    size_t least = 4;

    for (int i = 0; i < count; i++) {
        size_t distance = text_distance(word, text_of(options[i].name));
        if (distance < least) {
            least = distance;
            best = &options[i];
        }
    }
    return best;
}

static bool unknown_option(struct cli *c, struct text name, const struct cli_option *options, int count)
{
    const struct cli_option *near = nearest_option(name, options, count);

    if (near)
        cli_usage(c, "there is no option %.*s; did you mean %s?", TEXT_ARGS(name), near->name);
    else
        cli_usage(c, "there is no option %.*s here; see: privacyd help", TEXT_ARGS(name));
    return false;
}

/* One option that begins at argument *i; moves *i past its value. */
static bool take_option(struct cli *c, struct cli_option *options, int count, int *i)
{
    struct text rest = text_of(c->arguments[*i]), name;
    bool has_value = text_cut(&rest, '=', &name) && strchr(c->arguments[*i], '=');

    for (int o = 0; o < count; o++) {
        if (!text_equal(name, text_of(options[o].name)))
            continue;
        if (options[o].value)
            return cli_usage(c, "%s was given twice", options[o].name), false;
        if (!options[o].takes_value && has_value)
            return cli_usage(c, "%s takes no value", options[o].name), false;
        if (!options[o].takes_value)
            options[o].value = "";
        else if (has_value)
            options[o].value = strchr(c->arguments[*i], '=') + 1;
        else if (*i + 1 < c->count)
            options[o].value = c->arguments[++*i];
        else
            return cli_usage(c, "%s needs a value", options[o].name), false;
        return true;
    }
    return unknown_option(c, name, options, count);
}

bool cli_options(struct cli *c, struct cli_option *options, int count, const char **rest, int rest_max, int *out_rest)
{
    bool only_rest = false;

    *out_rest = 0;
    for (int i = 0; i < c->count; i++) {
        const char *word = c->arguments[i];
        if (!only_rest && strcmp(word, "--") == 0) {
            only_rest = true;
        } else if (!only_rest && word[0] == '-' && word[1] == '-') {
            if (!take_option(c, options, count, &i))
                return false;
        } else if (*out_rest < rest_max) {
            rest[(*out_rest)++] = word;
        } else {
            cli_usage(c, "%s is one argument too many", word);
            return false;
        }
    }
    return true;
}

/* --- settings ------------------------------------------------------------------------------------------------------------------------- */

static const char *config_place(const char *given, bool *out_required)
{
    const char *environment = getenv("PRIVACYD_CONFIG");

    *out_required = given || environment;
    if (given)
        return given;
    return environment ? environment : "/etc/privacyd/privacyd.yaml";
}

static bool read_config(struct cli *c, const char *path, struct config *config)
{
    struct findings findings = { 0 };
    struct text source, words;
    bool good;

    if (!cli_read_file(c->w, path, CONFIG_FILE_MAX, &source))
        return cli_fail(c), false;
    config->file = path;
    good = config_parse(c->w, source, config, &findings);
    if (findings.first) {
        struct error kept = c->w->err;
        if (findings_as_text(c->w, &findings, text_of(path), source, &words))
            cli_print(c->err, words);
        c->w->err = kept;
    }
    if (!good)
        cli_fail(c);
    return good;
}

bool cli_config(struct cli *c, const char *config_path, const char *data, struct config *out_config)
{
    bool required;
    const char *path = config_place(config_path, &required);

    *out_config = config_defaults();
    if ((required || access(path, F_OK) == 0) && !read_config(c, path, out_config))
        return false;
    if (data)
        config_set_data(out_config, text_of(data));
    return true;
}

/* --- the table in use ------------------------------------------------------------------------------------------------------------------ */

static const struct command *command_find(const char *name)
{
    for (int i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void help_all(FILE *to)
{
    fputs("privacyd makes a privacy policy executable.\n\nusage: privacyd COMMAND [ARGUMENTS]\n\n", to);
    for (int i = 0; i < command_count; i++)
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\n`privacyd help COMMAND` says more. To look around: privacyd dev POLICY.yaml\n", to);
}

static void help_one(FILE *to, const struct command *command)
{
    const char *space = command->usage[0] ? " " : "";

    fprintf(to, "privacyd %s: %s\n\nusage: privacyd %s%s%s\n\n%s", command->name, command->summary, command->name, space, command->usage, command->details);
}

/* The page that is committed as doc/commands.md. */
static void help_markdown(FILE *to)
{
    fputs("# Commands\n\nThis page is what `privacyd help --markdown` prints.\n\n```text\n", to);
    help_all(to);
    fputs("```\n", to);
    for (int i = 0; i < command_count; i++) {
        fprintf(to, "\n## %s\n\n```text\n", commands[i].name);
        help_one(to, &commands[i]);
        fputs("```\n", to);
    }
}

/* topic: NULL for all of them */
static int help(struct cli *c, const char *topic)
{
    const struct command *command = topic ? command_find(topic) : NULL;

    if (topic && strcmp(topic, "--markdown") == 0) {
        help_markdown(c->out);
        return EXIT_GOOD;
    }
    if (topic && !command)
        return cli_usage(c, "there is no command %s; see: privacyd help", topic);
    if (!command) {
        help_all(c->out);
        return EXIT_GOOD;
    }
    help_one(c->out, command);
    return EXIT_GOOD;
}

static int unknown_command(struct cli *c, const char *name)
{
    const char *best = NULL;
    size_t least = 4;

    for (int i = 0; i < command_count; i++) {
        size_t distance = text_distance(text_of(name), text_of(commands[i].name));
        if (distance < least) {
            least = distance;
            best = commands[i].name;
        }
    }
    if (best)
        return cli_usage(c, "there is no command %s; did you mean %s?", name, best);
    return cli_usage(c, "there is no command %s; see: privacyd help", name);
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int cli_run(struct cli *c)
{
    const struct command *command;
    const char *name;

    if (c->count == 0) {
        help_all(c->err);
        return EXIT_USAGE;
    }
    name = c->arguments[0];
    c->arguments++;
    c->count--;
    if (asks_for_help(name))
        return help(c, c->count ? c->arguments[0] : NULL);
    if (strcmp(name, "--version") == 0)
        name = "version";
    command = command_find(name);
    if (!command)
        return unknown_command(c, name);
    if (c->count && asks_for_help(c->arguments[0]))
        return help(c, name);
    return command->run(c);
}
