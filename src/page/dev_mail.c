#include "page/dev_mail.h"

#include "page/demo.h"
#include "page/words.h"

static bool dev_frame(struct work *w, const struct reader *r, struct text title, struct page_top *top, struct page_bottom *bottom)
{
    struct frame frame = { .title = title, .personal = true, .one_language = true, .demonstration_site = true };

    return frame_fill(w, r, &frame, top, bottom);
}

bool dev_mails_render(struct work *w, const struct reader *r, const struct dev_mail *mails, size_t count, struct html *out_html)
{
    struct page_dev_mails_mails *list = WORK_NEW(w, struct page_dev_mails_mails, count);
    enum language language = reader_words(r);
    struct page_dev_mails page = { .mails = list, .mails_count = count };

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        list[i].subject = mails[i].subject;
        list[i].to = mails[i].to;
        TRY(words_number(w, mails[i].number, &list[i].number));
        TRY(words_instant(w, language, mails[i].at, &list[i].at, &list[i].at_words));
    }
    TRY(dev_frame(w, r, message_text(language, MSG_PAGE_DEV_MAIL), &page.top, &page.bottom));
    TRY(dev_bar_fill(w, language, true, &page.dev_bar));
    return page_dev_mails_render(w, language, &page, out_html);
}

bool dev_mail_render(struct work *w, const struct reader *r, const struct dev_mail *mail, struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_dev_mail page = { .subject = mail->subject, .from = mail->from, .to = mail->to, .text = mail->text };

    TRY(words_instant(w, language, mail->at, &page.at, &page.at_words));
    TRY(dev_frame(w, r, mail->subject, &page.top, &page.bottom));
    TRY(dev_bar_fill(w, language, true, &page.dev_bar));
    return page_dev_mail_render(w, language, &page, out_html);
}

/* The same time of day, months later. */
static struct instant months_later(struct instant at, int months)
{
    struct day day = instant_day_utc(at);
    struct span of_day = instant_since(at, instant_of_day_utc(day));

    return instant_add(instant_of_day_utc(day_add_months(day, months)), of_day);
}

bool dev_clock_render(struct work *w, const struct reader *r, struct html *out_html)
{
    enum language language = reader_words(r);
    const struct { struct instant to; enum message label; } steps[] = {
        { instant_add(w->now, SPAN_DAYS(1)), MSG_PAGE_DEV_CLOCK_DAY },
        { months_later(w->now, 1), MSG_PAGE_DEV_CLOCK_MONTH },
        { months_later(w->now, 24), MSG_PAGE_DEV_CLOCK_24_MONTHS },
    };
    struct page_dev_clock_steps *list = WORK_NEW(w, struct page_dev_clock_steps, COUNT_OF(steps));
    struct page_dev_clock page = { .steps = list, .steps_count = COUNT_OF(steps) };
    struct text words;

    if (!list)
        return false;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        list[i].label = message_text(language, steps[i].label);
        TRY(words_instant(w, language, steps[i].to, &list[i].to, &words));
    }
    TRY(words_instant(w, language, w->now, &page.now, &page.now_words));
    TRY(dev_frame(w, r, message_text(language, MSG_PAGE_DEV_CLOCK), &page.top, &page.bottom));
    return page_dev_clock_render(w, language, &page, out_html);
}
