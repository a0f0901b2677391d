#include "page/version_table.h"

#include "page/words.h"

bool version_table_fill(struct work *w, const struct reader *r, const struct version_line *lines, size_t count, struct page_version_table *out_table)
{
    struct page_version_table_versions *list = WORK_NEW(w, struct page_version_table_versions, count + 1);

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        TRY(words_number(w, (uint64_t)lines[i].number, &list[i].number));
        TRY(words_instant(w, reader_words(r), lines[i].posted_at, &list[i].posted, &list[i].posted_words));
        TRY(words_instant(w, reader_words(r), lines[i].effective_at, &list[i].effective, &list[i].effective_words));
        list[i].never = !version_line_counts(lines, count, &lines[i]);
        list[i].overridden = lines[i].overridden;
    }
    *out_table = (struct page_version_table){ .mount = reader_mount(r), .language = reader_language(r), .versions = list, .versions_count = count };
    return true;
}
