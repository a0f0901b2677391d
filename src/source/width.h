/* How wide text is in a terminal or an editor that shows each letter in one column, or in two. */
#ifndef SOURCE_WIDTH_H
#define SOURCE_WIDTH_H

#include "base/text.h"

/* 0, 1 or 2, of one code point of valid UTF-8. */
int width_of_point(struct text point);
int width_of_text(struct text t);

#endif
