/* Jobs: work that nobody asks for by a request: deliveries that are due, the retention sweep, folded refusals, reclaimed rows. Each job is a
 * slice task that runs alone, again while it says that there is more, and then waits for its period or a poke. */
#ifndef MAIN_JOBS_H
#define MAIN_JOBS_H

#include "store/runtime.h"
#include "store/services.h"

struct jobs;

/* manual: only jobs_settle runs them. */
MUST_USE bool jobs_create(struct work *w, struct services *services, struct runtime *runtime, bool manual, struct jobs **out_jobs);
/* Starts what is due by monotonic time; on the net thread's tick. */
void jobs_tick(struct jobs *j, struct moment now);
/* Something is due now: every job looks at once; or only the one that delivers. Any thread. */
void jobs_poke(struct jobs *j);
void jobs_poke_deliveries(struct jobs *j);
/* Runs every job until none has more to do. Errors: of the job that failed. */
MUST_USE bool jobs_settle(struct work *w, struct jobs *j);
/* After the runtime has ended. */
void jobs_destroy(struct jobs **j);

struct job_report {
    const char *name;
    uint64_t runs, failures;
    int64_t done; /* rows or messages in all */
};
/* By place; false past the last. */
bool jobs_report(struct jobs *j, int place, struct job_report *out_report);

#endif
