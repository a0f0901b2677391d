#include "main/server_inside.h"

#include "api/key_use.h"
#include "api/routes.h"
#include "mail/mailer.h"
#include "net/tls.h"
#include "policy/version.h"
#include "public/kept.h"
#include "public/route.h"
#include "store/pipeline.h"
#include "store/runtime.h"
#include "vault/vault.h"

#include <stdlib.h>
#include <unistd.h>

enum { START_ARENA_BYTES = 16 << 20 };

struct instant source_now(void *context)
{
    return clock_now(((struct server *)context)->options.clock);
}

struct moment source_monotonic(void *context)
{
    (void)context;
    return clock_monotonic();
}

void source_seed(void *context, uint8_t out_seed[32])
{
    entropy_fill(context, out_seed, 32);
}

void source_pin(void *context, struct work *w)
{
    struct server *s = context;
    const struct version *version = versions_at(&s->versions, w->now);

    w->site = &s->site;
    w->policy = version ? &version->policy : NULL;
}

void server_unit(struct server *s, struct work *w, struct arena *arena)
{
    uint8_t seed[32];

    entropy_fill(NULL, seed, sizeof seed);
    *w = (struct work){ .arena = arena, .now = clock_now(s->options.clock), .random = random_of_seed(seed), .actor = { ACTOR_SYSTEM, 0 } };
    source_pin(s, w);
}

static const struct version *version_at(struct services *services, struct instant at)
{
    return versions_at(&((struct server *)services)->versions, at);
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

/* What can change under a running server: the certificate. The other settings count at the next start. */
static bool reload(struct work *w, struct services *services)
{
    struct server *s = (struct server *)services;

    return !s->tls || tls_reload(w, s->tls);
}

bool server_reload(struct work *w, struct server *s)
{
    return reload(w, &s->services);
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
        .version = version_at, .poke = poke, .poke_deliveries = poke_deliveries, .adopt = start_adopt, .reload = reload, .monotonic = service_monotonic,
        .kept = options->manual ? NULL : kept_create(), .key_uses = key_uses_create(), .dev = options->dev, .mail_from = options->config->mail_from,
        .region_header = options->config->region_header,
    };
    server_unit(s, inner, s->arena);
    if (!start_all(inner, s)) {
        w->err = inner->err;
        server_close(&s, 0);
        return false;
    }
    *out_server = s;
    return true;
}

bool server_listen(struct work *w, struct server *s)
{
    struct work unit, *inner = &unit;

    server_unit(s, inner, s->arena);
    if (doors_open(inner, s))
        return true;
    w->err = inner->err;
    return false;
}

struct moment server_last_tick(const struct server *s)
{
    return (struct moment){ atomic_load(&s->ticked) };
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
    key_uses_destroy(&s->services.key_uses);
    folder_close(&s->folder);
    tls_close(&s->tls);
    limits_close(&s->limits);
    arena_destroy(&s->dispatch.pages);
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
    if (!c.copied) /* the call's own error, which is none, stands in w by now */
        FAIL(w, ERR_LIMIT, "the answer of %.*s does not fit into memory", TEXT_ARGS(path));
    *out_status = c.status;
    *out_body = c.body;
    return true;
}
