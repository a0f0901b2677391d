/* What may happen once: an Idempotency-Key, a form token, an equal body, the path of a receipt, a confirmation by mail. The row is written in the list of the act;
 * who comes second sees it and gives the first answer again. A row past its time counts as absent. */
#ifndef STORE_ONCE_H
#define STORE_ONCE_H

#include "store/runtime.h"

/* Numbers are stored and never reused. */
enum once_kind { ONCE_IDEMPOTENCY = 1, ONCE_FORM_TOKEN = 2, ONCE_BODY = 3, ONCE_RECEIPT = 4, ONCE_CONFIRM = 5 };

struct once {
    uint8_t body[32]; /* MAC of the body */
    int64_t subject;  /* row key */
    struct record_id record;
    int64_t position; /* of the fact */
    struct instant expires_at;
    bool used;
    struct instant used_at;
};

/* From the unit's snapshot; absence is normal. */
MUST_USE bool once_find(struct work *w, int64_t site, enum once_kind kind, const uint8_t hash[32], struct once *out_once, bool *out_found);

struct once_new {
    enum once_kind kind;
    struct text hash, body;      /* 32 bytes each, in the unit's arena */
    struct store_value subject;  /* STORE_NUMBER(key), or STORE_OF(STORE_ROW, write) */
    struct record_id record;
    struct store_value position; /* STORE_OF(STORE_POSITION, fact) */
    struct instant expires_at;
};

/* Adds it to the list; somebody else with the same hash ends it with CONFLICT, and the rerun finds theirs. */
MUST_USE bool once_add(struct work *w, int64_t site, const struct once_new *o);
/* Marks it as used, which works for one only. */
MUST_USE bool once_use(struct work *w, int64_t site, enum once_kind kind, const uint8_t hash[32]);

/* A slice that deletes what is past its time; a step for struct task. */
struct once_sweep {
    int64_t site;
    int limit;       /* rows a slice */
    int64_t deleted; /* out */
    bool more;       /* out: call again */
};
MUST_USE bool once_sweep_step(struct work *w, void *once_sweep, int phase, enum task_next *out_next);

#endif
