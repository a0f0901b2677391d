/* The doors of visitors. A new one is a row here and a step in a file of its own. */
#include "public/doors.h"

const struct route public_routes[] = {
    { "GET",  "/",               TASK_PAGE,       document_show },
    { "GET",  "/v/",             TASK_PAGE,       policy_show_versions },
    { "GET",  "/v/{}",           TASK_PAGE,       document_show_version },
    { "GET",  "/v/{}/{*}",       TASK_PAGE,       document_show_version },
    { "GET",  "/promises",       TASK_PAGE,       promises_show },
    { "GET",  "/promises.json",  TASK_PAGE,       promises_show_json },
    { "GET",  "/categories",     TASK_PAGE,       categories_show },
    { "GET",  "/in/{}",          TASK_PAGE,       form_show },
    { "POST", "/in/{}",          TASK_PAGE,       form_post },
    { "GET",  "/request",        TASK_RIGHTS,     request_show }, /* the ways to one's rights stay open when pages do not */
    { "GET",  "/confirm/{}",     TASK_RIGHTS,     confirm_show },
    { "POST", "/confirm/{}",     TASK_RIGHTS,     confirm_post },
    { "GET",  "/u/{}",           TASK_RIGHTS,     unsubscribe_show },
    { "POST", "/u/{}",           TASK_RIGHTS,     unsubscribe_post },
    { "GET",  "/receipt/{}",     TASK_RIGHTS,     receipt_show },
    { "POST", "/receipt/{}",     TASK_RIGHTS,     receipt_take },
    { "GET",  "/log/checkpoint", TASK_STATISTICS, log_show_checkpoint },
    { "GET",  "/log/tile/{*}",   TASK_STATISTICS, log_show_tile },
    { "GET",  "/{*}",            TASK_PAGE,       document_show }, /* last: documents, assets, and what nothing else knows */
};
const size_t public_route_count = COUNT_OF(public_routes);
