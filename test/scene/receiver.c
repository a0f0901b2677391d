#include "receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET "a secret of at least 24 bytes"

static bool fill(int peer, char *memory, size_t size, size_t *length)
{
    ssize_t got = *length + 1 < size ? recv(peer, memory + *length, size - *length - 1, 0) : 0;

    if (got <= 0)
        return false;
    *length += (size_t)got;
    memory[*length] = '\0';
    return true;
}

/* Head, then as much body as it says. */
static bool take(int peer, struct received *out)
{
    char memory[RECEIVED_BYTES + 4096];
    size_t length = 0, wanted = 0;
    char *end = NULL, *said;

    memory[0] = '\0';
    while (!(end = strstr(memory, "\r\n\r\n")))
        if (!fill(peer, memory, sizeof memory, &length))
            return false;
    if ((said = strcasestr(memory, "\r\nContent-Length: ")) && said < end)
        wanted = strtoul(said + 18, NULL, 10);
    while (length - (size_t)(end + 4 - memory) < wanted)
        if (!fill(peer, memory, sizeof memory, &length))
            return false;
    snprintf(out->head, sizeof out->head, "%.*s\r\n", (int)(end - memory), memory);
    snprintf(out->body, sizeof out->body, "%s", end + 4);
    return true;
}

static void serve(struct receiver *r, int peer)
{
    struct received *received = calloc(1, sizeof *received);
    char answer[128];
    int status;

    if (received && take(peer, received)) {
        pthread_mutex_lock(&r->lock);
        status = r->statuses[0];
        for (int i = 0; i + 1 < r->status_count; i++)
            r->statuses[i] = r->statuses[i + 1];
        r->status_count -= r->status_count > 1;
        if (r->count < RECEIVED_MAX)
            r->list[r->count++] = *received;
        pthread_mutex_unlock(&r->lock);
        snprintf(answer, sizeof answer, "HTTP/1.1 %d Said\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", status);
        if (status)
            (void)!write(peer, answer, strlen(answer));
    }
    free(received);
    close(peer);
}

static void *receiver_main(void *argument)
{
    struct receiver *r = argument;
    int peer;

    while ((peer = accept(r->socket, NULL, NULL)) >= 0)
        serve(r, peer);
    return NULL;
}

struct receiver *receiver_open(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct receiver *r = calloc(1, sizeof *r);
    socklen_t length = sizeof a;

    assert_non_null(r);
    pthread_mutex_init(&r->lock, NULL);
    r->statuses[0] = 200;
    r->status_count = 1;
    r->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(r->socket >= 0 && bind(r->socket, (struct sockaddr *)&a, sizeof a) == 0 && listen(r->socket, 16) == 0);
    assert_int_equal(getsockname(r->socket, (struct sockaddr *)&a, &length), 0);
    r->port = ntohs(a.sin_port);
    assert_int_equal(pthread_create(&r->thread, NULL, receiver_main, r), 0);
    return r;
}

void receiver_close(struct receiver **r)
{
    shutdown((*r)->socket, SHUT_RDWR);
    pthread_join((*r)->thread, NULL);
    close((*r)->socket);
    pthread_mutex_destroy(&(*r)->lock);
    free(*r);
    *r = NULL;
}

void receiver_answers(struct receiver *r, const int *statuses)
{
    pthread_mutex_lock(&r->lock);
    for (r->status_count = 0; statuses[r->status_count] >= 0; r->status_count++)
        r->statuses[r->status_count] = statuses[r->status_count];
    pthread_mutex_unlock(&r->lock);
}

int receiver_count(struct receiver *r)
{
    int count;

    pthread_mutex_lock(&r->lock);
    count = r->count;
    pthread_mutex_unlock(&r->lock);
    return count;
}

struct text receiver_header(struct receiver *r, int n, const char *name)
{
    struct text rest = text_of(r->list[n].head), line;

    while (text_cut(&rest, '\n', &line)) {
        struct text key;
        if (text_cut(&line, ':', &key) && text_equal_ascii_case(key, text_of(name)))
            return text_trim(line);
    }
    return TEXT("");
}

struct text receiver_body(struct receiver *r, int n)
{
    return text_of(r->list[n].body);
}

void receiver_use(struct scene *s, const struct receiver *r, const char *recipient)
{
    struct config_webhook *h = &s->config.webhooks[s->config.webhook_count++];
    struct text url, file;
    FILE *secret;

    assert_ok(s->w, work_format(s->w, &url, "http://127.0.0.1:%d/hook", r->port));
    assert_ok(s->w, work_format(s->w, &file, "%s/hook.secret", s->folder));
    secret = fopen(file.at, "w");
    assert_true(secret && fputs(SECRET "\n", secret) >= 0 && fclose(secret) == 0 && chmod(file.at, 0600) == 0);
    *h = (struct config_webhook){ .recipient = text_of(recipient), .url = url, .secret_file = file, .allow_private = true };
    scene_restart(s);
}
