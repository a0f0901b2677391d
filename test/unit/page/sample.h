/* A policy made by hand, of the fictional camera maker: what the page tests render. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "page/reader.h"

extern const struct site sample_site;
/* Filled anew in the memory of the caller. language_count 2: en, ja; regions EU, UK, US-CA. */
void sample_policy(struct policy *p);

enum { SAMPLE_CONTACT, SAMPLE_NEWSLETTER }; /* channels */

#endif
