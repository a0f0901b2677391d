#include "net/dns.h"

#include "net/cares.h"

#include <arpa/nameser.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { TRY_MS = 700, TRIES = 2, EDNS_BYTES = 1232 };

struct dns {
    const struct cares_library *library;
    ares_channel channel;
    int clock; /* timerfd: readable when the time is over */
};

/* What comes back for one question, as it came. */
struct reply {
    bool arrived;
    int status;
    unsigned char *bytes;
    int length;
};

static bool open_clock(struct work *w, int limit_ms, int *out_clock)
{
    struct itimerspec limit = { .it_value = { limit_ms / 1000, (long)(limit_ms % 1000) * 1000000 } };

    *out_clock = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (*out_clock < 0 || timerfd_settime(*out_clock, 0, &limit, NULL) != 0)
        FAIL(w, ERR_UNAVAILABLE, "no timer for questions to the DNS");
    return true;
}

static bool open_channel(struct work *w, struct dns *d, struct text server)
{
    struct ares_options options = { .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS, .timeout = TRY_MS, .tries = TRIES, .ednspsz = EDNS_BYTES };
    struct text copy;

    if (d->library->init_options(&d->channel, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ) != ARES_SUCCESS) {
        d->channel = NULL;
        FAIL(w, ERR_UNAVAILABLE, "the DNS cannot be asked: c-ares does not start");
    }
    if (server.length == 0)
        return true;
    TRY(work_copy(w, server, &copy));
    if (d->library->set_servers(d->channel, copy.at) != ARES_SUCCESS)
        FAIL(w, ERR_INVALID, "`%s` is no resolver; right would be an address with a port like 127.0.0.1:53", copy.at);
    return true;
}

bool dns_open(struct work *w, struct text server, int limit_ms, struct dns **out_dns)
{
    CLEANUP(dns_close) struct dns *d = calloc(1, sizeof *d);

    if (!d)
        FAIL(w, ERR_UNAVAILABLE, "no memory for questions to the DNS");
    d->clock = -1;
    TRY(cares_load(w, &d->library));
    TRY(open_clock(w, limit_ms, &d->clock));
    TRY(open_channel(w, d, server));
    *out_dns = TAKE(d);
    return true;
}

void dns_close(struct dns **d)
{
    if (!d || !*d)
        return;
    if ((*d)->channel)
        (*d)->library->destroy((*d)->channel);
    if ((*d)->clock >= 0)
        close((*d)->clock);
    free(*d);
    *d = NULL;
}

static void take(void *context, int status, int timeouts, unsigned char *bytes, int length)
{
    struct reply *r = context;

    (void)timeouts;
    *r = (struct reply){ .arrived = true, .status = status };
    if (status != ARES_SUCCESS || !bytes || length <= 0)
        return;
    r->bytes = malloc((size_t)length);
    if (!r->bytes) {
        r->status = ARES_ENOMEM;
        return;
    }
    memcpy(r->bytes, bytes, (size_t)length);
    r->length = length;
}

/* One step: waits until something can be read or written, c-ares wants to ask again, or the time is over. */
static bool step(struct dns *d)
{
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    struct pollfd list[ARES_GETSOCK_MAXNUM + 1] = { { .fd = d->clock, .events = POLLIN } };
    unsigned bits = (unsigned)d->library->getsock(d->channel, sockets, ARES_GETSOCK_MAXNUM);
    struct timeval longest = { 1, 0 }, memory, *wait = d->library->timeout(d->channel, &longest, &memory);
    nfds_t count = 1;

    for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++)
        if (ARES_GETSOCK_READABLE(bits, i) || ARES_GETSOCK_WRITABLE(bits, i))
            list[count++] = (struct pollfd){ .fd = sockets[i], .events = (short)((ARES_GETSOCK_READABLE(bits, i) ? POLLIN : 0) | (ARES_GETSOCK_WRITABLE(bits, i) ? POLLOUT : 0)) };
    poll(list, count, (int)(wait->tv_sec * 1000 + wait->tv_usec / 1000) + 1);
    if (list[0].revents)
        return false;
    if (count == 1)
        d->library->process_fd(d->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    for (nfds_t i = 1; i < count; i++)
        d->library->process_fd(d->channel, list[i].revents & ~POLLOUT ? list[i].fd : ARES_SOCKET_BAD, list[i].revents & POLLOUT ? list[i].fd : ARES_SOCKET_BAD);
    return true;
}

static bool is_name(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!byte_is_letter(t.at[i]) && !byte_is_digit(t.at[i]) && t.at[i] != '-' && t.at[i] != '_' && (t.at[i] != '.' || i == 0 || t.at[i - 1] == '.'))
            return false;
    return t.length > 0 && t.length <= DNS_NAME_MAX;
}

/* The reply is the caller's to free. */
static bool ask(struct work *w, struct dns *d, struct text name, int type, struct reply *out_reply)
{
    struct text copy;

    if (!is_name(name))
        FAIL(w, ERR_INVALID, "`%.*s` is no host name", TEXT_ARGS(text_first(name, 60)));
    TRY(work_copy(w, name, &copy));
    d->library->query(d->channel, copy.at, ns_c_in, type, take, out_reply);
    while (!out_reply->arrived)
        if (!step(d))
            d->library->cancel(d->channel); /* calls take */
    if (out_reply->status == ARES_ECANCELLED)
        FAIL(w, ERR_UNAVAILABLE, "the DNS did not answer in time about %s", copy.at);
    if (out_reply->status != ARES_SUCCESS && out_reply->status != ARES_ENODATA && out_reply->status != ARES_ENOTFOUND)
        FAIL(w, ERR_UNAVAILABLE, "the DNS gives no answer about %s: %s", copy.at, d->library->strerror(out_reply->status));
    return true;
}

static bool add(struct work *w, struct dns_answer *a, struct text record)
{
    if (a->count == DNS_RECORDS_MAX || record.length > DNS_RECORD_BYTES_MAX) {
        a->cut++;
        return true;
    }
    return work_copy(w, record, &a->records[a->count++]);
}

/* A record is one string or several (RFC 7208, section 3.3: joined without spaces). */
static bool add_strings(struct work *w, struct dns_answer *a, const struct ares_txt_ext *list)
{
    char memory[DNS_RECORD_BYTES_MAX + 1];
    struct draft d = draft_in(memory, sizeof memory);

    for (const struct ares_txt_ext *s = list; s; s = s->next) {
        draft_add(&d, text_of_bytes(s->txt, s->length));
        if (s->next && !s->next->record_start)
            continue;
        if (d.overflow)
            a->cut++;
        else
            TRY(add(w, a, draft_text(&d)));
        d = draft_in(memory, sizeof memory);
    }
    return true;
}

/* After c-ares has parsed the reply, with what it says to it. */
static bool conclude(struct work *w, struct text name, struct reply *r, int status)
{
    free(r->bytes);
    r->bytes = NULL;
    if (status != ARES_SUCCESS && status != ARES_ENODATA)
        FAIL(w, ERR_UNAVAILABLE, "the DNS gives a broken answer about %.*s", TEXT_ARGS(name));
    return true;
}

bool dns_txt(struct work *w, struct dns *d, struct text name, struct dns_answer *out_answer)
{
    struct reply reply = { .arrived = false };
    struct ares_txt_ext *list = NULL;
    int status = ARES_ENODATA;
    bool good;

    TRY(ask(w, d, name, ns_t_txt, &reply));
    if (reply.bytes)
        status = d->library->parse_txt(reply.bytes, reply.length, &list);
    out_answer->count = out_answer->cut = 0;
    good = conclude(w, name, &reply, status) && add_strings(w, out_answer, list);
    d->library->free_data(list);
    return good;
}

bool dns_mx(struct work *w, struct dns *d, struct text name, struct dns_answer *out_answer)
{
    struct reply reply = { .arrived = false };
    struct ares_mx_reply *list = NULL;
    int status = ARES_ENODATA;
    bool good;

    TRY(ask(w, d, name, ns_t_mx, &reply));
    if (reply.bytes)
        status = d->library->parse_mx(reply.bytes, reply.length, &list);
    out_answer->count = out_answer->cut = 0;
    good = conclude(w, name, &reply, status);
    for (const struct ares_mx_reply *m = list; good && m; m = m->next)
        good = add(w, out_answer, text_of(m->host));
    d->library->free_data(list);
    return good;
}
