#include "page/policy_tables.h"

#include "base/teeth.h"
#include "page/basis_list.h"
#include "page/contact_list.h"
#include "page/timeline.h"
#include "page/words.h"
#include "policy/clause_condition.h"
#include "policy/own_record.h"

/* --- purposes ------------------------------------------------------------------------------------------------------------------------------------ */

/* The forms and cookies through which a purpose gets its data. What each form asks for stands with the forms. */
static bool sources_words(struct work *w, const struct reader *r, const struct purpose *purpose, struct text *out_text)
{
    const struct policy *p = r->policy;
    struct text *words = WORK_NEW(w, struct text, p->channel_count + p->cookie_count);
    size_t count = 0;

    if (!words)
        return false;
    for (size_t i = 0; i < p->channel_count; i++)
        if (p->channels[i].purpose == purpose)
            words[count++] = words_channel(r, &p->channels[i]);
    for (size_t i = 0; i < p->cookie_count; i++)
        if (p->cookies[i].purpose == purpose)
            TRY(message_format(w, reader_words(r), MSG_PAGE_COOKIE_ITEM, &p->cookies[i].name, 1, &words[count++]));
    return words_list(w, reader_words(r), words, count, out_text);
}

static bool purposes_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct policy *p = r->policy;
    struct page_policy_parts_purposes *list = WORK_NEW(w, struct page_policy_parts_purposes, p->purpose_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->purpose_count; i++) {
        const struct bases bases = bases_of(p, &p->purposes[i]);

        list[i].id = p->purposes[i].id;
        list[i].label = words_in(p, &p->purposes[i].label, r->language);
        list[i].why = words_purpose(r, &p->purposes[i]);
        TRY(sources_words(w, r, &p->purposes[i], &list[i].sources));
        TRY(basis_list_fill(w, r, &bases, MSG_PAGE_BASIS_OFF, &list[i].bases));
        TRY(words_keep(w, reader_words(r), &p->purposes[i].keep, &list[i].keep));
    }
    part->purposes = list;
    part->purposes_count = p->purpose_count;
    return true;
}

/* What the law of some regions wants to be told either way. */
static bool automated_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct statement *s = policy_statement(r->policy, TEXT("automated_decisions"));
    struct page_policy_parts_notes *note = WORK_NEW(w, struct page_policy_parts_notes, 1);
    bool made;

    if (!note)
        return false;
    if (!s)
        return true;
    made = text_equal(statement_value(r->policy, s, TEXT("made"), 0, r->language), TEXT("true"));
    note->note = message_text(reader_words(r), made ? MSG_PAGE_AUTOMATED_MADE : MSG_PAGE_AUTOMATED_NONE);
    part->notes = note;
    part->notes_count = 1;
    return true;
}

/* --- what privacyd keeps ---------------------------------------------------------------------------------------------------------------------------- */

static bool own_keep(struct work *w, const struct reader *r, const struct own_record *record, struct text *out_text)
{
    struct text numbers[COUNT_OF(record->numbers)];

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        TRY(words_number(w, (uint64_t)record->numbers[i], &numbers[i]));
    return message_format(w, reader_words(r), record->keep, numbers, COUNT_OF(numbers), out_text);
}

static bool own_records_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    struct page_policy_parts_own_records *list = WORK_NEW(w, struct page_policy_parts_own_records, own_record_count);

    if (!list)
        return false;
    for (size_t i = 0; i < own_record_count; i++) {
        list[i].what = message_text(reader_words(r), own_records[i].what);
        list[i].why = message_text(reader_words(r), own_records[i].why);
        TRY(own_keep(w, r, &own_records[i], &list[i].keep));
    }
    part->own_records = list;
    part->own_records_count = own_record_count;
    return true;
}

static bool periods_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    part->periods = m->reader.policy->purpose_count > 0;
    TRY(timeline_fill(w, &m->reader, &part->timeline));
    return own_records_fill(w, m, part);
}

/* --- contacts ----------------------------------------------------------------------------------------------------------------------------------------- */

static bool contacts_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct contact_entry *entries;
    struct page_policy_parts_contacts *list;
    size_t count;

    TRY(contact_list(w, r, &entries, &count));
    list = WORK_NEW(w, struct page_policy_parts_contacts, count);
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct page_policy_parts_contacts){ .whom = entries[i].whom, .contact = entries[i].contact };
    part->contacts = list;
    part->contacts_count = count;
    return true;
}

/* The contact of the appendix is the one of its region, else everybody's. */
static bool appendix_contact_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct contact *contact = policy_contact(r->policy, TEXT("US-CA"));
    struct page_policy_parts_contacts *list = WORK_NEW(w, struct page_policy_parts_contacts, 1);

    if (!list)
        return false;
    if (!contact || TEETH_OUT(TOOTH_CONTACTS))
        return true;
    list->whom = words_region(r, policy_region(r->policy, TEXT("US-CA")));
    part->contacts = list;
    part->contacts_count = 1;
    return contact_fill(w, r, contact, &list->contact);
}

/* --- links ------------------------------------------------------------------------------------------------------------------------------------------ */

struct link_list {
    struct page_policy_parts_links *list;
    size_t count;
};

static bool links_open(struct work *w, size_t max, struct link_list *out_links)
{
    out_links->list = WORK_NEW(w, struct page_policy_parts_links, max);
    out_links->count = 0;
    return out_links->list != NULL;
}

static void links_give(struct page_policy_parts *part, const struct link_list *links)
{
    part->links = links->list;
    part->links_count = links->count;
}

/* A page of ours. */
static bool link_to(struct work *w, const struct reader *r, struct link_list *links, const char *path, struct text anchor, struct text before, enum message label)
{
    struct page_policy_parts_links *link = &links->list[links->count++];

    link->before = before;
    link->label = message_text(reader_words(r), label);
    return reader_url(w, r, path, anchor, &link->url);
}

/* An address that the policy gives. */
static void link_given(const struct reader *r, struct link_list *links, struct text url, struct text before, struct text label)
{
    if (url.length)
        links->list[links->count++] = (struct page_policy_parts_links){ .url = url, .before = before, .label = label, .external = reader_leaves(r, url) };
}

static bool one_link(struct work *w, const struct reader *r, struct page_policy_parts *part, const char *path, enum message label)
{
    struct link_list links;

    TRY(links_open(w, 1, &links));
    TRY(link_to(w, r, &links, path, TEXT(""), TEXT(""), label));
    links_give(part, &links);
    return true;
}

/* Services with policies of their own: this one does not cover them (P0-2). */
static bool services_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct policy *p = r->policy;
    struct link_list links;

    TRY(links_open(w, p->service_count, &links));
    for (size_t i = 0; i < p->service_count && !TEETH_OUT(TOOTH_SCOPE); i++)
        link_given(r, &links, p->services[i].policy, words_in(p, &p->services[i].label, r->language), message_text(reader_words(r), MSG_PAGE_SERVICE_POLICY));
    links_give(part, &links);
    return true;
}

static bool affiliates_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    struct link_list links;

    TRY(links_open(w, 1, &links));
    link_given(r, &links, r->policy->affiliates_link, TEXT(""), message_text(reader_words(r), MSG_PAGE_AFFILIATES));
    links_give(part, &links);
    return true;
}

static bool recipients_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    return one_link(w, r, part, "/recipients", MSG_PAGE_LINK_RECIPIENTS);
}

static bool cookies_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    return one_link(w, r, part, "/cookies", MSG_PAGE_LINK_COOKIES);
}

/* What was really collected is counted when somebody asks. */
static bool categories_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    return one_link(w, &m->reader, part, "/categories", MSG_PAGE_LINK_CATEGORIES);
}

/* Where each region's rights are explained, and who hears a complaint there. */
static bool rights_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    const struct policy *p = r->policy;
    struct link_list links;

    TRY(links_open(w, 2 * p->rights_count, &links));
    for (size_t i = 0; i < p->rights_count; i++)
        TRY(link_to(w, r, &links, "/request", p->regions[p->rights[i].region].code, words_region(r, p->rights[i].region), MSG_PAGE_LINK_REQUEST));
    for (size_t i = 0; i < p->rights_count; i++) {
        struct text url, name;

        edition_authority(m, &p->rights[i], &url, &name);
        link_given(r, &links, url, words_region(r, p->rights[i].region), name);
    }
    links_give(part, &links);
    return true;
}

/* People in California find theirs in the appendix. */
static bool contact_links_fill(struct work *w, const struct making *m, struct page_policy_parts *part)
{
    const struct reader *r = &m->reader;
    int region = policy_region(r->policy, TEXT("US-CA"));
    struct link_list links;

    TRY(links_open(w, 1, &links));
    for (size_t i = 0; i < r->policy->appendix_count; i++)
        if (r->policy->appendices[i].region == region && region >= 0)
            links.list[links.count++] = (struct page_policy_parts_links){ .url = TEXT("#section-C9"), .before = words_region(r, region),
                                                                          .label = message_text(reader_words(r), MSG_SECTION_C9) };
    links_give(part, &links);
    return true;
}

bool policy_tables_fill(struct work *w, const struct making *m, struct text section, struct page_policy_parts *part)
{
    static const struct {
        const char *section;
        bool (*fill)(struct work *w, const struct making *m, struct page_policy_parts *part);
    } tables[] = {
        { "P0", services_fill },     { "P1", affiliates_fill }, { "P5", purposes_fill },  { "P5", automated_fill },     { "P6", recipients_fill },
        { "P8", rights_fill },       { "P9", periods_fill },    { "P11", cookies_fill },  { "P13", contacts_fill },     { "P13", contact_links_fill },
        { "C2", categories_fill },   { "C9", appendix_contact_fill },
    };

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (text_equal(section, text_of(tables[i].section)))
            TRY(tables[i].fill(w, m, part));
    return true;
}
