#include "main/dispatch.h"

#include "api/enter.h"
#include "base/json.h"
#include "main/limits.h"
#include "main/log.h"
#include "page/error_page.h"
#include "policy/version.h"
#include "public/answer.h"

#include <stdlib.h>
#include <string.h>

/* A request on its way; from the net thread's malloc, because the unit's arena comes later. */
struct answering {
    struct dispatch *dispatch;
    struct http_exchange *http;
    const struct route *route;
    const struct route_set *set;
    struct exchange exchange;
    struct moment arrived;
    bool begun; /* a list of it is committed */
};

static const struct {
    enum error_code code;
    int status;
} statuses[] = {
    { ERR_INVALID, 400 }, { ERR_NOT_FOUND, 404 }, { ERR_REFUSED, 403 },     { ERR_CONFLICT, 409 },  { ERR_LIMIT, 413 },
    { ERR_UNAVAILABLE, 503 }, { ERR_UNCERTAIN, 503 }, { ERR_KEY_GONE, 410 }, { ERR_TAMPERED, 500 }, { ERR_IO, 500 },
    { ERR_UNSUPPORTED, 500 },
};

static int status_of(enum error_code code)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (statuses[i].code == code)
            return statuses[i].status;
    return 500;
}

void dispatch_add(struct dispatch *d, struct route_set set)
{
    must(d->set_count < ROUTE_SETS_MAX);
    d->sets[d->set_count++] = set;
}

static const char *title_of(int status, bool begun)
{
    if (begun && status >= 500)
        return "The server could not finish it; what it began is stored";
    switch (status) {
    case 400: return "The request cannot be read";
    case 403: return "Not allowed";
    case 404: return "There is nothing at this address";
    case 405: return "This address does not take that method";
    case 409: return "Somebody else was first";
    case 410: return "It is gone";
    case 413: return "Too large";
    case 429: return "Too many requests from one address";
    case 503: return "Too busy just now; nothing was stored";
    default: return "The server could not do it; nothing was stored";
    }
}

/* For programs: RFC 9457. The message of an error is the operator's and goes to the log, except where it explains the caller's own input. */
static void problem(struct http_response *r, int status, bool begun, const struct error *err, char *memory, size_t size)
{
    struct draft d = draft_in(memory, size);
    struct json j = json_in(&d);

    json_open_object(&j, NULL);
    json_text(&j, "type", TEXT("about:blank"));
    json_text(&j, "title", text_of(title_of(status, begun)));
    json_number(&j, "status", status);
    if (err && (status < 500 || err->code == ERR_UNAVAILABLE))
        json_text(&j, "detail", text_of(err->message));
    json_close_object(&j);
    *r = (struct http_response){ .status = status, .content_type = TEXT("application/problem+json"), .body = draft_text(&d) };
}

static void plain(struct http_response *r, int status, bool begun, char *memory, size_t size)
{
    struct draft d = draft_in(memory, size);

    draft_addf(&d, "%d: %s\n", status, title_of(status, begun));
    *r = (struct http_response){ .status = status, .content_type = TEXT("text/plain; charset=utf-8"), .body = draft_text(&d) };
}

static void answer_without_unit(struct http_exchange *http, const struct route_set *set, int status, struct text allowed)
{
    char memory[1024];
    struct http_response r;

    if (set && set->program)
        problem(&r, status, false, NULL, memory, sizeof memory);
    else
        plain(&r, status, false, memory, sizeof memory);
    if (allowed.length)
        http_header_add(&r, TEXT("Allow"), allowed);
    if (status == 503)
        http_header_add(&r, TEXT("Retry-After"), TEXT("2"));
    http_answer(http, &r);
}

/* People get the page with words, though no unit ran: it is small, the same for everybody of a language, and made only for who can read it. */
static bool limited_page(struct dispatch *d, const struct http_request *request, struct http_response *r)
{
    struct work unit = { .arena = d->pages, .now = clock_now(d->clock) }, *w = &unit;
    const struct version *version = d->services->version(d->services, w->now);
    struct text accept = TEXT(""), languages = TEXT("");
    struct html html;
    size_t at;

    http_header_find(request, TEXT("Accept-Language"), &languages);
    if (!http_header_find(request, TEXT("Accept"), &accept) || !text_find(accept, TEXT("text/html"), &at))
        return false;
    if (!error_page_render(w, version ? &version->policy : NULL, NULL, languages, 429, &html))
        return false;
    *r = (struct http_response){ .status = 429, .content_type = TEXT("text/html; charset=utf-8"), .body = html.markup };
    return true;
}

static void answer_limited(struct dispatch *d, const struct route_set *set, const struct http_request *request, struct http_exchange *http, int64_t seconds)
{
    struct arena_mark before = arena_mark(d->pages);
    struct http_response r;
    char memory[1024], wait[24];
    struct draft after = draft_in(wait, sizeof wait);

    if (set->program)
        problem(&r, 429, false, NULL, memory, sizeof memory);
    else if (!limited_page(d, request, &r))
        plain(&r, 429, false, memory, sizeof memory);
    draft_number(&after, (uint64_t)seconds);
    http_header_add(&r, TEXT("Retry-After"), draft_text(&after));
    http_answer(http, &r);
    arena_release(d->pages, before);
}

/* The language of the page that the visitor came from, else those of the browser; an address that cannot be read names none. */
static struct text languages_wanted(struct work *w, const struct answering *a)
{
    struct text said, accept = TEXT("");

    if (query_value(w, &a->exchange, TEXT("lang"), &said) && said.length && w->policy && policy_language(w->policy, said) >= 0)
        return said;
    error_clear(&w->err);
    http_header_find(a->exchange.request, TEXT("Accept-Language"), &accept);
    return accept;
}

static bool answer_page(struct work *w, struct answering *a, int status, struct http_response *out_response)
{
    struct html html;

    TRY(error_page_render(w, w->policy, w->site, languages_wanted(w, a), status, &html));
    *out_response = (struct http_response){ .status = status, .content_type = TEXT("text/html; charset=utf-8"), .body = html.markup };
    return true;
}

static void answer_error(struct work *w, struct answering *a)
{
    int status = status_of(w->err.code);
    struct error err = w->err;
    struct http_response r;
    char memory[2048];

    if (status >= 500)
        log_error(w->now, a->route->pattern, &err);
    error_clear(&w->err);
    if (a->set->program)
        problem(&r, status, a->begun, &err, memory, sizeof memory);
    else if (!answer_page(w, a, status, &r))
        plain(&r, status, a->begun, memory, sizeof memory);
    if (status == 503)
        http_header_add(&r, TEXT("Retry-After"), TEXT("2"));
    a->exchange.response = r;
    http_answer(a->http, &r);
}

static bool run_route(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct answering *a = state;

    a->begun = phase > 0;
    if (phase == 0)
        memset(&a->exchange.response, 0, sizeof a->exchange.response);
    return api_enter(w, &a->exchange, a->route, phase, out_next);
}

static void end_route(struct work *w, void *state)
{
    struct answering *a = state;
    struct dispatch *d = a->dispatch;
    struct moment now = clock_monotonic();

    if (w->err.code != ERR_NONE)
        answer_error(w, a);
    else
        http_answer(a->http, &a->exchange.response);
    if (!d->quiet)
        log_request(w->now, a->route->method, a->route->pattern, a->exchange.response.status, now.ms - a->arrived.ms);
    free(a);
}

static struct actor actor_of(const struct route_set *set, const struct http_request *r)
{
    if (set->commands && r->peer_uid >= 0)
        return (struct actor){ ACTOR_OPERATOR, r->peer_uid };
    return (struct actor){ ACTOR_NOBODY, 0 };
}

static void submit(struct dispatch *d, const struct route_set *set, const struct route *route, const struct text parameters[4],
                   struct http_exchange *http)
{
    struct answering *a = calloc(1, sizeof *a);
    struct task task = { .class = route->class, .step = run_route, .end = end_route, .state = a };

    if (!a) {
        answer_without_unit(http, set, 503, TEXT(""));
        return;
    }
    *a = (struct answering){ .dispatch = d, .http = http, .route = route, .set = set, .arrived = clock_monotonic() };
    a->exchange.request = http_exchange_request(http);
    a->exchange.services = d->services;
    memcpy(a->exchange.parameters, parameters, sizeof a->exchange.parameters);
    task.actor = actor_of(set, a->exchange.request);
    task.patient = set->commands; /* no visitor can put off an erase */
    if (route->class == TASK_SLOW) /* commands carry whole policies */
        task.arena_bytes = SLICE_ARENA_BYTES;
    if (runtime_submit(d->runtime, &task))
        return;
    free(a);
    answer_without_unit(http, set, 503, TEXT(""));
}

static bool nothing_here(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    (void)x, (void)phase;
    *out_next = TASK_END;
    FAIL(w, ERR_NOT_FOUND, "there is nothing at this address");
}

/* People get a page with words; it is made by a unit, because the net thread makes no pages. */
static const struct route nowhere = { "GET", "(no route)", TASK_STATISTICS, nothing_here };

static bool under(struct text path, struct text prefix, struct text *out_rest)
{
    if (!text_starts(path, prefix))
        return false;
    *out_rest = text_from(path, prefix.length);
    return out_rest->length == 0 || out_rest->at[0] == '/';
}

/* "/privacy" is "/privacy/": relative links of the page need the slash. */
static void answer_redirect(struct http_exchange *http, struct text path)
{
    char memory[HTTP_TARGET_MAX + 1];
    struct draft d = draft_in(memory, sizeof memory);
    struct http_response r = { .status = 308 };

    draft_add(&d, path);
    draft_byte(&d, '/');
    r.location = draft_text(&d);
    http_answer(http, &r);
}

void dispatch_request(struct dispatch *d, const struct http_request *request, struct http_exchange *exchange)
{
    struct text parameters[4] = { { 0 } }, rest;
    char memory[64];
    struct draft allowed = draft_in(memory, sizeof memory);
    const struct route_set *last = NULL;
    int64_t seconds;

    for (int i = 0; i < d->set_count; i++) {
        const struct route_set *set = &d->sets[i];
        const struct route *route;
        if (set->listener != request->listener || !under(request->path, set->prefix, &rest))
            continue;
        if (rest.length == 0) {
            answer_redirect(exchange, request->path);
            return;
        }
        last = set;
        route = route_find(set->routes, set->count, request->method, rest, parameters, &allowed);
        if (route && d->limits && !limits_admit(d->limits, set, route, request, &seconds)) {
            answer_limited(d, set, request, exchange, seconds);
            return;
        }
        if (route) {
            submit(d, set, route, parameters, exchange);
            return;
        }
        if (allowed.length)
            break;
    }
    if (allowed.length == 0 && last && !last->program)
        submit(d, last, &nowhere, parameters, exchange);
    else
        answer_without_unit(exchange, last, allowed.length ? 405 : 404, draft_text(&allowed));
}
