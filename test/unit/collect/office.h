/* A site with a policy in force over the store's rig: what tests of the doors share. Channel `contact` delivers to a desk, `newsletter` must be
 * confirmed. */
#ifndef OFFICE_H
#define OFFICE_H

#include "../store/rig.h"
#include "collect/gate.h"
#include "policy/site.h"
#include "policy/version.h"
#include "store/services.h"

struct office {
    struct services services; /* first: the functions in it get its address */
    struct rig rig;
    struct site site;
    int pokes;
};

extern const struct gate_field office_person[3]; /* name, email, message; all of it planted to be searched for */

struct office *office_open(void);
void office_close(struct office **o);
/* A unit of the site, its moment that many hours later. */
struct rig_unit *office_unit(struct office *o, int64_t hours);
/* What a step sees after its commit: a newer snapshot, and the list with its results. */
void office_snapshot(struct rig_unit *u);
void assert_rows(struct office *o, const char *table, int64_t count);

#endif
