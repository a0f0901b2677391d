/* Routes: which step answers which path. Rooms export const tables of routes; main joins them, runs the step as a unit of work, and hands
 * the response to the net. */
#ifndef PUBLIC_ROUTE_H
#define PUBLIC_ROUTE_H

#include "net/http.h"
#include "store/runtime.h"
#include "store/services.h"

struct api_key; /* api/key.h */

/* What an API key is for. A route names the one it asks for, and a key holds a set of them (api/scope.h has their names). Numbers are bits of a
 * set in memory only. */
enum scope {
    SCOPE_NONE = 0, /* no key is asked */
    SCOPE_COLLECT,
    SCOPE_OBSERVE,
    SCOPE_UPLOADS,
    SCOPE_DECIDE,
    SCOPE_CONSENTS,
    SCOPE_DELIVERIES,
    SCOPE_INBOX,
    SCOPE_LISTS,
    SCOPE_MAIL_EVENTS,
    SCOPE_EVENTS,
    SCOPES
};

/* One request on its way through its steps. */
struct exchange {
    const struct http_request *request;
    struct text parameters[4]; /* what {} of the pattern matched, in order */
    struct services *services;
    const struct api_key *key; /* that let it in; NULL on routes that ask for none */
    struct http_response response; /* bytes in the unit's arena or static */
    void *state;                   /* of the route's steps between phases; in the unit's arena */
};

struct route {
    const char *method;  /* "GET" serves HEAD as well */
    const char *pattern; /* below the mount: "/in/{}"; {} is one segment, {*} the rest */
    enum task_class class;
    bool (*step)(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
    enum scope scope; /* checked before the step runs, api/enter.h; left out: anybody */
};

/* Match of a path (the mount taken off) in a table; NULL when there is none. *out_allowed gets the methods of the path when only the method
 * does not fit ("GET, POST"). */
const struct route *route_find(const struct route *table, size_t count, struct text method, struct text path, struct text out_parameters[4],
                               struct draft *out_allowed);

extern const struct route public_routes[];
extern const size_t public_route_count;

#endif
