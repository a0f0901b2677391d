/* privacyd render: what a publish would store, as files; to be read, compared and kept before anybody publishes it. */
#include "cli/commands.h"
#include "law/law.h"
#include "page/asset.h"
#include "page/documents.h"
#include "policy/parse.h"
#include "source/report.h"

#include <stdio.h>

enum { OPTION_OUT, OPTION_NOW, OPTION_LAW, PATH_ROOM = 4096 };

struct rendering {
    struct cli *c;
    const char *folder;
    struct text source;
    struct policy policy;
    struct law law;
    struct site site;
    int files;
};

static int parse(struct rendering *r, const char *name)
{
    const struct policy_options options = { .law = &r->law };
    struct findings findings = { 0 };
    struct text words;

    if (!policy_parse(r->c->w, r->source, &options, &r->policy, &findings))
        return cli_fail(r->c);
    if (findings.errors == 0)
        return EXIT_GOOD;
    if (!findings_as_text(r->c->w, &findings, text_of(name), r->source, &words))
        return cli_fail(r->c);
    cli_print(r->c->err, words);
    return EXIT_BAD;
}

static bool write(struct rendering *r, const char *folder, struct text name, const char *ending, struct text bytes)
{
    char path[PATH_ROOM];
    struct work *w = r->c->w;

    if (snprintf(path, sizeof path, "%s%s/%.*s%s", r->folder, folder, TEXT_ARGS(name), ending) >= (int)sizeof path)
        FAIL(w, ERR_INVALID, "the path is too long");
    TRY(cli_make_folders(w, path));
    TRY(cli_write_bytes(w, path, bytes));
    r->files++;
    return true;
}

static bool write_document(struct rendering *r, const struct edition *e, struct text name, int language)
{
    struct work *w = r->c->w;
    struct arena_mark mark = arena_mark(w->arena);
    char folder[64];
    struct document d;

    snprintf(folder, sizeof folder, "/%.*s", TEXT_ARGS(text_first(r->policy.languages[language], sizeof folder - 2)));
    TRY(document_render(w, e, name, language, &d));
    TRY(write(r, folder, d.name, text_starts(d.type, TEXT("text/html")) ? ".html" : "", d.bytes));
    arena_release(w->arena, mark);
    return true;
}

static bool write_all(struct rendering *r)
{
    struct work *w = r->c->w;
    const struct edition e = { .site = &r->site, .policy = &r->policy, .law = &r->law, .number = 1, .posted = w->now, .effective = w->now };
    const struct document_item *items;
    size_t count;

    TRY(document_items(w, &r->policy, &items, &count));
    for (size_t i = 0; i < count; i++)
        for (int language = 0; language < r->policy.language_count; language++)
            TRY(write_document(r, &e, items[i].name, language));
    for (int i = 0; i < ASSETS; i++)
        if (i == ASSET_VISITOR || i == ASSET_ICON)
            TRY(write(r, "", assets[i].path, "", assets[i].plain));
    return true;
}

static int render(struct rendering *r, const char *name)
{
    int code = parse(r, name);

    if (code != EXIT_GOOD)
        return code;
    r->site = (struct site){ .mount = TEXT("/privacy"), .base_url = r->policy.origin_count ? r->policy.origins[0] : TEXT("") };
    if (!write_all(r))
        return cli_fail(r->c);
    fprintf(r->c->out, "%d files in %s\n", r->files, r->folder);
    return EXIT_GOOD;
}

int cli_render(struct cli *c)
{
    struct cli_option options[] = { { "--out", true, NULL }, { "--now", true, NULL }, { "--law", true, NULL } };
    struct rendering *r = WORK_NEW(c->w, struct rendering, 1);
    const char *name;
    bool whole;
    int rest;

    if (!r)
        return cli_fail(c);
    if (!cli_options(c, options, COUNT_OF(options), &name, 1, &rest) || !cli_set_now(c, options[OPTION_NOW].value))
        return EXIT_USAGE;
    if (rest != 1 || !options[OPTION_OUT].value)
        return cli_usage(c, "render needs a policy and a folder: privacyd render --out FOLDER policy.yaml");
    r->c = c;
    r->folder = options[OPTION_OUT].value;
    if (!cli_read_file(c->w, name, POLICY_FILE_MAX, &r->source) || !cli_load_law(c, options[OPTION_LAW].value, &r->law, &whole))
        return cli_fail(c);
    return whole ? render(r, name) : EXIT_BAD;
}
