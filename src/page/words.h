/* The policy's values in a reader's words: legal grounds, periods, regions, rights, roles, countries, dates. */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "page/reader.h"

struct text words_basis(enum language language, enum legal_basis basis);
struct text words_role(enum language language, enum recipient_role role);
/* Known keys in words; another key stands for itself. */
struct text words_right(enum language language, struct text kind);
struct text words_method(enum language language, struct text method);
struct text words_safeguard(enum language language, struct text safeguard);
struct text words_door(enum language language, struct text door);
struct text words_cookie_class(enum language language, enum cookie_class class);
struct text words_cookie_kind(enum language language, enum cookie_kind kind);
struct text words_act(enum language language, struct text act); /* what a recipient does */
struct text words_region_code(enum language language, struct text code); /* "EU", or a country */

/* "24 months" */
MUST_USE bool words_period(struct work *w, enum language language, int count, enum period_unit unit, struct text *out_text);
/* "13 months" of the policy file; what is no such period stands for itself. */
MUST_USE bool words_span(struct work *w, enum language language, struct text span, struct text *out_text);
/* The same, or "session" in words. */
MUST_USE bool words_lifetime(struct work *w, enum language language, struct text lifetime, struct text *out_text);
/* "24 months from the last contact" */
MUST_USE bool words_keep(struct work *w, enum language language, const struct retention_rule *keep, struct text *out_text);
/* The region's name in the policy, else ours, else its code. -1: elsewhere. */
struct text words_region(const struct reader *r, int region);
struct text words_label(const struct reader *r, const struct data_item *data);
/* The name for people, else the id. */
struct text words_channel(const struct reader *r, const struct channel *channel);
/* What a purpose is for; its id when the policy has no words. */
struct text words_purpose(const struct reader *r, const struct purpose *purpose);
/* Its short name; what it is for when the policy gives none. */
struct text words_purpose_name(const struct reader *r, const struct purpose *purpose);
/* The recipient's name for people; its id when the policy gives none. */
struct text words_recipient(const struct reader *r, const struct recipient *recipient);

/* Texts in a row, parted as the language does it; "none" when there is none. */
MUST_USE bool words_list(struct work *w, enum language language, const struct text *texts, size_t count, struct text *out_text);

/* For <time>: the machine's form and the reader's. */
MUST_USE bool words_instant(struct work *w, enum language language, struct instant at, struct text *out_machine, struct text *out_words);
MUST_USE bool words_day(struct work *w, enum language language, struct day day, struct text *out_words);
MUST_USE bool words_number(struct work *w, uint64_t number, struct text *out_text);

#endif
