/* The policy as it was published: the stored bytes of the version, chosen by language and encoding, never rendered again (clause P0-1). */
#include "base/teeth.h"
#include "page/policy_page.h"
#include "page/versions_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

enum { VERSION_LINES_MAX = 200 };

/* The page in the language, or the first one. */
static const struct version_page *page_in(const struct version *v, int language)
{
    for (int i = 0; i < POLICY_LANGUAGES_MAX; i++)
        if (v->pages[i].bytes.length && text_equal(v->pages[i].language, v->policy.languages[language]))
            return &v->pages[i];
    return &v->pages[0];
}

/* Only with the tooth out: what the page would say today. */
static bool render_anew(struct work *w, struct exchange *x, const struct version *v, int language)
{
    struct html html;

    TRY(policy_page_render(w, &v->policy, w->site, language, v->number, w->now, v->effective_at, &html));
    answer_html(x, 200, html, HTTP_REVALIDATE);
    return true;
}

static bool serve(struct work *w, struct exchange *x, const struct version *v)
{
    const struct version_page *page;
    int language;

    TRY(visitor_language(w, x, &v->policy, &language));
    if (TEETH_OUT(TOOTH_VERSION_BYTES))
        return render_anew(w, x, v, language);
    page = page_in(v, language);
    const struct answer_bytes bytes = {
        .type = TEXT("text/html; charset=utf-8"), .plain = page->bytes, .brotli = page->brotli, .gzip = page->gzip, .hash = page->hash,
        .cache = HTTP_REVALIDATE,
    };
    TRY(answer_encoded(w, x, &bytes));
    http_header_add(&x->response, TEXT("Content-Language"), page->language);
    return true;
}

bool policy_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    return serve(w, x, version);
}

bool policy_show_version(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct version *old = WORK_NEW(w, struct version, 1);
    const struct version *version;
    uint64_t number;

    must(phase == 0);
    *out_next = TASK_END;
    if (!old)
        return false;
    TRY(version_in_force(w, x, &version));
    if (!text_to_u64(x->parameters[0], &number) || number == 0 || number > INT64_MAX)
        FAIL(w, ERR_NOT_FOUND, "a version is a number from 1");
    if ((int64_t)number == version->number)
        return serve(w, x, version);
    TRY(version_load(w, (int64_t)number, old));
    return serve(w, x, old);
}

bool policy_show_versions(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct version_line *lines = WORK_NEW(w, struct version_line, VERSION_LINES_MAX);
    struct reader reader = { .site = w->site };
    const struct version *version;
    struct html html;
    size_t count;

    must(phase == 0);
    *out_next = TASK_END;
    if (!lines)
        return false;
    TRY(version_in_force(w, x, &version));
    TRY(visitor_language(w, x, &version->policy, &reader.language));
    reader.policy = &version->policy;
    TRY(version_list(w, lines, VERSION_LINES_MAX, &count));
    TRY(versions_page_render(w, &reader, lines, count, &html));
    answer_html(x, 200, html, HTTP_SHORT);
    return true;
}
