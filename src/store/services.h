/* What main wires for the units of routes and jobs. All of it is thread-safe and lives as long as the server; a unit may use it and keeps
 * nothing of it. */
#ifndef STORE_SERVICES_H
#define STORE_SERVICES_H

#include "base/work.h"

struct vault;    /* vault/vault.h */
struct pipeline; /* store/pipeline.h */
struct mailer;   /* mail/mailer.h */
struct version;  /* policy/version.h */
struct kept;     /* public/kept.h */
struct law;      /* law/law.h */
struct webhooks; /* disclosure/webhook.h */
struct key_uses; /* api/key_use.h */

struct services {
    struct vault *vault;
    struct pipeline *pipeline;
    struct mailer *mailer;
    /* The version that counts at a moment: for a unit its own `now`, then w->policy is its policy. NULL before the first publish. */
    const struct version *(*version)(struct services *s, struct instant at);
    /* Something was done that jobs wait for: all of them look at once. */
    void (*poke)(struct services *s);
    /* A delivery is due: wakes the job that sends. */
    void (*poke_deliveries)(struct services *s);
    /* After a publish has committed: version `number` counts from its date on. */
    bool (*adopt)(struct work *w, struct services *s, int64_t number);
    /* Reads again what may change while the server runs: the certificate of TLS. */
    bool (*reload)(struct work *w, struct services *s);
    const struct law *law;  /* the tables by which policies are judged */
    struct text law_report; /* what is wrong in the operator's law files; empty: nothing */
    bool law_broken;        /* some of them count for nothing: no version is published by what may be the wrong law */
    struct kept *kept;     /* answers that serve everybody for a second; NULL: none is kept */
    struct key_uses *key_uses; /* days on which API keys were used; NULL: not kept */
    struct moment (*monotonic)(struct services *s);
    bool dev;              /* pages say that this is a demonstration */
    struct text region_header; /* by which a trusted proxy says where the visitor is; empty: none does */
    const struct webhooks *webhooks; /* who is called where; NULL: nobody */
    struct text mail_from; /* envelope sender and From of our mail */
};

#endif
