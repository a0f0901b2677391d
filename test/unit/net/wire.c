#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const struct text hosts[] = { TEXT("www.hikari.example"), TEXT("[::1]") };

int64_t wire_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct moment moment_now(void *context)
{
    (void)context;
    return (struct moment){ wire_now() };
}

static struct instant instant_now(void *context)
{
    (void)context;
    return (struct instant){ 784111777000 };
}

static void count_tick(void *context)
{
    ((struct wire *)context)->ticks++;
}

static struct http_response answer_to(const struct http_request *r, char *memory, size_t size)
{
    struct http_response a = { .status = 200, .content_type = TEXT("text/plain; charset=utf-8") };
    struct draft d = draft_in(memory, size);

    if (text_equal(r->path, TEXT("/echo")))
        a.body = r->body;
    else if (text_equal(r->path, TEXT("/whence")))
        draft_addf(&d, "%.*s %s", TEXT_ARGS(r->peer), r->from_proxy ? "proxied" : "direct");
    else if (text_equal(r->path, TEXT("/where")))
        draft_addf(&d, "%.*s %.*s %.*s %d %s", TEXT_ARGS(r->method), TEXT_ARGS(r->path), TEXT_ARGS(r->query), r->listener, r->peer_uid < 0 ? "-" : "uid");
    else if (text_equal(r->path, TEXT("/big")))
        d.length = size;
    else if (text_equal(r->path, TEXT("/bad")))
        http_header_add(&a, TEXT("X-A"), TEXT("b\r\nX-B: c"));
    else
        a = (struct http_response){ .status = 204 };
    if (d.length)
        a.body = draft_text(&d);
    return a;
}

static void answer(struct http_exchange *e)
{
    const struct http_request *r = http_exchange_request(e);
    size_t size = text_equal(r->path, TEXT("/big")) ? 8u << 20 : 4096;
    char *memory = calloc(1, size);
    struct http_response a = answer_to(r, memory, size);

    http_answer(e, &a);
    free(memory);
}

static void handle(void *context, const struct http_request *r, struct http_exchange *e)
{
    struct wire *wire = context;
    bool held = text_equal(r->path, TEXT("/held"));

    if (!held && !text_equal(r->path, TEXT("/later"))) {
        answer(e);
        return;
    }
    pthread_mutex_lock(&wire->lock);
    if (held)
        wire->held[wire->holds++] = e;
    else
        wire->queue[wire->queued++] = e;
    must(wire->holds < QUEUE && wire->queued < QUEUE);
    pthread_cond_signal(&wire->more);
    pthread_mutex_unlock(&wire->lock);
}

static void *work_off(void *context)
{
    struct wire *wire = context;

    pthread_mutex_lock(&wire->lock);
    for (;;) {
        while (!wire->queued && !wire->stop)
            pthread_cond_wait(&wire->more, &wire->lock);
        if (!wire->queued)
            break;
        struct http_exchange *e = wire->queue[--wire->queued];
        pthread_mutex_unlock(&wire->lock);
        answer(e);
        pthread_mutex_lock(&wire->lock);
    }
    pthread_mutex_unlock(&wire->lock);
    return NULL;
}

struct wire *wire_start(struct http_server_config config, const char *unix_address)
{
    struct wire *wire = calloc(1, sizeof *wire);

    wire->w = unit_work();
    wire->listeners[0] = (struct http_listener){ .address = "127.0.0.1:0", .hosts = hosts, .host_count = COUNT_OF(hosts) };
    wire->listeners[1] = (struct http_listener){ .address = unix_address };
    config.listeners = wire->listeners;
    config.listener_count = unix_address ? 2 : 1;
    config.handle = handle;
    config.tick = count_tick;
    config.context = wire;
    config.monotonic = moment_now;
    config.now = instant_now;
    pthread_mutex_init(&wire->lock, NULL);
    pthread_cond_init(&wire->more, NULL);
    assert_ok(wire->w, http_server_create(wire->w, &config, &wire->server));
    assert_ok(wire->w, http_server_start(wire->w, wire->server));
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(0, pthread_create(&wire->workers[i], NULL, work_off, wire));
    return wire;
}

void wire_stop(struct wire **wire)
{
    struct wire *gone = *wire;

    wire_release(gone);
    pthread_mutex_lock(&gone->lock);
    gone->stop = true;
    pthread_cond_broadcast(&gone->more);
    pthread_mutex_unlock(&gone->lock);
    http_server_drain(gone->server, 0);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(gone->workers[i], NULL);
    http_server_destroy(&gone->server);
    pthread_cond_destroy(&gone->more);
    pthread_mutex_destroy(&gone->lock);
    unit_work_end(&gone->w);
    free(gone);
    *wire = NULL;
}

int wire_holds(struct wire *wire)
{
    int holds;

    pthread_mutex_lock(&wire->lock);
    holds = wire->holds;
    pthread_mutex_unlock(&wire->lock);
    return holds;
}

void wire_release(struct wire *wire)
{
    pthread_mutex_lock(&wire->lock);
    while (wire->holds)
        answer(wire->held[--wire->holds]);
    pthread_mutex_unlock(&wire->lock);
}

int wire_connect(struct wire *wire)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)wire->listeners[0].port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 20 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(0, connect(fd, (struct sockaddr *)&a, sizeof a));
    return fd;
}

void wire_send(int fd, struct text bytes)
{
    while (bytes.length) {
        ssize_t sent = send(fd, bytes.at, bytes.length, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server had enough; its answer tells */
        bytes = text_from(bytes, (size_t)sent);
    }
}

bool text_has(struct text t, const char *part)
{
    size_t at;

    return text_find(t, text_of(part), &at);
}

/* How many whole answers stand in `t`. */
static int count_answers(struct text t)
{
    int count = 0;
    size_t end, at;
    uint64_t length;

    while (text_find(t, TEXT("\r\n\r\n"), &end)) {
        struct text head = text_first(t, end + 2), digits;
        length = 0;
        if (text_find(head, TEXT("Content-Length: "), &at)) {
            struct text rest = text_from(head, at + 16);
            assert_true(text_cut(&rest, '\r', &digits) && text_to_u64(digits, &length));
        }
        if (t.length < end + 4 + length)
            break;
        count += !text_starts(head, TEXT("HTTP/1.1 100 "));
        t = text_from(t, end + 4 + length);
    }
    return count;
}

struct text wire_receive(int fd, int answers)
{
    static char bytes[WIRE_ANSWER_MAX];
    size_t length = 0;

    while (length < sizeof bytes && count_answers(text_of_bytes(bytes, length)) < answers) {
        ssize_t got = recv(fd, bytes + length, sizeof bytes - length, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            fail_msg("no answer and no end within 20 s, %zu bytes so far", length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    return text_of_bytes(bytes, length);
}

int wire_status(struct wire *wire, struct text bytes)
{
    int fd = wire_connect(wire), status;
    struct text got;

    wire_send(fd, bytes);
    got = wire_receive(fd, 1);
    close(fd);
    if (!text_starts(got, TEXT("HTTP/1.1 ")) || got.length < 12)
        return 0;
    status = (got.at[9] - '0') * 100 + (got.at[10] - '0') * 10 + (got.at[11] - '0');
    return status;
}

void wire_wait_until(bool (*true_now)(struct wire *wire), struct wire *wire)
{
    int64_t until = wire_now() + 10000;

    while (!true_now(wire)) {
        if (wire_now() > until)
            fail_msg("what the test waits for did not happen within 10 s");
        usleep(1000);
    }
}
