/* How wide a text is drawn, without asking a font: by a table of the widest of the system fonts that the stylesheet names, so that what is
 * computed to fit does fit. Widths are in thousandths of the font's size; a wide character of East Asia takes two cells, 1000. */
#ifndef PAGE_TEXT_WIDTH_H
#define PAGE_TEXT_WIDTH_H

#include "base/text.h"

int text_width(struct text t);

/* Cuts a text into at most `max` lines of at most `width`. Lines break at spaces, after - / _ and between wide characters but not before a
 * closing mark or behind an opening one; a word wider than a line breaks where it must. The lines look into `t`. *out_cut: the text goes
 * on behind the last line, which leaves room for one character more ("…"). */
size_t text_wrap(struct text t, int width, struct text *out_lines, size_t max, bool *out_cut);

#endif
