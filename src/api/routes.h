/* Routes for programs: JSON in, JSON or RFC 9457 problem details out, under MOUNT/api/v1. Keys: `Authorization: Bearer`. */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "public/route.h"

extern const struct route api_routes[];
extern const size_t api_route_count;

/* The operator's commands over the control socket: POST /control/COMMAND with a JSON object. The actor is the peer's uid. */
extern const struct route control_routes[];
extern const size_t control_route_count;

#endif
