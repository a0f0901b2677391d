#include "api/routes.h"

#include "api/doors.h"

const struct route api_routes[] = {
    { "POST", "/collect/{}", TASK_PAGE, api_collect },
};
const size_t api_route_count = COUNT_OF(api_routes);
