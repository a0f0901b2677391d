/* The receipt of a post: looking changes nothing, the button takes it once. */
#include "collect/receipt_path.h"
#include "page/answer_page.h"
#include "policy/site.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

static bool render_receipt(struct work *w, struct exchange *x, const struct version *v, const struct receipt_path *r)
{
    struct reader reader = { .site = w->site, .policy = &v->policy };
    struct receipt_page page = { .position = (uint64_t)r->fact.position, .at = r->fact.fact.at, .until = r->until };
    struct draft handle;
    struct html html;

    TRY(work_draft(w, HANDLE_TEXT, &handle));
    draft_handle(&handle, &r->handle);
    page.handle = draft_text(&handle);
    TRY(visitor_language(w, x, &v->policy, &reader.language));
    TRY(work_format(w, &page.download, "%.*s/receipt/%.*s", TEXT_ARGS(w->site->mount), TEXT_ARGS(r->token)));
    TRY(receipt_page_render(w, &reader, &page, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

/* Whoever comes back after the taking, by a second click on the form or on the link, learns that what she sent is there. */
static bool render_thanks(struct work *w, struct exchange *x, const struct version *v, const struct receipt_path *r)
{
    struct reader reader = { .site = w->site, .policy = &v->policy };
    struct thanks_page page = { .position = r->fact.position, .back = v->policy.origin_count ? v->policy.origins[0] : TEXT("") };
    struct html html;

    TRY(visitor_language(w, x, &v->policy, &reader.language));
    TRY(thanks_page_render(w, &reader, &page, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

bool receipt_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct receipt_path r = { .services = x->services, .token = x->parameters[0] };
    const struct version *version;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    TRY(receipt_path_look(w, &r));
    return r.taken ? render_thanks(w, x, version, &r) : render_receipt(w, x, version, &r);
}

bool receipt_take(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct receipt_path *r = x->state;

    if (phase == 0) {
        r = x->state = WORK_NEW(w, struct receipt_path, 1);
        if (!r)
            return false;
        *r = (struct receipt_path){ .services = x->services, .token = x->parameters[0] };
    }
    TRY(receipt_path_take_step(w, r, phase, out_next));
    if (*out_next == TASK_END)
        answer_file(x, TEXT("application/json"), TEXT("attachment; filename=\"receipt.json\""), r->json);
    return true;
}
