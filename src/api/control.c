/* Commands over the control socket. A new one is a row here and a step in a file of its own. */
#include "api/doors.h"
#include "api/publish.h"
#include "api/routes.h"

const struct route control_routes[] = {
    { "POST", "/control/keys/create", TASK_RIGHTS, control_key_create },
    { "POST", "/control/keys/list",   TASK_RIGHTS, control_key_list },
    { "POST", "/control/keys/revoke", TASK_RIGHTS, control_key_revoke },
    { "POST", "/control/keys/rotate", TASK_RIGHTS, control_key_rotate },
    { "POST", "/control/publish",     TASK_SLOW,   publish_step },
    { "POST", "/control/erase",       TASK_SLOW,   control_erase },
    { "POST", "/control/event",       TASK_RIGHTS, control_event },
    { "POST", "/control/hold/set",    TASK_RIGHTS, control_hold_set },
    { "POST", "/control/hold/end",    TASK_RIGHTS, control_hold_end },
    { "POST", "/control/hold/list",   TASK_RIGHTS, control_hold_list },
    { "POST", "/control/bounce",        TASK_RIGHTS, control_bounce },
    { "POST", "/control/suppress/set",  TASK_RIGHTS, control_suppress_set },
    { "POST", "/control/suppress/lift", TASK_RIGHTS, control_suppress_lift },
    { "POST", "/control/suppress/look", TASK_RIGHTS, control_suppress_look },
    { "POST", "/control/inbox/list",  TASK_RIGHTS, control_inbox_list },
    { "POST", "/control/inbox/open",  TASK_RIGHTS, control_inbox_open },
    { "POST", "/control/observed",    TASK_SLOW,   control_observed },
    { "POST", "/control/tasks/list",  TASK_RIGHTS, control_task_list },
    { "POST", "/control/tasks/done",  TASK_RIGHTS, control_task_done },
    { "POST", "/control/clock/confirm", TASK_RIGHTS, control_clock_confirm },
    { "POST", "/control/reload",      TASK_SLOW,   control_reload },
    { "POST", "/control/promises",    TASK_SLOW,   control_promises },
    { "POST", "/control/verify",      TASK_SLOW,   control_verify },
    { "POST", "/control/sweep",       TASK_SLOW,   control_sweep },
    { "POST", "/control/source",      TASK_SLOW,   control_source },
};
const size_t control_route_count = COUNT_OF(control_routes);
