#include "page/versions_page.h"

#include "page/version_table.h"

bool versions_page_render(struct work *w, const struct reader *r, const struct version_line *lines, size_t count, struct html *out_html)
{
    struct page_versions page = { .none = count == 0 };
    struct frame frame = { .title = message_text(reader_words(r), MSG_PAGE_VERSIONS_TITLE) };

    TRY(version_table_fill(w, r, lines, count, &page.version_table));
    TRY(work_format(w, &frame.path, "%.*s/v/", TEXT_ARGS(reader_mount(r))));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_versions_render(w, reader_words(r), &page, out_html);
}
