/* Message tables: the words of the program in each language, made from the files in src/html/messages/LANG/ by tools/messages.py into
 * enum message and const tables. Whole sentences, never glued; {0}, {1} stand for values. Every language has every message. */
#ifndef HTML_MESSAGE_H
#define HTML_MESSAGE_H

#include "html/html.h"
#include "message_ids.h" /* generated: enum message { MSG_..., MESSAGES } and enum language { LANGUAGE_EN, LANGUAGE_JA, LANGUAGES } */

struct text message_text(enum language language, enum message message);
/* Fills {0}..{9} with the values. */
MUST_USE bool message_format(struct work *w, enum language language, enum message message, const struct text *values, size_t count, struct text *out_text);

/* The same, escaped, into a page. */
void html_message(struct html_out *out, enum language language, enum message message, const struct text *values, size_t count);

const char *language_tag(enum language language); /* "en" */
bool language_find(struct text tag, enum language *out_language); /* "en-GB" finds en */
/* The best of `available` for an Accept-Language value; `fallback` when none fits. */
int language_choose(struct text accept_language, const struct text *available, int count, int fallback);

/* Whose forms of dates and lists a language has: its own; those of English for languages that are made for the layout alone. */
enum language language_written_like(enum language language);
/* How the language of a tag is written, for the attribute dir: "rtl" for "ar" and "he-IL", else "ltr". */
struct text language_direction(struct text tag);

/* "19 December 2026", "2026年12月19日"; with time: "19 December 2026, 14:05 UTC". */
void message_day(struct draft *d, enum language language, struct day day);
void message_instant(struct draft *d, enum language language, struct instant at);

#endif
