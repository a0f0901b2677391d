/* Pictures that were looked at once and must not change unnoticed: test/unit/page/golden/NAME.html. GOLDEN_WRITE=1 writes them anew. */
#ifndef TEST_GOLDEN_H
#define TEST_GOLDEN_H

#include "html/html.h"

void assert_golden(struct html html, const char *name);
/* Well-formed as XML 1.0 (no doctype, no namespaces): every tag closed in order, attributes quoted and once, only the five known entities and
 * characters that XML has. */
void assert_xml(struct html html);

#endif
