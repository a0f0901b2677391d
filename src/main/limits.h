/* How often one address may ask, by what it asks for. Addresses of this machine are exempt unless the settings say otherwise: programs of the site
 * come from there, and whoever comes through a trusted proxy counts by her own address. Net thread only. */
#ifndef MAIN_LIMITS_H
#define MAIN_LIMITS_H

#include "cli/config.h"
#include "main/dispatch.h"
#include "net/address_set.h"
#include "net/rate.h"

struct limits {
    struct rate_table *table;
    struct address_set exempt;
    _Atomic uint64_t refused;
};

/* Errors: UNAVAILABLE. */
MUST_USE bool limits_open(struct work *w, const struct config *config, struct limits *out_limits);
void limits_close(struct limits *l);
/* False: too many, and *out_seconds is when to come again. */
bool limits_admit(struct limits *l, const struct route_set *set, const struct route *route, const struct http_request *r, int64_t *out_seconds);

#endif
