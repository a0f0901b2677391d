/* A whole site in the small for tests of erase, sweep and delivery: database, vault, pipeline and a policy, and tasks that run as the
 * runtime runs them: step, commit, next phase, and again after a conflict. Tests may act between a step and its commit, or let the process
 * end there. */
#ifndef SITE_RIG_H
#define SITE_RIG_H

#include "mail/mailer.h"
#include "policy/version.h"
#include "store/pipeline.h"
#include "store/site_row.h"
#include "store/slice.h"
#include "subject/subject.h"
#include "unit.h"

enum { RIG_SUPPORT = 1, RIG_NEWSLETTER = 2, RIG_UNITS = 64, RIG_NO_DATE = -1 };

struct rig_unit {
    struct work *w;
    struct sql_connection *connection;
    struct pipeline_item item;
};

struct site_rig {
    struct work *w;
    char *folder, database[512];
    struct vault *vault;
    struct site_row row;
    struct site site;
    struct pipeline *pipeline;
    struct services services;
    struct mailer *memory; /* what was mailed; owned by services.mailer */
    /* may be changed by tests; its version has number 1 */
    struct version version;
    struct purpose purposes[2];
    struct delivery deliver[2];
    struct data_item data[3];
    struct channel_field fields[3];
    struct channel channels[1];
    struct recipient recipients[1];
    struct rig_unit units[RIG_UNITS];
    int unit_count, seeds;
    struct instant now; /* of the next unit */
};

void rig_open(struct site_rig *r);
void rig_close(struct site_rig *r);
/* The process ends here and starts again: the data stay. */
void rig_restart(struct site_rig *r);

typedef bool (*rig_step)(struct work *w, void *state, int phase, enum task_next *out_next);

struct rig_task {
    rig_step step;
    void *state;
    bool dies;    /* the process ends instead of making commit number `dies_at` */
    int dies_at;
    void (*between)(struct site_rig *r, int phase, int rerun); /* between a step and its commit */
    void (*after)(struct site_rig *r, int phase);              /* between a commit and the next phase */
};

/* Runs the task to its end; the unit stays, with its arena. */
struct work *rig_run(struct site_rig *r, struct rig_task task);
/* One slice of a job; the slice's results and the unit. */
struct slice rig_slice(struct site_rig *r, rig_step step, int limit);

struct rig_person {
    int64_t subject, retention, record, outbox;
    struct handle handle;
    struct vault_key key;
    struct record_id uid;
};

/* Collects one message under the purpose, with one delivery that waits; due: moment, or RIG_NO_DATE. */
struct rig_person rig_collect(struct site_rig *r, int purpose, int64_t due_ms, const char *words);
/* A further message of a known person, under a key of its own. */
struct rig_person rig_collect_again(struct site_rig *r, const struct rig_person *p, int purpose, int64_t due_ms);

int64_t rig_number(struct site_rig *r, const char *sql);
int64_t rig_facts(struct site_rig *r, enum fact_type type);
void rig_script(struct site_rig *r, const char *sql);
/* Version `number` was published and counts. */
#define RIG_PUBLISHED(number)                                                                                                        \
    "UPDATE site SET policy_number = " #number ";"                                                                                   \
    "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, " #number ", zeroblob(1), zeroblob(32), 0, 0);"

/* The task's errors. */
#define assert_ended(w)                                                                      \
    do {                                                                                     \
        if ((w)->err.code != ERR_NONE)                                                       \
            fail_msg("the task ended with %s: %s", error_name((w)->err.code), (w)->err.message); \
    } while (0)
#define assert_fails(w, expected) assert_string_equal(error_name((w)->err.code), error_name(expected))

#endif
