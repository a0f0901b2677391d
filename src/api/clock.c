/* The operator's command `clock confirm`: somebody has looked at the clock and vouches for it, so that what it held up may go (threat T22). */
#include "api/doors.h"
#include "retention/watch.h"

bool control_clock_confirm(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct watch watch;

    *out_next = TASK_END;
    if (phase == 0) {
        TRY(watch_read(w, &watch));
        x->response = (struct http_response){ .status = 200, .content_type = TEXT("application/json") };
        x->response.body = watch.holds_up ? TEXT("{\"held\":true}") : TEXT("{\"held\":false}");
        if (!watch.holds_up)
            return true;
        *out_next = TASK_COMMIT;
        return list_open(w) && watch_confirm(w);
    }
    x->services->poke(x->services);
    return true;
}
