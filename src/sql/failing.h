/* A driver that wraps a connection of another and fails its n-th call, for fault loops: call 1 fails, call 2 fails, and so on until a run
 * is too short to reach it. */
#ifndef SQL_FAILING_H
#define SQL_FAILING_H

#include "sql/sql.h"

enum failing_act {
    FAIL_INSTEAD = 0, /* the call is not carried out; a COMMIT rolls back */
    FAIL_AFTERWARDS,  /* it is carried out, and then said to have failed: an answer that was lost */
};

/* Belongs to the test and outlives the connection. Every function of the table but close, rollback and cancel counts. */
struct failing {
    int fail_at; /* 1 is the next call; 0 never */
    int calls;   /* so far; set to 0 to begin anew */
    enum error_code code;
    enum failing_act act;
    bool failed; /* it happened */
};

/* Takes `inner`. */
MUST_USE bool failing_wrap(struct work *w, struct sql_connection *inner, struct failing *plan, struct sql_connection **out_connection);

#endif
