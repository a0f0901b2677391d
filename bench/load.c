/* load ADDRESS CONNECTIONS SECONDS REQUESTS FILE: sends prepared HTTP requests over connections that stay open, one at a time on each, and
 * tells how many were answered with 2xx and how long each took. It stops sending when the seconds are over or the requests are used up and
 * then waits for what is under way: what it counts as good is exactly what the server acknowledged.
 *
 * ADDRESS is HOST:PORT (IPv4) or unix:PATH. FILE holds the requests, each after a line with its length in bytes; the next of them is sent
 * by whichever connection is free, from the first again when they are used up. Prints one line of JSON; with LOAD_BODIES=FILE in the
 * environment the bodies of all answers go to that file, one a line. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 20, CONNECTIONS_MAX = 1024, TIMES_MAX = 1 << 22, PER_ADDRESS = 32 };

struct request {
    const char *at;
    size_t length;
};

struct connection {
    int fd;
    struct request request;
    size_t sent, got, wanted; /* wanted: bytes of the whole answer, 0 while its head is not complete */
    uint64_t began;
    char answer[ANSWER_MAX];
};

struct load {
    struct request *requests;
    long request_count, next, most; /* most: requests to send, 0 no limit */
    uint64_t end;
    long sent, good, bad;
    int busy, epoll;
    uint32_t *times; /* microseconds of each good answer */
    FILE *bodies;
};

static void stop(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static char *read_all(const char *path, size_t *out_size)
{
    int fd = open(path, O_RDONLY);
    struct stat status;
    size_t done = 0;
    char *all;

    if (fd < 0 || fstat(fd, &status) != 0)
        stop(path);
    all = malloc((size_t)status.st_size + 1);
    while (all && done < (size_t)status.st_size) {
        ssize_t n = read(fd, all + done, (size_t)status.st_size - done);
        if (n <= 0)
            stop(path);
        done += (size_t)n;
    }
    close(fd);
    if (!all)
        stop("memory");
    all[done] = 0;
    *out_size = done;
    return all;
}

static void read_requests(struct load *l, const char *path)
{
    size_t size, room = 0;
    char *all = read_all(path, &size), *at = all;

    while (at < all + size) {
        char *begin;
        size_t length = strtoul(at, &begin, 10);
        if (*begin++ != '\n' || length > (size_t)(all + size - begin)) {
            errno = EINVAL;
            stop(path);
        }
        if ((size_t)l->request_count == room) {
            room = room ? room * 2 : 1024;
            l->requests = realloc(l->requests, room * sizeof *l->requests);
            if (!l->requests)
                stop("memory");
        }
        l->requests[l->request_count++] = (struct request){ begin, length };
        at = begin + length;
    }
}

/* The server lets a bounded number of connections of one address in: every 32 come from an address of their own out of 127.0.0.0/8. */
static int connect_to(const char *address, int number)
{
    struct sockaddr_un local = { .sun_family = AF_UNIX };
    struct sockaddr_in inet = { .sin_family = AF_INET }, from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001 + (uint32_t)(number / PER_ADDRESS)) };
    bool is_unix = strncmp(address, "unix:", 5) == 0;
    char host[64];
    int port, one = 1, fd = socket(is_unix ? AF_UNIX : AF_INET, SOCK_STREAM, 0);

    if (is_unix) {
        snprintf(local.sun_path, sizeof local.sun_path, "%s", address + 5);
        if (connect(fd, (struct sockaddr *)&local, sizeof local) != 0)
            stop(address);
    } else {
        if (sscanf(address, "%63[^:]:%d", host, &port) != 2 || inet_pton(AF_INET, host, &inet.sin_addr) != 1)
            stop("the address is not HOST:PORT");
        inet.sin_port = htons((uint16_t)port);
        if (bind(fd, (struct sockaddr *)&from, sizeof from) != 0 || connect(fd, (struct sockaddr *)&inet, sizeof inet) != 0)
            stop(address);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void push(struct load *l, struct connection *c)
{
    while (c->sent < c->request.length) {
        ssize_t n = send(c->fd, c->request.at + c->sent, c->request.length - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
            epoll_ctl(l->epoll, EPOLL_CTL_MOD, c->fd, &event);
            return;
        }
        if (n < 0)
            stop("send");
        c->sent += (size_t)n;
    }
}

static bool begin(struct load *l, struct connection *c)
{
    uint64_t now = now_us();

    if (now >= l->end || (l->most && l->sent >= l->most))
        return false;
    c->request = l->requests[l->next];
    l->next = (l->next + 1) % l->request_count;
    c->sent = c->got = c->wanted = 0;
    c->began = now;
    l->sent++;
    push(l, c);
    return true;
}

/* The length of the whole answer, once its head is there. */
static size_t whole_length(struct connection *c)
{
    char *end, *line;
    size_t head;

    c->answer[c->got] = 0;
    end = strstr(c->answer, "\r\n\r\n");
    if (!end)
        return 0;
    head = (size_t)(end - c->answer) + 4;
    for (line = strstr(c->answer, "\r\n"); line && line < end; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, "content-length:", 15) == 0)
            return head + strtoul(line + 17, NULL, 10);
    return head;
}

static void note(struct load *l, struct connection *c)
{
    bool good = c->answer[9] == '2';
    const char *body = strstr(c->answer, "\r\n\r\n") + 4;

    if (good && l->good < TIMES_MAX)
        l->times[l->good] = (uint32_t)(now_us() - c->began);
    if (!good && l->bad == 0)
        fprintf(stderr, "load: the first answer that is not 2xx: %.*s\n", (int)(c->got < 400 ? c->got : 400), c->answer);
    *(good ? &l->good : &l->bad) += 1;
    if (l->bodies)
        fprintf(l->bodies, "%.*s\n", (int)(c->wanted - (size_t)(body - c->answer)), body);
}

static void pull(struct load *l, struct connection *c)
{
    ssize_t n;

    while ((n = recv(c->fd, c->answer + c->got, ANSWER_MAX - 1 - c->got, 0)) > 0) {
        c->got += (size_t)n;
        if (c->wanted == 0)
            c->wanted = whole_length(c);
        if (c->wanted == 0 || c->got < c->wanted)
            continue;
        c->answer[c->got] = 0;
        note(l, c);
        if (!begin(l, c))
            l->busy--;
        return;
    }
    if (n == 0 || errno != EAGAIN) {
        errno = n == 0 ? ECONNRESET : errno;
        stop("the server ended a connection");
    }
}

static void run(struct load *l)
{
    struct epoll_event events[64];

    while (l->busy) {
        int n = epoll_wait(l->epoll, events, 64, 30000);
        if (n == 0) {
            errno = ETIMEDOUT;
            stop("no answer");
        }
        for (int i = 0; i < n; i++) {
            if (events[i].events & EPOLLOUT)
                push(l, events[i].data.ptr);
            if (events[i].events & (EPOLLIN | EPOLLHUP))
                pull(l, events[i].data.ptr);
        }
    }
}

static int by_time(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static uint32_t quantile(const struct load *l, double q)
{
    long n = l->good < TIMES_MAX ? l->good : TIMES_MAX;

    return n ? l->times[(long)((double)(n - 1) * q)] : 0;
}

int main(int count, char **arguments)
{
    static struct load l;
    const char *bodies = getenv("LOAD_BODIES");
    int connections = count == 6 ? atoi(arguments[2]) : 0;
    uint64_t began;

    if (connections < 1 || connections > CONNECTIONS_MAX) {
        fputs("usage: load ADDRESS CONNECTIONS SECONDS REQUESTS FILE\n", stderr);
        return 2;
    }
    read_requests(&l, arguments[5]);
    l.most = atol(arguments[4]);
    l.times = malloc(sizeof *l.times * TIMES_MAX);
    l.epoll = epoll_create1(0);
    l.bodies = bodies ? fopen(bodies, "w") : NULL;
    began = now_us();
    l.end = began + (uint64_t)(atof(arguments[3]) * 1e6);
    for (int i = 0; i < connections; i++) {
        struct connection *c = calloc(1, sizeof *c);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
        if (!c || !l.times || l.request_count == 0)
            stop("memory or requests");
        c->fd = connect_to(arguments[1], i);
        epoll_ctl(l.epoll, EPOLL_CTL_ADD, c->fd, &event);
        l.busy += begin(&l, c);
    }
    run(&l);
    qsort(l.times, (size_t)(l.good < TIMES_MAX ? l.good : TIMES_MAX), sizeof *l.times, by_time);
    printf("{\"good\": %ld, \"bad\": %ld, \"seconds\": %.6f, \"p50_us\": %u, \"p99_us\": %u, \"max_us\": %u}\n", l.good, l.bad, (double)(now_us() - began) / 1e6,
           quantile(&l, 0.5), quantile(&l, 0.99), quantile(&l, 1.0));
    if (l.bodies)
        fclose(l.bodies);
    return 0;
}
