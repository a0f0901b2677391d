/* The two clocks and the random device: the only place of the program that reads them. The instant is legal time and can be moved in dev
 * mode and scenes; the monotonic moment is for timeouts and is never moved. */
#ifndef MAIN_CLOCK_H
#define MAIN_CLOCK_H

#include "base/work.h"

#include <stdatomic.h>

/* All zero is the real clock. Shared by all threads. */
struct clock {
    atomic_llong offset_ms; /* of legal time against the system's */
    atomic_bool frozen;     /* legal time stands still at offset_ms */
};

struct instant clock_now(const struct clock *c);
/* From now on legal time goes on from `at`. */
void clock_move(struct clock *c, struct instant at);
/* Legal time stands still at `at`, until moved or frozen again: for scenes. */
void clock_freeze(struct clock *c, struct instant at);
struct moment clock_monotonic(void);
/* Unpredictable bytes; ends the process when the system has none. */
void entropy_fill(void *unused, void *out_bytes, size_t length);

#endif
