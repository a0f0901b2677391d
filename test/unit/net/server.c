#include "vectors.h"
#include "wire.h"

#include "net/proxy.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOST "Host: www.hikari.example\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

static const struct http_server_config plain = { .tick_ms = 5 };

static void a_get_is_answered_with_every_security_field(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    wire_send(fd, TEXT(GET("/where?a=b")));
    got = wire_receive(fd, 1);
    assert_true(text_starts(got, TEXT("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n")));
    assert_true(text_has(got, "\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"));
    assert_true(text_has(got, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_true(text_has(got, "\r\nReferrer-Policy: no-referrer\r\n"));
    assert_true(text_has(got, "\r\nCross-Origin-Opener-Policy: same-origin\r\n"));
    assert_true(text_has(got, "\r\nCross-Origin-Resource-Policy: same-origin\r\n"));
    assert_true(text_has(got, "\r\nCache-Control: no-store\r\n"));
    assert_true(text_has(got, "\r\nVary: Accept-Encoding\r\n"));
    assert_true(text_has(got, "\r\nContent-Type: text/plain; charset=utf-8\r\n"));
    assert_false(text_has(got, "\r\nServer:"));
    assert_true(text_ends(got, TEXT("\r\n\r\nGET /where a=b 0 -")));
    close(fd);
    wire_stop(&wire);
}

#define FORWARDED GET_FORWARDED("/whence", "X-Forwarded-For: 192.0.2.1, 203.0.113.9\r\n")
#define GET_FORWARDED(path, fields) "GET " path " HTTP/1.1\r\n" HOST fields "\r\n"

static void what_is_forwarded_counts_only_from_a_proxy_of_ours(void **state)
{
    static const struct {
        const char *proxy, *end;
    } cases[] = {
        { "127.0.0.1", "\r\n\r\n203.0.113.9 proxied" },
        { "127.0.0.2", "\r\n\r\n127.0.0.1 direct" },
        { "unix", "\r\n\r\n127.0.0.1 direct" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct address_set proxies = { .count = 0 };
        struct http_server_config config = { .tick_ms = 5, .proxies = &proxies };
        struct wire *wire;
        int fd;
        assert_true(address_set_add(&proxies, text_of(cases[i].proxy)));
        wire = wire_start(config, NULL);
        fd = wire_connect(wire);
        wire_send(fd, TEXT(FORWARDED));
        assert_true(text_ends(wire_receive(fd, 1), text_of(cases[i].end)));
        close(fd);
        wire_stop(&wire);
    }
}

static void a_head_has_the_length_and_no_body(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    wire_send(fd, TEXT("HEAD /where HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    got = wire_receive(fd, 99);
    assert_true(text_has(got, "\r\nContent-Length: 16\r\n"));
    assert_true(text_has(got, "\r\nConnection: close\r\n"));
    assert_true(text_ends(got, TEXT("\r\n\r\n")));
    close(fd);
    wire_stop(&wire);
}

static void a_204_has_no_length(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    wire_send(fd, TEXT(GET("/none")));
    got = wire_receive(fd, 1);
    assert_true(text_starts(got, TEXT("HTTP/1.1 204 No Content\r\n")));
    assert_false(text_has(got, "Content-Length"));
    assert_true(text_has(got, "nosniff"));
    close(fd);
    wire_stop(&wire);
}

static void one_connection_serves_many_requests_in_their_order(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    for (int i = 0; i < 3; i++) {
        wire_send(fd, TEXT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"));
        assert_true(text_ends(wire_receive(fd, 1), TEXT("\r\n\r\nabc")));
    }
    /* pipelined: answered at once, by workers, at once again */
    wire_send(fd, TEXT(GET("/where?1") GET("/later") GET("/where?2") GET("/later") GET("/later") "POST /echo HTTP/1.1\r\n" HOST
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" GET("/where?3")));
    got = wire_receive(fd, 7);
    size_t first, second, third;
    assert_true(text_find(got, TEXT("GET /where 1"), &first));
    assert_true(text_find(got, TEXT("GET /where 2"), &second));
    assert_true(text_find(got, TEXT("GET /where 3"), &third));
    assert_true(first < second && second < third);
    assert_int_equal(10, http_server_counters(wire->server).requests);
    close(fd);
    wire_stop(&wire);
}

static void a_thousand_pipelined_requests_wait_in_the_socket(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    for (int i = 0; i < 1000; i++)
        wire_send(fd, i % 10 ? TEXT(GET("/none")) : TEXT(GET("/later")));
    got = wire_receive(fd, 1000);
    assert_true(got.length > 1000 * 100);
    close(fd);
    wire_stop(&wire);
}

static void a_request_may_come_byte_by_byte(void **state)
{
    static const char bytes[] = "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n4\r\nslow\r\n0\r\n\r\n";
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);

    (void)state;
    for (size_t i = 0; i < sizeof bytes - 1; i++) {
        wire_send(fd, text_of_bytes(bytes + i, 1));
        usleep(500);
    }
    assert_true(text_ends(wire_receive(fd, 1), TEXT("\r\n\r\nslow")));
    close(fd);
    wire_stop(&wire);
}

static void a_client_that_waits_is_told_to_go_on(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    char words[26] = "";

    (void)state;
    wire_send(fd, TEXT("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
    assert_int_equal(25, recv(fd, words, 25, MSG_WAITALL));
    assert_string_equal("HTTP/1.1 100 Continue\r\n\r\n", words);
    wire_send(fd, TEXT("abc"));
    assert_true(text_ends(wire_receive(fd, 1), TEXT("\r\n\r\nabc")));
    /* one that is refused is not told to send what nobody will read */
    wire_send(fd, TEXT("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n"));
    assert_true(text_starts(wire_receive(fd, 1), TEXT("HTTP/1.1 413 ")));
    close(fd);
    wire_stop(&wire);
}

static void a_refusal_is_told_in_words_and_closes(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;

    (void)state;
    wire_send(fd, TEXT("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n" GET("/none")));
    got = wire_receive(fd, 99);
    assert_true(text_starts(got, TEXT("HTTP/1.1 421 Misdirected Request\r\n")));
    assert_true(text_has(got, "\r\nConnection: close\r\n"));
    assert_true(text_has(got, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_true(text_ends(got, TEXT("421 Misdirected Request\nNo site of this name is served here. Check the Host field and the server names of the proxy in front.\n")));
    close(fd);
    fd = wire_connect(wire);
    wire_send(fd, TEXT("TRACE / HTTP/1.1\r\n" HOST "\r\n"));
    assert_true(text_has(wire_receive(fd, 99), "\r\nAllow: GET, HEAD, POST\r\n"));
    close(fd);
    assert_int_equal(400, wire_status(wire, TEXT("POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")));
    assert_int_equal(0, http_server_counters(wire->server).requests);
    assert_int_equal(3, http_server_counters(wire->server).refused_protocol);
    assert_int_equal(3, http_server_counters(wire->server).answered[4]);
    wire_stop(&wire);
}

static void every_vector_has_its_status_over_a_socket(void **state)
{
    struct wire *wire = wire_start(plain, NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        const struct vector *v = &vectors[i];
        int status = v->status == 100 ? 100 : wire_status(wire, v->bytes);
        if (v->status ? status != v->status : status < 200 || status > 299)
            fail_msg("%s: expected %d, got %d", v->name, v->status, status);
    }
    wire_stop(&wire);
}

/* What stands behind a refused request may be the body of a request that a proxy saw: it is never read as a request of its own. */
static void nothing_behind_a_refused_request_is_served(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    struct text got;
    size_t at;

    (void)state;
    wire_send(fd, TEXT("POST / HTTP/1.1\r\n" HOST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET("/none") GET("/none")));
    got = wire_receive(fd, 99);
    assert_true(text_starts(got, TEXT("HTTP/1.1 400 ")));
    assert_false(text_find(text_from(got, 1), TEXT("HTTP/1.1 "), &at));
    assert_int_equal(0, http_server_counters(wire->server).requests);
    close(fd);
    wire_stop(&wire);
}

/* A client that has not yet sent all of it must still be able to read why it was refused, and not see a reset. */
static void a_refusal_reaches_a_client_that_is_still_sending(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    static char fill[60000];

    (void)state;
    memset(fill, 'x', sizeof fill);
    wire_send(fd, TEXT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000000\r\n\r\n"));
    wire_send(fd, text_of_bytes(fill, sizeof fill));
    usleep(50000);
    wire_send(fd, text_of_bytes(fill, sizeof fill));
    assert_true(text_starts(wire_receive(fd, 99), TEXT("HTTP/1.1 413 Content Too Large\r\n")));
    close(fd);
    wire_stop(&wire);
}

static bool nobody_is_connected(struct wire *wire)
{
    return http_server_counters(wire->server).open == 0;
}

static void a_slow_head_ends_at_an_absolute_deadline(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .head_ms = 150, .tick_ms = 5 }, NULL);
    int fd = wire_connect(wire);
    int64_t began = wire_now();
    struct text got;

    (void)state;
    wire_send(fd, TEXT("GET / HTTP/1.1\r\n"));
    for (int i = 0; i < 8; i++) { /* a byte now and then does not help */
        usleep(30000);
        wire_send(fd, TEXT("X"));
    }
    got = wire_receive(fd, 99);
    assert_true(text_starts(got, TEXT("HTTP/1.1 408 Request Timeout\r\n")));
    assert_true(text_has(got, "The head of the request took too long. Send it within 10 seconds.\n"));
    assert_true(wire_now() - began >= 150);
    assert_int_equal(1, http_server_counters(wire->server).timed_out);
    close(fd);
    wire_stop(&wire);
}

static void a_slow_body_ends_at_an_absolute_deadline(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .body_ms = 150, .tick_ms = 5 }, NULL);
    int fd = wire_connect(wire);

    (void)state;
    wire_send(fd, TEXT("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\n"));
    for (int i = 0; i < 8; i++) {
        usleep(30000);
        wire_send(fd, TEXT("X"));
    }
    assert_true(text_starts(wire_receive(fd, 99), TEXT("HTTP/1.1 408 Request Timeout\r\n")));
    close(fd);
    wire_stop(&wire);
}

static void an_idle_connection_is_closed_without_a_word(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .idle_ms = 100, .tick_ms = 5 }, NULL);
    int fresh = wire_connect(wire), used = wire_connect(wire);

    (void)state;
    wire_send(used, TEXT(GET("/none")));
    assert_true(wire_receive(used, 1).length > 0);
    assert_int_equal(0, wire_receive(fresh, 1).length);
    assert_int_equal(0, wire_receive(used, 1).length);
    close(fresh);
    close(used);
    wire_wait_until(nobody_is_connected, wire);
    wire_stop(&wire);
}

static bool one_timed_out(struct wire *wire)
{
    return http_server_counters(wire->server).timed_out == 1;
}

static void a_slow_reader_is_given_up(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .body_ms = 100, .tick_ms = 5 }, NULL);
    int fd = wire_connect(wire);

    (void)state;
    wire_send(fd, TEXT(GET("/big")));
    wire_wait_until(one_timed_out, wire);
    wire_wait_until(nobody_is_connected, wire);
    close(fd);
    wire_stop(&wire);
}

static void a_large_answer_arrives_whole(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    size_t total = 0;
    static char bytes[65536];
    ssize_t got;

    (void)state;
    wire_send(fd, TEXT("GET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0)
        total += (size_t)got;
    assert_int_equal(0, got);
    assert_true(total > 8u << 20);
    assert_true(total < (8u << 20) + 1024);
    close(fd);
    wire_stop(&wire);
}

static bool one_is_held(struct wire *wire)
{
    return wire_holds(wire) == 1;
}

static void a_half_closed_client_gets_its_answer(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);

    (void)state;
    wire_send(fd, TEXT(GET("/held")));
    shutdown(fd, SHUT_WR);
    wire_wait_until(one_is_held, wire);
    usleep(20000);
    wire_release(wire);
    assert_true(text_starts(wire_receive(fd, 99), TEXT("HTTP/1.1 204 ")));
    close(fd);
    fd = wire_connect(wire);
    wire_send(fd, TEXT("GET / HTTP/1.1\r\nHost:"));
    shutdown(fd, SHUT_WR);
    assert_true(text_has(wire_receive(fd, 99), "400 Bad Request\nThe request ended before it was whole. Send all of it before closing.\n"));
    close(fd);
    wire_wait_until(nobody_is_connected, wire);
    wire_stop(&wire);
}

static void a_client_that_has_gone_does_no_harm(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    struct linger reset = { 1, 0 };
    int fd = wire_connect(wire);

    (void)state;
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    wire_send(fd, TEXT(GET("/held")));
    wire_wait_until(one_is_held, wire);
    close(fd);
    wire_wait_until(nobody_is_connected, wire);
    wire_release(wire);
    assert_int_equal(204, wire_status(wire, TEXT(GET("/later"))));
    wire_stop(&wire);
}

/* A program that the process starts holds copies of all sockets until it runs: to close one is not enough to make epoll forget it. */
static void a_closed_connection_is_forgotten_though_a_child_still_holds_it(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    pid_t child;

    (void)state;
    wire_send(fd, TEXT(GET("/where")));
    wire_receive(fd, 1);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        usleep(300000);
        _exit(0);
    }
    wire_send(fd, TEXT("GET /where HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    wire_receive(fd, 1);
    shutdown(fd, SHUT_WR); /* now the server closes its side; the child's copy stays readable */
    usleep(100000);
    close(fd);
    for (int i = 0; i < 20; i++) { /* the server goes on, and its memory is sound */
        int other = wire_connect(wire);
        wire_send(other, TEXT(GET("/where")));
        wire_receive(other, 1);
        close(other);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    wire_stop(&wire);
}

static void an_address_has_a_limit_of_connections(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .connections_per_address = 2, .tick_ms = 5 }, NULL);
    int first = wire_connect(wire), second = wire_connect(wire), third = wire_connect(wire);
    struct text got;

    (void)state;
    got = wire_receive(third, 99);
    assert_true(text_starts(got, TEXT("HTTP/1.1 503 Service Unavailable\r\n")));
    assert_true(text_has(got, "Too many connections are open from this address. Close some, or use one for several requests.\n"));
    close(third);
    wire_send(second, TEXT(GET("/none")));
    assert_true(wire_receive(second, 1).length > 0);
    assert_int_equal(1, http_server_counters(wire->server).refused_limit);
    close(first);
    close(second);
    wire_wait_until(nobody_is_connected, wire);
    assert_int_equal(204, wire_status(wire, TEXT(GET("/none"))));
    wire_stop(&wire);
}

static bool accepting_needs_a_descriptor(struct wire *wire)
{
    int ticks = wire->ticks;

    usleep(300000);
    return wire->ticks - ticks < 200; /* a loop that spins would still tick every 5 ms; see the processor time below */
}

static void without_descriptors_the_server_waits_and_does_not_spin(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fds[3] = { wire_connect(wire), -1, -1 }, spare;
    struct rlimit before, few;
    struct rusage began, ended;

    (void)state;
    wire_send(fds[0], TEXT(GET("/none")));
    wire_receive(fds[0], 1);
    fds[1] = socket(AF_INET, SOCK_STREAM, 0);
    spare = dup(0);
    getrlimit(RLIMIT_NOFILE, &before);
    few = (struct rlimit){ (rlim_t)spare, before.rlim_max };
    close(spare);
    setrlimit(RLIMIT_NOFILE, &few);
    struct sockaddr_storage a;
    socklen_t length = sizeof a;
    getpeername(fds[0], (struct sockaddr *)&a, &length);
    assert_int_equal(0, connect(fds[1], (struct sockaddr *)&a, length));
    wire_send(fds[1], TEXT(GET("/none")));
    getrusage(RUSAGE_SELF, &began);
    assert_true(accepting_needs_a_descriptor(wire));
    getrusage(RUSAGE_SELF, &ended);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_true((ended.ru_utime.tv_sec - began.ru_utime.tv_sec) * 1000000 + ended.ru_utime.tv_usec - began.ru_utime.tv_usec < 150000);
    assert_true(text_starts(wire_receive(fds[1], 1), TEXT("HTTP/1.1 204 ")));
    close(fds[0]);
    close(fds[1]);
    wire_stop(&wire);
}

static void *drain_it(void *context)
{
    http_server_drain(((struct wire *)context)->server, 5000);
    return NULL;
}

static void a_drain_lets_running_exchanges_end(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int idle = wire_connect(wire), busy = wire_connect(wire);
    int64_t began;
    struct text got;
    pthread_t drainer;

    (void)state;
    wire_send(busy, TEXT(GET("/held")));
    wire_wait_until(one_is_held, wire);
    began = wire_now();
    assert_int_equal(0, pthread_create(&drainer, NULL, drain_it, wire));
    assert_int_equal(0, wire_receive(idle, 1).length);
    wire_release(wire);
    got = wire_receive(busy, 99);
    assert_true(text_starts(got, TEXT("HTTP/1.1 204 ")));
    assert_true(text_has(got, "\r\nConnection: close\r\n"));
    close(busy);
    close(idle);
    pthread_join(drainer, NULL);
    assert_true(wire_now() - began < 4000);
    wire_stop(&wire);
}

static void a_drain_does_not_wait_for_ever(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);
    int64_t began;

    (void)state;
    wire_send(fd, TEXT(GET("/held")));
    wire_wait_until(one_is_held, wire);
    began = wire_now();
    http_server_drain(wire->server, 100);
    assert_true(wire_now() - began >= 95);
    assert_int_equal(0, wire_receive(fd, 1).length);
    wire_release(wire); /* an answer to nobody */
    close(fd);
    wire_stop(&wire);
}

static int connect_unix(const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    assert_int_equal(0, connect(fd, (struct sockaddr *)&a, sizeof a));
    return fd;
}

static void a_unix_socket_is_private_and_knows_its_peer(void **state)
{
    char *folder = unit_folder(), address[256];
    struct wire *wire;
    struct stat status;
    int fd, more[4];

    (void)state;
    snprintf(address, sizeof address, "unix:%s/control.sock", folder);
    wire = wire_start((struct http_server_config){ .connections_per_address = 2, .tick_ms = 5 }, address);
    assert_int_equal(0, stat(address + 5, &status));
    assert_int_equal(0600, status.st_mode & 0777);
    for (int i = 0; i < 4; i++) /* no limit here */
        more[i] = connect_unix(address + 5);
    fd = connect_unix(address + 5);
    wire_send(fd, TEXT("GET /where HTTP/1.1\r\nHost: anything\r\n\r\n"));
    assert_true(text_ends(wire_receive(fd, 1), TEXT("\r\n\r\nGET /where  1 uid")));
    for (int i = 0; i < 4; i++)
        close(more[i]);
    close(fd);
    wire_stop(&wire);
    assert_int_equal(-1, stat(address + 5, &status));
    unit_folder_remove(&folder);
}

/* A web server runs as another user: its socket is reached by whoever reaches the folder, as a port is. */
static void a_socket_for_the_web_server_lets_anybody_in(void **state)
{
    char *folder = unit_folder(), address[256];
    struct http_listener l = { .address = address, .mode = 0666 };
    struct http_server_config config = { .listeners = &l, .listener_count = 1 };
    struct http_server *s = NULL;
    struct work *w = unit_work();
    struct stat status;

    (void)state;
    snprintf(address, sizeof address, "unix:%s/public.sock", folder);
    assert_ok(w, http_server_create(w, &config, &s));
    assert_int_equal(0, stat(address + 5, &status));
    assert_int_equal(0666, status.st_mode & 0777);
    http_server_destroy(&s);
    unit_work_end(&w);
    unit_folder_remove(&folder);
}

static bool try_listen(struct work *w, const char *address)
{
    struct http_listener l = { .address = address };
    struct http_server_config config = { .listeners = &l, .listener_count = 1 };
    struct http_server *s = NULL;
    bool good = http_server_create(w, &config, &s);

    http_server_destroy(&s);
    return good;
}

static void a_stale_socket_is_replaced_and_a_live_one_is_not(void **state)
{
    char *folder = unit_folder(), address[256], message[512];
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    struct work *w = unit_work();
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    FILE *file;

    (void)state;
    snprintf(address, sizeof address, "unix:%s/s", folder);
    snprintf(a.sun_path, sizeof a.sun_path, "%s/s", folder);
    assert_int_equal(0, bind(fd, (struct sockaddr *)&a, sizeof a));
    assert_int_equal(0, listen(fd, 1));
    assert_error(w, ERR_UNAVAILABLE, try_listen(w, address));
    snprintf(message, sizeof message, "cannot listen on \"%s\": address already in use", address);
    assert_string_equal(message, w->err.message);
    close(fd);
    assert_ok(w, try_listen(w, address));
    file = fopen(address + 5, "w");
    fclose(file);
    assert_error(w, ERR_UNAVAILABLE, try_listen(w, address));
    assert_true(text_has(text_of(w->err.message), "a file that is not a socket stands there"));
    unit_work_end(&w);
    unit_folder_remove(&folder);
}

static void an_address_in_use_or_unreadable_is_named(void **state)
{
    static const char *const unreadable[] = { "", "8123", ":8123", "localhost:80", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "unix:", "unix:relative" };
    struct wire *wire = wire_start(plain, NULL);
    char address[64];

    (void)state;
    snprintf(address, sizeof address, "127.0.0.1:%d", wire->listeners[0].port);
    assert_error(wire->w, ERR_UNAVAILABLE, try_listen(wire->w, address));
    assert_true(text_has(text_of(wire->w->err.message), "address already in use"));
    assert_true(text_has(text_of(wire->w->err.message), address));
    for (size_t i = 0; i < COUNT_OF(unreadable); i++)
        assert_error(wire->w, ERR_INVALID, try_listen(wire->w, unreadable[i]));
    wire_stop(&wire);
}

static void an_ipv6_address_can_be_listened_on(void **state)
{
    struct work *w = unit_work();

    (void)state;
    if (!try_listen(w, "[::1]:0") && !text_has(text_of(w->err.message), "Cannot assign requested address") && !text_has(text_of(w->err.message), "not supported"))
        fail_msg("%s", w->err.message);
    unit_work_end(&w);
}

/* In test builds the process ends; elsewhere the field is left out. */
static void a_field_that_would_break_the_line_is_never_sent(void **state)
{
    (void)state;
#ifdef PRIVACYD_TEETH
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct wire *wire = wire_start(plain, NULL);
        assert_non_null(freopen("/dev/null", "w", stderr));
        signal(SIGABRT, SIG_DFL);
        wire_status(wire, TEXT(GET("/bad")));
        _exit(0);
    }
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
#else
    struct wire *wire = wire_start(plain, NULL);
    int fd = wire_connect(wire);

    wire_send(fd, TEXT(GET("/bad")));
    assert_false(text_has(wire_receive(fd, 1), "X-B"));
    close(fd);
    wire_stop(&wire);
#endif
}

enum { CLIENTS = 6, ROUNDS = 60 };

static void *be_a_client(void *context)
{
    struct wire *wire = context;

    for (int i = 0; i < ROUNDS; i++) {
        int fd = wire_connect(wire);
        char bytes[2048];
        ssize_t got = 1;
        wire_send(fd, TEXT(GET("/later") GET("/none") GET("/later")));
        shutdown(fd, SHUT_WR);
        if (i % 3)
            while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0)
                ;
        close(fd); /* a third leave without reading */
        if (got < 0)
            return wire;
    }
    return NULL;
}

static void many_threads_answer_many_clients(void **state)
{
    struct wire *wire = wire_start(plain, NULL);
    pthread_t clients[CLIENTS];
    void *failed;

    (void)state;
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(0, pthread_create(&clients[i], NULL, be_a_client, wire));
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i], &failed);
        assert_null(failed);
    }
    wire_wait_until(nobody_is_connected, wire);
    assert_int_equal(CLIENTS * ROUNDS, http_server_counters(wire->server).accepted);
    assert_true(http_server_counters(wire->server).answered[2] >= CLIENTS * ROUNDS * 2);
    wire_stop(&wire);
}

static void the_tick_comes_by_itself(void **state)
{
    struct wire *wire = wire_start(plain, NULL);

    (void)state;
    usleep(200000);
    http_server_drain(wire->server, 0);
    assert_in_range(wire->ticks, 5, 41);
    wire_stop(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_get_is_answered_with_every_security_field),
        cmocka_unit_test(what_is_forwarded_counts_only_from_a_proxy_of_ours),
        cmocka_unit_test(a_head_has_the_length_and_no_body),
        cmocka_unit_test(a_204_has_no_length),
        cmocka_unit_test(one_connection_serves_many_requests_in_their_order),
        cmocka_unit_test(a_thousand_pipelined_requests_wait_in_the_socket),
        cmocka_unit_test(a_request_may_come_byte_by_byte),
        cmocka_unit_test(a_client_that_waits_is_told_to_go_on),
        cmocka_unit_test(a_refusal_is_told_in_words_and_closes),
        cmocka_unit_test(every_vector_has_its_status_over_a_socket),
        cmocka_unit_test(nothing_behind_a_refused_request_is_served),
        cmocka_unit_test(a_refusal_reaches_a_client_that_is_still_sending),
        cmocka_unit_test(a_slow_head_ends_at_an_absolute_deadline),
        cmocka_unit_test(a_slow_body_ends_at_an_absolute_deadline),
        cmocka_unit_test(an_idle_connection_is_closed_without_a_word),
        cmocka_unit_test(a_slow_reader_is_given_up),
        cmocka_unit_test(a_large_answer_arrives_whole),
        cmocka_unit_test(a_half_closed_client_gets_its_answer),
        cmocka_unit_test(a_client_that_has_gone_does_no_harm),
        cmocka_unit_test(a_closed_connection_is_forgotten_though_a_child_still_holds_it),
        cmocka_unit_test(an_address_has_a_limit_of_connections),
        cmocka_unit_test(without_descriptors_the_server_waits_and_does_not_spin),
        cmocka_unit_test(a_drain_lets_running_exchanges_end),
        cmocka_unit_test(a_drain_does_not_wait_for_ever),
        cmocka_unit_test(a_unix_socket_is_private_and_knows_its_peer),
        cmocka_unit_test(a_socket_for_the_web_server_lets_anybody_in),
        cmocka_unit_test(a_stale_socket_is_replaced_and_a_live_one_is_not),
        cmocka_unit_test(an_address_in_use_or_unreadable_is_named),
        cmocka_unit_test(an_ipv6_address_can_be_listened_on),
        cmocka_unit_test(a_field_that_would_break_the_line_is_never_sent),
        cmocka_unit_test(many_threads_answer_many_clients),
        cmocka_unit_test(the_tick_comes_by_itself),
    };

    return cmocka_run_group_tests_name("net/server", tests, NULL, NULL);
}
