/* Published versions: what the public pages say and said. A version is the bytes of its source and of each document as they were rendered
 * once; it never changes (clause P0-1, P12-1).
 *
 * A version is posted at one moment and counts from another, which is the same or later. Of the versions whose date has come the newest
 * counts. So a version that was announced for a later day never comes into force when a newer one counts from the same day or an earlier one. */
#ifndef POLICY_VERSION_H
#define POLICY_VERSION_H

#include "base/work.h"
#include "policy/document.h"
#include "policy/model.h"
#include "policy/site.h"

/* A version in memory: made at publish or at start, immutable, shared by all threads until the process ends. */
struct version {
    int64_t number;
    struct instant posted_at, effective_at;
    struct policy policy;
    const struct document *documents; /* by name and language */
    size_t document_count;
};

/* Version `number` of the site, read from the snapshot, in the arena of w; number 0: the one that counts at w->now.
 * Findings of rules do not stop it. Errors: NOT_FOUND; TAMPERED when the bytes do not fit their hash; UNSUPPORTED when this program cannot
 * build the model. */
MUST_USE bool version_load(struct work *w, int64_t number, struct version *out_version);
/* The document of a name in a language (index in the policy's languages), else the one that has no language, else the first of that name.
 * NULL: the version has no such document. */
const struct document *version_document(const struct version *v, struct text name, int language);
/* What visitors get of a document of the version: the document itself, its stored bytes. NULL, in test builds with the tooth out only:
 * nothing stored is served. The door and the check of clause P0-1 both ask here. */
const struct document *version_served(const struct document *d);
/* The file of a version, as it was published. Errors: NOT_FOUND. */
MUST_USE bool version_source(struct work *w, int64_t number, struct text *out_source);
/* The number of the version that counts at a moment; with a clock that stands before all of them, of the first. Errors: NOT_FOUND before the
 * first publish. */
MUST_USE bool version_number_at(struct work *w, struct instant at, int64_t *out_number);
/* Number and dates of all versions, newest first. */
struct version_line {
    int64_t number;
    struct instant posted_at, effective_at;
    bool overridden; /* the operator let a material change count without the notice that was promised */
};
enum { VERSIONS_LISTED_MAX = 200 };
MUST_USE bool version_list(struct work *w, struct version_line *out_lines, size_t max, size_t *out_count);
/* The one that counts at a moment, of lines that stand newest first; NULL when the date of none has come. */
const struct version_line *version_line_at(const struct version_line *lines, size_t count, struct instant at);
/* Whether a line ever counts: false when a newer one, posted before its date had come, does so from the same date or an earlier one. */
bool version_line_counts(const struct version_line *lines, size_t count, const struct version_line *line);
/* Those that will count after `now`, the next one first; at most `max` of them. */
size_t version_lines_coming(const struct version_line *lines, size_t count, struct instant now, struct version_line *out_coming, size_t max);

/* Adds the writes of a new version to the list: the row, documents, names (numbers are never reused), the number of the newest version as a guard, and
 * the fact. The documents were rendered by the caller, each in every language of the policy or once without one; the hash of each is made
 * here. posted_at = w->now; effective_at must not be earlier (clause P12-1). `override_reason`: the operator's words when a material change
 * counts without the notice that was promised; the fact says that there are such words. Empty: none. The caller opens the list with list_open_slice: every document
 * and every new name is a write. `p` was numbered by version_bind_numbers; it and the documents must live until the commit. Errors: INVALID;
 * CONFLICT when somebody published meanwhile. */
MUST_USE bool version_publish(struct work *w, const struct policy *p, const struct document *documents, size_t count, struct instant effective_at,
                              struct text override_reason, int64_t *out_number);
/* Gives purposes, channels, data items and recipients their permanent numbers: those of the database, of the name before for what was renamed,
 * new ones after the highest. Errors: INVALID when two of them are one thing for the database. */
MUST_USE bool version_bind_numbers(struct work *w, struct policy *p);

#endif
