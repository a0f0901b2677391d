/* The links of our mails: confirm a sign-up, unsubscribe. Opening one shows a button and changes nothing; the button acts, and so does the one-click
 * POST of a mail program (RFC 8058), without cookie, login or redirect. Never closed by a finding or by load. */
#include "consent/confirm.h"
#include "consent/unsubscribe.h"
#include "consent/withdraw.h"
#include "page/consent_page.h"
#include "page/words.h"
#include "policy/site.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

static struct text word(const struct reader *r, enum message m)
{
    return message_text(reader_words(r), m);
}

static bool reader_of(struct work *w, struct exchange *x, struct reader *out_reader)
{
    const struct version *v;

    TRY(version_in_force(w, x, &v));
    *out_reader = (struct reader){ .site = w->site, .policy = &v->policy };
    return visitor_language(w, x, &v->policy, &out_reader->language);
}

static bool show(struct work *w, struct exchange *x, const struct reader *r, int status, const struct consent_page *page)
{
    struct html html;

    TRY(consent_page_render(w, r, page, &html));
    answer_html(x, status, html, HTTP_NO_STORE);
    return true;
}

static bool here(struct work *w, struct exchange *x, const struct reader *r, const char *path, struct text *out_address)
{
    struct text suffix;

    TRY(language_suffix(w, x, r->policy, &suffix));
    return work_format(w, out_address, "%.*s/%s/%.*s%.*s", TEXT_ARGS(w->site->mount), path, TEXT_ARGS(x->parameters[0]), TEXT_ARGS(suffix));
}

static bool show_dead_link(struct work *w, struct exchange *x, const struct reader *r)
{
    const struct consent_page page = { .title = word(r, MSG_CONSENT_DEAD_TITLE), .lead = word(r, MSG_CONSENT_DEAD_LEAD) };

    return show(w, x, r, 404, &page);
}

/* --- confirm ------------------------------------------------------------------------------------------------------------------------------------- */

static bool show_question(struct work *w, struct exchange *x, const struct reader *r, const struct confirming *c)
{
    struct consent_page page = { .title = word(r, MSG_CONSENT_CONFIRM_TITLE), .button = word(r, MSG_CONSENT_CONFIRM_BUTTON), .note = word(r, MSG_CONSENT_CONFIRM_NOTE) };
    struct text why = words_purpose(r, c->purpose);

    TRY(message_format(w, reader_words(r), MSG_CONSENT_CONFIRM_LEAD, &why, 1, &page.lead));
    TRY(here(w, x, r, "confirm", &page.action));
    return show(w, x, r, 200, &page);
}

static bool show_confirmed(struct work *w, struct exchange *x, const struct reader *r, const struct confirming *c)
{
    struct consent_page page = { .title = word(r, MSG_CONSENT_CONFIRMED_TITLE), .link_words = word(r, MSG_CONSENT_UNSUBSCRIBE_LINK), .note = word(r, MSG_CONSENT_CONFIRMED_NOTE) };
    struct text why = words_purpose(r, c->purpose);

    TRY(message_format(w, reader_words(r), MSG_CONSENT_CONFIRMED_LEAD, &why, 1, &page.lead));
    TRY(unsubscribe_address(w, x->services->vault, c->subject, c->purpose->number, &page.link));
    return show(w, x, r, 200, &page);
}

static bool show_closed(struct work *w, struct exchange *x, const struct reader *r)
{
    const struct consent_page page = { .title = word(r, MSG_CONSENT_CLOSED_TITLE), .lead = word(r, MSG_CONSENT_CLOSED_LEAD) };

    return show(w, x, r, 410, &page);
}

static bool answer_confirming(struct work *w, struct exchange *x, const struct reader *r, const struct confirming *c)
{
    switch (c->end) {
    case CONFIRM_DONE:
        return c->looks ? show_question(w, x, r, c) : show_confirmed(w, x, r, c);
    case CONFIRM_ALREADY:
        return show_confirmed(w, x, r, c);
    case CONFIRM_CLOSED:
        return show_closed(w, x, r);
    default:
        return show_dead_link(w, x, r);
    }
}

bool confirm_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct confirming c = { .services = x->services, .token = x->parameters[0], .looks = true };
    struct reader r;

    TRY(reader_of(w, x, &r));
    TRY(confirm_step(w, &c, phase, out_next));
    return answer_confirming(w, x, &r, &c);
}

bool confirm_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct confirming *c = x->state;
    struct reader r;

    TRY(reader_of(w, x, &r));
    if (phase == 0) {
        c = x->state = WORK_NEW(w, struct confirming, 1);
        if (!c)
            return false;
        *c = (struct confirming){ .services = x->services, .token = x->parameters[0], .language = r.policy->languages[r.language] };
    }
    TRY(confirm_step(w, c, phase, out_next));
    return *out_next != TASK_END || answer_confirming(w, x, &r, c);
}

/* --- unsubscribe ----------------------------------------------------------------------------------------------------------------------------------- */

bool unsubscribe_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct consent_page page = { 0 };
    const struct purpose *purpose;
    struct handle handle;
    struct reader r;
    struct text why;
    int number;
    bool good;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(reader_of(w, x, &r));
    TRY(unsubscribe_read(w, x->services->vault, x->parameters[0], &handle, &number, &good));
    if (!good)
        return show_dead_link(w, x, &r);
    purpose = purpose_numbered(r.policy, number);
    why = purpose ? words_purpose(&r, purpose) : TEXT("");
    page.title = word(&r, MSG_CONSENT_UNSUBSCRIBE_TITLE);
    page.button = word(&r, MSG_CONSENT_UNSUBSCRIBE_BUTTON);
    if (why.length)
        TRY(message_format(w, reader_words(&r), MSG_CONSENT_UNSUBSCRIBE_LEAD, &why, 1, &page.lead));
    TRY(here(w, x, &r, "u", &page.action));
    return show(w, x, &r, 200, &page);
}

bool unsubscribe_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct withdrawal *t = x->state;
    struct consent_page page = { 0 };
    struct reader r;
    bool good;

    *out_next = TASK_END;
    TRY(reader_of(w, x, &r));
    if (phase == 0) {
        t = x->state = WORK_NEW(w, struct withdrawal, 1);
        if (!t)
            return false;
        *t = (struct withdrawal){ .services = x->services, .mechanism = CONSENT_BY_LINK };
        TRY(unsubscribe_read(w, x->services->vault, x->parameters[0], &t->handle, &t->purpose, &good));
        if (!good)
            return show_dead_link(w, x, &r);
    }
    TRY(consent_withdraw_step(w, t, phase, out_next));
    if (*out_next != TASK_END)
        return true;
    page.title = word(&r, MSG_CONSENT_WITHDRAWN_TITLE);
    page.lead = word(&r, MSG_CONSENT_WITHDRAWN_LEAD);
    return show(w, x, &r, 200, &page); /* the same when it was withdrawn before, or the person is gone: nothing more will come */
}
