/* The operator's command `reload`. */
#include "api/doors.h"

bool control_reload(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    (void)phase;
    *out_next = TASK_END;
    TRY(x->services->reload(w, x->services));
    x->response = (struct http_response){ .status = 200, .content_type = TEXT("application/json"), .body = TEXT("{\"reloaded\":true}") };
    return true;
}
