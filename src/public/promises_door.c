/* The promises with their evidence, for people and for programs. Evaluating them reads many rows, so an answer serves everybody for a second. */
#include "assurance/promise.h"
#include "page/promises_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

static bool evaluate(struct work *w, struct exchange *x, struct promises **out_promises)
{
    *out_promises = WORK_NEW(w, struct promises, 1);
    return *out_promises && promises_evaluate(w, x->services, *out_promises);
}

static bool page(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes)
{
    struct reader reader = { .site = w->site, .policy = &version->policy, .language = language };
    struct promises *promises;
    struct html html;

    TRY(evaluate(w, x, &promises));
    TRY(promises_page_render(w, &reader, promises, &html));
    *out_bytes = html.markup;
    return true;
}

static bool data(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes)
{
    struct promises *promises;

    (void)version, (void)language;
    TRY(evaluate(w, x, &promises));
    return promises_as_json(w, promises, out_bytes);
}

bool promises_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    must(phase == 0);
    *out_next = TASK_END;
    return answer_live_page(w, x, KEPT_PROMISES, page);
}

bool promises_show_json(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;
    struct text json;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    TRY(answer_kept(w, x, KEPT_PROMISES_DATA, version, 0, data, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_REVALIDATE);
    return true;
}
