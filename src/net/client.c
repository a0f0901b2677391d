#include "net/client.h"

#include "net/curl.h"

#include <stdlib.h>
#include <string.h>

struct download {
    char *at;
    size_t length, size;
    bool over;
};

static void download_free(struct download *d)
{
    if (d->at) {
        explicit_bzero(d->at, d->length);
        free(d->at);
    }
    *d = (struct download){ NULL, 0, 0, false };
}

static bool grow(struct download *d, size_t needed)
{
    size_t size = d->size ? d->size : 4096;
    char *grown;

    while (size < needed)
        size *= 2;
    grown = malloc(size);
    if (!grown)
        return false;
    if (d->length)
        memcpy(grown, d->at, d->length);
    if (d->at)
        explicit_bzero(d->at, d->length);
    free(d->at);
    d->at = grown;
    d->size = size;
    return true;
}

/* Anything but size * count tells libcurl to stop. */
static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct download *d = context;
    size_t length = size * count;

    d->over = length > HTTP_CLIENT_ANSWER_MAX - d->length;
    if (d->over || (d->length + length > d->size && !grow(d, d->length + length)))
        return 0;
    memcpy(d->at + d->length, bytes, length);
    d->length += length;
    return length;
}

static bool is_plain(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] <= 0x20 || (unsigned char)t.at[i] >= 0x7f)
            return false;
    return t.length > 0;
}

static bool set_address(struct work *w, struct curl_transfer *t, struct text where, struct text path)
{
    bool is_unix = text_starts(where, TEXT("unix:/"));
    struct text url, socket;
    CURLcode result;

    if (!is_plain(path) || path.at[0] != '/' || (!is_unix && (!is_plain(where) || !text_starts(where, TEXT("http://")))))
        FAIL(w, ERR_INVALID, "the server is named unix:/path or http://host:port, and a path on it begins with \"/\"");
    TRY(work_format(w, &url, "%.*s%.*s", TEXT_ARGS(is_unix ? TEXT("http://localhost") : where), TEXT_ARGS(path)));
    TRY(work_copy(w, text_from(where, is_unix ? 5 : 0), &socket));
    result = t->library->easy_setopt(t->easy, CURLOPT_URL, url.at);
    if (result == CURLE_OK && is_unix)
        result = t->library->easy_setopt(t->easy, CURLOPT_UNIX_SOCKET_PATH, socket.at);
    if (result != CURLE_OK)
        FAIL(w, ERR_INVALID, "the address of the server cannot be used: %s", t->library->easy_strerror(result));
    return true;
}

static bool set_body(struct work *w, struct curl_transfer *t, struct text json, struct download *answer)
{
    const struct curl_library *l = t->library;

    t->list = l->slist_append(NULL, "Content-Type: application/json");
    if (!t->list)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a request");
    l->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->list);
    l->easy_setopt(t->easy, CURLOPT_POST, 1L);
    l->easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)json.length);
    l->easy_setopt(t->easy, CURLOPT_POSTFIELDS, json.length ? json.at : "");
    l->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take);
    l->easy_setopt(t->easy, CURLOPT_WRITEDATA, answer);
    return true;
}

static bool classify(struct work *w, const struct curl_library *l, CURLcode result, const struct download *answer)
{
    switch (result) {
    case CURLE_OK:
        return true;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        FAIL(w, ERR_UNAVAILABLE, "the server does not answer: %s", l->easy_strerror(result));
    default:
        if (answer->over)
            FAIL(w, ERR_LIMIT, "the answer of the server is larger than 4 MiB");
        FAIL(w, ERR_UNCERTAIN, "no whole answer came from the server, which may have done it: %s", l->easy_strerror(result));
    }
}

bool http_client_post(struct work *w, struct text where, struct text path, struct text json, struct http_client_answer *out_answer)
{
    CLEANUP(curl_transfer_close) struct curl_transfer t = { NULL, NULL, NULL };
    CLEANUP(download_free) struct download answer = { NULL, 0, 0, false };
    struct text body;
    CURLcode result;
    long status = 0;

    TRY(curl_transfer_open(w, "http", HTTP_CLIENT_TIMEOUT_MS, &t));
    TRY(set_address(w, &t, where, path));
    TRY(set_body(w, &t, json, &answer));
    result = t.library->easy_perform(t.easy);
    TRY(classify(w, t.library, result, &answer));
    t.library->easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &status);
    TRY(work_copy(w, text_of_bytes(answer.at, answer.length), &body));
    *out_answer = (struct http_client_answer){ (int)status, body };
    return true;
}

bool http_client_get(struct work *w, const char *url, int timeout_ms, struct http_client_answer *out_answer)
{
    CLEANUP(curl_transfer_close) struct curl_transfer t = { NULL, NULL, NULL };
    CLEANUP(download_free) struct download answer = { NULL, 0, 0, false };
    struct text body;
    CURLcode result;
    long status = 0;

    TRY(curl_transfer_open(w, "http,https", timeout_ms, &t));
    t.library->easy_setopt(t.easy, CURLOPT_URL, url);
    t.library->easy_setopt(t.easy, CURLOPT_WRITEFUNCTION, take);
    t.library->easy_setopt(t.easy, CURLOPT_WRITEDATA, &answer);
    result = t.library->easy_perform(t.easy);
    if (result != CURLE_OK)
        FAIL(w, answer.over ? ERR_LIMIT : ERR_UNAVAILABLE, "%s", t.library->easy_strerror(result));
    t.library->easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &status);
    TRY(work_copy(w, text_of_bytes(answer.at, answer.length), &body));
    *out_answer = (struct http_client_answer){ (int)status, body };
    return true;
}
