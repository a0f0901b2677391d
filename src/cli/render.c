/* privacyd render: what a publish would store, as files; to be read, compared and kept before anybody publishes it. */
#include "cli/commands.h"
#include "law/law.h"
#include "page/asset.h"
#include "page/documents.h"
#include "policy/parse.h"
#include "source/report.h"

#include <stdio.h>

enum { OPTION_OUT, OPTION_FORCE, OPTION_CONFIG, OPTION_NOW, OPTION_LAW, OPTION_VERSION, OPTION_BEFORE, PATH_ROOM = 4096, PAGE_FILE_MAX = 4 << 20 };

struct rendering {
    struct cli *c;
    const char *folder;
    struct text source;
    struct policy policy;
    struct law law;
    struct site site;
    struct edition edition;
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

static bool write(struct rendering *r, struct text name, struct text bytes)
{
    char path[PATH_ROOM];
    struct work *w = r->c->w;

    if (snprintf(path, sizeof path, "%s/%.*s", r->folder, TEXT_ARGS(name)) >= (int)sizeof path)
        FAIL(w, ERR_INVALID, "the path is too long");
    TRY(cli_make_folders(w, path));
    TRY(cli_write_bytes(w, path, bytes));
    r->files++;
    return true;
}

/* The policy is what a web server looks for in a folder; the others are called as they are addressed. */
static bool file_name(struct work *w, const struct document_item *item, const struct document *d, struct text *out_name)
{
    struct text name = item->kind->path[0] ? item->name : TEXT("index");
    const char *ending = text_starts(d->type, TEXT("text/html")) ? ".html" : "";

    return work_format(w, out_name, "%.*s/%.*s%s", TEXT_ARGS(d->language), TEXT_ARGS(name), ending);
}

static bool write_document(struct rendering *r, const struct document_item *item, int language)
{
    struct work *w = r->c->w;
    struct arena_mark mark = arena_mark(w->arena);
    struct document d;
    struct text name;

    TRY(document_render(w, &r->edition, item->name, language, &d));
    TRY(file_name(w, item, &d, &name));
    TRY(write(r, name, d.bytes));
    arena_release(w->arena, mark);
    return true;
}

static bool write_all(struct rendering *r)
{
    struct work *w = r->c->w;
    const struct document_item *items;
    size_t count;

    TRY(document_items(w, &r->policy, &items, &count));
    for (size_t i = 0; i < count; i++)
        for (int language = 0; language < r->policy.language_count; language++)
            if (!text_equal(items[i].name, TEXT("changes"))) /* that page is about published versions, which are not known here */
                TRY(write_document(r, &items[i], language));
    for (int i = 0; i < ASSETS; i++)
        if (i == ASSET_VISITOR || i == ASSET_ICON)
            TRY(write(r, assets[i].path, assets[i].plain));
    return true;
}

/* What was there before would be taken for part of the policy. */
static bool folder_is_free(struct rendering *r, bool force)
{
    struct work *w = r->c->w;
    bool empty;

    TRY(cli_folder_empty(w, r->folder, &empty));
    if (!empty && !force)
        FAIL(w, ERR_REFUSED, "%s is not empty: name another folder, or let files of the same names be replaced with --force", r->folder);
    return true;
}

static int render(struct rendering *r, const char *name, bool force)
{
    int code = parse(r, name);

    if (code != EXIT_GOOD)
        return code;
    if (!r->site.base_url.length && r->policy.origin_count)
        r->site.base_url = r->policy.origins[0];
    if (!folder_is_free(r, force) || !write_all(r))
        return cli_fail(r->c);
    fprintf(r->c->out, "%d files in %s\n", r->files, r->folder);
    return EXIT_GOOD;
}

/* As the site of a configuration publishes it, or as a site without one would. */
static bool settle(struct rendering *r, const char *path, const char **law)
{
    struct config config = config_defaults();
    struct text folder;

    if (path && !cli_config(r->c, path, NULL, &config))
        return false;
    r->site = (struct site){ .mount = config.mount, .base_url = config.url };
    if (!*law && config.law_folder.length) {
        if (!work_copy(r->c->w, config.law_folder, &folder))
            return cli_fail(r->c) == EXIT_GOOD;
        *law = folder.at;
    }
    return true;
}

static bool number_version(struct rendering *r, const char *value)
{
    uint64_t number = 1;

    if (value && (!text_to_u64(text_of(value), &number) || number < 1 || number > INT32_MAX)) {
        cli_usage(r->c, "--version takes the number of a version, 1 or more");
        return false;
    }
    r->edition = (struct edition){ .site = &r->site, .policy = &r->policy, .law = &r->law, .number = (int64_t)number, .posted = r->c->w->now,
                                   .effective = r->c->w->now };
    return true;
}

static int begin(struct rendering *r, const struct cli_option *options, const char *name)
{
    const char *law = options[OPTION_LAW].value, *before = options[OPTION_BEFORE].value;
    struct cli *c = r->c;
    bool whole;

    if (!number_version(r, options[OPTION_VERSION].value))
        return EXIT_USAGE;
    if (!settle(r, options[OPTION_CONFIG].value, &law))
        return EXIT_BAD;
    if ((before && !cli_read_file(c->w, before, PAGE_FILE_MAX, &r->edition.before)) || !cli_read_file(c->w, name, POLICY_FILE_MAX, &r->source)
        || !cli_load_law(c, law, &r->law, &whole))
        return cli_fail(c);
    return whole ? render(r, name, options[OPTION_FORCE].value) : EXIT_BAD;
}

int cli_render(struct cli *c)
{
    struct cli_option options[] = { { "--out", true, NULL },     { "--force", false, NULL }, { "--config", true, NULL }, { "--now", true, NULL },
                                    { "--law", true, NULL },     { "--version", true, NULL }, { "--before", true, NULL } };
    struct rendering *r = WORK_NEW(c->w, struct rendering, 1);
    const char *name;
    int rest;

    if (!r)
        return cli_fail(c);
    if (!cli_options(c, options, COUNT_OF(options), &name, 1, &rest) || !cli_set_now(c, options[OPTION_NOW].value))
        return EXIT_USAGE;
    if (rest != 1 || !options[OPTION_OUT].value)
        return cli_usage(c, "render needs a policy and a folder: privacyd render --out FOLDER policy.yaml");
    r->c = c;
    r->folder = options[OPTION_OUT].value;
    return begin(r, options, name);
}
