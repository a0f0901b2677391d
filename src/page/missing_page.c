#include "page/missing_page.h"

#include "page/words.h"

bool missing_page_render(struct work *w, const struct reader *r, int64_t version, struct html *out_html)
{
    enum language language = reader_words(r);
    struct page_missing page = { .mount = reader_mount(r), .language = reader_language(r) };
    struct frame frame = { .title = message_text(language, MSG_PAGE_MISSING_TITLE), .personal = true };

    TRY(words_number(w, (uint64_t)version, &page.number));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_missing_render(w, language, &page, out_html);
}
