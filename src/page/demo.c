#include "page/demo.h"

#include "page/input.h"
#include "page/words.h"

bool dev_bar_fill(struct work *w, enum language language, bool shown, struct page_dev_bar *out_bar)
{
    out_bar->shown = shown;
    return words_instant(w, language, w->now, &out_bar->now, &out_bar->now_words);
}

/* The site of any other policy: its forms. */
static bool forms_fill(struct work *w, const struct reader *r, struct page_demo_home *page)
{
    const struct policy *p = r->policy;
    struct page_demo_home_forms *list = WORK_NEW(w, struct page_demo_home_forms, p->channel_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->channel_count; i++) {
        struct page_demo_home_forms *form = &list[page->forms_count];
        if (p->channels[i].source != FROM_PERSON)
            continue;
        TRY(work_format(w, &form->url, "%.*s/in/%.*s?lang=%.*s", TEXT_ARGS(reader_mount(r)), TEXT_ARGS(p->channels[i].id), TEXT_ARGS(reader_language(r))));
        form->label = words_in(p, &p->channels[i].label, r->language);
        page->forms_count++;
    }
    page->forms = list;
    page->other = words_in(p, &p->site_name, r->language);
    return true;
}

bool demo_home_render(struct work *w, const struct reader *r, bool bar, struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_demo_home page = { .mount = reader_mount(r), .language = reader_language(r) };
    struct frame frame = { .title = message_text(language, MSG_PAGE_DEMO_HOME), .path = TEXT("/"), .demonstration_site = true };

    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    if (!reader_is_maker(r))
        TRY(forms_fill(w, r, &page));
    page.top.demonstration |= reader_is_maker(r);
    TRY(dev_bar_fill(w, language, bar, &page.dev_bar));
    return page_demo_home_render(w, language, &page, out_html);
}

static bool fields_fill(struct work *w, const struct reader *r, const struct channel *channel, struct page_demo_support *page)
{
    struct page_demo_support_fields *list = WORK_NEW(w, struct page_demo_support_fields, channel->field_count);

    if (!list)
        return false;
    for (size_t i = 0; i < channel->field_count; i++) {
        const struct input *input = input_of(channel->fields[i].data);

        list[i].id = channel->fields[i].data->id;
        list[i].label = words_label(r, channel->fields[i].data);
        list[i].optional = !channel->fields[i].required;
        list[i].hint = input->hint == MESSAGES ? TEXT("") : message_text(reader_words(r), input->hint);
        list[i].tall = input->tall;
        list[i].type = text_of(input->type);
        list[i].autocomplete = text_of(input->autocomplete);
        list[i].inputmode = text_of(input->inputmode);
    }
    page->fields = list;
    page->fields_count = channel->field_count;
    return true;
}

/* What may be asked depends on the region: a site that does not ask gets the strictest rules. */
static bool regions_fill(struct work *w, const struct reader *r, struct page_demo_support *page)
{
    struct page_demo_support_regions *list = WORK_NEW(w, struct page_demo_support_regions, (size_t)r->policy->region_count);

    if (!list)
        return false;
    for (int i = 0; i < r->policy->region_count; i++)
        list[i] = (struct page_demo_support_regions){ .code = r->policy->regions[i].code, .name = words_region(r, i) };
    page->regions = list;
    page->regions_count = (size_t)r->policy->region_count;
    return true;
}

bool demo_support_render(struct work *w, const struct reader *r, const struct channel *channel, bool sent, struct text receipt, bool bar,
                         struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_demo_support page = { .sent = sent, .receipt = receipt, .controller = reader_controller(r), .language = reader_language(r),
                                      .why = words_purpose(r, channel->purpose) };
    struct frame frame = { .title = message_text(language, MSG_PAGE_DEMO_SUPPORT_TITLE), .path = TEXT("/support"), .demonstration_site = true };
    struct text notice;

    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    page.top.demonstration = true;
    TRY(work_format(w, &page.action, "%.*s/in/%.*s", TEXT_ARGS(reader_mount(r)), TEXT_ARGS(channel->id)));
    TRY(words_keep(w, language, &channel->purpose->keep, &page.keep));
    TRY(work_format(w, &notice, "/notice/%.*s", TEXT_ARGS(channel->id)));
    TRY(reader_url(w, r, notice.at, TEXT(""), &page.notice));
    TRY(fields_fill(w, r, channel, &page));
    TRY(regions_fill(w, r, &page));
    TRY(dev_bar_fill(w, language, bar, &page.dev_bar));
    return page_demo_support_render(w, language, &page, out_html);
}
