/* Data categories: keys of the fideslang taxonomy (a subset that sites need), from the general to the special by dots. */
#ifndef LAW_CATEGORY_H
#define LAW_CATEGORY_H

#include "source/findings.h"

bool category_exists(struct text key);
const char *category_name(int place); /* from 0; NULL past the end */
void category_suggest(struct suggestion *s);

#endif
