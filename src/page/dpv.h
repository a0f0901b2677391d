/* The policy as linked data (JSON-LD 1.1, context inline) in the words of the Data Privacy Vocabulary 2.3: a process for each purpose. What it
 * has no word for, sale, sharing and limiting of another law among them, has one in our own namespace. */
#ifndef PAGE_DPV_H
#define PAGE_DPV_H

#include "page/export.h"
#include "policy/vocabulary.h"

/* Ours: the fragment is the word. */
#define DPV_OWN "urn:uuid:6d4228e6-e9b7-4fdc-a20e-2d44c5878bac#"

MUST_USE bool dpv_render(struct work *w, const struct making *m, struct text *out_bytes);

/* The parts, each a row of nodes in the open graph. */
MUST_USE bool dpv_people(struct export *x);
MUST_USE bool dpv_places(struct export *x);    /* regions, countries, transfers */
MUST_USE bool dpv_recipients(struct export *x);
MUST_USE bool dpv_rights(struct export *x);    /* and what is never done */
MUST_USE bool dpv_processes(struct export *x);

/* Opens a node "#PREFIX-ID" of a type. */
MUST_USE bool dpv_open(struct export *x, const char *prefix, struct text id, enum vocabulary_term type);
/* { "@id": "#PREFIX-ID" }, as a member or, with VOCABULARY_NONE, as an element. */
MUST_USE bool dpv_refer(struct export *x, enum vocabulary_term key, const char *prefix, struct text id);
/* Words in the language of the document; nothing when there are none. */
void dpv_words(struct export *x, const char *key, struct text words);
void dpv_typed(struct export *x, const char *key, const char *type, struct text value);

#endif
