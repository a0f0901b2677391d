/* privacyd render: what a publish would store, as files; to be read, compared and kept before anybody publishes it. For a site that has versions
 * its server is asked; a policy that stands alone is rendered here, as a first version. */
#include "cli/commands.h"
#include "law/law.h"
#include "page/asset.h"
#include "page/documents.h"
#include "policy/parse.h"
#include "policy/version.h"
#include "source/report.h"

enum { OPTION_OUT = OPTIONS_SHARED, OPTION_FORCE, OPTION_NOW, OPTION_LAW, PATH_ROOM = 4096 };

struct rendering {
    struct cli *c;
    const char *file, *folder, *law_folder;
    struct config config;
    struct text source;
    struct policy policy;
    struct law law;
    struct site site;
    int files;
};

/* --- files ------------------------------------------------------------------------------------------------------------------------------- */

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
static bool write_document(struct rendering *r, const struct document *d)
{
    struct work *w = r->c->w;
    struct text name = text_equal(d->name, DOCUMENT_POLICY) ? TEXT("index") : d->name, path;

    TRY(work_format(w, &path, "%.*s/%.*s%s", TEXT_ARGS(d->language), TEXT_ARGS(name), text_starts(d->type, TEXT("text/html")) ? ".html" : ""));
    return write(r, path, d->bytes);
}

static bool write_assets(struct rendering *r)
{
    struct work *w = r->c->w;

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

static int end(struct rendering *r)
{
    if (!write_assets(r))
        return cli_fail(r->c);
    fprintf(r->c->out, "%d files in %s\n", r->files, r->folder);
    return EXIT_GOOD;
}

/* --- a policy that stands alone ---------------------------------------------------------------------------------------------------------- */

static int parse(struct rendering *r)
{
    const struct policy_options options = { .law = &r->law };
    struct findings findings = { 0 };
    struct text words;

    if (!policy_parse(r->c->w, r->source, &options, &r->policy, &findings))
        return cli_fail(r->c);
    if (findings.errors == 0)
        return EXIT_GOOD;
    if (!findings_as_text(r->c->w, &findings, text_of(r->file), r->source, &words))
        return cli_fail(r->c);
    cli_print(r->c->err, words);
    return EXIT_BAD;
}

static bool make_document(struct rendering *r, const struct edition *e, struct text name, int language)
{
    struct work *w = r->c->w;
    struct arena_mark mark = arena_mark(w->arena);
    struct document d;

    TRY(document_render(w, e, name, language, &d));
    TRY(write_document(r, &d));
    arena_release(w->arena, mark);
    return true;
}

static bool make_documents(struct rendering *r)
{
    struct work *w = r->c->w;
    const struct version_line line = { .number = 1, .posted_at = w->now, .effective_at = w->now };
    const struct edition_history history = { NULL, &line, 1 };
    const struct edition e = { .site = &r->site, .policy = &r->policy, .law = &r->law, .number = 1, .posted = w->now, .effective = w->now, .history = &history };
    const struct document_item *items;
    size_t count;

    TRY(document_items(w, &r->policy, &items, &count));
    for (size_t i = 0; i < count; i++)
        for (int language = 0; language < r->policy.language_count; language++)
            TRY(make_document(r, &e, items[i].name, language));
    return true;
}

static int render_first(struct rendering *r)
{
    bool whole;
    int code;

    if (!cli_read_file(r->c->w, r->file, POLICY_FILE_MAX, &r->source) || !cli_load_law(r->c, r->law_folder, &r->law, &whole))
        return cli_fail(r->c);
    code = whole ? parse(r) : EXIT_BAD;
    if (code != EXIT_GOOD)
        return code;
    r->site = (struct site){ .mount = r->config.mount, .base_url = r->config.url };
    if (!r->site.base_url.length && r->policy.origin_count)
        r->site.base_url = r->policy.origins[0];
    return make_documents(r) ? end(r) : cli_fail(r->c);
}

/* --- the next version of a site ---------------------------------------------------------------------------------------------------------- */

static struct text member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return text_of_bytes(json_string_value(value), json_string_length(value));
}

static bool write_answer(struct rendering *r, const json_t *answer)
{
    struct work *w = r->c->w;
    const json_t *list = json_object_get(answer, "documents");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        const struct document d = { .name = member(row, "name"), .language = member(row, "language"), .type = member(row, "type"), .bytes = member(row, "text") };
        TRY(write_document(r, &d));
    }
    return true;
}

static int render_next(struct rendering *r)
{
    const struct cli_publish how = { .dry_run = true, .documents = true };
    struct text body;
    json_t *answer;
    int code;

    if (!cli_publish_body(r->c, r->file, &how, &body))
        return cli_fail(r->c);
    code = cli_act(r->c, &r->config, "/control/publish", body, &answer);
    if (code == EXIT_GOOD)
        code = write_answer(r, answer) ? end(r) : cli_fail(r->c);
    json_decref(answer);
    return code;
}

/* A data directory is not begun for a look at a policy: as long as there is none, the version will be the first. */
static int render_for_site(struct rendering *r, const struct cli_option *options)
{
    struct work *w = r->c->w;
    struct text data, law;
    bool empty = true;

    if (!cli_config(r->c, options[OPTION_CONFIG].value, options[OPTION_DATA].value, &r->config))
        return EXIT_BAD;
    if (!work_copy(w, r->config.data, &data) || !work_copy(w, r->config.law_folder, &law) || (data.length && !cli_folder_empty(w, data.at, &empty)))
        return cli_fail(r->c);
    r->law_folder = law.length ? law.at : NULL;
    return empty ? render_first(r) : render_next(r);
}

int cli_render(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--out", true, NULL }, { "--force", false, NULL }, { "--now", true, NULL }, { "--law", true, NULL } };
    struct rendering *r = WORK_NEW(c->w, struct rendering, 1);
    bool site;
    int rest;

    if (!r)
        return cli_fail(c);
    if (!cli_options(c, options, COUNT_OF(options), &r->file, 1, &rest) || !cli_set_now(c, options[OPTION_NOW].value))
        return EXIT_USAGE;
    if (rest != 1 || !options[OPTION_OUT].value)
        return cli_usage(c, "render needs a policy and a folder: privacyd render --out FOLDER policy.yaml");
    site = options[OPTION_CONFIG].value || options[OPTION_DATA].value;
    if (site && (options[OPTION_NOW].value || options[OPTION_LAW].value))
        return cli_usage(c, "a site has its own clock and law: leave out --now and --law, or --config and --data");
    r->c = c;
    r->folder = options[OPTION_OUT].value;
    r->law_folder = options[OPTION_LAW].value;
    r->config = config_defaults();
    if (!folder_is_free(r, options[OPTION_FORCE].value))
        return cli_fail(c);
    return site ? render_for_site(r, options) : render_first(r);
}
