/* Published versions: what the public page says and said. A version is the bytes of its source and of each page as they were rendered
 * once; it never changes (clause P0-1, P12-1). */
#ifndef POLICY_VERSION_H
#define POLICY_VERSION_H

#include "base/work.h"
#include "policy/model.h"
#include "policy/site.h"

/* One page of a version in one language. Bytes are served as they stand, with the encoding the visitor accepts. */
struct version_page {
    struct text language;
    struct text bytes, brotli, gzip;
    struct hash hash; /* SHA-256 of bytes, as stored */
};

/* A version in memory: made at publish or at start, immutable, shared by all threads until the process ends. */
struct version {
    int64_t number;
    struct instant posted_at, effective_at;
    struct policy policy;
    struct version_page pages[POLICY_LANGUAGES_MAX];
};

/* The newest version of the site, or version `number`; read from the snapshot, in the arena of w; number 0: the newest.
 * Findings of rules do not stop it. Errors: NOT_FOUND; TAMPERED when the bytes do not fit their hash; UNSUPPORTED when this program cannot
 * build the model. */
MUST_USE bool version_load(struct work *w, int64_t number, struct version *out_version);
/* The page that visitors are shown in a language (index in the policy's languages; the first page where that one is missing): the stored bytes.
 * NULL, in test builds with the tooth out only: nothing stored is served. The door and the check of clause P0-1 both ask here. */
const struct version_page *version_served(const struct version *v, int language);
/* Number and dates of all versions, newest first. */
struct version_line {
    int64_t number;
    struct instant posted_at, effective_at;
};
MUST_USE bool version_list(struct work *w, struct version_line *out_lines, size_t max, size_t *out_count);

/* Adds the writes of a new version to the list: the row, pages, names (numbers are never reused), the site's version number as a guard, and
 * the fact. `pages` were rendered by the caller. posted_at = w->now; effective_at must not be earlier (clause P12-1).
 * The caller opens the list with list_open_slice: every new
 * name is a write. `p` was numbered by version_bind_numbers; it and the pages must live until the commit. Errors: INVALID; CONFLICT when
 * somebody published meanwhile. */
MUST_USE bool version_publish(struct work *w, const struct policy *p, const struct version_page *pages, int page_count, struct instant effective_at,
                              int64_t *out_number);
/* Gives purposes, channels, data items and recipients their permanent numbers: those of the database, new ones after the highest. */
MUST_USE bool version_bind_numbers(struct work *w, struct policy *p);

#endif
