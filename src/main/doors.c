/* The doors of a server: which listener leads to which routes. */
#include "main/server_inside.h"

#include "api/routes.h"
#include "net/tls.h"
#include "public/route.h"
#include "store/pipeline.h"

enum { TICK_MS = 100, REST_MS = 5000, PAGES_ARENA_BYTES = 1024 * 1024 };

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

    atomic_store(&s->ticked, now.ms);
    jobs_tick(s->jobs, now);
    if (now.ms < s->rest_at)
        return;
    s->rest_at = now.ms + REST_MS;
    pipeline_rest(s->pipeline);
}

static bool is_ready(void *context, const char **out_reason)
{
    struct server *s = context;

    if (!versions_at(&s->versions, clock_now(s->options.clock))) {
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
    TRY(limits_open(w, s->options.config, &s->limits));
    d->limits = &s->limits;
    d->pages = arena_create(PAGES_ARENA_BYTES);
    if (!d->pages)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the pages of the net thread");
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

static bool open_tls(struct work *w, struct server *s)
{
    const struct config *c = s->options.config;
    const char *certificate, *key;

    if (c->certificate.length == 0 && c->certificate_key.length == 0)
        return true;
    if (c->certificate.length == 0 || c->certificate_key.length == 0)
        FAIL(w, ERR_INVALID, "tls: `certificate` and `key` are needed both");
    TRY(start_string(w, c->certificate, &certificate));
    TRY(start_string(w, c->certificate_key, &key));
    return tls_open(w, certificate, key, &s->tls);
}

static bool set_listeners(struct work *w, struct server *s)
{
    static const struct text local[] = { { "localhost", 9 }, { "127.0.0.1", 9 }, { "[::1]", 5 } };
    struct text control;

    TRY(start_string(w, s->options.config->listen, &s->listeners[LISTEN_PUBLIC].address));
    s->listeners[LISTEN_PUBLIC].mode = s->options.config->listen_mode;
    s->listeners[LISTEN_PUBLIC].hosts = s->site.hosts;
    s->listeners[LISTEN_PUBLIC].host_count = s->site.host_count;
    TRY(open_tls(w, s));
    s->listeners[LISTEN_PUBLIC].tls = s->tls;
    TRY(start_string(w, s->options.config->admin, &s->listeners[LISTEN_ADMIN].address));
    s->listeners[LISTEN_ADMIN].hosts = local;
    s->listeners[LISTEN_ADMIN].host_count = COUNT_OF(local);
    TRY(work_format(w, &control, "unix:%s", s->folder.control));
    s->listeners[LISTEN_CONTROL] = (struct http_listener){ .address = control.at, .body_max = 4u << 20 };
    return true;
}

bool doors_open(struct work *w, struct server *s)
{
    struct http_server_config config = {
        .listeners = s->listeners, .listener_count = s->options.config->admin.length ? LISTENERS : LISTENERS - 1,
        .proxies = &s->proxies, .handle = on_request, .tick = on_tick, .tick_ms = TICK_MS, .context = s, .monotonic = source_monotonic, .now = source_now,
    };

    for (size_t i = 0; i < s->options.config->proxies.count; i++)
        must(address_set_add(&s->proxies, s->options.config->proxies.items[i])); /* the settings were checked */
    TRY(set_routes(w, s));
    TRY(set_listeners(w, s));
    TRY(http_server_create(w, &config, &s->http));
    s->admin = (struct admin){ s->http, s->runtime, s->pipeline, s->vault, s->jobs, &s->limits, is_ready, s };
    return http_server_start(w, s->http);
}
