/* What the tests of the store share: a data directory on disk with database, vault, site and pipeline, and units of work that read from
 * their own snapshots. */
#ifndef RIG_H
#define RIG_H

#include "sql/failing.h"
#include "store/pipeline.h"
#include "store/site_row.h"
#include "unit.h"

enum { RIG_UNITS = 320 };

/* A unit of work on its own reading connection. */
struct rig_unit {
    struct work *w;
    struct sql_connection *connection;
    struct pipeline_item item;
    bool ended;
};

struct rig {
    struct work *w;
    char *folder;
    char database[512];
    const char *reserve; /* of the pipeline that the next restart makes */
    struct vault *vault;
    struct site_row site;
    struct failing failing; /* wraps the writer */
    struct sql_connection *writer; /* the pipeline's */
    struct pipeline *pipeline;
    struct rig_unit units[RIG_UNITS];
    int unit_count;
};

void rig_open(struct rig *r);
void rig_close(struct rig *r);
/* Closes and opens pipeline and vault again; the data stay. */
void rig_restart(struct rig *r);

/* A new unit with an open snapshot and an empty list. */
struct rig_unit *rig_unit(struct rig *r);
/* The same unit as the runtime would run it again: new snapshot, empty list. */
void rig_again(struct rig_unit *u);
/* Ends all units. */
void rig_units_end(struct rig *r);
/* Runs the units as one group, in order. */
void rig_group(struct rig *r, struct rig_unit *const *units, int count);
/* One unit alone; its result. */
enum error_code rig_commit(struct rig *r, struct rig_unit *u);

/* One number out of the database as it is now. */
int64_t rig_number(struct rig *r, const char *sql);
/* Statements outside of any unit. */
void rig_script(struct rig *r, const char *sql);
/* Version `number` was published and counts. */
#define RIG_PUBLISHED(number)                                                                                                        \
    "UPDATE site SET policy_number = " #number ";"                                                                                   \
    "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, " #number ", zeroblob(1), zeroblob(32), 0, 0);"
/* How large the database may grow: a disk that is full above that. */
void rig_limit_pages(struct rig *r, int pages);
/* Facts, tiles and head fit together: positions are dense from 0, each fact is proved by the signed head. */
void rig_check_log(struct rig *r);

extern const struct sql_query rig_insert_subject; /* site, uid, handle */
extern const struct sql_query rig_guard_subject;  /* id, version */
extern const struct sql_query rig_raise_subject;  /* id, version */
/* A list that inserts a subject named by `byte` and appends a fact; gives the index of the write. */
int rig_subject(struct rig *r, struct rig_unit *u, int number);
struct fact rig_fact(struct rig_unit *u, int64_t number);

#endif
