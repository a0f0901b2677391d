/* A group of write lists on its way through one transaction: what the commit pipeline works on, and the two steps that treat lists one by
 * one. Lives in the arena of the pipeline. */
#ifndef STORE_GROUP_H
#define STORE_GROUP_H

#include "store/pipeline.h"

struct entry {
    struct pipeline_item *item;
    struct write_list *list;
    struct text *sealed; /* by index of the seal */
    bool failed;         /* item->w->err says why; the others go on */
};

struct group {
    const struct pipeline_config *config;
    struct entry *entries;
    int count;
    uint64_t base;       /* position of the first fact of the group */
    struct hash *leaves; /* of the lists that hold, in order */
    size_t leaf_count;
    int64_t number;
    bool careful;        /* each list in a savepoint of its own */
    bool told;
};

/* The items as entries, in order. */
MUST_USE bool group_open(struct work *w, const struct pipeline_config *config, struct pipeline_item *items, struct group *out_group);
/* Creates keys and seals for all lists, then one vault sync if there are new keys. A list that cannot have its keys fails alone. */
void group_secure(struct work *w, struct group *g);
/* Runs each list: writes, fact rows, writes that need positions. Careful, a list that fails gives its positions back and the others go on;
 * otherwise it ends the transaction, and `careful` is set when that would save the others. False: the transaction is lost. */
MUST_USE bool group_run(struct work *w, struct group *g);
int group_holding(const struct group *g);
/* Ends those that bring new data. */
void group_hold_back(struct group *g, const struct error *err);
/* Ends every list that has not failed yet. */
void group_fail(struct group *g, const struct error *err);

#endif
