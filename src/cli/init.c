/* privacyd init: a first policy, its settings and, when asked, the check of it in continuous integration. */
#include "cli/init.h"

#include "cli/commands.h"
#include "policy/language.h"
#include "policy/parse.h"
#include "source/report.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPTION_YES = INIT_QUESTIONS, OPTION_CI, OPTIONS };
enum { FILES_MAX = 4, PATH_ROOM = 4096 };

struct new_file {
    const char *name;
    struct text bytes;
    char path[PATH_ROOM], temporary[PATH_ROOM];
};

struct starting {
    const char *folder;
    struct new_file files[FILES_MAX];
    int count;
};

static const char workflow[] = "# Checks the privacy policy with each change. The program must be installed where this runs.\n"
                               "name: privacy\n"
                               "on: [push, pull_request]\n"
                               "jobs:\n"
                               "  check:\n"
                               "    runs-on: self-hosted\n"
                               "    steps:\n"
                               "      - uses: actions/checkout@v4\n"
                               "      - run: privacyd check --strict --format=github policy.yaml\n";

static bool settings_text(struct work *w, const struct init_answers *a, struct text *out_yaml)
{
    return work_format(w, out_yaml,
        "# Settings of the server. Every other one, with its default: privacyd config example\n"
        "site:\n  url: %.*s\nmail:\n  from: %.*s\n",
        TEXT_ARGS(a->to[INIT_ORIGIN]), TEXT_ARGS(a->to[INIT_CONTACT]));
}

static bool add_file(struct work *w, struct starting *s, const char *name, struct text bytes)
{
    struct new_file *f = &s->files[s->count];

    f->name = name;
    f->bytes = bytes;
    if (snprintf(f->path, sizeof f->path, "%s/%s", s->folder, name) >= (int)sizeof f->path ||
        snprintf(f->temporary, sizeof f->temporary, "%s/%s.new", s->folder, name) >= (int)sizeof f->temporary)
        FAIL(w, ERR_INVALID, "the path is too long");
    if (access(f->path, F_OK) == 0)
        FAIL(w, ERR_CONFLICT, "%s is there already; nothing was written", f->path);
    s->count++;
    return true;
}

static bool write_temporary(struct work *w, const struct new_file *f)
{
    TRY(cli_make_folders(w, f->path));
    return cli_write_bytes(w, f->temporary, f->bytes);
}

/* A file appears whole or not at all, and never in the place of another: link() refuses where somebody was faster. */
static bool put_in_place(struct work *w, const struct new_file *f)
{
    if (link(f->temporary, f->path) != 0)
        FAIL(w, errno == EEXIST ? ERR_CONFLICT : ERR_IO, "%s cannot be made: %s", f->path, strerror(errno));
    return true;
}

static bool write_files(struct work *w, const struct starting *s)
{
    bool good = true;

    for (int i = 0; i < s->count && good; i++)
        good = write_temporary(w, &s->files[i]);
    for (int i = 0; i < s->count && good; i++)
        good = put_in_place(w, &s->files[i]);
    for (int i = 0; i < s->count; i++)
        unlink(s->files[i].temporary);
    return good;
}

static bool make(struct cli *c, const struct law *law, const struct cli_option *options, struct starting *s)
{
    const char *given[INIT_QUESTIONS];
    bool asks = !options[OPTION_YES].value;
    struct init_answers answers;
    struct text policy, settings, schema;
    struct work *w = c->w;

    for (int i = 0; i < INIT_QUESTIONS; i++)
        given[i] = options[i].value;
    TRY(add_file(w, s, "policy.yaml", TEXT("")));
    TRY(add_file(w, s, "privacyd.yaml", TEXT("")));
    TRY(add_file(w, s, "policy.schema.json", TEXT("")));
    if (options[OPTION_CI].value)
        TRY(add_file(w, s, ".github/workflows/privacy.yml", text_of(workflow)));
    TRY(init_ask(c, law, given, asks, &answers));
    TRY(init_policy(w, law, &answers, &policy));
    TRY(settings_text(w, &answers, &settings));
    s->files[0].bytes = policy;
    s->files[1].bytes = settings;
    TRY(language_json_schema(w, &schema));
    s->files[2].bytes = schema;
    return write_files(w, s);
}

/* What still is to be decided shows at once, as `check` will show it. */
static bool show_findings(struct cli *c, const struct law *law, const struct new_file *f)
{
    const struct policy_options held_against = { .law = law };
    struct findings findings = { 0 };
    struct work *w = c->w;
    struct policy policy;
    struct text report;

    TRY(policy_parse(w, f->bytes, &held_against, &policy, &findings));
    TRY(findings_as_text(w, &findings, text_of(f->path), f->bytes, &report));
    cli_print(c->err, report);
    return true;
}

/* The program holds signals back for commands that write to the data directory; who is asked may go. */
static void let_interrupt(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int cli_init(struct cli *c)
{
    struct cli_option options[OPTIONS] = { [OPTION_YES] = { "--yes", false, NULL }, [OPTION_CI] = { "--ci", false, NULL } };
    struct starting *s = WORK_NEW(c->w, struct starting, 1);
    const char *folder = ".";
    struct law law;
    bool whole;
    int rest;

    for (int i = 0; i < INIT_QUESTIONS; i++)
        options[i] = (struct cli_option){ init_askings[i].option, true, NULL };
    if (!cli_options(c, options, OPTIONS, &folder, 1, &rest))
        return EXIT_USAGE;
    if (!options[OPTION_YES].value && !isatty(STDIN_FILENO))
        return cli_usage(c, "there is no terminal to ask on; give --yes, and the answers as options");
    if (!s || !cli_load_law(c, NULL, &law, &whole))
        return cli_fail(c);
    s->folder = folder;
    let_interrupt();
    if (!make(c, &law, options, s) || !show_findings(c, &law, &s->files[0])) {
        cli_fail(c);
        return EXIT_BAD;
    }
    for (int i = 0; i < s->count; i++)
        fprintf(c->out, "%s\n", s->files[i].path);
    fprintf(c->err, "next: privacyd dev %s\n", s->files[0].path);
    return EXIT_GOOD;
}
