/* A place in a file that people write: where the carets go. */
#ifndef SOURCE_PLACE_H
#define SOURCE_PLACE_H

#include <stdint.h>

/* Lines and columns count from 1, columns in code points; length in bytes of what the carets stand under. line 0: not in the file (a
 * built-in declaration). */
struct place {
    int line, column, length;
};

/* Bytes of a source, from `from` up to `to`; equal when there are none. A source has at most 4 MiB. */
struct extent {
    uint32_t from, to;
};

#endif
