/* Many reads of one file at once, by the kernel's own asynchronous reads (io_submit(2), without a library). A read past the page cache waits
 * for the disk; sixty of them one after the other take sixty times as long, together hardly longer than one. What the kernel does not do
 * that way, or not in full, is read one after the other. */
#ifndef VAULT_BATCH_H
#define VAULT_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct piece {
    void *bytes;
    size_t length;
    uint64_t at;
};

/* Lives as long as its owner: the kernel takes tens of milliseconds to take one down. All zero is a good start. */
struct batch {
    unsigned long context;
    bool tried;
};

/* How many of the pieces, counted from the first, were read in full. */
size_t batch_read(struct batch *b, int fd, const struct piece *pieces, size_t count);
void batch_close(struct batch *b);

#endif
