#include "page/consent_page.h"

bool consent_page_render(struct work *w, const struct reader *r, const struct consent_page *in, struct html *out_html)
{
    struct page_consent page = {
        .title = in->title, .lead = in->lead, .action = in->action, .button = in->button, .note = in->note, .link = in->link, .link_words = in->link_words,
    };
    struct frame frame = { .title = in->title, .personal = true };

    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    return page_consent_render(w, reader_words(r), &page, out_html);
}
