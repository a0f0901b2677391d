/* The start of a server, up to the doors: what lies on disk, the threads, and what a crash left half done. */
#include "main/server_inside.h"

#include "cli/config_webhook.h"
#include "law/load.h"
#include "mail/notice_row.h"
#include "main/log.h"
#include "main/mail_way.h"
#include "sql/failing.h"
#include "store/pipeline.h"
#include "retention/watch.h"
#include "store/runtime.h"
#include "store/schema.h"
#include "store/site_row.h"
#include "subject/erase.h"
#include "vault/vault.h"

#include <string.h>

enum { SLOW_THREADS = 2 };

bool start_string(struct work *w, struct text t, const char **out_string)
{
    struct text copy;

    TRY(work_copy(w, t, &copy));
    *out_string = copy.at;
    return true;
}

static bool open_folder(struct work *w, struct server *s)
{
    const char *path;

    TRY(start_string(w, s->options.config->data, &path));
    return folder_open(w, path, &s->folder);
}

static bool open_vault(struct work *w, struct server *s)
{
    struct vault_config config = { .folder = s->folder.vault, .expects = s->folder.fresh ? VAULT_EXPECTS_NONE : VAULT_EXPECTS_KEYS,
                                   .weaker_filesystem = s->options.config->weaker_filesystem, .entropy = entropy_fill, .files = s->options.faults.vault };

    TRY(start_string(w, s->options.config->seal_key, &config.seal_key_path));
    if (s->options.config->tombstones.length)
        TRY(start_string(w, s->options.config->tombstones, &config.tombstone_copy));
    if (s->folder.fresh && !vault_seal_key_create(w, config.seal_key_path, &config)) {
        if (w->err.code != ERR_CONFLICT) /* the administrator brought one */
            return false;
        error_clear(&w->err);
    }
    TRY(vault_open(w, &config, &s->vault));
    if (vault_state(s->vault).copy_behind)
        log_note(w->now, "the copy of the tombstones in %s cannot be written; it is tried again. Until then a restore may bring back who is erased now", config.tombstone_copy);
    return true;
}

static bool site_of_config(struct work *w, struct server *s)
{
    const struct config *c = s->options.config;
    struct text *hosts = WORK_NEW(w, struct text, c->hosts.count + 1), host = config_host(c->url);

    if (!hosts)
        return false;
    memcpy(hosts, c->hosts.items, sizeof *hosts * c->hosts.count);
    s->site = (struct site){ .name = c->site_name, .hosts = hosts, .host_count = c->hosts.count, .mount = c->mount, .base_url = c->url, .region = c->region };
    return work_format(w, &s->site.log_origin, "%.*s%.*s/log", TEXT_ARGS(host), TEXT_ARGS(c->mount));
}

static bool open_writer(struct work *w, struct server *s, struct sql_connection **out_writer)
{
    CLEANUP(sql_close) struct sql_connection *c = NULL;

    TRY(sql_open(w, &sql_driver_sqlite, s->folder.database, SQL_WRITE, &c));
    if (s->options.faults.writer)
        TRY(failing_wrap(w, c, s->options.faults.writer, &c));
    *out_writer = TAKE(c);
    return true;
}

/* The schema is brought up to date and the site's row is there, before anything else opens the database. */
static bool open_database(struct work *w, struct server *s, struct sql_connection **out_writer)
{
    CLEANUP(sql_close) struct sql_connection *c = NULL;
    struct site_row row;

    TRY(open_writer(w, s, &c));
    TRY(schema_migrate(w, c));
    TRY(site_of_config(w, s));
    TRY(site_row_open(w, c, s->site.name, s->site.log_origin, &row));
    s->site.key = row.key;
    s->site.uid = row.uid;
    TRY(vault_site_create(w, s->vault, s->site.uid));
    *out_writer = TAKE(c);
    return true;
}

static bool open_pipeline(struct work *w, struct server *s)
{
    CLEANUP(sql_close) struct sql_connection *writer = NULL;
    struct pipeline_config config;

    TRY(open_database(w, s, &writer));
    config = (struct pipeline_config){ .connection = writer, .vault = s->vault, .site = s->site.key, .site_uid = s->site.uid, .origin = s->site.log_origin,
                                       .reserve = s->folder.reserve };
    TRY(pipeline_create(w, &config, &s->pipeline));
    (void)TAKE(writer); /* the pipeline has it now */
    return pipeline_start(w, s->pipeline);
}

static bool open_threads(struct work *w, struct server *s)
{
    struct runtime_config config = {
        .sources = { source_now, source_monotonic, source_seed, source_pin, s },
        .pipeline = s->pipeline,
        .driver = &sql_driver_sqlite,
        .address = s->folder.database,
        .workers = s->options.config->workers,
        .slow = SLOW_THREADS,
    };

    TRY(runtime_create(w, &config, &s->runtime));
    return jobs_create(w, &s->services, s->runtime, s->options.manual, &s->jobs);
}

static bool open_mailer(struct work *w, struct server *s)
{
    return s->mailer || mail_way_open(w, s->options.config, 0, &s->mailer);
}

static bool first_entry_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state;
    *out_next = TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    TRY(list_fact(w, fact_begin(w, FACT_LOG_OPENED, 0), NULL));
    *out_next = TASK_COMMIT;
    return true;
}

static void no_end(struct work *w, void *state)
{
    (void)w, (void)state;
}

/* Before anything commits under a clock that may be wrong. Tests and `dev` move theirs as they like. */
static bool look_at_clock(struct work *w, struct server *s)
{
    struct watch_start start = { .ahead = false };
    struct task task = { .class = TASK_SLOW, .step = watch_start_step, .end = no_end, .state = &start, .actor = { ACTOR_SYSTEM, 0 } };

    if (s->options.dev || s->options.manual)
        return true;
    TRY(runtime_call(w, s->runtime, &task));
    if (start.ahead)
        log_note(w->now, "the newest entry is %lld days old: the server was down for so long, or the clock stands too late. Nothing is deleted until somebody has looked: "
                 "privacyd clock confirm", (long long)start.days);
    return true;
}

static bool open_log(struct work *w, struct server *s)
{
    struct task first = { .class = TASK_SLOW, .step = first_entry_step, .end = no_end, .actor = { ACTOR_SYSTEM, 0 } };
    struct signed_head head;

    if (pipeline_head(s->pipeline, &head) && head.head.size > 0)
        return true;
    return runtime_call(w, s->runtime, &first);
}

/* What a crash left half destroyed is destroyed before anybody is let in. */
static bool run_slices(struct work *w, struct server *s, bool (*step)(struct work *w, void *slice, int phase, enum task_next *out_next), int64_t *out_done)
{
    struct slice slice = { .services = &s->services, .vault = s->vault, .limit = 64, .more = true };
    struct task task = { .class = TASK_SLOW, .step = step, .end = no_end, .state = &slice, .arena_bytes = SLICE_ARENA_BYTES, .actor = { ACTOR_SYSTEM, 0 } };

    while (slice.more) {
        slice.more = false;
        TRY(runtime_call(w, s->runtime, &task));
    }
    *out_done = slice.done;
    return true;
}

static bool finish_intents(struct work *w, struct server *s)
{
    int64_t done;

    TRY(restored_begin(w, s));
    TRY(run_slices(w, s, shred_resume_step, &done));
    TRY(run_slices(w, s, notice_shred_step, &done));
    TRY(restored_end(w, s));
    TRY(run_slices(w, s, shred_again_step, &done));
    if (done)
        log_note(w->now, "keys that had been destroyed were there again, out of a backup, and are destroyed: %lld", (long long)done);
    return true;
}

bool start_adopt(struct work *w, struct services *services, int64_t number)
{
    struct server *s = (struct server *)services;

    return versions_adopt(w, &s->versions, number, s->folder.database, &s->site);
}

enum { VERSIONS_COMING_MAX = 64 };

struct coming {
    struct version_line lines[VERSIONS_COMING_MAX];
    size_t count;
};

static bool find_coming_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct version_line *lines = WORK_NEW(w, struct version_line, VERSIONS_LISTED_MAX);
    struct coming *coming = state;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    if (!lines)
        return false;
    TRY(version_list(w, lines, VERSIONS_LISTED_MAX, &count));
    coming->count = version_lines_coming(lines, count, w->now, coming->lines, COUNT_OF(coming->lines));
    return true;
}

/* What counts now, and what was announced for a later day: its day may come while this server runs. */
static bool open_versions(struct work *w, struct server *s)
{
    struct coming coming = { .count = 0 };
    struct task find = { .class = TASK_SLOW, .step = find_coming_step, .end = no_end, .state = &coming, .actor = { ACTOR_SYSTEM, 0 } };

    if (!start_adopt(w, &s->services, 0)) {
        if (w->err.code != ERR_NOT_FOUND)
            return false;
        error_clear(&w->err); /* nothing is published yet: the gate says so to whoever posts */
        return true;
    }
    TRY(runtime_call(w, s->runtime, &find));
    for (size_t i = 0; i < coming.count; i++)
        TRY(start_adopt(w, &s->services, coming.lines[i].number));
    return true;
}

static void note_broken_files(struct work *w, const struct law_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (files[i].findings.errors)
            log_note(w->now, "the law file %.*s has errors and counts for nothing; privacyd law --law FOLDER shows them", TEXT_ARGS(files[i].name));
}

/* Files that cannot be read or that have errors keep nobody out: what was accepted is served, and publishing says why it waits. */
static bool open_law(struct work *w, struct server *s)
{
    struct services *services = &s->services;
    struct law_file *files = NULL;
    size_t count = 0;

    if (!law_read_folder(w, s->options.config->law_folder, &files, &count)) {
        services->law_broken = true;
        log_note(w->now, "%s", w->err.message);
        TRY(work_format(w, &services->law_report, "%s\n", w->err.message));
        error_clear(&w->err);
    }
    TRY(law_load(w, files, count, &s->law));
    services->law = &s->law;
    if (services->law_broken)
        return true;
    services->law_broken = law_files_have_errors(files, count);
    note_broken_files(w, files, count);
    return law_files_report(w, files, count, &services->law_report);
}

bool start_all(struct work *w, struct server *s)
{
    TRY(open_law(w, s));
    TRY(open_folder(w, s));
    TRY(open_vault(w, s));
    TRY(open_mailer(w, s));
    TRY(open_pipeline(w, s));
    s->services.vault = s->vault;
    s->services.pipeline = s->pipeline;
    s->services.mailer = s->mailer;
    TRY(config_webhooks_open(w, s->options.config, &s->webhooks));
    s->services.webhooks = &s->webhooks;
    TRY(open_threads(w, s));
    TRY(look_at_clock(w, s));
    TRY(open_log(w, s));
    TRY(finish_intents(w, s));
    return open_versions(w, s);
}
