/* Commands over the control socket. A new one is a row here and a step in a file of its own. */
#include "api/doors.h"
#include "api/routes.h"

const struct route control_routes[] = {
    { "POST", "/control/keys/create", TASK_RIGHTS, control_key_create },
    { "POST", "/control/keys/list",   TASK_RIGHTS, control_key_list },
    { "POST", "/control/keys/revoke", TASK_RIGHTS, control_key_revoke },
};
const size_t control_route_count = COUNT_OF(control_routes);
