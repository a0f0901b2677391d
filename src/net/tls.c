#include "net/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What TLS 1.2 may use: ECDHE with an AEAD, and no more (RFC 9325, section 4.2). TLS 1.3 has no others. */
static const char ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

struct tls {
    pthread_mutex_t lock;
    SSL_CTX *context;
    char *certificate, *key;
};

static const char *reason(void)
{
    const char *words = ERR_reason_error_string(ERR_peek_last_error());

    ERR_clear_error();
    return words ? words : "it is no PEM";
}

static bool check_key_file(struct work *w, const char *path)
{
    struct stat s;

    if (stat(path, &s) != 0)
        FAIL(w, ERR_IO, "tls.key: %s cannot be looked at: %s", path, strerror(errno));
    if (s.st_uid != geteuid() && s.st_uid != 0)
        FAIL(w, ERR_INVALID, "tls.key: %s belongs to user %u, but privacyd runs as user %u", path, s.st_uid, geteuid());
    if (s.st_mode & 07)
        FAIL(w, ERR_INVALID, "tls.key: others may read %s; run: chmod o= %s", path, path);
    return true;
}

static bool set_rules(struct work *w, SSL_CTX *c)
{
    SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_TICKET);
    SSL_CTX_set_mode(c, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    if (!SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) || !SSL_CTX_set_cipher_list(c, ciphers))
        FAIL(w, ERR_UNSUPPORTED, "this OpenSSL has none of the ciphers of TLS 1.2 that are wanted: %s", reason());
    return true;
}

static bool load(struct work *w, SSL_CTX *c, const char *certificate, const char *key)
{
    TRY(set_rules(w, c));
    if (SSL_CTX_use_certificate_chain_file(c, certificate) != 1)
        FAIL(w, ERR_INVALID, "tls.certificate: %s cannot be used: %s", certificate, reason());
    TRY(check_key_file(w, key));
    if (SSL_CTX_use_PrivateKey_file(c, key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(c) != 1)
        FAIL(w, ERR_INVALID, "tls.key: %s cannot be used with %s: %s", key, certificate, reason());
    return true;
}

bool tls_reload(struct work *w, struct tls *t)
{
    SSL_CTX *fresh = SSL_CTX_new(TLS_server_method()), *old;

    if (!fresh)
        FAIL(w, ERR_UNAVAILABLE, "no memory for TLS");
    if (!load(w, fresh, t->certificate, t->key)) {
        SSL_CTX_free(fresh);
        return false;
    }
    pthread_mutex_lock(&t->lock);
    old = t->context;
    t->context = fresh;
    pthread_mutex_unlock(&t->lock);
    SSL_CTX_free(old); /* open sessions hold it too */
    return true;
}

bool tls_open(struct work *w, const char *certificate, const char *key, struct tls **out_tls)
{
    CLEANUP(tls_close) struct tls *t = calloc(1, sizeof *t);

    if (!t)
        FAIL(w, ERR_UNAVAILABLE, "no memory for TLS");
    pthread_mutex_init(&t->lock, NULL);
    t->certificate = strdup(certificate);
    t->key = strdup(key);
    if (!t->certificate || !t->key)
        FAIL(w, ERR_UNAVAILABLE, "no memory for TLS");
    TRY(tls_reload(w, t));
    *out_tls = TAKE(t);
    return true;
}

void tls_close(struct tls **t)
{
    if (!*t)
        return;
    SSL_CTX_free((*t)->context);
    pthread_mutex_destroy(&(*t)->lock);
    free((*t)->certificate);
    free((*t)->key);
    free(*t);
    *t = NULL;
}

bool tls_expiry(struct work *w, const char *certificate, struct instant *out_until)
{
    FILE *file = fopen(certificate, "re");
    X509 *x = file ? PEM_read_X509(file, NULL, NULL, NULL) : NULL;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, seconds = 0;
    bool good;

    if (!file)
        error_set(&w->err, ERR_IO, __func__, __LINE__, "tls.certificate: %s cannot be read: %s", certificate, strerror(errno));
    else
        fclose(file);
    good = x && epoch && ASN1_TIME_diff(&days, &seconds, epoch, X509_get0_notAfter(x)) == 1;
    if (file && !good)
        error_set(&w->err, ERR_INVALID, __func__, __LINE__, "tls.certificate: %s is no certificate: %s", certificate, reason());
    X509_free(x);
    ASN1_TIME_free(epoch);
    if (good)
        out_until->ms = ((int64_t)days * 86400 + seconds) * 1000;
    return good;
}

/* --- one connection ------------------------------------------------------------------------------------------------------------------------ */

/* The type is OpenSSL's; this room's users do not see it. */
static SSL *ssl_of(struct tls_session *s)
{
    return (SSL *)s;
}

struct tls_session *tls_session_create(struct tls *t, int fd)
{
    SSL *ssl;

    pthread_mutex_lock(&t->lock);
    ssl = SSL_new(t->context);
    pthread_mutex_unlock(&t->lock);
    if (ssl && SSL_set_fd(ssl, fd) != 1) {
        SSL_free(ssl);
        ssl = NULL;
    }
    if (ssl)
        SSL_set_accept_state(ssl);
    return (struct tls_session *)ssl;
}

void tls_session_destroy(struct tls_session **s)
{
    SSL_free(ssl_of(*s));
    *s = NULL;
}

static enum tls_step step_of(SSL *ssl, int result)
{
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_NONE: return TLS_DONE;
    case SSL_ERROR_WANT_READ: return TLS_WANTS_READ;
    case SSL_ERROR_WANT_WRITE: return TLS_WANTS_WRITE;
    default: ERR_clear_error(); return TLS_FAILED;
    }
}

enum tls_step tls_session_accept(struct tls_session *s)
{
    ERR_clear_error();
    return step_of(ssl_of(s), SSL_do_handshake(ssl_of(s)));
}

ssize_t tls_session_read(struct tls_session *s, void *out_bytes, size_t length)
{
    size_t got;
    int result;

    ERR_clear_error();
    result = SSL_read_ex(ssl_of(s), out_bytes, length, &got);
    if (result == 1)
        return (ssize_t)got;
    if (SSL_get_error(ssl_of(s), result) == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = step_of(ssl_of(s), result) == TLS_WANTS_READ ? EAGAIN : ECONNRESET;
    return -1;
}

ssize_t tls_session_write(struct tls_session *s, const void *bytes, size_t length)
{
    size_t put;
    int result;

    ERR_clear_error();
    result = SSL_write_ex(ssl_of(s), bytes, length, &put);
    if (result == 1)
        return (ssize_t)put;
    errno = step_of(ssl_of(s), result) == TLS_WANTS_WRITE ? EAGAIN : ECONNRESET;
    return -1;
}

void tls_session_end(struct tls_session *s)
{
    ERR_clear_error();
    if (SSL_is_init_finished(ssl_of(s)))
        SSL_shutdown(ssl_of(s));
    ERR_clear_error();
}
