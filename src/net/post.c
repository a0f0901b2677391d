#include "net/post.h"

#include "net/curl.h"
#include "net/scope.h"

#include <string.h>
#include <unistd.h>

struct posting {
    bool allow_private;
    bool forbidden; /* an address was refused */
    size_t taken;   /* bytes of the answer */
};

static bool is_loopback(struct text host)
{
    return text_equal(host, TEXT("localhost")) || text_equal(host, TEXT("127.0.0.1")) || text_equal(host, TEXT("[::1]"));
}

/* "host:port" of "host:port/path" */
static struct text authority_of(struct text rest)
{
    size_t length = 0;

    while (length < rest.length && !strchr("/?#", rest.at[length]))
        length++;
    return text_first(rest, length);
}

static struct text host_of(struct text authority)
{
    size_t at;

    if (authority.length && authority.at[0] == '[')
        return text_find(authority, TEXT("]"), &at) ? text_first(authority, at + 1) : TEXT("");
    return text_find(authority, TEXT(":"), &at) ? text_first(authority, at) : authority;
}

bool post_url_good(struct text url, bool allow_private, const char **out_right)
{
    bool tls = text_starts(url, TEXT("https://"));
    struct text authority = authority_of(text_from(url, tls ? 8 : 7)), host = host_of(authority);
    size_t at;

    *out_right = "an address like https://lists.example.com/hooks/privacy";
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.at[i] <= ' ' || (unsigned char)url.at[i] >= 0x7f || url.at[i] == '\\')
            return false;
    if (host.length == 0 || text_find(authority, TEXT("@"), &at))
        return false;
    if (tls)
        return true;
    *out_right = "https://; without TLS only this machine may be called, with `private: yes`";
    return text_starts(url, TEXT("http://")) && allow_private && is_loopback(host);
}

/* Asked with the address that will be connected to: what a name means was looked up once, here. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct posting *p = context;
    enum net_scope scope = net_scope_of(&address->addr);

    if (purpose == CURLSOCKTYPE_IPCXN && (scope == SCOPE_PUBLIC || (scope == SCOPE_PRIVATE && p->allow_private)))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    p->forbidden = true;
    return CURL_SOCKET_BAD;
}

/* Nobody reads what it says; one that does not end is cut. */
static size_t pass_over(char *bytes, size_t size, size_t count, void *context)
{
    struct posting *p = context;

    (void)bytes;
    p->taken += size * count;
    return p->taken <= POST_ANSWER_MAX ? size * count : 0;
}

static bool set_text(struct work *w, const struct curl_transfer *t, CURLoption option, struct text value)
{
    struct text copy;

    TRY(work_copy(w, value, &copy));
    if (t->library->easy_setopt(t->easy, option, copy.at) != CURLE_OK)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a transfer");
    return true;
}

static bool add_header(struct work *w, struct curl_transfer *t, struct text name, struct text value)
{
    struct curl_slist *longer;
    struct text line;

    TRY(work_format(w, &line, "%.*s:%s%.*s", TEXT_ARGS(name), value.length ? " " : "", TEXT_ARGS(value)));
    for (size_t i = 0; i < line.length; i++)
        if ((unsigned char)line.at[i] < ' ' || line.at[i] == 0x7f)
            FAIL(w, ERR_INVALID, "a header has a control character");
    longer = t->library->slist_append(t->list, line.at);
    if (!longer)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a header");
    t->list = longer;
    return true;
}

static bool add_headers(struct work *w, struct curl_transfer *t, const struct post_request *r)
{
    TRY(add_header(w, t, TEXT("Expect"), TEXT(""))); /* no waiting for 100 */
    for (int i = 0; i < r->header_count; i++)
        TRY(add_header(w, t, r->headers[i].name, r->headers[i].value));
    if (t->library->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->list) != CURLE_OK)
        FAIL(w, ERR_UNAVAILABLE, "no memory for headers");
    return true;
}

static bool prepare(struct work *w, struct curl_transfer *t, const struct post_request *r, struct posting *p)
{
    const struct curl_library *l = t->library;

    TRY(set_text(w, t, CURLOPT_URL, r->url));
    if (r->ca_file.length)
        TRY(set_text(w, t, CURLOPT_CAINFO, r->ca_file));
    TRY(set_text(w, t, CURLOPT_USERAGENT, TEXT("privacyd/" PRIVACYD_VERSION)));
    TRY(add_headers(w, t, r));
    l->easy_setopt(t->easy, CURLOPT_POST, 1L);
    l->easy_setopt(t->easy, CURLOPT_POSTFIELDS, r->body.at ? r->body.at : "");
    l->easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.length);
    l->easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    l->easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, p);
    l->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, pass_over);
    l->easy_setopt(t->easy, CURLOPT_WRITEDATA, p);
    l->easy_setopt(t->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    return true;
}

/* Where it was sent whole and only the end of the answer is missing, the status is there and counts. */
static bool conclude(struct work *w, const struct curl_transfer *t, const struct posting *p, CURLcode result, struct post_answer *out_answer)
{
    const struct curl_library *l = t->library;
    long status = 0, sent = 0;
    curl_off_t wait = 0;

    l->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    l->easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
    l->easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
    *out_answer = (struct post_answer){ .status = (int)status, .wait_seconds = wait };
    if (result == CURLE_OK || status >= 200)
        return true;
    if (p->forbidden)
        FAIL(w, ERR_UNAVAILABLE, "the address leads into a network that may not be called; if it is ours, say `private: yes`");
    if (sent > 0)
        FAIL(w, ERR_UNCERTAIN, "it was sent and no answer came: %s", l->easy_strerror(result));
    FAIL(w, ERR_UNAVAILABLE, "the address cannot be called: %s", l->easy_strerror(result));
}

bool post_send(struct work *w, const struct post_request *request, struct post_answer *out_answer)
{
    CLEANUP(curl_transfer_close) struct curl_transfer t = { NULL, NULL, NULL };
    struct posting p = { .allow_private = request->allow_private };
    const char *right;

    if (!post_url_good(request->url, request->allow_private, &right))
        FAIL(w, ERR_INVALID, "`%.*s` cannot be called; right would be %s", TEXT_ARGS(text_first(request->url, 200)), right);
    TRY(curl_transfer_open(w, "http,https", request->timeout_ms ? request->timeout_ms : POST_TIMEOUT_MS, &t));
    TRY(prepare(w, &t, request, &p));
    return conclude(w, &t, &p, t.library->easy_perform(t.easy), out_answer);
}
