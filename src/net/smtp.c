#include "net/smtp.h"

#include "net/curl.h"

#include <stdio.h>
#include <string.h>

enum { TIMEOUT_MS = 30000, ADDRESS_MAX = 254 };

/* What libcurl still has to read of the message. */
struct upload {
    struct text rest;
    bool read_whole;
};

static size_t give(char *out, size_t size, size_t count, void *context)
{
    struct upload *u = context;
    struct text piece = text_first(u->rest, size * count);

    if (piece.length)
        memcpy(out, piece.at, piece.length);
    u->rest = text_from(u->rest, piece.length);
    u->read_whole = u->rest.length == 0;
    return piece.length;
}

/* One addr-spec, nothing that could end the command or begin another. */
static bool check_address(struct work *w, struct text address, const char *which)
{
    const char *at = address.length ? memchr(address.at, '@', address.length) : NULL;

    for (size_t i = 0; i < address.length; i++) {
        unsigned char c = (unsigned char)address.at[i];
        if (c <= 0x20 || c == 0x7f || c == '<' || c == '>')
            FAIL(w, ERR_INVALID, "the address of the %s has a space, a line end or another character that must not be sent", which);
    }
    if (!at || at == address.at || at == address.at + address.length - 1 || address.length > ADDRESS_MAX)
        FAIL(w, ERR_INVALID, "the address of the %s is not of the form name@host, at most %d bytes", which, ADDRESS_MAX);
    return true;
}

/* A line end that only one side takes for one lets a message smuggle in another. */
static bool check_data(struct work *w, struct text data)
{
    for (size_t i = 0; i < data.length; i++) {
        char c = data.at[i];
        bool after_cr = i > 0 && data.at[i - 1] == '\r', before_lf = i + 1 < data.length && data.at[i + 1] == '\n';
        if (c == '\0')
            FAIL(w, ERR_INVALID, "the message has a NUL at byte %zu", i);
        if ((c == '\n' && !after_cr) || (c == '\r' && !before_lf))
            FAIL(w, ERR_INVALID, "the message has CR or LF alone at byte %zu; lines end with both", i);
    }
    if (data.length == 0)
        FAIL(w, ERR_INVALID, "the message is empty");
    return true;
}

static bool check_url(struct work *w, const struct smtp_config *config)
{
    bool is_smtps = text_starts(config->url, TEXT("smtps://"));

    if (!is_smtps && !text_starts(config->url, TEXT("smtp://")))
        FAIL(w, ERR_INVALID, "the address of the mail server must begin with smtp:// or smtps://");
    for (size_t i = 0; i < config->url.length; i++)
        if ((unsigned char)config->url.at[i] <= 0x20)
            FAIL(w, ERR_INVALID, "the address of the mail server has a space or a control character");
    return true;
}

static bool set(struct work *w, const struct curl_transfer *t, CURLoption option, struct text value)
{
    struct text copy;
    CURLcode result;

    TRY(work_copy(w, value, &copy));
    result = t->library->easy_setopt(t->easy, option, copy.at);
    if (result != CURLE_OK)
        FAIL(w, ERR_UNAVAILABLE, "the transfer cannot be prepared: %s", t->library->easy_strerror(result));
    return true;
}

static bool add_recipient(struct work *w, struct curl_transfer *t, struct text to)
{
    struct text words;

    TRY(work_format(w, &words, "<%.*s>", TEXT_ARGS(to)));
    t->list = t->library->slist_append(NULL, words.at);
    if (!t->list || t->library->easy_setopt(t->easy, CURLOPT_MAIL_RCPT, t->list) != CURLE_OK)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a recipient");
    return true;
}

/* Nobody listens between us and a server on this machine. */
static bool is_loopback(struct text url)
{
    static const struct text hosts[] = { TEXT("127.0.0.1"), TEXT("localhost"), TEXT("[::1]") };
    struct text host = text_from(url, TEXT("smtp://").length);

    if (!text_starts(url, TEXT("smtp://")))
        return false;
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        struct text rest = text_from(host, hosts[i].length);
        if (text_starts(host, hosts[i]) && (rest.length == 0 || rest.at[0] == ':' || rest.at[0] == '/'))
            return true;
    }
    return false;
}

/* Without a demand for TLS and without a login, encryption that nobody vouches for is better than none (RFC 7435): the relay on the same
 * machine often has a certificate of its own making. A password or a token never leaves the machine in clear. */
static void set_tls(const struct smtp_config *config, const struct curl_transfer *t)
{
    bool demanded = config->require_tls || (config->user.length && !is_loopback(config->url));
    bool vouched = demanded || config->user.length || text_starts(config->url, TEXT("smtps://"));

    t->library->easy_setopt(t->easy, CURLOPT_USE_SSL, (long)(demanded ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    t->library->easy_setopt(t->easy, CURLOPT_SSL_VERIFYPEER, vouched ? 1L : 0L);
    t->library->easy_setopt(t->easy, CURLOPT_SSL_VERIFYHOST, vouched ? 2L : 0L);
}

static bool set_login(struct work *w, const struct smtp_config *config, const struct curl_transfer *t)
{
    static const struct text options[] = { [SMTP_AUTH_PLAIN] = TEXT("AUTH=PLAIN"), [SMTP_AUTH_LOGIN] = TEXT("AUTH=LOGIN"), [SMTP_AUTH_XOAUTH2] = TEXT("AUTH=XOAUTH2") };

    if (config->user.length == 0)
        return true;
    TRY(set(w, t, CURLOPT_USERNAME, config->user));
    if (config->auth != SMTP_AUTH_ANY)
        TRY(set(w, t, CURLOPT_LOGIN_OPTIONS, options[config->auth]));
    if (config->auth == SMTP_AUTH_XOAUTH2)
        return set(w, t, CURLOPT_XOAUTH2_BEARER, config->token);
    return set(w, t, CURLOPT_PASSWORD, config->password);
}

static bool prepare(struct work *w, const struct smtp_config *config, const struct smtp_message *m, struct upload *upload, struct curl_transfer *t)
{
    const struct curl_library *l = t->library;
    struct text from;

    TRY(work_format(w, &from, "<%.*s>", TEXT_ARGS(m->from)));
    TRY(set(w, t, CURLOPT_URL, config->url));
    TRY(set(w, t, CURLOPT_MAIL_FROM, from));
    TRY(add_recipient(w, t, m->to));
    TRY(set_login(w, config, t));
    set_tls(config, t);
    l->easy_setopt(t->easy, CURLOPT_UPLOAD, 1L);
    l->easy_setopt(t->easy, CURLOPT_READFUNCTION, give);
    l->easy_setopt(t->easy, CURLOPT_READDATA, upload);
    l->easy_setopt(t->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)m->data.length);
    return true;
}

/* A refusal of ourselves (login, TLS, greeting), or nobody there: never the fault of the message. */
static bool is_about_us(CURLcode result, const struct upload *upload)
{
    return result == CURLE_LOGIN_DENIED || result == CURLE_USE_SSL_FAILED || result == CURLE_REMOTE_ACCESS_DENIED || result == CURLE_COULDNT_CONNECT ||
           result == CURLE_COULDNT_RESOLVE_HOST || result == CURLE_SSL_CONNECT_ERROR || result == CURLE_PEER_FAILED_VERIFICATION ||
           (result == CURLE_WEIRD_SERVER_REPLY && !upload->read_whole);
}

/* RFC 5321, section 4.2.1: 5 is for good, 4 is for now. */
static bool classify(struct work *w, const struct curl_library *l, CURLcode result, long reply, const struct upload *upload)
{
    bool about_us = is_about_us(result, upload);

    if (result == CURLE_OK)
        return true;
    if (reply >= 500 && reply < 600 && !about_us)
        FAIL(w, ERR_REFUSED, "the mail server refused the message for good (reply %ld)", reply);
    if (reply >= 400 && reply < 500)
        FAIL(w, ERR_UNAVAILABLE, "the mail server does not take the message now (reply %ld)", reply);
    if (upload->read_whole && reply == 354)
        FAIL(w, ERR_UNCERTAIN, "the message was sent whole and the mail server did not confirm it: %s", l->easy_strerror(result));
    FAIL(w, ERR_UNAVAILABLE, "the mail server cannot be used (reply %ld): %s", reply, l->easy_strerror(result));
}

bool smtp_send(struct work *w, const struct smtp_config *config, const struct smtp_message *message, int *out_reply, bool *out_about_us)
{
    CLEANUP(curl_transfer_close) struct curl_transfer t = { NULL, NULL, NULL };
    struct upload upload = { message->data, false };
    CURLcode result;
    long reply = 0;

    *out_reply = 0;
    if (out_about_us)
        *out_about_us = false;
    TRY(check_url(w, config));
    TRY(check_address(w, message->from, "sender"));
    TRY(check_address(w, message->to, "recipient"));
    TRY(check_data(w, message->data));
    TRY(curl_transfer_open(w, "smtp,smtps", config->timeout_ms ? config->timeout_ms : TIMEOUT_MS, &t));
    TRY(prepare(w, config, message, &upload, &t));
    result = t.library->easy_perform(t.easy);
    t.library->easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &reply);
    *out_reply = (int)reply;
    if (out_about_us)
        *out_about_us = is_about_us(result, &upload);
    return classify(w, t.library, result, reply, &upload);
}

/* --- looking without sending --------------------------------------------------------------------------------------------------------------- */

/* What the two sides said, as far as it tells how far they came; the words themselves hold the password and are not kept. */
struct overheard {
    bool answered, handshake, tls, login;
};

static int overhear(CURL *easy, curl_infotype type, char *bytes, size_t size, void *context)
{
    struct overheard *o = context;

    (void)easy;
    if (type == CURLINFO_SSL_DATA_IN || type == CURLINFO_SSL_DATA_OUT)
        o->handshake = true;
    if (type == CURLINFO_HEADER_IN || type == CURLINFO_HEADER_OUT)
        o->tls = o->handshake;
    if (type == CURLINFO_HEADER_IN)
        o->answered = true;
    if (type == CURLINFO_HEADER_OUT && text_starts(text_of_bytes(bytes, size), TEXT("AUTH ")))
        o->login = true;
    return 0;
}

static enum smtp_step step_of(CURLcode result, const struct overheard *o)
{
    if (result == CURLE_OK)
        return SMTP_READY;
    if (result == CURLE_USE_SSL_FAILED || result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CONNECT_ERROR || (o->handshake && !o->tls))
        return SMTP_ENCRYPTS;
    return o->login || result == CURLE_LOGIN_DENIED ? SMTP_LOGS_IN : SMTP_CONNECTS;
}

bool smtp_look(struct work *w, const struct smtp_config *config, struct smtp_probe *out_probe)
{
    CLEANUP(curl_transfer_close) struct curl_transfer t = { NULL, NULL, NULL };
    struct overheard o = { .answered = false };
    CURLcode result;
    long reply = 0;

    TRY(check_url(w, config));
    TRY(curl_transfer_open(w, "smtp,smtps", config->timeout_ms ? config->timeout_ms : TIMEOUT_MS, &t));
    TRY(set(w, &t, CURLOPT_URL, config->url));
    TRY(set_login(w, config, &t));
    set_tls(config, &t);
    t.library->easy_setopt(t.easy, CURLOPT_CONNECT_ONLY, 1L);
    t.library->easy_setopt(t.easy, CURLOPT_VERBOSE, 1L);
    t.library->easy_setopt(t.easy, CURLOPT_DEBUGFUNCTION, overhear);
    t.library->easy_setopt(t.easy, CURLOPT_DEBUGDATA, &o);
    result = t.library->easy_perform(t.easy);
    t.library->easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &reply);
    *out_probe = (struct smtp_probe){ .failed_at = step_of(result, &o), .tls = o.tls };
    if (result != CURLE_OK)
        snprintf(out_probe->words, sizeof out_probe->words, o.answered ? "%s (reply %ld)" : "%s", t.library->easy_strerror(result), reply);
    return true;
}
