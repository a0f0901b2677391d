#include "page/recipients_page.h"

#include "base/teeth.h"
#include "html/country.h"
#include "page/flow.h"
#include "page/words.h"

/* Keys in words, in a row. */
static bool keys_words(struct work *w, const struct reader *r, const struct text *keys, size_t count, struct text (*word)(enum language, struct text),
                       struct text *out_text)
{
    struct text *words = WORK_NEW(w, struct text, count);

    if (!words)
        return false;
    for (size_t i = 0; i < count; i++)
        words[i] = word(reader_words(r), keys[i]);
    return words_list(w, reader_words(r), words, count, out_text);
}

static bool purposes_words(struct work *w, const struct reader *r, const struct recipient *recipient, struct text *out_text)
{
    struct text *words = WORK_NEW(w, struct text, recipient->purpose_count);

    if (!words)
        return false;
    for (size_t i = 0; i < recipient->purpose_count; i++) {
        const struct purpose *purpose = policy_purpose(r->policy, recipient->purposes[i]);

        words[i] = purpose ? words_purpose_name(r, purpose) : recipient->purposes[i];
    }
    return words_list(w, reader_words(r), words, recipient->purpose_count, out_text);
}

/* Of which people it gets data. */
static bool whose_words(struct work *w, const struct reader *r, const struct recipient *recipient, struct text *out_text)
{
    struct text names[POLICY_REGIONS_MAX];
    size_t count = 0;

    *out_text = message_text(reader_words(r), MSG_DOC_WHOSE_ALL);
    if (recipient->everywhere)
        return true;
    for (int i = 0; i < r->policy->region_count; i++)
        if (recipient->here[i])
            names[count++] = words_region(r, i);
    return words_list(w, reader_words(r), names, count, out_text);
}

static bool contract_words(struct work *w, const struct reader *r, const struct recipient *recipient, struct page_recipients_recipients *row)
{
    struct draft day;

    row->contract = message_text(reader_words(r), recipient->contract.length ? MSG_DOC_CONTRACT_OPEN : MSG_PAGE_NONE);
    if (!recipient->has_contract_end)
        return true;
    TRY(work_draft(w, 16, &day));
    draft_day(&day, recipient->contract_until);
    row->until = draft_text(&day);
    return words_day(w, reader_words(r), recipient->contract_until, &row->until_words);
}

static bool recipient_fill(struct work *w, const struct reader *r, const struct recipient *recipient, struct page_recipients_recipients *row)
{
    row->id = recipient->id;
    row->name = words_recipient(r, recipient);
    row->role = words_role(reader_words(r), recipient->role);
    if (recipient->does_count)
        TRY(keys_words(w, r, recipient->does, recipient->does_count, words_act, &row->does));
    TRY(purposes_words(w, r, recipient, &row->purposes));
    TRY(whose_words(w, r, recipient, &row->whose));
    TRY(keys_words(w, r, recipient->countries, recipient->country_count, country_name, &row->countries));
    return contract_words(w, r, recipient, row);
}

/* What makes a recipient more than a helper is said in a sentence of its own. */
static bool notes_fill(struct work *w, const struct reader *r, struct page_recipients *page)
{
    const struct policy *p = r->policy;
    struct page_recipients_notes *list = WORK_NEW(w, struct page_recipients_notes, 2 * p->recipient_count);

    if (!list)
        return false;
    page->notes = list;
    for (size_t i = 0; i < p->recipient_count; i++) {
        struct text name = words_recipient(r, &p->recipients[i]);

        if (p->recipients[i].own_purposes)
            TRY(message_format(w, reader_words(r), MSG_DOC_RECIPIENT_OWN_PURPOSES, &name, 1, &list[page->notes_count++].note));
        if (p->recipients[i].valuable_consideration)
            TRY(message_format(w, reader_words(r), MSG_DOC_RECIPIENT_VALUABLE, &name, 1, &list[page->notes_count++].note));
    }
    return true;
}

static bool recipients_fill(struct work *w, const struct reader *r, struct page_recipients *page)
{
    const struct policy *p = r->policy;
    struct page_recipients_recipients *list = WORK_NEW(w, struct page_recipients_recipients, p->recipient_count);

    if (!list)
        return false;
    if (TEETH_OUT(TOOTH_RECIPIENTS))
        return true;
    for (size_t i = 0; i < p->recipient_count; i++)
        TRY(recipient_fill(w, r, &p->recipients[i], &list[i]));
    page->recipients = list;
    page->recipients_count = p->recipient_count;
    return notes_fill(w, r, page);
}

static bool transfers_fill(struct work *w, const struct reader *r, struct page_recipients *page)
{
    const struct policy *p = r->policy;
    struct page_recipients_transfers *list = WORK_NEW(w, struct page_recipients_transfers, p->transfer_count);

    if (!list)
        return false;
    if (TEETH_OUT(TOOTH_RECIPIENTS))
        return true;
    for (size_t i = 0; i < p->transfer_count; i++) {
        list[i].from = words_region(r, p->transfers[i].region);
        list[i].to = country_name(reader_words(r), p->transfers[i].country);
        list[i].safeguard = words_safeguard(reader_words(r), p->transfers[i].safeguard);
        list[i].reference = p->transfers[i].reference;
        if (p->transfers[i].has_review)
            TRY(words_day(w, reader_words(r), p->transfers[i].review, &list[i].review));
    }
    page->transfers = list;
    page->transfers_count = p->transfer_count;
    return true;
}

bool recipients_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    const struct reader *r = &m->reader;
    struct page_recipients page = { .controller = reader_controller(r), .country = country_name(reader_words(r), r->policy->controller_country),
                                    .affiliates = r->policy->affiliates_link, .affiliates_outside = reader_leaves(r, r->policy->affiliates_link) };
    struct html html;

    TRY(document_frame(w, m, MSG_DOC_RECIPIENTS_TITLE, "/recipients", &page.top, &page.edition, &page.bottom));
    TRY(recipients_fill(w, r, &page));
    TRY(transfers_fill(w, r, &page));
    if (!TEETH_OUT(TOOTH_RECIPIENTS))
        TRY(flow_fill(w, r, &page.flow));
    TRY(page_recipients_render(w, reader_words(r), &page, &html));
    *out_bytes = html.markup;
    return true;
}
