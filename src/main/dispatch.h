/* From a request to the unit of work that answers it: finds the route, submits the task, turns its end into a response. */
#ifndef MAIN_DISPATCH_H
#define MAIN_DISPATCH_H

#include "main/clock.h"
#include "net/server.h"
#include "public/route.h"

enum { ROUTE_SETS_MAX = 8 };

/* A table of routes below a prefix, on one listener. */
struct route_set {
    int listener;
    struct text prefix; /* "/privacy/api/v1" */
    const struct route *routes;
    size_t count;
    bool program; /* errors are RFC 9457 problem details, not pages */
    bool commands; /* whoever comes here is the operator; elsewhere a peer with a uid is only the web server in front */
};

struct limits; /* main/limits.h */

struct dispatch {
    struct limits *limits;  /* NULL: nobody is limited */
    struct arena *pages;    /* of the few pages that the net thread makes itself */
    struct services *services;
    struct runtime *runtime;
    const struct clock *clock;
    struct route_set sets[ROUTE_SETS_MAX]; /* longer prefixes first */
    int set_count;
    bool quiet; /* no line per request */
};

void dispatch_add(struct dispatch *d, struct route_set set);
/* For http_server_config.handle, with a struct dispatch as context; main's own wrapper looks at the admin listener first. */
void dispatch_request(struct dispatch *d, const struct http_request *request, struct http_exchange *exchange);

#endif
