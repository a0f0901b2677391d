/* Countries by their codes. */
#ifndef LAW_COUNTRY_H
#define LAW_COUNTRY_H

#include "base/text.h"

/* Whether ISO 3166-1 has the two letters, or they are XK, by which Kosovo goes. EU and UK are no countries. */
bool country_exists(struct text code);

#endif
