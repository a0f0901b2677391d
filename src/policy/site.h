/* A site: one controller, with its own log, keys and policy. Chosen by Host; bound into the associated data of every record. */
#ifndef POLICY_SITE_H
#define POLICY_SITE_H

#include "base/id.h"
#include "base/text.h"

struct site {
    int64_t key;            /* row key */
    struct site_id uid;
    struct text name;       /* as privacyd.yaml calls it */
    const struct text *hosts;
    size_t host_count;
    struct text mount;      /* "/privacy" */
    struct text base_url;   /* "https://www.hikari.example", no slash at the end: absolute addresses come only from here */
    struct text log_origin; /* "www.hikari.example/privacy/log" */
    struct text region;     /* hint: the region of visitors when they do not say; empty: unknown */
};

#endif
