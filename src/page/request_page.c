#include "page/request_page.h"

#include "base/teeth.h"
#include "page/contact_list.h"
#include "page/request_clock.h"
#include "page/words.h"
#include "policy/clause_condition.h"

typedef struct page_request_regions region_part;

/* --- kinds ------------------------------------------------------------------------------------------------------------------------------------ */

/* When the law has it that a kind must be offered; nothing where that is always, or not known. */
static struct text offered_when(const struct making *m, const struct rights *rights, struct text kind)
{
    static const enum message words[] = {
        [OFFERED_ALWAYS] = MESSAGES, [OFFERED_MAY] = MESSAGES,
        [OFFERED_IF_SOLD_OR_SHARED] = MSG_DOC_WHEN_SOLD, [OFFERED_IF_SENSITIVE] = MSG_DOC_WHEN_SENSITIVE, [OFFERED_IF_CONSENT] = MSG_DOC_WHEN_CONSENT,
        [OFFERED_IF_CONSENT_OR_CONTRACT] = MSG_DOC_WHEN_CONSENT_OR_CONTRACT, [OFFERED_IF_LEGITIMATE_INTERESTS] = MSG_DOC_WHEN_INTERESTS,
    };
    const struct law_row *row = edition_law(m->edition, LAW_KINDS, rights->region, kind);

    return row && words[row->is.kind.offered] != MESSAGES ? message_text(reader_words(&m->reader), words[row->is.kind.offered]) : TEXT("");
}

static bool kinds_fill(struct work *w, const struct making *m, const struct rights *rights, region_part *part)
{
    struct page_request_regions_kinds *list = WORK_NEW(w, struct page_request_regions_kinds, rights->kind_count);

    if (!list)
        return false;
    for (size_t i = 0; i < rights->kind_count; i++) {
        list[i].kind = words_right(reader_words(&m->reader), rights->kinds[i]);
        list[i].when = offered_when(m, rights, rights->kinds[i]);
    }
    part->kinds = list;
    part->kinds_count = rights->kind_count;
    return true;
}

/* --- ways ------------------------------------------------------------------------------------------------------------------------------------- */

enum means { MEANS_NONE, MEANS_MAIL, MEANS_CALL, MEANS_LETTER };

/* What a method of the policy needs; where that is no address, what is said of it. */
static const struct way {
    const char *method;
    enum means means;
    enum message words;
} ways[] = {
    { "email", MEANS_MAIL, MSG_DOC_WAY_MISSING },    { "phone", MEANS_CALL, MSG_DOC_WAY_MISSING },   { "toll_free", MEANS_CALL, MSG_DOC_WAY_MISSING },
    { "post", MEANS_LETTER, MSG_DOC_WAY_MISSING },   { "account", MEANS_NONE, MSG_DOC_WAY_ACCOUNT }, { "services", MEANS_NONE, MSG_DOC_WAY_SERVICES },
    { "form", MEANS_NONE, MSG_DOC_WAY_NO_FORM },
};

static const struct way *way_of(struct text method)
{
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (text_equal(method, text_of(ways[i].method)))
            return &ways[i];
    return NULL;
}

static struct text address_of(const struct contact *c, enum means means)
{
    const struct text addresses[] = { [MEANS_NONE] = TEXT(""), [MEANS_MAIL] = c->email, [MEANS_CALL] = c->phone, [MEANS_LETTER] = c->address };

    return addresses[means];
}

/* The region's contact when it has this means, else everybody's. */
static const struct contact *contact_with(const struct policy *p, struct text region, enum means means)
{
    const struct contact *each[] = { policy_contact(p, region), policy_contact(p, TEXT("privacy")) };

    for (size_t i = 0; i < COUNT_OF(each); i++)
        if (each[i] && address_of(each[i], means).length)
            return each[i];
    return NULL;
}

static bool way_fill(struct work *w, const struct reader *r, struct text region, struct text method, struct page_request_regions_ways *out_way)
{
    const struct way *way = way_of(method);
    const struct contact *c = way ? contact_with(r->policy, region, way->means) : NULL;

    out_way->way = words_method(reader_words(r), method);
    out_way->text = message_text(reader_words(r), way ? way->words : MSG_DOC_WAY_MISSING);
    if (!c)
        return true;
    out_way->office = way->means == MEANS_LETTER && text_starts(c->address, words_in(r->policy, &c->label, r->language)) ? TEXT("") : words_in(r->policy, &c->label, r->language);
    out_way->email = way->means == MEANS_MAIL ? c->email : TEXT("");
    out_way->phone = way->means == MEANS_CALL ? c->phone : TEXT("");
    out_way->text = way->means == MEANS_LETTER ? c->address : TEXT("");
    return call_url(w, c->phone, &out_way->call);
}

static bool ways_fill(struct work *w, const struct reader *r, const struct rights *rights, region_part *part)
{
    struct page_request_regions_ways *list = WORK_NEW(w, struct page_request_regions_ways, rights->method_count);

    if (!list)
        return false;
    for (size_t i = 0; i < rights->method_count; i++)
        TRY(way_fill(w, r, part->code, rights->methods[i], &list[i]));
    part->ways = list;
    part->ways_count = rights->method_count;
    return true;
}

/* --- what is asked ------------------------------------------------------------------------------------------------------------------------------- */

struct lines {
    struct page_request_regions_asked *list;
    size_t count;
};

static void add_line(struct lines *lines, struct text line)
{
    lines->list[lines->count++].line = line;
}

/* Kinds for which the law asks for proof of who it is, or for none. */
static bool kinds_by_proof(struct work *w, const struct making *m, const struct rights *rights, bool proof, struct text *out_kinds)
{
    struct text *words = WORK_NEW(w, struct text, rights->kind_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < rights->kind_count; i++) {
        const struct law_row *row = edition_law(m->edition, LAW_KINDS, rights->region, rights->kinds[i]);

        if (row && row->is.kind.verifiable == proof)
            words[count++] = words_right(reader_words(&m->reader), rights->kinds[i]);
    }
    *out_kinds = TEXT("");
    return count == 0 || words_list(w, reader_words(&m->reader), words, count, out_kinds);
}

static bool asked_by_law(struct work *w, const struct making *m, const struct rights *rights, struct lines *lines)
{
    static const struct { bool proof; enum message words; } sorts[] = { { true, MSG_DOC_ASKED_PROOF }, { false, MSG_DOC_ASKED_NO_PROOF } };
    struct text kinds, line;

    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        TRY(kinds_by_proof(w, m, rights, sorts[i].proof, &kinds));
        if (kinds.length == 0)
            continue;
        TRY(message_format(w, reader_words(&m->reader), sorts[i].words, &kinds, 1, &line));
        add_line(lines, line);
    }
    if (lines->count == 0)
        add_line(lines, message_text(reader_words(&m->reader), MSG_DOC_ASKED_LITTLE));
    return true;
}

static bool asked_by_policy(struct work *w, const struct reader *r, const struct identity_check *check, struct lines *lines)
{
    struct text *words = WORK_NEW(w, struct text, check->kind_count + check->field_count), values[2], line;

    if (!words)
        return false;
    for (size_t i = 0; i < check->kind_count; i++)
        words[i] = words_right(reader_words(r), check->kinds[i]);
    for (size_t i = 0; i < check->field_count; i++) {
        const struct data_item *data = policy_data(r->policy, check->fields[i]);
        words[check->kind_count + i] = data ? words_label(r, data) : check->fields[i];
    }
    TRY(words_list(w, reader_words(r), words, check->kind_count, &values[0]));
    TRY(words_list(w, reader_words(r), words + check->kind_count, check->field_count, &values[1]));
    TRY(message_format(w, reader_words(r), check->kind_count ? MSG_DOC_ASKED_FIELDS : MSG_DOC_ASKED_FIELDS_ALWAYS, values, 2, &line));
    add_line(lines, line);
    add_line(lines, message_text(reader_words(r), check->ask_again ? MSG_DOC_ASKED_AGAIN : MSG_DOC_ASKED_LOGIN));
    return true;
}

static bool asked_fill(struct work *w, const struct making *m, const struct rights *rights, region_part *part)
{
    struct lines lines = { .list = WORK_NEW(w, struct page_request_regions_asked, 3) };

    if (!lines.list)
        return false;
    if (rights->verification.given)
        TRY(asked_by_policy(w, &m->reader, &rights->verification, &lines));
    else
        TRY(asked_by_law(w, m, rights, &lines));
    part->asked = lines.list;
    part->asked_count = lines.count;
    return true;
}

/* --- one region ------------------------------------------------------------------------------------------------------------------------------- */

static bool appendix_anchor(struct work *w, const struct policy *p, int region, struct text *out_anchor)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if (p->appendices[i].region == region)
            return work_format(w, out_anchor, "appendix-%.*s", TEXT_ARGS(p->regions[region].code));
    return true;
}

static bool region_fill(struct work *w, const struct making *m, const struct rights *rights, region_part *part)
{
    const struct policy *p = m->reader.policy;

    part->code = p->regions[rights->region].code;
    part->name = words_region(&m->reader, rights->region);
    if (!TEETH_OUT(TOOTH_RIGHTS))
        edition_authority(m, rights, &part->authority, &part->authority_name);
    part->authority_outside = reader_leaves(&m->reader, part->authority);
    TRY(appendix_anchor(w, p, rights->region, &part->appendix));
    TRY(kinds_fill(w, m, rights, part));
    if (!TEETH_OUT(TOOTH_RIGHTS))
        TRY(ways_fill(w, &m->reader, rights, part));
    TRY(asked_fill(w, m, rights, part));
    return request_clocks_fill(w, m, rights, part);
}

bool request_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    const struct policy *p = m->reader.policy;
    region_part *list = WORK_NEW(w, region_part, p->rights_count);
    struct page_request page = { .mount = reader_mount(&m->reader), .language = reader_language(&m->reader), .regions = list, .regions_count = p->rights_count,
                                 .several = p->rights_count > 1 };
    struct html html;

    if (!list)
        return false;
    TRY(document_frame(w, m, MSG_DOC_REQUEST_TITLE, "/request", &page.top, &page.edition, &page.bottom));
    for (size_t i = 0; i < p->rights_count; i++)
        TRY(region_fill(w, m, &p->rights[i], &list[i]));
    TRY(page_request_render(w, reader_words(&m->reader), &page, &html));
    *out_bytes = html.markup;
    return true;
}
