/* Blind index: finds equal values without storing them (security 4.7). index = first 16 bytes of HMAC-SHA256(K_idx[field], normalised).
 * One normaliser serves collection, requests and tombstones. Dots and +tags of an address stay: removing them would merge two people. */
#ifndef VAULT_INDEX_H
#define VAULT_INDEX_H

#include "vault/vault.h"

enum { INDEX_BYTES = 16, INDEX_VALUE_MAX = 512 };

/* Trimmed, NFC for ASCII and Latin input left as given, local part lower case, domain lower case and IDNA (ASCII form).
 * Errors: INVALID when it is not an address. The result lies in the arena. */
MUST_USE bool index_normalise_email(struct work *w, struct text value, struct text *out_normal);
/* E.164: "+", digits; spaces, dots, hyphens and brackets go; national numbers need the country's calling code. Errors: INVALID. */
MUST_USE bool index_normalise_phone(struct work *w, struct text value, struct text calling_code, struct text *out_normal);
/* Normalises by domain and makes the index. */
MUST_USE bool index_of(struct work *w, struct vault *v, struct site_id site, enum vault_domain domain, struct text value, uint8_t out_index[INDEX_BYTES]);

#endif
