/* A place in a file that people write: where the carets go. */
#ifndef SOURCE_PLACE_H
#define SOURCE_PLACE_H

/* Lines and columns count from 1, columns in code points; length in bytes of what the carets stand under. line 0: not in the file (a
 * built-in declaration). */
struct place {
    int line, column, length;
};

#endif
