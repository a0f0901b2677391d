/* Steps of the routes for programs and of the operator's commands; the tables are in routes.c and control.c. */
#ifndef API_DOORS_H
#define API_DOORS_H

#include "public/route.h"

bool api_describe(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_decide(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_deliveries(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_mail_events(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_inbox(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_inbox_open(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_consents(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_observe(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_collect(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool api_event(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

bool control_key_create(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_key_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_key_rotate(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_key_revoke(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

bool control_erase(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_event(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_hold_set(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_hold_end(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_hold_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_bounce(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_suppress_set(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_suppress_lift(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_suppress_look(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_task_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_task_done(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_reload(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_clock_confirm(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

bool control_inbox_open(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* These only read. */
bool control_observed(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_inbox_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_promises(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_verify(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_source(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool control_sweep(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

#endif
