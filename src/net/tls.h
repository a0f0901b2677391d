/* TLS on a listener of ours: 1.2 with forward secrecy and 1.3, nothing older, no renegotiation, no compression. The certificate can be exchanged
 * while connections are open: those that are keep what they began with. A certificate and its key are read together or not at all. */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "base/work.h"

#include <sys/types.h>

struct tls;         /* of a listener; shared by threads */
struct tls_session; /* of a connection; net thread only */

/* certificate: PEM, the chain after it. key: PEM, a file of ours that nobody else may read. Errors: IO, INVALID (the message says what is wrong
 * with which file, and the command that mends it), UNAVAILABLE. */
MUST_USE bool tls_open(struct work *w, const char *certificate, const char *key, struct tls **out_tls);
/* Reads the files again; on failure what was there stays in use. */
MUST_USE bool tls_reload(struct work *w, struct tls *t);
void tls_close(struct tls **t);
/* Until when the certificate in a file is valid. Errors: IO, INVALID. */
MUST_USE bool tls_expiry(struct work *w, const char *certificate, struct instant *out_until);

/* NULL: no memory. The socket stays the caller's. */
struct tls_session *tls_session_create(struct tls *t, int fd);
void tls_session_destroy(struct tls_session **s);

enum tls_step { TLS_DONE, TLS_WANTS_READ, TLS_WANTS_WRITE, TLS_FAILED };
enum tls_step tls_session_accept(struct tls_session *s);
/* As recv and send on a socket that does not block: -1 with errno EAGAIN, 0 at the end of what the peer says. One record is read at a time, so
 * that nothing is left inside that no event would tell of; `length` of at least 16 KiB holds it. */
ssize_t tls_session_read(struct tls_session *s, void *out_bytes, size_t length);
ssize_t tls_session_write(struct tls_session *s, const void *bytes, size_t length);
/* Tells the peer that nothing more comes. */
void tls_session_end(struct tls_session *s);

#endif
