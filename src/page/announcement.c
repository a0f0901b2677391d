#include "page/announcement.h"

#include "net/compress.h"
#include "page/words.h"

/* In the zone in which the policy counts days. */
static bool day_words(struct work *w, const struct reader *r, struct instant at, struct text *out_words)
{
    return words_day(w, reader_words(r), zone_day_of(r->policy->zone, at), out_words);
}

static bool render(struct work *w, const struct reader *r, const struct version_line *coming, size_t count, struct html *out_html)
{
    struct page_announcement_versions *list = WORK_NEW(w, struct page_announcement_versions, count);
    struct page_announcement page = { .mount = reader_mount(r), .language = reader_language(r), .versions = list, .versions_count = count };

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        TRY(words_number(w, (uint64_t)coming[i].number, &list[i].number));
        TRY(day_words(w, r, coming[i].effective_at, &list[i].day));
        TRY(words_instant(w, reader_words(r), coming[i].effective_at, &list[i].effective, &list[i].effective_words));
        TRY(words_instant(w, reader_words(r), coming[i].posted_at, &list[i].posted, &list[i].posted_words));
    }
    return page_announcement_render(w, reader_words(r), &page, out_html);
}

/* Behind the tag of the main part; a page of ours has one. */
static bool main_begins(struct work *w, struct text page, size_t *out_offset)
{
    size_t tag, end;

    if (!text_find(page, TEXT("<main"), &tag) || !text_find(text_from(page, tag), TEXT(">"), &end))
        FAIL(w, ERR_UNSUPPORTED, "a page has no main part to put an announcement into");
    *out_offset = tag + end + 1;
    return true;
}

bool announced_page(struct work *w, const struct reader *r, const struct document *page, const struct version_line *coming, size_t count,
    struct document *out_page)
{
    struct document announced = *page;
    struct html announcement;
    struct draft d;
    size_t begin;

    TRY(render(w, r, coming, count, &announcement));
    TRY(main_begins(w, page->bytes, &begin));
    TRY(work_draft(w, page->bytes.length + announcement.markup.length + 1, &d));
    draft_add(&d, text_first(page->bytes, begin));
    draft_byte(&d, '\n');
    draft_add(&d, text_trim(announcement.markup));
    draft_add(&d, text_from(page->bytes, begin));
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the announced page does not fit");
    announced.bytes = draft_text(&d);
    announced.hash = hash_bytes(announced.bytes.at, announced.bytes.length);
    TRY(compress_brotli(w, announced.bytes, &announced.brotli));
    TRY(compress_gzip(w, announced.bytes, &announced.gzip));
    *out_page = announced;
    return true;
}
