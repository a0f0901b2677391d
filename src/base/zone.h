/* Time zones: from instants to local days and back, as the system's tzdata says (TZif, RFC 8536), beyond its last transition by its footer
 * rule. Plain memory in the arena of the unit that loads it, immutable afterwards, shared by all threads. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/instant.h"
#include "base/work.h"

struct zone;

/* "Asia/Tokyo". Errors: INVALID for what is no name of a zone, NOT_FOUND, TAMPERED when the file is not as it should be. */
MUST_USE bool zone_load(struct work *w, struct text name, const struct zone **out_zone);
/* The same from the bytes of a TZif file. */
MUST_USE bool zone_parse(struct work *w, struct text bytes, const struct zone **out_zone);
extern const struct zone *const zone_utc;

/* Seconds east of UTC. */
int32_t zone_offset(const struct zone *z, struct instant at);
/* The date that a calendar on the wall shows. */
struct day zone_day_of(const struct zone *z, struct instant at);
/* The first instant of that date. It is not always 00:00: clocks may be set forward at midnight, and a whole day may be left out (then the
 * first instant after it). */
struct instant zone_instant_of(const struct zone *z, struct day day);

#endif
