/* The form of a channel, rendered by privacyd out of the policy: empty, or as it was sent with what was wrong. Shows only the fields that may
 * be collected in the region. Names that are not data items: token, next, region. */
#ifndef PAGE_FORM_PAGE_H
#define PAGE_FORM_PAGE_H

#include "collect/gate.h"
#include "page/reader.h"

struct form_page {
    const struct channel *channel;
    int region;                          /* number in the policy, -1 unknown */
    bool ask_region;                     /* shows the optional question where the person lives */
    struct text token;                   /* one-time token; empty: none */
    struct text next;                    /* where to go afterwards; empty: our thank-you page */
    const struct gate_field *values;     /* as sent, shown again */
    size_t value_count;
    const struct gate_problem *problems; /* as the gate found them */
    size_t problem_count;
    int64_t version;                     /* under which it is collected */
    struct instant posted;               /* when that version was posted */
};

/* Posts to MOUNT/in/CHANNEL. */
MUST_USE bool form_page_render(struct work *w, const struct reader *r, const struct form_page *in, struct html *out_html);

#endif
