#include "page/policy_page.h"

#include "base/teeth.h"
#include "page/policy_tables.h"
#include "page/section.h"
#include "page/wording_part.h"
#include "page/words.h"
#include "policy/appendix.h"

/* Sections as they are found: P sections, then each appendix with its own, then clauses that stand nowhere else. */
struct build {
    struct work *w;
    const struct making *m;
    const struct reader *r; /* of m */
    struct page_policy_parts *parts;
    struct page_policy_contents *contents;
    size_t count, content_count;
    struct wording_store *wording;
};

static bool clauses_fill(struct build *b, int section, struct page_policy_parts *part)
{
    struct page_policy_parts_clauses *list = WORK_NEW(b->w, struct page_policy_parts_clauses, (size_t)clause_count);
    struct work *w = b->w;
    size_t count = 0;

    if (!list)
        return false;
    for (int i = 0; i < clause_count; i++) {
        struct page_policy_parts_clauses *clause = &list[count];

        if (section_of(&clauses[i]) != section || !clauses[i].promised(b->r->policy))
            continue;
        clause->id = text_of(clauses[i].id);
        TRY(clauses[i].sentence(w, b->r->policy, b->r->language, &clause->sentence));
        TRY(wording_part_fill(w, b->r, b->wording, clause->id, &clause->wording));
        count++;
    }
    part->clauses = list;
    part->clauses_count = count;
    return true;
}

static bool is_empty(const struct page_policy_parts *part)
{
    return part->clauses_count + part->purposes_count + part->own_records_count + part->contacts_count + part->notes_count + part->links_count +
               part->wording.paragraphs_count == 0;
}

static bool part_anchor(struct build *b, const char *id, struct text heading, struct page_policy_parts *part)
{
    struct work *w = b->w;

    TRY(work_format(w, &part->anchor, "section-%s", id));
    part->heading = heading;
    return true;
}

static void part_keep(struct build *b, bool in_contents)
{
    const struct page_policy_parts *part = &b->parts[b->count++];

    if (in_contents)
        b->contents[b->content_count++] = (struct page_policy_contents){ part->anchor, part->heading };
}

/* P10 is a section and a clause: its text stands beside the clause. */
static bool is_promised(const struct policy *p, struct text id)
{
    const struct clause *clause = clause_find(id);

    return clause && clause->promised(p);
}

static bool section_add(struct build *b, int number, bool inner)
{
    bool known = number < section_count;
    const char *id = known ? sections[number].id : "other";
    struct page_policy_parts *part = &b->parts[b->count];
    struct work *w = b->w;

    TRY(part_anchor(b, id, message_text(reader_words(b->r), known ? sections[number].heading : MSG_PAGE_SECTION_OTHER), part));
    part->inner = inner;
    if (!is_promised(b->r->policy, text_of(id)))
        TRY(wording_part_fill(w, b->r, b->wording, text_of(id), &part->wording));
    TRY(clauses_fill(b, number, part));
    TRY(policy_tables_fill(w, b->m, text_of(id), part));
    if (!is_empty(part))
        part_keep(b, !inner);
    else
        *part = (struct page_policy_parts){ 0 };
    return true;
}

static bool collects_words(struct build *b, const struct appendix *appendix, struct text *out_text)
{
    struct work *w = b->w;
    struct text *words = WORK_NEW(w, struct text, b->r->policy->data_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < b->r->policy->data_count; i++)
        if (policy_allows_data(b->r->policy, &b->r->policy->data[i], appendix->region))
            words[count++] = words_label(b->r, &b->r->policy->data[i]);
    return words_list(w, reader_words(b->r), words, count, out_text);
}

/* In which version the appendix last changed, and when that was posted. */
static bool mark_fill(struct build *b, const struct appendix *appendix, struct page_policy_parts *part)
{
    const struct edition *e = b->m->edition;
    struct appendix_mark mark;
    struct work *w = b->w;
    struct draft content;

    TRY(appendix_mark_next(w, b->r->policy, appendix, e->before, e->number, e->posted, &mark));
    TRY(work_draft(w, 2 * sizeof mark.content.bytes, &content));
    draft_hex(&content, mark.content.bytes, sizeof mark.content.bytes);
    part->code = b->r->policy->regions[appendix->region].code;
    part->content = draft_text(&content);
    TRY(words_number(w, (uint64_t)mark.version, &part->number));
    return words_instant(w, reader_words(b->r), mark.posted, &part->posted, &part->posted_words);
}

static bool appendix_add(struct build *b, const struct appendix *appendix)
{
    struct page_policy_parts *part = &b->parts[b->count];
    struct text code = b->r->policy->regions[appendix->region].code, heading;
    struct work *w = b->w;

    part->region = words_region(b->r, appendix->region);
    TRY(message_format(w, reader_words(b->r), MSG_PAGE_APPENDIX_HEADING, &part->region, 1, &heading));
    TRY(work_format(w, &part->anchor, "appendix-%.*s", TEXT_ARGS(code)));
    part->heading = heading;
    part->appendix = true;
    part->prevails = appendix->prevails && !text_equal(code, TEXT("US-CA")); /* there a clause says it */
    if (!appendix->collects_computed)
        TRY(collects_words(b, appendix, &part->collects));
    TRY(policy_differences_fill(w, b->r, appendix, part));
    TRY(mark_fill(b, appendix, part));
    part_keep(b, true);
    for (int i = 0; i < section_count && text_equal(code, TEXT("US-CA")); i++)
        if (sections[i].appendix)
            TRY(section_add(b, i, true));
    return true;
}

static bool parts_fill(struct build *b)
{
    const struct policy *p = b->r->policy;
    size_t most = (size_t)section_count + p->appendix_count + 1;
    struct work *w = b->w;

    b->parts = WORK_NEW(w, struct page_policy_parts, most);
    b->contents = WORK_NEW(w, struct page_policy_contents, most);
    if (!b->parts || !b->contents)
        return false;
    for (int i = 0; i < section_count; i++)
        if (!sections[i].appendix)
            TRY(section_add(b, i, false));
    for (size_t i = 0; i < p->appendix_count; i++)
        TRY(appendix_add(b, &p->appendices[i]));
    return section_add(b, section_count, false);
}

/* The same version in forms for programs. */
static bool data_fill(struct work *w, const struct edition *e, const struct reader *r, struct page_top *top)
{
    struct page_top_data *list = WORK_NEW(w, struct page_top_data, document_kind_count);

    if (!list)
        return false;
    top->data = list;
    for (size_t i = 0; i < document_kind_count; i++) {
        const struct document_kind *kind = &document_kinds[i];

        if (text_starts(text_of(kind->type), TEXT("text/html")))
            continue;
        list[top->data_count].type = text_of(kind->type);
        TRY(work_format(w, &list[top->data_count++].url, "%.*s/v/%lld/%s?lang=%.*s", TEXT_ARGS(reader_mount(r)), (long long)e->number, kind->path,
            TEXT_ARGS(reader_language(r))));
    }
    return true;
}

static bool render(struct work *w, const struct making *m, struct text *out_bytes)
{
    const struct reader *r = &m->reader;
    struct page_policy page = { .controller = reader_controller(r), .mount = reader_mount(r), .language = reader_language(r) };
    struct build b = { .w = w, .m = m, .r = r, .wording = WORK_NEW(w, struct wording_store, 1) };
    struct html html;

    if (!b.wording)
        return false;
    b.wording->ground = (struct wording_ground){ r->policy, m->edition->law, instant_day_utc(m->edition->posted) };
    TRY(document_frame(w, m, MSG_PAGE_POLICY_TITLE, "", &page.top, &page.edition, &page.bottom));
    TRY(data_fill(w, m->edition, r, &page.top));
    page.number = page.edition.number;
    TRY(parts_fill(&b));
    page.parts = b.parts;
    page.parts_count = b.count;
    page.contents = b.contents;
    page.contents_count = b.content_count;
    TRY(page_policy_render(w, reader_words(r), &page, &html));
    *out_bytes = html.markup;
    return true;
}

bool policy_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    struct making anonymous = *m;
    struct policy nobody = *m->reader.policy;

    if (!TEETH_OUT(TOOTH_CONTROLLER))
        return render(w, m, out_bytes);
    nobody.controller_name = (struct words){ .place = nobody.controller_name.place };
    nobody.controller_address = TEXT("");
    anonymous.reader.policy = &nobody;
    return render(w, &anonymous, out_bytes);
}
