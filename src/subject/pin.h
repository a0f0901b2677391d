/* What an act read of its site: the versions that its guards name and its facts carry. */
#ifndef SUBJECT_PIN_H
#define SUBJECT_PIN_H

#include "ledger/fact.h"
#include "store/list.h"

struct pin {
    int64_t policy_number; /* in force at the unit's moment */
    int64_t holds_version;
};

MUST_USE bool pin_read(struct work *w, struct pin *out_pin);
/* The list fails with CONFLICT when a hold was set or ended since the pin was read, or a policy published that counts at the unit's moment. */
MUST_USE bool pin_guard_holds(struct work *w, const struct pin *p);
MUST_USE bool pin_guard_policy(struct work *w, const struct pin *p);
/* A fact of this act: type, moment, version, actor. */
struct fact pin_fact(const struct work *w, const struct pin *p, enum fact_type type);

#endif
