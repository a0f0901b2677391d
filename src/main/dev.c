#include "main/dev.h"

#include "base/json.h"
#include "mail/mailer.h"
#include "mail/reading.h"
#include "net/form.h"
#include "page/demo.h"
#include "page/dev_mail.h"
#include "public/answer.h"

enum { MAILS_SHOWN = 200, MAILS_JSON = 8 << 20 };

static struct dev *the_dev;

void dev_bind(struct dev *dev)
{
    the_dev = dev;
}

/* The maker's pages stand before the first publish too. */
static bool reader_of(struct work *w, const struct exchange *x, struct reader *out_reader)
{
    *out_reader = (struct reader){ w->site, w->policy, 0 };
    return !w->policy || visitor_language(w, x, w->policy, &out_reader->language);
}

/* --- the maker's site ------------------------------------------------------------------------------------------------------------------------ */

static bool show_home(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct reader reader;
    struct html html;

    (void)phase;
    *out_next = TASK_END;
    TRY(reader_of(w, x, &reader));
    TRY(demo_home_render(w, &reader, true, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

static bool show_support(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct channel *channel;
    struct reader reader;
    struct text sent;
    struct html html;

    (void)phase;
    *out_next = TASK_END;
    TRY(reader_of(w, x, &reader));
    TRY(query_value(w, x, TEXT("sent"), &sent));
    channel = w->policy ? policy_channel(w->policy, TEXT("contact")) : NULL;
    if (!channel)
        FAIL(w, ERR_NOT_FOUND, "the policy declares no channel `contact`, so the demo site has no support form");
    TRY(demo_support_render(w, &reader, channel, sent.length != 0, TEXT(""), true, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

/* --- caught mail ------------------------------------------------------------------------------------------------------------------------------- */

static bool read_mails(struct work *w, struct dev_mail **out_mails, size_t *out_count)
{
    struct caught_mail *caught = WORK_NEW(w, struct caught_mail, MAILS_SHOWN);
    struct dev_mail *mails = WORK_NEW(w, struct dev_mail, MAILS_SHOWN);
    size_t count;

    if (!caught || !mails)
        return false;
    TRY(mailer_memory_list(w, the_dev->services->mailer, caught, MAILS_SHOWN, &count));
    for (size_t i = 0; i < count; i++) {
        struct read_mail read;
        TRY(mail_read(w, caught[i].data, &read));
        mails[i] = (struct dev_mail){ count - i, caught[i].from, caught[i].to, read.subject, read.body, caught[i].at };
    }
    *out_mails = mails;
    *out_count = count;
    return true;
}

static bool show_mails(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct dev_mail *mails;
    struct reader reader;
    struct html html;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    TRY(reader_of(w, x, &reader));
    TRY(read_mails(w, &mails, &count));
    TRY(dev_mails_render(w, &reader, mails, count, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

static bool show_mail(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct dev_mail *mails;
    struct reader reader;
    struct html html;
    uint64_t number;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    TRY(reader_of(w, x, &reader));
    TRY(read_mails(w, &mails, &count));
    if (!text_to_u64(x->parameters[0], &number) || number < 1 || number > count)
        FAIL(w, ERR_NOT_FOUND, "no such mail was caught");
    TRY(dev_mail_render(w, &reader, &mails[count - number], &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

static void mail_json(struct json *j, const struct dev_mail *mail)
{
    json_open_object(j, NULL);
    json_number(j, "number", (int64_t)mail->number);
    json_text(j, "from", mail->from);
    json_text(j, "to", mail->to);
    json_text(j, "subject", mail->subject);
    json_text(j, "text", mail->text);
    json_instant(j, "at", mail->at);
    json_close_object(j);
}

static bool show_mails_json(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct dev_mail *mails;
    struct draft d;
    struct json j;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    TRY(read_mails(w, &mails, &count));
    TRY(work_draft(w, MAILS_JSON, &d));
    j = json_in(&d);
    json_open_list(&j, NULL);
    for (size_t i = 0; i < count; i++)
        mail_json(&j, &mails[i]);
    json_close_list(&j);
    return answer_json(w, x, 200, &d);
}

/* --- the clock --------------------------------------------------------------------------------------------------------------------------------- */

static bool show_clock(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct reader reader;
    struct html html;

    (void)phase;
    *out_next = TASK_END;
    TRY(reader_of(w, x, &reader));
    TRY(dev_clock_render(w, &reader, &html));
    answer_html(x, 200, html, HTTP_NO_STORE);
    return true;
}

/* Only a page of this server may move its clock: another site in the same browser must not. */
static bool is_own_post(const struct http_request *r)
{
    struct text site;

    return !http_header_find(r, TEXT("Sec-Fetch-Site"), &site) || text_equal(site, TEXT("same-origin")) || text_equal(site, TEXT("none"));
}

static bool move_clock(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct form *form = WORK_NEW(w, struct form, 1);
    struct instant now;
    struct text word;

    (void)phase;
    *out_next = TASK_END;
    if (!form)
        return false;
    if (!is_own_post(x->request))
        FAIL(w, ERR_REFUSED, "only a page of this server may move its clock");
    TRY(form_parse(w, x->request->body, form));
    if (!form_find(form, TEXT("now"), &word) || !instant_parse(text_trim(word), &now))
        FAIL(w, ERR_INVALID, "`now` must be an instant like 2028-03-01T00:00:00Z");
    if (instant_compare(now, clock_now(the_dev->clock)) < 0)
        FAIL(w, ERR_INVALID, "the clock never goes back; it is later than that already");
    clock_move(the_dev->clock, now);
    jobs_poke(the_dev->jobs);
    answer_see_other(x, TEXT("/_dev/clock"));
    return true;
}

const struct route dev_routes[] = {
    { "GET", "/", TASK_PAGE, show_home },
    { "GET", "/support", TASK_PAGE, show_support },
    { "GET", "/_dev/mail", TASK_SLOW, show_mails },
    { "GET", "/_dev/mail.json", TASK_SLOW, show_mails_json },
    { "GET", "/_dev/mail/{}", TASK_SLOW, show_mail },
    { "GET", "/_dev/clock", TASK_PAGE, show_clock },
    { "POST", "/_dev/clock", TASK_PAGE, move_clock },
};
const size_t dev_route_count = COUNT_OF(dev_routes);
