/* What privacyd itself keeps: declared here once, part of every policy page. A row class of the store without a line here is a fault. */
#ifndef PAGE_OWN_ROWS_H
#define PAGE_OWN_ROWS_H

#include "html/message.h"

struct own_row {
    const char *tables; /* of the store, separated by spaces */
    enum message what, why, keep;
};

extern const struct own_row own_rows[];
extern const size_t own_row_count;

#endif
