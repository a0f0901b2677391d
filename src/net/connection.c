#include "net/connection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { FREE_BODY_BYTES = 64 * 1024, RATE_BYTES_PER_SECOND = 16 * 1024, LINGER_MS = 1000 };

static struct connection **bucket_of(struct http_server *s, const uint8_t key[16])
{
    uint32_t mix = 2166136261u;

    for (int i = 0; i < 16; i++)
        mix = (mix ^ key[i]) * 16777619u;
    return &s->buckets[mix % BUCKETS];
}

static int count_of_address(struct http_server *s, const uint8_t key[16])
{
    int count = 0;

    for (struct connection *c = *bucket_of(s, key); c; c = c->bucket_next)
        count += memcmp(c->peer.limit_key, key, 16) == 0;
    return count;
}

static void link_in(struct connection *c)
{
    struct http_server *s = c->server;
    struct connection **bucket = bucket_of(s, c->peer.limit_key);

    c->next = s->connections;
    if (c->next)
        c->next->previous = c;
    s->connections = c;
    c->bucket_next = *bucket;
    if (c->bucket_next)
        c->bucket_next->bucket_previous = c;
    *bucket = c;
}

static void link_out(struct connection *c)
{
    struct http_server *s = c->server;

    *(c->previous ? &c->previous->next : &s->connections) = c->next;
    if (c->next)
        c->next->previous = c->previous;
    *(c->bucket_previous ? &c->bucket_previous->bucket_next : bucket_of(s, c->peer.limit_key)) = c->bucket_next;
    if (c->bucket_next)
        c->bucket_next->bucket_previous = c->bucket_previous;
}

static void set_deadline(struct connection *c, int64_t at)
{
    c->deadline = at;
    if (at < c->server->earliest)
        c->server->earliest = at;
}

static void enter(struct connection *c, enum phase phase, int64_t ms)
{
    c->phase = phase;
    c->since = c->server->now;
    set_deadline(c, ms < 0 ? INT64_MAX : c->server->now + ms);
}

static void set_events(struct connection *c, uint32_t events)
{
    struct epoll_event e = { .events = events, .data.ptr = &c->watch };

    if (c->events == events)
        return;
    c->events = events;
    epoll_ctl(c->server->epoll, EPOLL_CTL_MOD, c->watch.fd, &e);
}

void connection_close(struct connection *c)
{
    struct http_server *s = c->server;

    if (c->watch.fd < 0)
        return;
    epoll_ctl(s->epoll, EPOLL_CTL_DEL, c->watch.fd, NULL); /* a child that was forked may still hold a copy, and closing alone would not end the events */
    close(c->watch.fd);
    c->watch.fd = -1;
    if (c->exchange)
        c->exchange->connection = NULL;
    parser_clear(&c->parser);
    response_destroy(&c->out);
    tls_session_destroy(&c->tls);
    if (c->later) {
        explicit_bzero(c->later, c->later_length);
        free(c->later);
        c->later = NULL;
    }
    link_out(c);
    c->next = s->graveyard; /* an event of this round may still point here */
    s->graveyard = c;
    s->accept_again = 0;
    s->open--;
}

void exchange_destroy(struct http_exchange *e)
{
    *(e->previous ? &e->previous->next : &e->server->exchanges) = e->next;
    if (e->next)
        e->next->previous = e->previous;
    message_destroy(&e->message);
    response_destroy(&e->answer);
    free(e);
}

/* The last word of a connection that may not even have sent a request: what fits into the socket, no more. */
static void refuse_at_once(struct http_server *s, int fd, const struct listener *l, const char *reason)
{
    struct response_bytes b = { NULL, 0 };
    char date[RESPONSE_DATE_MAX];

    server_date(s, date);
    if (!l->tls && response_refusal(503, reason, (struct response_frame){ .date = date }, &b) && send(fd, b.at, b.length, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        shutdown(fd, SHUT_WR);
    response_destroy(&b);
    close(fd);
    s->refused_limit++;
}

void connection_open(struct http_server *s, int fd, int listener, const struct sockaddr_storage *from)
{
    struct listener *l = &s->listeners[listener];
    struct connection *c;
    struct epoll_event e = { .events = EPOLLIN };
    struct peer_address peer = peer_address_of(from);
    bool from_proxy = s->config.proxies && address_set_holds(s->config.proxies, &peer);

    s->accepted++;
    if (!l->socket.is_unix && !from_proxy && count_of_address(s, peer.limit_key) >= s->config.connections_per_address) {
        refuse_at_once(s, fd, l, "Too many connections are open from this address. Close some, or use one for several requests.");
        return;
    }
    c = calloc(1, sizeof *c);
    e.data.ptr = c ? &c->watch : NULL;
    if (!c || epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) != 0) {
        free(c);
        refuse_at_once(s, fd, l, "The server has no memory for another connection. Try again later.");
        return;
    }
    *c = (struct connection){ .watch = { WATCH_CONNECTION, fd }, .server = s, .parser = parser_of_rules(&l->rules), .events = EPOLLIN,
                              .listener = listener, .uid = l->socket.is_unix ? peer_uid(fd) : -1, .peer = peer, .from_proxy = from_proxy };
    link_in(c);
    s->open++;
    enter(c, l->tls ? PHASE_TLS : PHASE_IDLE, l->tls ? s->config.head_ms : s->config.idle_ms);
    if (l->tls && !(c->tls = tls_session_create(l->tls, fd)))
        connection_close(c);
}

/* Nothing is answered to a handshake that fails: the peer speaks another language. */
static void shake_hands(struct connection *c)
{
    switch (tls_session_accept(c->tls)) {
    case TLS_DONE:
        set_events(c, EPOLLIN);
        enter(c, PHASE_IDLE, c->server->config.idle_ms);
        break;
    case TLS_WANTS_READ: set_events(c, EPOLLIN); break;
    case TLS_WANTS_WRITE: set_events(c, EPOLLOUT); break;
    case TLS_FAILED:
        c->server->refused_protocol++;
        connection_close(c);
        break;
    }
}

static ssize_t put(struct connection *c, const char *bytes, size_t length)
{
    return c->tls ? tls_session_write(c->tls, bytes, length) : send(c->watch.fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* What lingers is thrown away, and need not be opened for that. */
static ssize_t get(struct connection *c, char *out_bytes, size_t length)
{
    return c->tls && c->phase != PHASE_LINGER ? tls_session_read(c->tls, out_bytes, length) : recv(c->watch.fd, out_bytes, length, MSG_DONTWAIT);
}

static void linger(struct connection *c)
{
    if (c->input_ended) {
        connection_close(c);
        return;
    }
    if (c->tls)
        tls_session_end(c->tls);
    shutdown(c->watch.fd, SHUT_WR);
    parser_clear(&c->parser);
    set_events(c, EPOLLIN);
    enter(c, PHASE_LINGER, LINGER_MS);
}

/* Slow senders and slow readers have the same time: body_ms for the first 64 KiB, then 16 KiB a second; and never body_ms without a byte. */
static void set_pace(struct connection *c, size_t done)
{
    size_t over = done > FREE_BODY_BYTES ? done - FREE_BODY_BYTES : 0;
    int64_t body_ms = c->server->config.body_ms, stall = c->server->now + body_ms;
    int64_t pace = c->since + body_ms + (int64_t)(over * 1000 / RATE_BYTES_PER_SECOND);

    set_deadline(c, pace < stall ? pace : stall);
}

/* Sends what the socket takes. True when all of it has gone. */
static bool flush(struct connection *c)
{
    while (c->out_sent < c->out.length) {
        ssize_t sent = put(c, c->out.at + c->out_sent, c->out.length - c->out_sent);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            set_events(c, EPOLLOUT);
            return false;
        }
        if (sent < 0) {
            connection_close(c);
            return false;
        }
        c->out_sent += (size_t)sent;
        set_pace(c, c->out_sent);
    }
    response_destroy(&c->out);
    c->out_sent = 0;
    return true;
}

/* The answer has gone. */
static void turn_around(struct connection *c)
{
    if (c->close_after)
        linger(c);
    else
        enter(c, PHASE_IDLE, c->server->config.idle_ms);
}

static void start_writing(struct connection *c, struct response_bytes *answer, int status, bool close)
{
    response_destroy(&c->out);
    c->out = *answer;
    *answer = (struct response_bytes){ NULL, 0 };
    c->out_sent = 0;
    c->close_after = c->close_after || close;
    c->server->answered_by[status / 100 % 6]++;
    enter(c, PHASE_WRITE, c->server->config.body_ms);
    if (flush(c))
        turn_around(c);
}

static void refuse(struct connection *c, int status, const char *reason)
{
    struct response_bytes b = { NULL, 0 };
    struct response_frame frame = { .head_only = parser_is_head(&c->parser), .secure = c->tls != NULL };
    char date[RESPONSE_DATE_MAX];

    server_date(c->server, date);
    frame.date = date;
    if (response_refusal(status, reason, frame, &b))
        start_writing(c, &b, status, true);
    else
        connection_close(c);
}

static struct http_exchange *exchange_create(struct connection *c)
{
    struct http_server *s = c->server;
    struct http_exchange *e = calloc(1, sizeof *e);
    struct http_request *r;

    if (!e)
        return NULL;
    e->server = s;
    e->connection = c;
    e->message = parser_take_message(&c->parser);
    e->close = !message_keeps_alive(e->message);
    e->next = s->exchanges;
    if (e->next)
        e->next->previous = e;
    s->exchanges = e;
    r = message_request(e->message);
    r->listener = c->listener;
    r->peer_uid = c->uid;
    e->client = c->from_proxy ? proxy_client(s->config.proxies, c->peer, r) : c->peer;
    r->peer = text_of(e->client.words);
    memcpy(r->peer_key, e->client.limit_key, sizeof r->peer_key);
    r->from_proxy = c->from_proxy;
    return e;
}

/* The request is whole: hands it to the handler. */
static void begin_exchange(struct connection *c)
{
    struct http_server *s = c->server;
    struct http_exchange *e = exchange_create(c);

    if (!e) {
        refuse(c, 503, "The server has no memory for this request. Try again later.");
        return;
    }
    c->exchange = e;
    c->continue_sent = false;
    enter(c, PHASE_HANDLE, -1);
    s->requests++;
    s->handling = e;
    s->answered_at_once = false;
    s->config.handle(s->config.context, message_request(e->message), e);
    s->handling = NULL;
    if (!s->answered_at_once)
        return;
    c->exchange = NULL;
    start_writing(c, &e->answer, e->status, e->close);
    exchange_destroy(e);
}

static void say_continue(struct connection *c)
{
    static const char words[] = "HTTP/1.1 100 Continue\r\n\r\n";

    c->continue_sent = true;
    /* A socket that cannot take 25 bytes belongs to a client that reads nothing; the deadline of the body ends it. */
    if (put(c, words, sizeof words - 1) < 0 && errno != EAGAIN && errno != EINTR)
        connection_close(c);
}

static void request_grows(struct connection *c)
{
    const struct http_server_config *config = &c->server->config;

    if (c->parser.state == PARSE_HEAD && c->phase == PHASE_IDLE)
        enter(c, PHASE_HEAD, config->head_ms);
    if (c->parser.state == PARSE_BODY && c->phase != PHASE_BODY)
        enter(c, PHASE_BODY, config->body_ms);
    if (c->phase == PHASE_BODY)
        set_pace(c, parser_body_length(&c->parser));
}

static bool reads(const struct connection *c)
{
    return c->watch.fd >= 0 && c->phase <= PHASE_BODY;
}

/* Takes requests out of the bytes until one has to wait for its answer. Returns how many bytes were taken. */
static size_t pump(struct connection *c, const char *bytes, size_t length)
{
    size_t used = 0;

    while (used < length && reads(c)) {
        used += parser_take(&c->parser, bytes + used, length - used);
        if (c->parser.state == PARSE_DONE) {
            begin_exchange(c);
        } else if (c->parser.state == PARSE_REFUSED) {
            c->server->refused_protocol++;
            refuse(c, c->parser.status, c->parser.reason);
        } else {
            request_grows(c);
        }
    }
    if (reads(c) && parser_wants_continue(&c->parser) && !c->continue_sent)
        say_continue(c);
    return used;
}

static void keep_for_later(struct connection *c, const char *bytes, size_t length)
{
    if (length == 0 || c->watch.fd < 0 || c->close_after)
        return;
    c->later = malloc(length);
    if (!c->later) {
        connection_close(c);
        return;
    }
    memcpy(c->later, bytes, length);
    c->later_at = 0;
    c->later_length = length;
}

static void pump_later(struct connection *c)
{
    char *bytes = c->later;

    if (!bytes || !reads(c))
        return;
    c->later_at += pump(c, bytes + c->later_at, c->later_length - c->later_at);
    if (c->watch.fd < 0 || c->later_at < c->later_length)
        return; /* gone with the connection, or more of it waits */
    explicit_bzero(bytes, c->later_length);
    free(bytes);
    c->later = NULL;
}

/* After anything that may have freed the connection to read again. */
static void go_on(struct connection *c)
{
    pump_later(c);
    if (reads(c))
        set_events(c, EPOLLIN);
}

void connection_answer(struct connection *c, struct response_bytes *answer, int status, bool close)
{
    c->exchange = NULL;
    start_writing(c, answer, status, close);
    go_on(c);
}

static void input_ends(struct connection *c)
{
    c->input_ended = true;
    if (c->phase == PHASE_HEAD || c->phase == PHASE_BODY) {
        c->server->refused_protocol++;
        refuse(c, 400, "The request ended before it was whole. Send all of it before closing.");
        return;
    }
    connection_close(c);
}

static void receive(struct connection *c)
{
    struct http_server *s = c->server;
    ssize_t got = get(c, s->scratch, sizeof s->scratch);
    size_t used;

    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (got < 0)
        connection_close(c);
    else if (got == 0)
        input_ends(c);
    if (got <= 0)
        return;
    if (c->phase != PHASE_LINGER) {
        used = pump(c, s->scratch, (size_t)got);
        keep_for_later(c, s->scratch + used, (size_t)got - used);
    }
    explicit_bzero(s->scratch, (size_t)got);
}

void connection_event(struct connection *c, uint32_t events)
{
    if (c->watch.fd < 0)
        return;
    if (events & EPOLLERR || (events & EPOLLHUP && c->phase == PHASE_HANDLE)) {
        connection_close(c);
    } else if (c->phase == PHASE_TLS) {
        shake_hands(c);
    } else if (c->phase == PHASE_WRITE) {
        if (flush(c))
            turn_around(c);
    } else if (c->phase == PHASE_HANDLE) {
        set_events(c, 0); /* the next request waits in the socket */
    } else {
        receive(c);
    }
    go_on(c);
}

void connection_expire(struct connection *c)
{
    enum phase phase = c->phase;

    if (phase != PHASE_LINGER && phase != PHASE_IDLE)
        c->server->timed_out++;
    if (phase == PHASE_HEAD)
        refuse(c, 408, "The head of the request took too long. Send it within 10 seconds.");
    else if (phase == PHASE_BODY)
        refuse(c, 408, "The body of the request took too long. Send it within 30 seconds, larger ones at 16 KiB a second or more.");
    else
        connection_close(c);
}
