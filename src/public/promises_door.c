/* The promises with their evidence, for people and for programs. Evaluating them reads many rows, so an answer serves everybody for a second. */
#include "assurance/promise.h"
#include "page/promises_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"
#include "public/kept.h"

enum { FOR_PROGRAMS = POLICY_LANGUAGES_MAX };

static bool page(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes)
{
    struct reader reader = { .site = w->site, .policy = &version->policy, .language = language };
    struct promises *promises = WORK_NEW(w, struct promises, 1);
    struct html html;

    if (!promises)
        return false;
    TRY(promises_evaluate(w, x->services, promises));
    if (language == FOR_PROGRAMS)
        return promises_as_json(w, promises, out_bytes);
    TRY(promises_page_render(w, &reader, promises, &html));
    *out_bytes = html.markup;
    return true;
}

static bool page_or_kept(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes)
{
    struct services *s = x->services;
    int64_t key = version->number * (POLICY_LANGUAGES_MAX + 1) + language;
    struct moment now = s->monotonic ? s->monotonic(s) : (struct moment){ 0 };

    if (kept_find(w, s->kept, key, now, out_bytes))
        return true;
    TRY(page(w, x, version, language, out_bytes));
    kept_add(s->kept, key, now, *out_bytes);
    return true;
}

bool promises_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;
    struct html html;
    int language;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    TRY(visitor_language(w, x, &version->policy, &language));
    TRY(page_or_kept(w, x, version, language, &html.markup));
    answer_html(x, 200, html, HTTP_REVALIDATE);
    http_header_add(&x->response, TEXT("Content-Language"), version->policy.languages[language]);
    return true;
}

bool promises_show_json(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;
    struct text json;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    TRY(page_or_kept(w, x, version, FOR_PROGRAMS, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_REVALIDATE);
    return true;
}
