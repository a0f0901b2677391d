#include "page/categories_page.h"

#include "page/category_words.h"
#include "page/words.h"
#include "policy/resolution.h"

#include <string.h>

typedef struct page_categories_regions region_part;
typedef struct page_categories_regions_rows category_row;

/* The law's own names, where they may be said and the appendix does not prefer everyday ones. */
static const struct law_categories *statutory(const struct reader *r, const struct categories_page *in, const struct appendix *a)
{
    const struct policy *p = r->policy;
    const struct law_row *row = in->law && !a->everyday_names ? law_row(in->law, p->regions[a->region].code, LAW_CATEGORIES) : NULL;

    return row && law_row_counts(row, instant_day_utc(in->at), p->adopted, p->adopted_count) ? &row->is.categories : NULL;
}

static void name_category(const struct reader *r, const struct law_categories *names, const struct data_item *data, category_row *out_row)
{
    const struct law_category *category = names ? law_category_of(names, data->category) : NULL;

    out_row->category = category ? law_words_in(&category->name, reader_language(r)) : message_text(reader_words(r), category_group(data->category));
    out_row->reference = category ? category->ref : TEXT("");
}

static bool same_category(const category_row *a, const category_row *b)
{
    return text_equal(a->category, b->category) && text_equal(a->reference, b->reference);
}

/* Rows of a category stand together: behind the last of it, else at the end. */
static void place_for(category_row *list, size_t *count, const category_row *wanted)
{
    size_t at = *count;

    while (at > 0 && !same_category(&list[at - 1], wanted))
        at--;
    if (at == 0)
        at = *count;
    memmove(&list[at + 1], &list[at], (*count - at) * sizeof *list);
    ++*count;
    list[at] = *wanted;
}

/* Items that no record holds are left out: they were not collected. */
static bool rows_fill(struct work *w, const struct reader *r, const struct law_categories *names, const struct twelve_months *months, region_part *part)
{
    const struct policy *p = r->policy;
    category_row *list = WORK_NEW(w, category_row, p->data_count), row;

    if (!list)
        return false;
    for (size_t i = 0; i < p->data_count; i++) {
        if (months->of_item[i] == 0)
            continue;
        row = (category_row){ .label = words_label(r, &p->data[i]) };
        name_category(r, names, &p->data[i], &row);
        TRY(words_number(w, (uint64_t)months->of_item[i], &row.count));
        place_for(list, &part->rows_count, &row);
    }
    part->rows = list;
    return true;
}

/* What the site sets there, by the policy: whether it does is not seen from here. */
static bool cookies_words(struct work *w, const struct reader *r, int region, struct text *out_text)
{
    const struct policy *p = r->policy;
    struct text *names = WORK_NEW(w, struct text, p->cookie_count);
    size_t count = 0;

    if (!names)
        return false;
    for (size_t i = 0; i < p->cookie_count; i++)
        if (cookie_is_set(p, &p->cookies[i], region))
            names[count++] = p->cookies[i].name;
    *out_text = TEXT("");
    return count == 0 || words_list(w, reader_words(r), names, count, out_text);
}

static bool region_fill(struct work *w, const struct reader *r, const struct categories_page *in, const struct appendix *a,
                        const struct twelve_months *months, region_part *part)
{
    part->code = r->policy->regions[a->region].code;
    part->name = words_region(r, a->region);
    TRY(words_instant(w, reader_words(r), months->since, &part->since, &part->since_words));
    TRY(words_number(w, (uint64_t)months->records, &part->records));
    TRY(rows_fill(w, r, statutory(r, in, a), months, part));
    TRY(cookies_words(w, r, a->region, &part->cookies));
    if (months->unnamed)
        TRY(words_number(w, (uint64_t)months->unnamed, &part->unnamed));
    if (months->bounded)
        TRY(words_number(w, (uint64_t)months->looked_at, &part->bounded));
    return true;
}

bool categories_page_render(struct work *w, const struct reader *r, const struct categories_page *in, struct html *out_html)
{
    const struct policy *p = r->policy;
    region_part *list = WORK_NEW(w, region_part, p->appendix_count);
    struct page_categories page = { .controller = reader_controller(r), .mount = reader_mount(r), .language = reader_language(r), .regions = list,
                                    .regions_count = p->appendix_count };
    struct frame frame = { .title = message_text(reader_words(r), MSG_CATEGORIES_TITLE) };

    if (!list)
        return false;
    TRY(work_format(w, &frame.path, "%.*s/categories", TEXT_ARGS(page.mount)));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    TRY(words_instant(w, reader_words(r), in->at, &page.at, &page.at_words));
    TRY(words_number(w, (uint64_t)in->version, &page.number));
    for (size_t i = 0; i < p->appendix_count; i++)
        TRY(region_fill(w, r, in, &p->appendices[i], &in->months[i], &list[i]));
    return page_categories_render(w, reader_words(r), &page, out_html);
}
