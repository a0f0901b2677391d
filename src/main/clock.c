#include "main/clock.h"

#include <sys/random.h>
#include <time.h>

static int64_t system_ms(clockid_t which)
{
    struct timespec t;

    must(clock_gettime(which, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct instant clock_now(const struct clock *c)
{
    int64_t offset = atomic_load(&c->offset_ms);

    return (struct instant){ atomic_load(&c->frozen) ? offset : system_ms(CLOCK_REALTIME) + offset };
}

void clock_move(struct clock *c, struct instant at)
{
    atomic_store(&c->offset_ms, at.ms - system_ms(CLOCK_REALTIME));
    atomic_store(&c->frozen, false);
}

void clock_freeze(struct clock *c, struct instant at)
{
    atomic_store(&c->offset_ms, at.ms);
    atomic_store(&c->frozen, true);
}

struct moment clock_monotonic(void)
{
    return (struct moment){ system_ms(CLOCK_MONOTONIC) };
}

void entropy_fill(void *unused, void *out_bytes, size_t length)
{
    uint8_t *at = out_bytes;

    (void)unused;
    while (length > 0) {
        ssize_t got = getrandom(at, length > 256 ? 256 : length, 0);
        if (got < 0)
            continue; /* interrupted; a device that is missing ends in the must below */
        must(got > 0);
        at += got;
        length -= (size_t)got;
    }
}
