/* The form of a channel. It works without JavaScript; a site's own form posts here by its `action` alone. */
#include "collect/region.h"
#include "collect/token.h"
#include "consent/collected.h"
#include "net/form.h"
#include "page/answer_page.h"
#include "page/form_page.h"
#include "public/answer.h"
#include "public/doors.h"
#include "public/origin.h"
#include "public/problem.h"

struct posting {
    struct submission submission;
    struct form form;
    struct gate_field fields[FORM_FIELDS_MAX];
    struct text next;
    enum gate_reason refused; /* before the gate; GATE_OK: not */
};

/* Fields of the form that are ours, unless the channel declares an item of that name. */
static bool load_channel(struct work *w, struct exchange *x, const struct version **out_version, const struct channel **out_channel)
{
    TRY(version_in_force(w, x, out_version));
    *out_channel = policy_channel(&(*out_version)->policy, x->parameters[0]);
    if (!*out_channel)
        FAIL(w, ERR_NOT_FOUND, "the policy declares no channel of this name");
    if ((*out_channel)->source != FROM_PERSON)
        FAIL(w, ERR_NOT_FOUND, "nobody fills in this channel by hand"); /* a device or a log gives its values */
    return true;
}

/* A fresh token with every form that we show. */
static bool render_form(struct work *w, struct exchange *x, int status, const struct version *v, struct form_page *page, struct text region)
{
    struct reader reader = { .site = w->site, .policy = &v->policy };
    struct act_region act = { .number = -1 };
    struct html html;

    TRY(visitor_language(w, x, &v->policy, &reader.language));
    TRY(form_token_make(w, x->services->vault, page->channel->id, &page->token));
    if (region_of_act(&v->policy, w->site, &(struct region_words){ region, region_of_proxy(x) }, &act))
        page->region = act.number;
    else
        page->region = -1;
    page->ask_region = v->policy.region_count > 0;
    page->version = v->number;
    page->posted = v->posted_at;
    TRY(form_page_render(w, &reader, page, &html));
    answer_html(x, status, html, HTTP_NO_STORE);
    http_header_add(&x->response, TEXT("Content-Language"), v->policy.languages[reader.language]);
    return true;
}

bool form_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct form_page page = { .region = -1 };
    const struct version *version;
    struct text region;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(load_channel(w, x, &version, &page.channel));
    TRY(query_value(w, x, TEXT("region"), &region));
    TRY(query_value(w, x, TEXT("next"), &page.next));
    if (!next_is_allowed(&version->policy, w->site, page.next))
        page.next = TEXT("");
    return render_form(w, x, 200, version, &page, region);
}

static void read_fields(struct posting *p, const struct channel *c)
{
    struct submission *s = &p->submission;
    struct text *const places[FORM_CONTROLS] = { &s->form_token, &p->next, &s->region };
    enum form_control control;

    for (int i = 0; i < p->form.count; i++) {
        if (form_control_of(c, p->form.fields[i].name, &control))
            *places[control] = p->form.fields[i].value;
        else
            p->fields[s->field_count++] = (struct gate_field){ p->form.fields[i].name, p->form.fields[i].value };
    }
    s->needs_token = s->form_token.length > 0;
}

static bool read_posting(struct work *w, struct exchange *x, struct posting *p)
{
    const struct version *version = x->services->version(x->services, w->now);
    const struct policy *policy = version ? &version->policy : NULL;
    int language;

    p->submission = (struct submission){
        .services = x->services, .channel = x->parameters[0], .door = DOOR_FORM, .fields = p->fields, .body = x->request->body,
        .proxied_region = region_of_proxy(x),
    };
    if (policy) {
        TRY(visitor_language(w, x, policy, &language));
        p->submission.language = policy->languages[language];
    }
    if (!form_parse(w, x->request->body, &p->form)) {
        if (w->err.code != ERR_INVALID)
            return false;
        error_clear(&w->err);
        p->refused = GATE_MALFORMED;
        return true;
    }
    read_fields(p, policy ? policy_channel(policy, x->parameters[0]) : NULL);
    if (policy && !origin_fits(x->request, policy, w->site, p->submission.needs_token))
        p->refused = GATE_WRONG_ORIGIN;
    return true;
}

/* Without a receipt: the first answer gave it. A reload posts the same, and keeps nothing either. */
static bool thank(struct work *w, struct exchange *x, const struct submission *s)
{
    const struct thanks_page page = { .position = -1, .confirm = s->unconfirmed };
    struct reader reader = { .site = w->site, .policy = &s->version->policy };
    struct html html;

    TRY(visitor_language(w, x, &s->version->policy, &reader.language));
    TRY(thanks_page_render(w, &reader, &page, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

/* 303, so that a reload posts nothing again: to the site's own page, or to the receipt. */
static bool go_on(struct work *w, struct exchange *x, struct posting *p)
{
    const struct submission *s = &p->submission;
    struct text path = p->next, language;

    TRY(language_suffix(w, x, &s->version->policy, &language));
    if ((s->end == COLLECT_EQUAL || s->unconfirmed) && !next_is_allowed(&s->version->policy, w->site, p->next))
        return thank(w, x, s);
    if (!next_is_allowed(&s->version->policy, w->site, p->next))
        TRY(work_format(w, &path, "%.*s/%s%.*s%.*s", TEXT_ARGS(w->site->mount), s->receipt_token.length ? "receipt/" : "", TEXT_ARGS(s->receipt_token),
                        TEXT_ARGS(language)));
    answer_see_other(x, path);
    return true;
}

/* The form again, as it was sent, with what is wrong. Refusals that no correction of fields can cure get an error page. */
static bool show_problems(struct work *w, struct exchange *x, struct posting *p)
{
    const struct submission *s = &p->submission;
    const struct gate_verdict *v = s->verdict;
    struct form_page page = {
        .next = p->next, .values = p->fields, .value_count = (size_t)s->field_count, .problems = v->problems, .problem_count = (size_t)v->problem_count,
    };

    switch (v->problems[0].reason) {
    case GATE_UNKNOWN_CHANNEL: FAIL(w, ERR_NOT_FOUND, "the policy declares no channel of this name");
    case GATE_NO_NOTICE: FAIL(w, ERR_UNAVAILABLE, "no policy is published yet");
    case GATE_WRONG_ORIGIN: FAIL(w, ERR_REFUSED, "the form was posted from a page of another site");
    case GATE_MALFORMED: FAIL(w, ERR_INVALID, "the body is no form");
    default: break;
    }
    page.channel = policy_channel(&s->version->policy, s->channel);
    if (!page.channel)
        FAIL(w, ERR_NOT_FOUND, "the policy declares no channel of this name");
    if (!next_is_allowed(&s->version->policy, w->site, page.next))
        page.next = TEXT("");
    return render_form(w, x, refusal_status(v->problems[0].reason), s->version, &page, s->region);
}

static bool answer_posting(struct work *w, struct exchange *x, struct posting *p)
{
    const struct submission *s = &p->submission;
    bool kept = s->end == COLLECT_KEPT || s->end == COLLECT_AGAIN || s->end == COLLECT_EQUAL, json = wants_json(x->request);

    if (kept)
        return json ? answer_submission(w, x, s) : go_on(w, x, p);
    if (json)
        return problem_of_submission(w, x, s);
    if (s->end == COLLECT_NO_SUBJECT)
        FAIL(w, ERR_KEY_GONE, "what was sent with this form before has been erased");
    return show_problems(w, x, p);
}

bool form_post(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct posting *p = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        if (!text_equal_ascii_case(http_content_type(x->request), TEXT("application/x-www-form-urlencoded")))
            return problem_answer(w, x, 415, "The body must be application/x-www-form-urlencoded", TEXT(""));
        p = x->state = WORK_NEW(w, struct posting, 1);
        if (!p)
            return false;
        TRY(read_posting(w, x, p));
    }
    if (p->refused != GATE_OK)
        TRY(collect_refuse_step(w, &p->submission, TEXT(""), p->refused, phase, out_next));
    else
        TRY(consent_collect_step(w, &p->submission, phase, out_next));
    return *out_next != TASK_END || answer_posting(w, x, p);
}
