#include "page/edition.h"

#include "page/words.h"

bool document_frame(struct work *w, const struct making *m, enum message title, const char *path, struct page_top *out_top,
                    struct page_edition *out_edition, struct page_bottom *out_bottom)
{
    const struct reader *r = &m->reader;
    const struct policy *p = r->policy;
    struct frame frame = { .title = message_text(reader_words(r), title) };
    struct page_edition edition = { .mount = reader_mount(r), .path = text_of(path), .language = reader_language(r),
                                    .authoritative = language_own_name(p->languages[p->authoritative]), .translated = r->language != p->authoritative };

    TRY(work_format(w, &frame.path, "%.*s%s", TEXT_ARGS(edition.mount), *path ? path : "/"));
    TRY(work_format(w, &frame.address, "%.*s/v/%lld%s", TEXT_ARGS(edition.mount), (long long)m->edition->number, path));
    TRY(frame_fill(w, r, &frame, out_top, out_bottom));
    TRY(words_number(w, (uint64_t)m->edition->number, &edition.number));
    TRY(words_instant(w, reader_words(r), m->edition->posted, &edition.posted, &edition.posted_words));
    TRY(words_instant(w, reader_words(r), m->edition->effective, &edition.effective, &edition.effective_words));
    *out_edition = edition;
    return true;
}

static const struct law_row *said(const struct edition *e, const struct law_row *row)
{
    return row && law_row_counts(row, instant_day_utc(e->posted), e->policy->adopted, e->policy->adopted_count) ? row : NULL;
}

const struct law_row *edition_law(const struct edition *e, enum law_table table, int region, struct text key)
{
    struct text code = e->policy->regions[region].code;

    if (!e->law)
        return NULL;
    return said(e, key.length ? law_row_of(e->law, code, table, key) : law_row(e->law, code, table));
}

const struct law_row *edition_clock(const struct edition *e, int region, struct text kind)
{
    return e->law ? said(e, law_clock_for(e->law, e->policy->regions[region].code, kind)) : NULL;
}

void edition_authority(const struct making *m, const struct rights *rights, struct text *out_url, struct text *out_name)
{
    const struct law_row *row = edition_law(m->edition, LAW_AUTHORITY, rights->region, TEXT(""));
    struct text own = words_in(m->reader.policy, &rights->authority_label, m->reader.language);

    *out_url = rights->authority.length || !row ? rights->authority : row->is.authority.link;
    *out_name = own.length || !row ? own : law_words_in(&row->is.authority.label, reader_language(&m->reader));
    if (out_name->length == 0)
        *out_name = *out_url;
}
