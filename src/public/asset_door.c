/* Style sheets and icons: under names with the hash of their bytes, compressed when the program was built. */
#include "page/asset.h"
#include "public/answer.h"
#include "public/doors.h"

bool asset_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct asset *asset;
    bool exact;

    must(phase == 0);
    *out_next = TASK_END;
    asset = asset_find(x->parameters[0], &exact);
    if (!asset)
        FAIL(w, ERR_NOT_FOUND, "there is no such page or file");
    return answer_asset(w, x, asset, exact);
}
