/* Space on the disk that is kept back, so that data can still be destroyed when nothing else can be written: a file beside the database. It is
 * given up when the disk turns out to be full, and taken again as soon as there is room; meanwhile nothing that brings new data is written. */
#ifndef STORE_RESERVE_H
#define STORE_RESERVE_H

#include <stdbool.h>

/* The write-ahead log grows to half of it before it is carried over into the database, which may need the other half. */
enum { RESERVE_BYTES = 8 << 20 };

struct reserve {
    const char *path; /* NULL: none is kept */
    bool held;
};

/* Whether the space is ours; takes it when it is not. Without a path: true. */
bool reserve_take(struct reserve *r);
/* To the disk. False when there was nothing to give. */
bool reserve_give(struct reserve *r);

#endif
