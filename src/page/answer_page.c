#include "page/answer_page.h"

#include "page/words.h"

bool thanks_page_render(struct work *w, const struct reader *r, const struct thanks_page *in, struct html *out_html)
{
    struct page_thanks page = { .receipt = in->receipt, .back = in->back, .confirm = in->confirm };
    struct frame frame = { .title = message_text(reader_words(r), MSG_PAGE_THANKS_TITLE), .personal = true };

    if (in->position >= 0)
        TRY(words_number(w, (uint64_t)in->position, &page.position));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_thanks_render(w, reader_words(r), &page, out_html);
}

/* Groups of four, parted by the style sheet alone: easy to read aloud, and copied without spaces. */
static bool handle_fill(struct work *w, struct text handle, struct page_receipt *page)
{
    struct page_receipt_handle *list = WORK_NEW(w, struct page_receipt_handle, handle.length / 4 + 1);

    if (!list)
        return false;
    page->handle = list;
    for (; handle.length; handle = text_from(handle, 4))
        list[page->handle_count++].part = text_first(handle, 4);
    return true;
}

bool receipt_page_render(struct work *w, const struct reader *r, const struct receipt_page *in, struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_receipt page = { .download = in->download };
    struct frame frame = { .title = message_text(language, MSG_PAGE_RECEIPT_TITLE), .personal = true };
    struct text machine;

    TRY(handle_fill(w, in->handle, &page));
    TRY(words_number(w, in->position, &page.position));
    TRY(words_instant(w, language, in->at, &page.at, &page.at_words));
    TRY(words_instant(w, language, in->until, &machine, &page.until));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_receipt_render(w, language, &page, out_html);
}
