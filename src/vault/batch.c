#include "vault/batch.h"

#include <errno.h>
#include <linux/aio_abi.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { AT_ONCE = 64 };

/* Containers may forbid it and a host may have used up its requests: both mean one after the other. */
static bool is_ready(struct batch *b)
{
    if (!b->tried && syscall(SYS_io_setup, AT_ONCE, &b->context) != 0)
        b->context = 0;
    b->tried = true;
    return b->context != 0;
}

/* Everything that was handed in must come back, because it is written into memory of ours. */
static void wait_for(struct batch *b, struct io_event *events, long count)
{
    for (long done = 0; done < count;) {
        long got = syscall(SYS_io_getevents, b->context, count - done, count - done, events + done, NULL);
        if (got < 0 && errno != EINTR)
            _exit(70);
        done += got > 0 ? got : 0;
    }
}

/* Pieces that were read in full, as far as there is no gap before them. */
static size_t in_full(const struct io_event *events, long count, const struct piece *pieces)
{
    bool full[AT_ONCE] = { false };
    size_t n = 0;

    for (long i = 0; i < count; i++)
        full[events[i].data] = events[i].res == (int64_t)pieces[events[i].data].length;
    while (n < (size_t)count && full[n])
        n++;
    return n;
}

static size_t read_some(struct batch *b, int fd, const struct piece *pieces, size_t count)
{
    struct iocb blocks[AT_ONCE] = { 0 }, *list[AT_ONCE];
    struct io_event events[AT_ONCE];
    long sent;

    for (size_t i = 0; i < count; i++) {
        blocks[i].aio_data = i;
        blocks[i].aio_lio_opcode = IOCB_CMD_PREAD;
        blocks[i].aio_fildes = (uint32_t)fd;
        blocks[i].aio_buf = (uintptr_t)pieces[i].bytes;
        blocks[i].aio_nbytes = pieces[i].length;
        blocks[i].aio_offset = (int64_t)pieces[i].at;
        list[i] = &blocks[i];
    }
    sent = syscall(SYS_io_submit, b->context, (long)count, list);
    if (sent <= 0)
        return 0;
    wait_for(b, events, sent);
    return in_full(events, sent, pieces);
}

size_t batch_read(struct batch *b, int fd, const struct piece *pieces, size_t count)
{
    size_t done = 0;

    if (count < 2 || !is_ready(b))
        return 0;
    while (done < count) {
        size_t n = count - done < AT_ONCE ? count - done : AT_ONCE, got = read_some(b, fd, pieces + done, n);
        done += got;
        if (got < n)
            break;
    }
    return done;
}

void batch_close(struct batch *b)
{
    if (b->context)
        syscall(SYS_io_destroy, b->context);
    *b = (struct batch){ 0 };
}
