/* The commit pipeline: makes a group of write lists durable with one vault sync and one commit, and nothing is acknowledged earlier.
 *
 * Fixed order: take what is queued (at most 256 lists, no timer) -> create keys and seal for the whole group -> one vault sync -> run each
 * list in its savepoint -> number the facts -> insert fact rows, leaves and the head, by compare-and-set on the old size -> COMMIT ->
 * sign one head -> tell the units.
 * A list whose row counts are wrong is rolled back alone and ends with CONFLICT, and so does one that seals under a key that was shredded
 * meanwhile. One that breaks a constraint ends alone with INVALID, one whose query does not fit the tables with UNSUPPORTED, one for whose
 * keys there is no slot with UNAVAILABLE. A database that cannot write ends the whole group with UNAVAILABLE and nothing written; when the disk
 * is full, lists that seal nothing (an erase, a sweep) are written into the space that was kept back for them. A failed
 * sync and a COMMIT of unknown outcome end the process: start-up recovers from what is on disk. */
#ifndef STORE_PIPELINE_H
#define STORE_PIPELINE_H

#include "base/work.h"
#include "ledger/tree.h"
#include "sql/sql.h"
#include "store/list.h"
#include "vault/vault.h"

enum { SIGNED_HEAD_MAX = 768 };

/* The head that covers a group, with its checkpoint as a signed note. */
struct signed_head {
    struct ledger_head head;
    size_t note_length;
    char note[SIGNED_HEAD_MAX];
};

/* One list on its way through the writer. The unit is the writer's from pipeline_submit until `done` is called. */
struct pipeline_item {
    struct work *w;
    void (*done)(struct pipeline_item *item); /* on the writer's thread; w->err tells how it ended */
    struct pipeline_item *next;
};

struct pipeline;

struct pipeline_config {
    struct sql_connection *connection; /* SQL_WRITE; the pipeline owns it */
    struct vault *vault;
    int64_t site;         /* row key of the site whose log this pipeline grows */
    struct site_id site_uid;
    struct text origin;   /* of the log */
    const char *reserve;  /* path of store/reserve.h; lives as long as the pipeline. NULL: none */
};

/* Reads the right edge of the tree and signs its head. Takes the connection on success only. Errors: TAMPERED when the log is not whole. */
MUST_USE bool pipeline_create(struct work *w, const struct pipeline_config *config, struct pipeline **out_pipeline);
/* Ends the writer's thread, if it runs, after what is queued. */
void pipeline_destroy(struct pipeline **p);

/* Starts the writer's thread. Without it, tests and start-up run groups themselves. */
MUST_USE bool pipeline_start(struct work *w, struct pipeline *p);
/* False when the queue is full. */
MUST_USE bool pipeline_submit(struct pipeline *p, struct pipeline_item *item);
/* Lets the writer give back memory that it keeps to be faster, between two groups. No effect without its thread. */
void pipeline_rest(struct pipeline *p);
/* Runs one group on the calling thread and calls each item's `done`. Never together with a running writer's thread. */
void pipeline_run_group(struct pipeline *p, struct pipeline_item *items);

/* Whose log the pipeline grows; lives as long as the pipeline. */
struct pipeline_site {
    int64_t key;
    struct site_id uid;
    struct text origin;
};
struct pipeline_site pipeline_site(const struct pipeline *p);

/* The newest signed head; false before the first fact. Any thread. */
bool pipeline_head(struct pipeline *p, struct signed_head *out_head);

/* The head that everybody may see: a new one at most once in this time, so that the public log does not tell the moment of each act. */
enum { LOG_INTERVAL_SECONDS = 60 };
bool pipeline_published(struct pipeline *p, struct instant now, struct signed_head *out_head);

/* groups that were committed; lists that held, that were in conflict, that ended otherwise */
struct pipeline_counters {
    uint64_t groups, lists, conflicts, failures;
};

struct pipeline_counters pipeline_counters(struct pipeline *p);

#endif
