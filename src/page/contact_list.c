#include "page/contact_list.h"

#include "base/teeth.h"
#include "page/words.h"

bool call_url(struct work *w, struct text phone, struct text *out_url)
{
    struct draft d;

    TRY(work_draft(w, phone.length + sizeof "tel:", &d));
    draft_add(&d, TEXT("tel:"));
    for (size_t i = 0; i < phone.length; i++)
        if (phone.at[i] != ' ')
            draft_byte(&d, phone.at[i]);
    *out_url = draft_text(&d);
    return true;
}

static bool is_representative(const struct policy *p, const struct contact *c, const struct representative *rep)
{
    return rep->region >= 0 && rep->region == policy_region(p, c->key) && rep->email.length && text_equal(rep->email, c->email);
}

bool contact_fill(struct work *w, const struct reader *r, const struct contact *c, struct page_contact *out_contact)
{
    const struct policy *p = r->policy;
    struct page_contact contact = { .office = words_in(p, &c->label, r->language), .email = c->email, .phone = c->phone, .address = c->address };

    if (text_starts(c->address, contact.office))
        contact.office = TEXT(""); /* the address begins with it */
    if (c->see_services)
        contact.note = message_text(reader_words(r), MSG_PAGE_CONTACT_SERVICES);
    for (size_t i = 0; i < p->representative_count; i++)
        if (is_representative(p, c, &p->representatives[i]))
            contact.note = message_text(reader_words(r), MSG_PAGE_CONTACT_REPRESENTATIVE);
    TRY(call_url(w, c->phone, &contact.call));
    *out_contact = contact;
    return true;
}

static bool representative_fill(struct work *w, const struct reader *r, const struct representative *rep, struct page_contact *out_contact)
{
    const struct policy *p = r->policy;

    *out_contact = (struct page_contact){ .office = words_in(p, &rep->label, r->language), .email = rep->email, .phone = rep->phone,
                                          .address = rep->address, .note = words_in(p, &rep->none, r->language) };
    return call_url(w, rep->phone, &out_contact->call);
}

static struct text whom(const struct reader *r, struct text key)
{
    int region = policy_region(r->policy, key);

    if (text_equal(key, TEXT("privacy")))
        return message_text(reader_words(r), MSG_PAGE_CONTACT_PRIVACY);
    return region >= 0 ? words_region(r, region) : key;
}

/* The appendix of California names its own; it stands there. */
static bool stands_in_appendix(const struct policy *p, const struct contact *c)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if (text_equal(c->key, TEXT("US-CA")) && text_equal(p->regions[p->appendices[i].region].code, c->key))
            return true;
    return false;
}

static bool is_told_there(const struct policy *p, const struct representative *rep)
{
    for (size_t i = 0; i < p->contact_count; i++)
        if (is_representative(p, &p->contacts[i], rep))
            return true;
    return false;
}

static bool add_representatives(struct work *w, const struct reader *r, struct contact_entry *list, size_t *count)
{
    const struct policy *p = r->policy;

    if (p->officer) {
        TRY(representative_fill(w, r, p->officer, &list[*count].contact));
        list[*count].whom = list[*count].contact.office.length ? list[*count].contact.office : message_text(reader_words(r), MSG_PAGE_CONTACT_OFFICER);
        list[(*count)++].contact.office = TEXT("");
    }
    for (size_t i = 0; i < p->representative_count; i++) {
        const struct representative *rep = &p->representatives[i];
        struct text region = words_region(r, rep->region);

        if (is_told_there(p, rep))
            continue;
        TRY(message_format(w, reader_words(r), MSG_PAGE_CONTACT_REPRESENTATIVE_IN, &region, 1, &list[*count].whom));
        TRY(representative_fill(w, r, rep, &list[(*count)++].contact));
    }
    return true;
}

bool contact_list(struct work *w, const struct reader *r, const struct contact_entry **out_entries, size_t *out_count)
{
    const struct policy *p = r->policy;
    struct contact_entry *list = WORK_NEW(w, struct contact_entry, p->contact_count + p->representative_count + 1);
    size_t count = 0;

    if (!list)
        return false;
    for (size_t i = 0; i < p->contact_count && !TEETH_OUT(TOOTH_CONTACTS); i++) {
        if (stands_in_appendix(p, &p->contacts[i]))
            continue;
        list[count].whom = whom(r, p->contacts[i].key);
        TRY(contact_fill(w, r, &p->contacts[i], &list[count++].contact));
    }
    if (!TEETH_OUT(TOOTH_CONTACTS))
        TRY(add_representatives(w, r, list, &count));
    *out_entries = list;
    *out_count = count;
    return true;
}
