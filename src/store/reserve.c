#include "store/reserve.h"

#include <fcntl.h>
#include <unistd.h>

/* Real blocks, not a hole; a part of them is of no use. */
static bool allocate(int file)
{
    bool all = posix_fallocate(file, 0, RESERVE_BYTES) == 0;

    return (all || ftruncate(file, 0) == 0) && all;
}

bool reserve_take(struct reserve *r)
{
    int file;

    if (!r->path || r->held)
        return true;
    file = open(r->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    r->held = allocate(file);
    close(file);
    return r->held;
}

/* Journalling file systems hand out freed blocks only when the freeing is on disk: hence the sync. */
bool reserve_give(struct reserve *r)
{
    int file = r->path && r->held ? open(r->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    bool given;

    if (file < 0)
        return false;
    r->held = false;
    given = ftruncate(file, 0) == 0 && fsync(file) == 0;
    close(file);
    return given;
}
