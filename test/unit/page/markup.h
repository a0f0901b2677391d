/* What every page must be: well-formed, one h1, no scripts, styles or handlers inline, no host but the site's own, unique ids that links find. */
#ifndef MARKUP_H
#define MARKUP_H

#include "html/html.h"

#define OWN_HOST "https://www.hikari.example"

/* Ends the test with the place when the page is not so. own_host: the only "https://..." that may stand in href, src and action. */
void assert_page(struct html page, const char *own_host);
/* All of that for a page of the sample policy, language 0 en, 1 ja, and dumped as NAME-LANG. */
void check_page(struct html page, const char *name, int language);
void assert_shows(struct html page, const char *words);
void assert_shows_not(struct html page, const char *words);
/* Writes the page to $PAGE_DUMP/NAME.html when that is set, to be looked at. */
void dump_page(struct html page, const char *name);

#endif
