/* Dev mode: the demo site of the fictional camera maker at /, the mail catcher, and the clock that can be moved. These routes do not exist
 * in `serve`. */
#ifndef MAIN_DEV_H
#define MAIN_DEV_H

#include "main/clock.h"
#include "main/jobs.h"
#include "public/route.h"

extern const struct route dev_routes[];
extern const size_t dev_route_count;

struct dev {
    struct services *services;
    struct clock *clock;
    struct jobs *jobs;
};

/* Routes carry no context of their own; a process has one dev server at most. */
void dev_bind(struct dev *dev);

#endif
