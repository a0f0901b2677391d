/* Steps of the visitors' routes; the table is in routes.c. */
#ifndef PUBLIC_DOORS_H
#define PUBLIC_DOORS_H

#include "public/route.h"

/* form_door.c: the form of a channel, rendered by us and posted by anybody */
bool form_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool form_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* receipt_door.c */
bool receipt_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool receipt_take(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* consent_door.c: the links of our mails */
bool confirm_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool confirm_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool unsubscribe_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool unsubscribe_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* document_door.c: the policy and its other documents as published */
bool document_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool request_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool document_show_version(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool policy_show_versions(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* promises_door.c */
bool promises_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool promises_show_json(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* categories_door.c */
bool categories_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* log_door.c: the public side of the log */
bool log_show_checkpoint(struct work *w, struct exchange *x, int phase, enum task_next *out_next);
bool log_show_tile(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

/* asset_door.c */
bool asset_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

#endif
