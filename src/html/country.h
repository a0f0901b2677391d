/* Names of countries in the languages of the program. */
#ifndef HTML_COUNTRY_H
#define HTML_COUNTRY_H

#include "html/message.h"

/* By the code of ISO 3166-1 ("JP"); another text stands for itself. */
struct text country_name(enum language language, struct text code);

#endif
