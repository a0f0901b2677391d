/* The address behind "unsubscribe" in each mail that goes out on a consent: opaque, good for as long as the consent, for one person and purpose.
 * Opening it changes nothing; its button withdraws, and so does the one-click POST of a mail program (RFC 8058). */
#ifndef CONSENT_UNSUBSCRIBE_H
#define CONSENT_UNSUBSCRIBE_H

#include "policy/model.h"
#include "subject/subject.h"
#include "vault/vault.h"

/* "https://www.example.org/privacy/u/TOKEN" */
MUST_USE bool unsubscribe_address(struct work *w, struct vault *v, struct subject_id subject, int purpose, struct text *out_address);
/* *out_good: a token of this site. */
MUST_USE bool unsubscribe_read(struct work *w, struct vault *v, struct text token, struct handle *out_handle, int *out_purpose, bool *out_good);

#endif
