/* Ids that cross rooms: 128 bits. Time-ordered ones (48 bits of milliseconds, 80 random) name rows inside; what an outsider sees is
 * wholly random. Each kind of id is its own struct, so that one cannot stand for another. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/instant.h"
#include "base/random.h"
#include "base/text.h"

#include <stdint.h>

struct id {
    uint8_t bytes[16];
};

struct site_id { struct id id; };
struct subject_id { struct id id; };
struct record_id { struct id id; };
struct key_id { struct id id; };

struct id id_ordered(struct random *r, struct instant now);
struct id id_random(struct random *r);
bool id_equal(struct id a, struct id b);
void draft_id(struct draft *d, struct id id); /* 32 hex digits */
bool id_parse(struct text t, struct id *out_id);

#endif
