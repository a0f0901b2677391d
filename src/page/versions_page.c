#include "page/versions_page.h"

#include "page/words.h"

bool versions_page_render(struct work *w, const struct reader *r, const struct version_line *lines, size_t count, struct html *out_html)
{
    struct page_versions_versions *list = WORK_NEW(w, struct page_versions_versions, count);
    struct page_versions page = { .mount = reader_mount(r), .language = reader_language(r), .versions = list, .versions_count = count };
    struct frame frame = { .title = message_text(reader_words(r), MSG_PAGE_VERSIONS_TITLE) };

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        TRY(words_number(w, (uint64_t)lines[i].number, &list[i].number));
        TRY(words_instant(w, reader_words(r), lines[i].posted_at, &list[i].posted, &list[i].posted_words));
        TRY(words_instant(w, reader_words(r), lines[i].effective_at, &list[i].effective, &list[i].effective_words));
    }
    TRY(work_format(w, &frame.path, "%.*s/v/", TEXT_ARGS(page.mount)));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_versions_render(w, reader_words(r), &page, out_html);
}
