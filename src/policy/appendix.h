/* An appendix has a date of its own: that of the version in which it last changed (clause C0-2). Its content has a hash, and the page of each
 * version carries hash and date, so that the next version can tell whether anything changed. */
#ifndef POLICY_APPENDIX_H
#define POLICY_APPENDIX_H

#include "base/work.h"
#include "policy/model.h"

/* As it stands on the page of a version. */
struct appendix_mark {
    struct hash content;
    int64_t version;       /* in which it last changed */
    struct instant posted; /* when that version was posted */
};

/* Over everything that the appendix says in any language: its sentences, what it changes, its contact, the operator's own words. */
MUST_USE bool appendix_content(struct work *w, const struct policy *p, const struct appendix *a, struct hash *out_hash);
/* The mark of a region's appendix on a policy page; false when the page has none. */
bool appendix_mark_find(struct text page, struct text region, struct appendix_mark *out_mark);
/* The mark that the appendix gets in a new version: the one on `before`, the policy page of the version before it, when nothing changed;
 * else the new version's own. `before` is empty when there is none. */
MUST_USE bool appendix_mark_next(struct work *w, const struct policy *p, const struct appendix *a, struct text before, int64_t version, struct instant posted,
                                 struct appendix_mark *out_mark);

#endif
