/* The categories collected in the preceding twelve months: counted when they are asked for, and then the same for everybody for a second. */
#include "page/categories_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

static bool count(struct work *w, const struct policy *p, const struct twelve_months **out_months)
{
    struct twelve_months *months = WORK_NEW(w, struct twelve_months, p->appendix_count);

    if (!months)
        return false;
    for (size_t i = 0; i < p->appendix_count; i++)
        TRY(twelve_months_count(w, p, p->appendices[i].region, &months[i]));
    *out_months = months;
    return true;
}

static bool page(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes)
{
    const struct reader reader = { .site = w->site, .policy = &version->policy, .language = language };
    struct categories_page in = { .version = version->number, .at = w->now, .law = x->services->law };
    struct html html;

    TRY(count(w, &version->policy, &in.months));
    TRY(categories_page_render(w, &reader, &in, &html));
    *out_bytes = html.markup;
    return true;
}

bool categories_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    must(phase == 0);
    *out_next = TASK_END;
    return answer_live_page(w, x, KEPT_CATEGORIES, page);
}
