/* privacyd check, explain, language, version: nothing here needs a server. */
#include "cli/commands.h"
#include "policy/language.h"
#include "policy/parse.h"
#include "source/explain.h"
#include "source/report.h"

#include <string.h>

enum { POLICY_FILE_MAX = 4 << 20 };

static bool set_now(struct cli *c, const char *value)
{
    if (!value || instant_parse(text_of(value), &c->w->now))
        return true;
    cli_usage(c, "--now %s is no date; give one like 2026-03-01 or 2026-03-01T12:00:00Z", value);
    return false;
}

static int print_findings(struct cli *c, const struct findings *f, const char *path, struct text source, bool json)
{
    struct text words;
    bool made = json ? findings_as_json(c->w, f, text_of(path), &words) : findings_as_text(c->w, f, text_of(path), source, &words);

    if (!made)
        return cli_fail(c);
    cli_print(json ? c->out : c->err, words);
    return EXIT_GOOD;
}

static int summary(struct cli *c, const struct findings *f, const char *path, bool strict)
{
    bool bad = f->errors > 0 || (strict && f->warnings > 0);

    fprintf(c->err, "%s: %d error%s, %d warning%s\n", path, f->errors, f->errors == 1 ? "" : "s", f->warnings, f->warnings == 1 ? "" : "s");
    return bad ? EXIT_BAD : EXIT_GOOD;
}

int cli_check(struct cli *c)
{
    struct cli_option options[] = { { "--format", true, NULL }, { "--strict", false, NULL }, { "--lenient", false, NULL }, { "--now", true, NULL } };
    struct findings findings = { 0 };
    struct policy policy;
    struct text source;
    const char *path;
    int rest, code;
    bool json;

    if (!cli_options(c, options, COUNT_OF(options), &path, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1)
        return cli_usage(c, "check needs a policy file: privacyd check policy.yaml");
    json = options[0].value && strcmp(options[0].value, "json") == 0;
    if (options[0].value && !json && strcmp(options[0].value, "text") != 0)
        return cli_usage(c, "--format is text or json, not %s", options[0].value);
    if (!set_now(c, options[3].value))
        return EXIT_USAGE;
    if (!cli_read_file(c->w, path, POLICY_FILE_MAX, &source) || !policy_parse(c->w, source, &policy, &findings))
        return cli_fail(c);
    code = print_findings(c, &findings, path, source, json);
    if (code != EXIT_GOOD)
        return code;
    return summary(c, &findings, path, options[1].value != NULL);
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
    struct text words;
    int rest;

    if (!cli_options(c, NULL, 0, NULL, 0, &rest))
        return EXIT_USAGE;
    if (!language_write(c->w, &words))
        return cli_fail(c);
    cli_print(c->out, words);
    return EXIT_GOOD;
}

int cli_version(struct cli *c)
{
    fprintf(c->out, "privacyd %s\n", PRIVACYD_VERSION);
    return EXIT_GOOD;
}
