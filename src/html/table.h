/* What tools/messages.py makes: the words of every message in every language. For message.c; others use html/message.h. */
#ifndef HTML_TABLE_H
#define HTML_TABLE_H

#include "html/message.h"

extern const char *const message_languages[LANGUAGES];
extern const enum language message_written_like[LANGUAGES]; /* whose dates and lists a language has */
extern const struct text message_table[LANGUAGES][MESSAGES];

#endif
