#include "api/routes.h"

#include "api/doors.h"

const struct route api_routes[] = {
    { "GET",  "/openapi.json", TASK_PAGE, api_describe },
    { "POST", "/decisions",    TASK_PAGE, api_decide, SCOPE_DECIDE },
    { "POST", "/consents",     TASK_RIGHTS, api_consents, SCOPE_CONSENTS },
    { "POST", "/observe/{}",   TASK_PAGE, api_observe, SCOPE_OBSERVE },
    { "POST", "/collect/{}",   TASK_PAGE, api_collect, SCOPE_COLLECT },
    { "POST", "/deliveries/{}/{}", TASK_PAGE, api_deliveries, SCOPE_DELIVERIES },
    { "POST", "/events",       TASK_RIGHTS, api_event, SCOPE_EVENTS },
    { "POST", "/mail/events", TASK_RIGHTS, api_mail_events, SCOPE_MAIL_EVENTS },
    { "GET",  "/inbox",        TASK_PAGE, api_inbox, SCOPE_INBOX },
    { "POST", "/inbox/{}/open", TASK_PAGE, api_inbox_open, SCOPE_INBOX },
};
const size_t api_route_count = COUNT_OF(api_routes);
