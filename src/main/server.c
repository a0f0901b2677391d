#include "main/server.h"

#include "api/routes.h"
#include "mail/mailer.h"
#include "main/admin.h"
#include "main/dev.h"
#include "main/dispatch.h"
#include "main/folder.h"
#include "main/jobs.h"
#include "main/log.h"
#include "main/versions.h"
#include "net/server.h"
#include "policy/site.h"
#include "policy/version.h"
#include "public/kept.h"
#include "public/route.h"
#include "sql/failing.h"
#include "store/pipeline.h"
#include "store/runtime.h"
#include "store/schema.h"
#include "store/site_row.h"
#include "subject/erase.h"
#include "vault/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LISTEN_PUBLIC, LISTEN_CONTROL, LISTEN_ADMIN, LISTENERS }; /* the last may be left out */
enum { TICK_MS = 100, REST_MS = 5000, START_ARENA_BYTES = 16 << 20, SLOW_THREADS = 2 };

struct server {
    struct services services; /* first: services.adopt gets its address back */
    struct server_options options;
    struct arena *arena; /* of what lives as long as the server */
    struct folder folder;
    struct vault *vault;
    struct pipeline *pipeline;
    struct runtime *runtime;
    struct jobs *jobs;
    int64_t rest_at; /* ms of the monotonic clock; net thread only */
    struct mailer *mailer;
    struct site site;
    struct versions versions;
    struct dispatch dispatch;
    struct admin admin;
    struct dev dev;
    struct http_listener listeners[LISTENERS];
    struct http_server *http;
};

/* --- what a unit is made of ------------------------------------------------------------------------------------------------------- */

static struct instant source_now(void *context)
{
    return clock_now(((struct server *)context)->options.clock);
}

static struct moment source_monotonic(void *context)
{
    (void)context;
    return clock_monotonic();
}

static void source_seed(void *context, uint8_t out_seed[32])
{
    entropy_fill(context, out_seed, 32);
}

static void pin(void *context, struct work *w)
{
    struct server *s = context;
    const struct version *version = versions_newest(&s->versions);

    w->site = &s->site;
    w->policy = version ? &version->policy : NULL;
}

static void unit_of(struct server *s, struct work *w, struct arena *arena)
{
    uint8_t seed[32];

    entropy_fill(NULL, seed, sizeof seed);
    *w = (struct work){ .arena = arena, .now = clock_now(s->options.clock), .random = random_of_seed(seed), .actor = { ACTOR_SYSTEM, 0 } };
    pin(s, w);
}

/* --- what the services do ----------------------------------------------------------------------------------------------------------- */

static const struct version *version_in_force(struct services *services)
{
    return versions_newest(&((struct server *)services)->versions);
}

static bool adopt(struct work *w, struct services *services, int64_t number)
{
    struct server *s = (struct server *)services;

    return versions_adopt(w, &s->versions, number, s->folder.database, &s->site);
}

static void poke(struct services *services)
{
    jobs_poke(((struct server *)services)->jobs);
}

static void poke_deliveries(struct services *services)
{
    jobs_poke_deliveries(((struct server *)services)->jobs);
}

static struct moment service_monotonic(struct services *services)
{
    return source_monotonic(services);
}

/* --- opening ------------------------------------------------------------------------------------------------------------------------ */

static bool c_string(struct work *w, struct text t, const char **out_string)
{
    struct text copy;

    TRY(work_copy(w, t, &copy));
    *out_string = copy.at;
    return true;
}

static bool open_folder(struct work *w, struct server *s)
{
    const char *path;

    TRY(c_string(w, s->options.config->data, &path));
    return folder_open(w, path, &s->folder);
}

static bool open_vault(struct work *w, struct server *s)
{
    struct vault_config config = { .folder = s->folder.vault, .weaker_filesystem = s->options.config->weaker_filesystem, .entropy = entropy_fill,
                                   .files = s->options.faults.vault };

    TRY(c_string(w, s->options.config->seal_key, &config.seal_key_path));
    if (s->folder.fresh && !vault_seal_key_create(w, config.seal_key_path, &config)) {
        if (w->err.code != ERR_CONFLICT) /* the administrator brought one */
            return false;
        error_clear(&w->err);
    }
    return vault_open(w, &config, &s->vault);
}

static bool site_of_config(struct work *w, struct server *s)
{
    const struct config *c = s->options.config;
    struct text *hosts = WORK_NEW(w, struct text, c->host_count + 1), host = config_host(c->url);

    if (!hosts)
        return false;
    memcpy(hosts, c->hosts, sizeof *hosts * c->host_count);
    s->site = (struct site){ .name = c->site_name, .hosts = hosts, .host_count = c->host_count, .mount = c->mount, .base_url = c->url, .region = c->region };
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
        .sources = { source_now, source_monotonic, source_seed, pin, s },
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
    const struct config *c = s->options.config;
    struct smtp_config smtp = { .url = c->smtp, .user = c->mail_user, .require_tls = c->mail_require_tls };

    if (s->mailer)
        return true;
    if (c->mail_password_file.length)
        TRY(config_secret(w, c->mail_password_file, &smtp.password));
    return mailer_smtp_open(w, &smtp, &s->mailer);
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

    TRY(run_slices(w, s, shred_resume_step, &done));
    TRY(run_slices(w, s, shred_again_step, &done));
    if (done)
        log_note(w->now, "keys that had been destroyed were there again, out of a backup, and are destroyed: %lld", (long long)done);
    return true;
}

static bool open_version(struct work *w, struct server *s)
{
    if (adopt(w, &s->services, 0))
        return true;
    if (w->err.code != ERR_NOT_FOUND)
        return false;
    error_clear(&w->err); /* nothing is published yet: the gate says so to whoever posts */
    return true;
}

static bool open_all(struct work *w, struct server *s)
{
    TRY(open_folder(w, s));
    TRY(open_vault(w, s));
    TRY(open_mailer(w, s));
    TRY(open_pipeline(w, s));
    s->services.vault = s->vault;
    s->services.pipeline = s->pipeline;
    s->services.mailer = s->mailer;
    TRY(open_threads(w, s));
    TRY(open_log(w, s));
    TRY(finish_intents(w, s));
    return open_version(w, s);
}

bool server_open(struct work *w, const struct server_options *options, struct server **out_server)
{
    struct server *s = calloc(1, sizeof *s);
    struct work unit, *inner = &unit;

    if (!s || !(s->arena = arena_create(START_ARENA_BYTES))) {
        free(s);
        FAIL(w, ERR_UNAVAILABLE, "no memory to start");
    }
    s->options = *options;
    s->mailer = options->mailer; /* owned from here on, whatever fails below */
    s->folder.lock = -1;
    versions_open(&s->versions);
    s->services = (struct services){
        .version = version_in_force, .poke = poke, .poke_deliveries = poke_deliveries, .adopt = adopt, .monotonic = service_monotonic,
        .kept = options->manual ? NULL : kept_create(), .dev = options->dev, .mail_from = options->config->mail_from,
    };
    unit_of(s, inner, s->arena);
    if (!open_all(inner, s)) {
        w->err = inner->err;
        server_close(&s, 0);
        return false;
    }
    *out_server = s;
    return true;
}

/* --- doors ---------------------------------------------------------------------------------------------------------------------------- */

static void on_request(void *context, const struct http_request *request, struct http_exchange *exchange)
{
    struct server *s = context;

    if (request->listener == LISTEN_ADMIN)
        admin_request(&s->admin, request, exchange);
    else
        dispatch_request(&s->dispatch, request, exchange);
}

static void on_tick(void *context)
{
    struct server *s = context;
    struct moment now = clock_monotonic();

    jobs_tick(s->jobs, now);
    if (now.ms < s->rest_at)
        return;
    s->rest_at = now.ms + REST_MS;
    pipeline_rest(s->pipeline);
}

static bool is_ready(void *context, const char **out_reason)
{
    struct server *s = context;

    if (!versions_newest(&s->versions)) {
        *out_reason = "no policy is published; run: privacyd publish POLICY.yaml";
        return false;
    }
    return true;
}

static bool api_prefix(struct work *w, struct server *s, struct text *out_prefix)
{
    return work_format(w, out_prefix, "%.*s/api/v1", TEXT_ARGS(s->site.mount));
}

static bool set_routes(struct work *w, struct server *s)
{
    struct dispatch *d = &s->dispatch;
    struct text api;

    d->services = &s->services;
    d->runtime = s->runtime;
    d->clock = s->options.clock;
    d->quiet = s->options.manual;
    TRY(api_prefix(w, s, &api));
    dispatch_add(d, (struct route_set){ LISTEN_CONTROL, TEXT(""), control_routes, control_route_count, true, true });
    dispatch_add(d, (struct route_set){ LISTEN_PUBLIC, api, api_routes, api_route_count, true, false });
    dispatch_add(d, (struct route_set){ LISTEN_PUBLIC, s->site.mount, public_routes, public_route_count, false, false });
    if (s->options.dev) {
        s->dev = (struct dev){ .services = &s->services, .clock = s->options.clock, .jobs = s->jobs };
        dev_bind(&s->dev);
        dispatch_add(d, (struct route_set){ LISTEN_PUBLIC, TEXT(""), dev_routes, dev_route_count, false, false });
    }
    return true;
}

static bool set_listeners(struct work *w, struct server *s)
{
    static const struct text local[] = { { "localhost", 9 }, { "127.0.0.1", 9 }, { "[::1]", 5 } };
    struct text control;

    TRY(c_string(w, s->options.config->listen, &s->listeners[LISTEN_PUBLIC].address));
    s->listeners[LISTEN_PUBLIC].anybody = true;
    s->listeners[LISTEN_PUBLIC].hosts = s->site.hosts;
    s->listeners[LISTEN_PUBLIC].host_count = s->site.host_count;
    TRY(c_string(w, s->options.config->admin, &s->listeners[LISTEN_ADMIN].address));
    s->listeners[LISTEN_ADMIN].hosts = local;
    s->listeners[LISTEN_ADMIN].host_count = COUNT_OF(local);
    TRY(work_format(w, &control, "unix:%s", s->folder.control));
    s->listeners[LISTEN_CONTROL] = (struct http_listener){ .address = control.at, .body_max = 4u << 20 };
    return true;
}

static bool open_doors(struct work *w, struct server *s)
{
    struct http_server_config config = {
        .listeners = s->listeners, .listener_count = s->options.config->admin.length ? LISTENERS : LISTENERS - 1, .handle = on_request, .tick = on_tick, .tick_ms = TICK_MS,
        .context = s, .monotonic = source_monotonic, .now = source_now,
    };

    TRY(set_routes(w, s));
    TRY(set_listeners(w, s));
    TRY(http_server_create(w, &config, &s->http));
    s->admin = (struct admin){ s->http, s->runtime, s->pipeline, s->vault, s->jobs, is_ready, s };
    return http_server_start(w, s->http);
}

bool server_listen(struct work *w, struct server *s)
{
    struct work unit, *inner = &unit;

    unit_of(s, inner, s->arena);
    if (open_doors(inner, s))
        return true;
    w->err = inner->err;
    return false;
}

int server_port(const struct server *s)
{
    return s->listeners[LISTEN_PUBLIC].port;
}

/* Units answer into the net, so the net goes after them; the writer goes after the units that wait for it. */
void server_close(struct server **server, int drain_ms)
{
    struct server *s = *server;

    if (!s)
        return;
    if (s->http)
        http_server_drain(s->http, drain_ms);
    runtime_destroy(&s->runtime);
    http_server_destroy(&s->http);
    jobs_destroy(&s->jobs);
    pipeline_destroy(&s->pipeline);
    vault_close(&s->vault);
    mailer_close(&s->mailer);
    versions_close(&s->versions);
    kept_destroy(&s->services.kept);
    folder_close(&s->folder);
    arena_destroy(&s->arena);
    free(s);
    *server = NULL;
}

/* --- acts --------------------------------------------------------------------------------------------------------------------------- */

bool server_settle(struct work *w, struct server *s)
{
    return jobs_settle(w, s->jobs);
}

/* A command as a request that came from nowhere. */
struct commanding {
    const struct route *route;
    struct exchange exchange;
    struct work *outer;
    int status;
    struct text body; /* in the arena of outer */
    bool copied;
};

static bool command_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct commanding *c = state;

    return c->route->step(w, &c->exchange, phase, out_next);
}

static void command_end(struct work *w, void *state)
{
    struct commanding *c = state;

    if (w->err.code != ERR_NONE)
        return;
    c->status = c->exchange.response.status;
    c->copied = work_copy(c->outer, c->exchange.response.body, &c->body);
}

bool server_command(struct work *w, struct server *s, struct text path, struct text body, int *out_status, struct text *out_body)
{
    struct http_request request = { .method = TEXT("POST"), .path = path, .body = body, .listener = LISTEN_CONTROL, .peer_uid = (int64_t)geteuid() };
    struct commanding c = { .exchange = { .request = &request, .services = &s->services }, .outer = w };
    struct task task = { .class = TASK_SLOW, .step = command_step, .end = command_end, .state = &c, .arena_bytes = SLICE_ARENA_BYTES,
                         .actor = { ACTOR_OPERATOR, (int64_t)geteuid() } };
    char memory[64];
    struct draft allowed = draft_in(memory, sizeof memory);

    c.route = route_find(control_routes, control_route_count, request.method, path, c.exchange.parameters, &allowed);
    if (!c.route)
        FAIL(w, ERR_NOT_FOUND, "there is no command %.*s", TEXT_ARGS(path));
    TRY(runtime_call(w, s->runtime, &task));
    if (!c.copied)
        return false;
    *out_status = c.status;
    *out_body = c.body;
    return true;
}
