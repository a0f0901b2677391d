/* How clauses speak: sentences of the message tables filled with facts of the policy, and lists of such facts. For this room only. */
#ifndef POLICY_CLAUSE_WORDS_H
#define POLICY_CLAUSE_WORDS_H

#include "policy/clause.h"

/* Whose words, and in which language: the policy's texts by its own numbering, the program's by the message tables. */
struct speaker {
    struct work *w;
    const struct policy *p;
    int language;          /* index into the policy's languages */
    enum language program; /* English where the program does not speak the policy's language */
};

struct speaker clause_speaker(struct work *w, const struct policy *p, int language);

MUST_USE bool clause_say(const struct speaker *s, enum message message, const struct text *values, size_t count, struct text *out_text);
/* SAY(s, MSG_..., out, a, b): the message with its values. */
#define SAY(s, message, out, ...) \
    clause_say((s), (message), (const struct text[]){ __VA_ARGS__ }, sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text), (out))

/* Parts to be joined: items of a list, or whole sentences. */
struct phrases {
    struct text *items;
    size_t count, max;
};

MUST_USE bool phrases_open(struct work *w, size_t max, struct phrases *out_phrases);
void phrases_add(struct phrases *list, struct text item); /* empty ones and repeated ones are left out */
MUST_USE bool phrases_list(const struct speaker *s, const struct phrases *list, struct text *out_text);      /* "a, b and c" */
MUST_USE bool phrases_apart(const struct speaker *s, const struct phrases *list, struct text *out_text);     /* "do this; do that", for long items */
MUST_USE bool phrases_sentences(const struct speaker *s, const struct phrases *list, struct text *out_text);

/* A word that stands for an id of the policy language ("email" -> "by e-mail"); the id itself where the program has none. */
struct vocabulary {
    const char *id;
    enum message word;
};
struct text clause_word(const struct speaker *s, const struct vocabulary *words, size_t count, struct text id);
extern const struct vocabulary clause_rights[], clause_notices[], clause_audiences[];
extern const size_t clause_rights_count, clause_notices_count, clause_audiences_count;

/* The nth value of a parameter of a statement; empty when there is none. */
struct text clause_stated(const struct speaker *s, struct text statement, struct text parameter, size_t nth);
struct text clause_region_name(const struct speaker *s, int region);
struct text clause_channel_name(const struct speaker *s, const struct channel *channel);
struct text clause_data_label(const struct speaker *s, const struct data_item *data);
MUST_USE bool clause_why(const struct speaker *s, const struct purpose *purpose, struct text *out_text);
MUST_USE bool clause_period(const struct speaker *s, int count, enum period_unit unit, struct text *out_text); /* "24 months" */
/* "45 days" as the policy language writes it; what is no period stays as it is. */
MUST_USE bool clause_written_period(const struct speaker *s, struct text written, struct text *out_text);
MUST_USE bool clause_lifetime(const struct speaker *s, struct text lifetime, struct text *out_text); /* "for 13 months" of "13 months" */

#endif
