#include "net/server.h"

#include "net/connection.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_MS = 10000, BODY_MS = 30000, IDLE_MS = 30000, PER_ADDRESS = 50, TICK_MS = 1000, ACCEPT_PAUSE_MS = 100, ACCEPTS_A_ROUND = 64,
       EVENTS_A_ROUND = 128, SWEEP_MS = 10, WAIT_MAX_MS = 1000 };

static int64_t monotonic(const struct http_server *s)
{
    return s->config.monotonic(s->config.context).ms;
}

static void wake(struct http_server *s)
{
    uint64_t one = 1;

    while (write(s->wake.fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

void server_date(struct http_server *s, char out_date[RESPONSE_DATE_MAX])
{
    pthread_mutex_lock(&s->lock);
    memcpy(out_date, s->date, RESPONSE_DATE_MAX);
    pthread_mutex_unlock(&s->lock);
}

static void update_date(struct http_server *s)
{
    struct instant now;

    if (!s->config.now)
        return;
    now = s->config.now(s->config.context);
    if (now.ms / 1000 == s->date_second)
        return;
    s->date_second = now.ms / 1000;
    pthread_mutex_lock(&s->lock);
    response_date(now, s->date);
    pthread_mutex_unlock(&s->lock);
}

static void watch_listeners(struct http_server *s, uint32_t events)
{
    for (int i = 0; i < s->listener_count; i++) {
        struct epoll_event e = { .events = events, .data.ptr = &s->listeners[i].watch };
        if (s->listeners[i].socket.fd >= 0)
            epoll_ctl(s->epoll, EPOLL_CTL_MOD, s->listeners[i].socket.fd, &e);
    }
}

/* Without descriptors a listener would stay ready and the loop spin: nobody is accepted until one was given back or a moment has passed. */
static void pause_accepting(struct http_server *s)
{
    watch_listeners(s, 0);
    s->accept_paused = true;
    s->accept_again = s->now + ACCEPT_PAUSE_MS;
}

static void resume_accepting(struct http_server *s)
{
    if (!s->accept_paused || s->now < s->accept_again)
        return;
    s->accept_paused = false;
    watch_listeners(s, EPOLLIN);
}

static void accept_some(struct http_server *s, struct listener *l)
{
    for (int i = 0; i < ACCEPTS_A_ROUND; i++) {
        struct sockaddr_storage from = { .ss_family = AF_UNSPEC };
        socklen_t length = sizeof from;
        int fd = accept4(l->socket.fd, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            connection_open(s, fd, (int)(l - s->listeners), &from);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pause_accepting(s);
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return; /* EAGAIN, or an error of that one connection (accept(2)) */
        }
    }
}

static void take_answers(struct http_server *s)
{
    struct http_exchange *e, *next;
    uint64_t count;

    while (read(s->wake.fd, &count, sizeof count) < 0 && errno == EINTR)
        ;
    pthread_mutex_lock(&s->lock);
    e = s->answered;
    s->answered = s->answered_last = NULL;
    pthread_mutex_unlock(&s->lock);
    for (; e; e = next) {
        next = e->next_answered;
        if (e->connection)
            connection_answer(e->connection, &e->answer, e->status, e->close);
        exchange_destroy(e);
    }
}

/* Looks at every deadline, but only when the earliest known one has passed. */
static void sweep(struct http_server *s)
{
    struct connection *next;

    if (s->now < s->earliest)
        return;
    s->earliest = INT64_MAX;
    for (struct connection *c = s->connections; c; c = next) {
        next = c->next;
        if (c->deadline <= s->now)
            connection_expire(c);
        if (c->watch.fd >= 0 && c->deadline < s->earliest)
            s->earliest = c->deadline;
    }
    if (s->earliest < s->now + SWEEP_MS)
        s->earliest = s->now + SWEEP_MS;
}

static void bury(struct http_server *s)
{
    while (s->graveyard) {
        struct connection *c = s->graveyard;
        s->graveyard = c->next;
        free(c);
    }
}

static void dispatch(struct http_server *s, struct epoll_event *e)
{
    struct watch *watch = e->data.ptr;

    if (watch->kind == WATCH_CONNECTION)
        connection_event((struct connection *)watch, e->events);
    else if (watch->kind == WATCH_LISTENER && watch->fd >= 0 && !s->accept_paused)
        accept_some(s, (struct listener *)watch);
    else if (watch->kind == WATCH_WAKE)
        take_answers(s);
}

static void tick(struct http_server *s)
{
    if (s->now < s->next_tick)
        return;
    s->next_tick = s->now + s->config.tick_ms;
    if (s->config.tick)
        s->config.tick(s->config.context);
}

/* Asked to drain: nobody new, and those between requests go. */
static void check_drain(struct http_server *s)
{
    struct connection *next;
    int64_t ms;

    pthread_mutex_lock(&s->lock);
    ms = s->drain_ms;
    pthread_mutex_unlock(&s->lock);
    if (ms < 0)
        return;
    if (!s->drains) {
        s->drains = true;
        s->drain_until = s->now + ms;
        for (int i = 0; i < s->listener_count; i++) {
            epoll_ctl(s->epoll, EPOLL_CTL_DEL, s->listeners[i].watch.fd, NULL);
            listen_close(&s->listeners[i].socket);
            s->listeners[i].watch.fd = -1;
        }
    }
    for (struct connection *c = s->connections; c; c = next) {
        next = c->next;
        if (c->phase == PHASE_IDLE || s->now >= s->drain_until)
            connection_close(c);
    }
}

static int wait_ms(const struct http_server *s)
{
    int64_t until = s->earliest < s->next_tick ? s->earliest : s->next_tick, wait;

    if (s->accept_paused && s->accept_again < until)
        until = s->accept_again;
    if (s->drains && s->drain_until < until)
        until = s->drain_until;
    wait = until - s->now;
    return wait < 0 ? 0 : wait > WAIT_MAX_MS ? WAIT_MAX_MS : (int)wait;
}

static void round_of_loop(struct http_server *s)
{
    struct epoll_event events[EVENTS_A_ROUND];
    int count = epoll_wait(s->epoll, events, EVENTS_A_ROUND, wait_ms(s));

    must(count >= 0 || errno == EINTR);
    s->now = monotonic(s);
    update_date(s);
    for (int i = 0; i < count; i++)
        dispatch(s, &events[i]);
    resume_accepting(s);
    sweep(s);
    tick(s);
    check_drain(s);
    bury(s);
}

static void *net_thread(void *context)
{
    struct http_server *s = context;

    s->self = pthread_self();
    s->now = monotonic(s);
    s->next_tick = s->now + s->config.tick_ms;
    update_date(s);
    while (!s->drains || s->connections)
        round_of_loop(s);
    return NULL;
}

static void set_defaults(struct http_server_config *c)
{
    c->head_ms = c->head_ms ? c->head_ms : HEAD_MS;
    c->body_ms = c->body_ms ? c->body_ms : BODY_MS;
    c->idle_ms = c->idle_ms ? c->idle_ms : IDLE_MS;
    c->tick_ms = c->tick_ms ? c->tick_ms : TICK_MS;
    c->connections_per_address = c->connections_per_address ? c->connections_per_address : PER_ADDRESS;
}

static bool add_watch(struct work *w, struct http_server *s, struct watch *watch, enum watch_kind kind, int fd)
{
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = watch };

    *watch = (struct watch){ kind, fd };
    if (fd < 0 || epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) != 0)
        FAIL(w, ERR_UNAVAILABLE, "the server cannot watch its sockets: %s", strerror(errno));
    return true;
}

static bool open_listener(struct work *w, struct http_server *s, struct http_listener *wanted)
{
    struct listener *l = &s->listeners[s->listener_count];

    TRY(listen_open(w, wanted->address, &l->socket));
    s->listener_count++;
    l->rules = (struct parse_rules){ wanted->hosts, wanted->host_count, wanted->body_max ? wanted->body_max : HTTP_BODY_MAX };
    l->tls = wanted->tls;
    wanted->port = l->socket.port;
    if (wanted->mode && l->socket.is_unix && chmod(l->socket.path, (mode_t)wanted->mode) != 0)
        FAIL(w, ERR_UNAVAILABLE, "\"%s\" cannot be opened to the web server: %s", wanted->address, strerror(errno));
    return add_watch(w, s, &l->watch, WATCH_LISTENER, l->socket.fd);
}

static bool open_all(struct work *w, struct http_server *s)
{
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (s->epoll < 0)
        FAIL(w, ERR_UNAVAILABLE, "the server cannot start: %s", strerror(errno));
    TRY(add_watch(w, s, &s->wake, WATCH_WAKE, eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)));
    for (int i = 0; i < s->config.listener_count; i++)
        TRY(open_listener(w, s, &s->config.listeners[i]));
    return true;
}

bool http_server_create(struct work *w, const struct http_server_config *config, struct http_server **out_server)
{
    CLEANUP(http_server_destroy) struct http_server *s = NULL;

    if (config->listener_count < 1 || config->listener_count > HTTP_LISTENERS_MAX)
        FAIL(w, ERR_INVALID, "a server has between 1 and %d listeners", HTTP_LISTENERS_MAX);
    s = calloc(1, sizeof *s);
    if (!s)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the HTTP server");
    s->config = *config;
    set_defaults(&s->config);
    s->wake.fd = s->epoll = -1;
    s->earliest = INT64_MAX;
    s->date_second = INT64_MIN;
    s->drain_ms = -1;
    pthread_mutex_init(&s->lock, NULL);
    TRY(open_all(w, s));
    *out_server = TAKE(s);
    return true;
}

bool http_server_start(struct work *w, struct http_server *s)
{
    sigset_t every, before;
    int failed;

    sigfillset(&every); /* signals are for the thread that waits for them */
    pthread_sigmask(SIG_SETMASK, &every, &before);
    failed = pthread_create(&s->join, NULL, net_thread, s);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        FAIL(w, ERR_UNAVAILABLE, "the net thread cannot start: %s", strerror(failed));
    s->started = true;
    return true;
}

void http_server_drain(struct http_server *s, int ms)
{
    if (!s->started || s->joined)
        return;
    s->closing = true;
    pthread_mutex_lock(&s->lock);
    s->drain_ms = ms;
    wake(s);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->join, NULL);
    s->joined = true;
}

void http_server_destroy(struct http_server **server)
{
    struct http_server *s = *server;

    if (!s)
        return;
    http_server_drain(s, 0);
    pthread_mutex_lock(&s->lock); /* somebody may just be leaving http_answer */
    pthread_mutex_unlock(&s->lock);
    while (s->exchanges)
        exchange_destroy(s->exchanges);
    for (int i = 0; i < s->listener_count; i++)
        listen_close(&s->listeners[i].socket);
    if (s->wake.fd >= 0)
        close(s->wake.fd);
    if (s->epoll >= 0)
        close(s->epoll);
    pthread_mutex_destroy(&s->lock);
    free(s);
    *server = NULL;
}

static bool is_secure(struct http_exchange *e)
{
    return e->server->listeners[message_request(e->message)->listener].tls != NULL;
}

static void write_answer(struct http_exchange *e, const struct http_response *r)
{
    char date[RESPONSE_DATE_MAX];
    struct response_frame frame;

    e->close = e->close || e->server->closing;
    server_date(e->server, date);
    frame = (struct response_frame){ text_equal(message_request(e->message)->method, TEXT("HEAD")), e->close, is_secure(e), date };
    e->status = r->status;
    if (response_write(r, frame, &e->answer))
        return;
    e->status = 500;
    e->close = true;
    /* Without memory even for this the answer stays empty and the connection ends. */
    if (!response_refusal(500, "The answer is too large to be sent.", frame, &e->answer))
        e->answer = (struct response_bytes){ NULL, 0 };
}

void http_answer(struct http_exchange *e, const struct http_response *response)
{
    struct http_server *s = e->server;
    bool first;

    must(!atomic_exchange(&e->answered, true));
    write_answer(e, response);
    if (pthread_equal(pthread_self(), s->self) && s->handling == e) {
        s->answered_at_once = true;
        return;
    }
    pthread_mutex_lock(&s->lock);
    first = s->answered == NULL;
    *(first ? &s->answered : &s->answered_last->next_answered) = e;
    s->answered_last = e;
    if (first)
        wake(s);
    pthread_mutex_unlock(&s->lock);
}

const struct http_request *http_exchange_request(const struct http_exchange *exchange)
{
    return message_request(exchange->message);
}

struct http_counters http_server_counters(struct http_server *s)
{
    struct http_counters c = { .accepted = s->accepted, .open = s->open, .requests = s->requests, .refused_protocol = s->refused_protocol,
                               .refused_limit = s->refused_limit, .timed_out = s->timed_out };

    for (size_t i = 0; i < COUNT_OF(c.answered); i++)
        c.answered[i] = s->answered_by[i];
    return c;
}
