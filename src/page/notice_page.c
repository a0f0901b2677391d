#include "page/notice_page.h"

#include "page/basis_list.h"
#include "page/words.h"

/* --- what is collected ------------------------------------------------------------------------------------------------------------------------------ */

/* The items that are required, or the others; in one region only what is taken there. */
static bool fields_words(struct work *w, const struct reader *r, const struct channel *channel, int region, bool required, struct text *out_text)
{
    struct text *words = WORK_NEW(w, struct text, channel->field_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < channel->field_count; i++)
        if (channel->fields[i].required == required && (region == NOTICE_ALL_REGIONS || channel_takes(r->policy, channel, channel->fields[i].data, region)))
            words[count++] = words_label(r, channel->fields[i].data);
    *out_text = TEXT("");
    return (count == 0 && !required) || words_list(w, reader_words(r), words, count, out_text);
}

static bool not_taken(struct work *w, const struct reader *r, const struct channel *channel, int region, struct text *out_text)
{
    struct text *words = WORK_NEW(w, struct text, channel->field_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < channel->field_count; i++)
        if (!channel_takes(r->policy, channel, channel->fields[i].data, region))
            words[count++] = words_label(r, channel->fields[i].data);
    *out_text = TEXT("");
    return count == 0 || words_list(w, reader_words(r), words, count, out_text);
}

static bool exceptions_fill(struct work *w, const struct reader *r, const struct channel *channel, struct page_notice *page)
{
    struct page_notice_exceptions *list = WORK_NEW(w, struct page_notice_exceptions, (size_t)r->policy->region_count);

    if (!list)
        return false;
    page->exceptions = list;
    for (int i = 0; i < r->policy->region_count; i++) {
        struct page_notice_exceptions *line = &list[page->exceptions_count];

        line->region = words_region(r, i);
        TRY(not_taken(w, r, channel, i, &line->data));
        page->exceptions_count += line->data.length > 0;
    }
    return true;
}

/* --- why, for whom ------------------------------------------------------------------------------------------------------------------------------------ */

static bool bases_fill(struct work *w, const struct reader *r, const struct purpose *purpose, int region, struct page_bases *out_bases)
{
    struct bases bases = bases_of(r->policy, purpose);

    for (int i = 0; region != NOTICE_ALL_REGIONS && i <= r->policy->region_count; i++)
        bases.in[i] = purpose_basis(r->policy, purpose, region);
    return basis_list_fill(w, r, &bases, MSG_PAGE_BASIS_OFF, out_bases);
}

static bool recipients_words(struct work *w, const struct reader *r, const struct purpose *purpose, int region, struct text *out_text)
{
    const struct policy *p = r->policy;
    struct text *words = WORK_NEW(w, struct text, p->recipient_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < p->recipient_count; i++)
        if (recipient_is_for(&p->recipients[i], purpose->id) && (region < 0 || recipient_serves(&p->recipients[i], region)))
            words[count++] = words_recipient(r, &p->recipients[i]);
    *out_text = message_text(reader_words(r), MSG_NOTICE_NOBODY);
    return count == 0 || words_list(w, reader_words(r), words, count, out_text);
}

/* 7012(e)(4): whether what is collected is sold or shared. Only what the policy rules out everywhere is said. */
static bool notes_fill(struct work *w, const struct reader *r, const struct channel *channel, struct page_notice *page)
{
    struct page_notice_notes *list = WORK_NEW(w, struct page_notice_notes, 2);
    bool sell = false, share = false;

    if (!list)
        return false;
    for (size_t i = 0; i < r->policy->never_count; i++) {
        sell |= r->policy->nevers[i].region < 0 && text_equal(r->policy->nevers[i].act, TEXT("sell"));
        share |= r->policy->nevers[i].region < 0 && text_equal(r->policy->nevers[i].act, TEXT("share"));
    }
    page->notes = list;
    if (channel->source != FROM_PERSON)
        list[page->notes_count++].note = message_text(reader_words(r), channel->source == FROM_DEVICE ? MSG_NOTICE_FROM_DEVICE : MSG_NOTICE_FROM_LOG);
    if (sell || share)
        list[page->notes_count++].note = message_text(reader_words(r), sell && share ? MSG_NOTICE_NEVER_BOTH : sell ? MSG_NOTICE_NEVER_SELL : MSG_NOTICE_NEVER_SHARE);
    return true;
}

/* --- where the rest stands (7012(f): the section itself, not the beginning of the policy) --------------------------------------------------------------- */

static bool appendices_fill(struct work *w, const struct reader *r, int region, struct page_notice *page)
{
    const struct policy *p = r->policy;
    struct page_notice_appendices *list = WORK_NEW(w, struct page_notice_appendices, p->appendix_count);

    if (!list)
        return false;
    page->appendices = list;
    for (size_t i = 0; i < p->appendix_count; i++) {
        struct page_notice_appendices *link = &list[page->appendices_count];
        struct text anchor, name = words_region(r, p->appendices[i].region);

        if (region >= 0 && region != p->appendices[i].region)
            continue;
        TRY(work_format(w, &anchor, "appendix-%.*s", TEXT_ARGS(p->regions[p->appendices[i].region].code)));
        TRY(reader_url(w, r, "/", anchor, &link->url));
        TRY(message_format(w, reader_words(r), MSG_PAGE_APPENDIX_HEADING, &name, 1, &link->label));
        page->appendices_count++;
    }
    return true;
}

static bool links_fill(struct work *w, const struct reader *r, const struct purpose *purpose, int region, struct page_notice *page)
{
    struct text anchor, code = region >= 0 ? r->policy->regions[region].code : TEXT("");

    TRY(work_format(w, &anchor, "purpose-%.*s", TEXT_ARGS(purpose->id)));
    TRY(reader_url(w, r, "/", anchor, &page->policy));
    TRY(reader_url(w, r, "/request", code, &page->rights));
    return appendices_fill(w, r, region, page);
}

bool notice_fill(struct work *w, const struct reader *r, const struct channel *channel, int region, int64_t version, struct instant posted,
                 struct page_notice *out_notice)
{
    const struct purpose *purpose = channel->purpose;
    struct page_notice page = {
        .language = reader_language(r), .direction = language_direction(reader_language(r)), .id = channel->id, .controller = reader_controller(r), .why = words_purpose(r, purpose),
    };

    TRY(fields_words(w, r, channel, region, true, &page.required));
    TRY(fields_words(w, r, channel, region, false, &page.optional));
    if (region == NOTICE_ALL_REGIONS)
        TRY(exceptions_fill(w, r, channel, &page));
    TRY(bases_fill(w, r, purpose, region, &page.bases));
    TRY(words_keep(w, reader_words(r), &purpose->keep, &page.keep));
    TRY(recipients_words(w, r, purpose, region, &page.recipients));
    TRY(notes_fill(w, r, channel, &page));
    TRY(links_fill(w, r, purpose, region, &page));
    TRY(words_number(w, (uint64_t)version, &page.number));
    TRY(words_instant(w, reader_words(r), posted, &page.posted, &page.posted_words));
    *out_notice = page;
    return true;
}

/* --- the documents ------------------------------------------------------------------------------------------------------------------------------------ */

static bool document_fill(struct work *w, const struct making *m, struct page_notice *out_notice)
{
    return notice_fill(w, &m->reader, m->channel, NOTICE_ALL_REGIONS, m->edition->number, m->edition->posted, out_notice);
}

bool notice_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    struct page_notice_page page = { .title = words_channel(&m->reader, m->channel) };
    struct page_edition edition;
    struct text path;
    struct html html;

    TRY(work_format(w, &path, "/notice/%.*s", TEXT_ARGS(m->channel->id)));
    TRY(document_frame(w, m, MSG_NOTICE_TITLE, path.at, &page.top, &edition, &page.bottom));
    TRY(document_fill(w, m, &page.notice));
    if (m->channel->source == FROM_PERSON) {
        TRY(work_format(w, &path, "/in/%.*s", TEXT_ARGS(m->channel->id)));
        TRY(reader_url(w, &m->reader, path.at, TEXT(""), &page.form));
    }
    TRY(page_notice_page_render(w, reader_words(&m->reader), &page, &html));
    *out_bytes = html.markup;
    return true;
}

bool notice_fragment_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    struct page_notice_fragment page = { 0 };
    struct html html;

    TRY(document_fill(w, m, &page.notice));
    TRY(page_notice_fragment_render(w, reader_words(&m->reader), &page, &html));
    *out_bytes = html.markup;
    return true;
}
