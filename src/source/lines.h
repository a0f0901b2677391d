/* The lines of a source, and places in them. Lines and columns count from 1, columns in code points; offsets count bytes from 0. Lives as
 * long as the source and the arena. A mark of byte order before the text is no part of it. */
#ifndef SOURCE_LINES_H
#define SOURCE_LINES_H

#include "base/work.h"
#include "source/place.h"

struct lines {
    struct text source;
    size_t *starts;
    int count;
    /* What was looked up last: places come in order, and a line may be the whole file. */
    int seen_line, seen_column;
    size_t seen_offset; /* in its line */
};

MUST_USE bool lines_of(struct work *w, struct text source, struct lines *out_lines);
/* Without its end; empty when there is no such line. */
struct text lines_text(const struct lines *l, int line);
/* What `from` up to `end` is; the length ends with the line. */
struct place lines_place(struct lines *l, size_t from, size_t end);
/* The byte of the line at which a place begins; at most the length of the line. */
size_t lines_offset(struct lines *l, struct place place);
/* The column behind a place. */
int lines_end_column(struct lines *l, struct place place);
/* Bytes of the first code point; 1 when it is none. `rest` is not empty. */
size_t lines_step(struct text rest);

#endif
