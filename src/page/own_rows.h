/* What privacyd itself keeps: declared here once, part of every policy page, with the periods that its own sweep uses. Every table of the
 * store stands in one line; a test compares them with the schema. */
#ifndef PAGE_OWN_ROWS_H
#define PAGE_OWN_ROWS_H

#include "html/message.h"

struct own_row {
    const char *tables; /* of the store, separated by spaces */
    enum message what, why, keep;
    int numbers[2];     /* {0} and {1} of `keep` */
};

extern const struct own_row own_rows[];
extern const size_t own_row_count;

#endif
