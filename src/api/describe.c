/* GET openapi.json: what the routes for programs take and answer. The document is written by hand; tests hold the routes to it. */
#include "api/doors.h"
#include "public/answer.h"

bool api_describe(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    must(phase == 0);
    *out_next = TASK_END;
    return answer_asset(w, x, &assets[ASSET_OPENAPI], false);
}
