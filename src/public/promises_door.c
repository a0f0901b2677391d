/* The promises with their evidence, for people and for programs. */
#include "assurance/promise.h"
#include "page/promises_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

static bool evaluate(struct work *w, struct exchange *x, const struct version **out_version, struct promises **out_promises)
{
    TRY(version_in_force(w, x, out_version));
    *out_promises = WORK_NEW(w, struct promises, 1);
    return *out_promises && promises_evaluate(w, x->services, *out_promises);
}

bool promises_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct reader reader = { .site = w->site };
    const struct version *version;
    struct promises *promises;
    struct html html;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(evaluate(w, x, &version, &promises));
    TRY(visitor_language(w, x, &version->policy, &reader.language));
    reader.policy = &version->policy;
    TRY(promises_page_render(w, &reader, promises, &html));
    answer_html(x, 200, html, HTTP_SHORT);
    return true;
}

bool promises_show_json(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;
    struct promises *promises;
    struct text json;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(evaluate(w, x, &version, &promises));
    TRY(promises_as_json(w, promises, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_SHORT);
    return true;
}
