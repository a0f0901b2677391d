/* privacyd check, explain, language, version: nothing here needs a server. */
#include "cli/commands.h"
#include "law/law.h"
#include "policy/language.h"
#include "policy/parse.h"
#include "source/explain.h"
#include "source/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool json_without_source(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_words)
{
    (void)source;
    return findings_as_json(w, f, file, out_words);
}

/* How findings are printed; the first is what is printed when nothing is said. */
static const struct format {
    const char *name;
    bool (*write)(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_words);
    bool for_programs; /* on stdout, so that it can be kept in a file */
} formats[] = {
    { "text", findings_as_text, false },
    { "json", json_without_source, true },
    { "sarif", findings_as_sarif, true },
    { "github", findings_as_github, true },
};

static const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

/* no-color.org: any value but the empty one says no. */
static bool shows_colours(FILE *to)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

    return (!no || !*no) && terminal && strcmp(terminal, "dumb") != 0 && isatty(fileno(to));
}

static bool print_findings(struct cli *c, const struct format *format, const struct findings *f, const char *path, struct text source)
{
    struct work *w = c->w;
    bool coloured = !format->for_programs && shows_colours(c->err);
    struct text words;

    TRY((coloured ? findings_in_colour : format->write)(w, f, text_of(path), source, &words));
    cli_print(format->for_programs ? c->out : c->err, words);
    return true;
}

enum { OPTION_FORMAT, OPTION_STRICT, OPTION_LENIENT, OPTION_NOW, OPTION_LAW };

/* The next command, once: what the first of the gravest findings means. */
static void suggest(struct cli *c, const struct findings *f)
{
    const struct finding *gravest = f->first;

    for (const struct finding *i = f->first; i; i = i->next)
        if (i->severity > gravest->severity)
            gravest = i;
    if (gravest)
        fprintf(c->err, "more about it: privacyd explain PD%04d\n", gravest->code);
}

/* Nothing is wrong with such a sentence; but nothing stands behind it either. */
static void count_unbound(struct cli *c, const struct findings *f)
{
    int count = 0;

    for (const struct finding *i = f->first; i; i = i->next)
        count += i->code == PD_UNBOUND_SENTENCE;
    if (count)
        fprintf(c->err, "%d sentence%s of own wording %s bound to no promise\n", count, count == 1 ? "" : "s", count == 1 ? "is" : "are");
}

static int verdict(struct cli *c, const struct cli_option *options, const struct findings *f, const char *path)
{
    bool bad = f->errors > 0 || (options[OPTION_STRICT].value && f->warnings > 0);

    fprintf(c->err, "%s: %d error%s, %d warning%s\n", path, f->errors, f->errors == 1 ? "" : "s", f->warnings, f->warnings == 1 ? "" : "s");
    return bad && !options[OPTION_LENIENT].value ? EXIT_BAD : EXIT_GOOD;
}

static int check_file(struct cli *c, const struct cli_option *options, const struct format *format, const char *path)
{
    struct findings findings = { 0 };
    struct policy policy;
    struct text source;
    struct law law;
    bool whole;
    int code;
    const struct policy_options held_against = { .law = &law };

    if (!cli_load_law(c, options[OPTION_LAW].value, &law, &whole))
        return cli_fail(c);
    if (!cli_read_file(c->w, path, POLICY_FILE_MAX, &source) || !policy_parse(c->w, source, &held_against, &policy, &findings))
        return cli_fail(c);
    if (!print_findings(c, format, &findings, path, source))
        return cli_fail(c);
    if (!format->for_programs)
        suggest(c, &findings);
    count_unbound(c, &findings);
    code = verdict(c, options, &findings, path);
    return whole || options[OPTION_LENIENT].value ? code : EXIT_BAD;
}

int cli_check(struct cli *c)
{
    struct cli_option options[] = { { "--format", true, NULL }, { "--strict", false, NULL }, { "--lenient", false, NULL }, { "--now", true, NULL }, { "--law", true, NULL } };
    const struct format *format;
    const char *path;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &path, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1)
        return cli_usage(c, "check needs a policy file: privacyd check policy.yaml");
    format = format_find(options[OPTION_FORMAT].value ? options[OPTION_FORMAT].value : formats[0].name);
    if (!format)
        return cli_usage(c, "--format is text, json, sarif or github, not %s", options[OPTION_FORMAT].value);
    if (options[OPTION_STRICT].value && options[OPTION_LENIENT].value)
        return cli_usage(c, "--strict and --lenient say the opposite; give one of them");
    if (!cli_set_now(c, options[OPTION_NOW].value))
        return EXIT_USAGE;
    return check_file(c, options, format, path);
}

int cli_explain(struct cli *c)
{
    const char *word;
    struct text words;
    int rest, code;

    if (!cli_options(c, NULL, 0, &word, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1)
        return cli_usage(c, "explain needs the code of a finding: privacyd explain PD0107");
    if (!finding_code_parse(text_of(word), &code))
        return cli_usage(c, "%s is no code of a finding; give one like PD0107", word);
    if (!finding_explain(c->w, code, &words)) {
        cli_fail(c);
        return EXIT_BAD;
    }
    cli_print(c->out, words);
    return EXIT_GOOD;
}

int cli_language(struct cli *c)
{
    struct cli_option options[] = { { "--json-schema", false, NULL } };
    struct text words;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!(options[0].value ? language_json_schema : language_write)(c->w, &words))
        return cli_fail(c);
    cli_print(c->out, words);
    return EXIT_GOOD;
}

int cli_version(struct cli *c)
{
    fprintf(c->out, "privacyd %s\n", PRIVACYD_VERSION);
    return EXIT_GOOD;
}
