/* The seal key: 32 bytes in a file of mode 0600 (or 0400) owned by who runs the server. Every slot is sealed under it. */
#ifndef VAULT_SEALKEY_H
#define VAULT_SEALKEY_H

#include "base/work.h"

/* Errors: NOT_FOUND, INVALID (not a file, size, mode, owner; the message says what is right), IO. */
MUST_USE bool sealkey_read(struct work *w, const char *path, uint8_t out_key[32]);

#endif
