/* Content codings, made once at publish and build, never per request. */
#ifndef NET_COMPRESS_H
#define NET_COMPRESS_H

#include "base/work.h"

/* Both at their densest level, deterministic: the same bytes give the same bytes. Results lie in the arena. Errors: LIMIT. */
MUST_USE bool compress_brotli(struct work *w, struct text bytes, struct text *out_brotli);
MUST_USE bool compress_gzip(struct work *w, struct text bytes, struct text *out_gzip);

#endif
