/* The page of a version while a later one is announced: the stored bytes of the policy with the announcement in them, made when the later one was
 * posted (clause P12-2). The version's own bytes stay as they are, at its own address. */
#ifndef POLICY_ANNOUNCED_H
#define POLICY_ANNOUNCED_H

#include "policy/document.h"

/* Adds the page to the list of version `number`, which is being published: the policy of version `base`, in the language of the document. */
MUST_USE bool announced_add(struct work *w, int64_t number, int64_t base, const struct document *page);
/* What visitors of version `base` are shown in a language, checked against its hash; *out_found is false when nothing is announced. Test builds
 * with the tooth out find nothing. The door and the check of clause P12-2 both ask here. Errors: TAMPERED. */
MUST_USE bool announced_find(struct work *w, int64_t base, struct text language, struct document *out_page, bool *out_found);

#endif
