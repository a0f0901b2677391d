#include "page/policy_tables.h"

#include "base/teeth.h"
#include "page/bases.h"
#include "page/own_rows.h"
#include "page/timeline.h"
#include "page/words.h"

/* What one purpose collects: the fields of its channels, each once. Required somewhere is required. */
struct collected {
    const struct data_item *data;
    bool required;
};

static void collect(struct collected *list, size_t *count, const struct channel_field *field)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i].data == field->data) {
            list[i].required |= field->required;
            return;
        }
    }
    list[(*count)++] = (struct collected){ field->data, field->required };
}

static bool data_words(struct work *w, const struct reader *r, const struct purpose *purpose, struct text *out_text)
{
    const struct policy *p = r->policy;
    struct collected *list = WORK_NEW(w, struct collected, p->data_count);
    struct text *words = WORK_NEW(w, struct text, p->data_count + p->cookie_count);
    size_t count = 0, named;

    if (!list || !words)
        return false;
    for (size_t i = 0; i < p->channel_count; i++)
        for (size_t j = 0; p->channels[i].purpose == purpose && j < p->channels[i].field_count; j++)
            collect(list, &count, &p->channels[i].fields[j]);
    for (size_t i = 0; i < count; i++) {
        words[i] = words_label(r, list[i].data);
        if (!list[i].required)
            TRY(message_format(w, reader_words(r), MSG_PAGE_OPTIONAL_ITEM, &words[i], 1, &words[i]));
    }
    named = count;
    for (size_t i = 0; i < p->cookie_count; i++)
        if (p->cookies[i].purpose == purpose)
            TRY(message_format(w, reader_words(r), MSG_PAGE_COOKIE_ITEM, &p->cookies[i].name, 1, &words[named++]));
    return words_list(w, reader_words(r), words, named, out_text);
}

static bool bases_fill(struct work *w, const struct reader *r, const struct purpose *purpose, struct page_policy_parts_purposes *row)
{
    struct page_policy_parts_purposes_bases *list = WORK_NEW(w, struct page_policy_parts_purposes_bases, LEGAL_BASES);
    struct basis_line lines[LEGAL_BASES];

    if (!list)
        return false;
    TRY(bases_read(w, r, purpose, lines, &row->bases_count));
    for (size_t i = 0; i < row->bases_count; i++)
        list[i] = (struct page_policy_parts_purposes_bases){ lines[i].regions, lines[i].basis };
    row->bases = list;
    return true;
}

static bool purposes_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_purposes *list = WORK_NEW(w, struct page_policy_parts_purposes, p->purpose_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->purpose_count; i++) {
        list[i].id = p->purposes[i].id;
        list[i].why = words_purpose(r, &p->purposes[i]);
        TRY(data_words(w, r, &p->purposes[i], &list[i].data));
        TRY(bases_fill(w, r, &p->purposes[i], &list[i]));
        TRY(words_keep(w, reader_words(r), &p->purposes[i].keep, &list[i].keep));
    }
    part->purposes = list;
    part->purposes_count = p->purpose_count;
    return true;
}

static bool cookies_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_cookies *list = WORK_NEW(w, struct page_policy_parts_cookies, p->cookie_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->cookie_count; i++) {
        list[i].name = p->cookies[i].name;
        list[i].why = words_purpose(r, p->cookies[i].purpose);
        list[i].essential = message_text(reader_words(r), p->cookies[i].class == COOKIE_ESSENTIAL ? MSG_PAGE_YES : MSG_PAGE_NO);
        list[i].lifetime = words_lifetime(reader_words(r), p->cookies[i].lifetime);
        list[i].set_by = text_equal(p->cookies[i].set_by, TEXT("us")) ? reader_controller(r) : p->cookies[i].set_by;
    }
    part->cookies = list;
    part->cookies_count = p->cookie_count;
    return true;
}

static bool purposes_words(struct work *w, const struct reader *r, const struct recipient *recipient, struct text *out_text)
{
    struct text *words = WORK_NEW(w, struct text, recipient->purpose_count);

    if (!words)
        return false;
    for (size_t i = 0; i < recipient->purpose_count; i++) {
        const struct purpose *purpose = policy_purpose(r->policy, recipient->purposes[i]);

        words[i] = purpose ? words_purpose(r, purpose) : recipient->purposes[i];
    }
    return words_list(w, reader_words(r), words, recipient->purpose_count, out_text);
}

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

static bool recipients_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_recipients *list = WORK_NEW(w, struct page_policy_parts_recipients, p->recipient_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->recipient_count; i++) {
        const struct recipient *recipient = &p->recipients[i];

        list[i].name = words_recipient(r, recipient);
        list[i].role = words_role(reader_words(r), recipient->role);
        TRY(purposes_words(w, r, recipient, &list[i].purposes));
        TRY(keys_words(w, r, recipient->countries, recipient->country_count, words_country, &list[i].countries));
    }
    part->recipients = list;
    part->recipients_count = p->recipient_count;
    return true;
}

static bool transfers_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_transfers *list = WORK_NEW(w, struct page_policy_parts_transfers, p->transfer_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->transfer_count; i++) {
        list[i].from = words_region(r, p->transfers[i].region);
        list[i].to = words_country(reader_words(r), p->transfers[i].country);
        list[i].safeguard = words_safeguard(reader_words(r), p->transfers[i].safeguard);
        list[i].reference = p->transfers[i].reference;
    }
    part->transfers = list;
    part->transfers_count = p->transfer_count;
    return true;
}

static bool disclosures_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    TRY(recipients_fill(w, r, part));
    return transfers_fill(w, r, part);
}

static bool rights_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_rights *list = WORK_NEW(w, struct page_policy_parts_rights, p->rights_count);

    if (!list)
        return false;
    for (size_t i = 0; i < p->rights_count; i++) {
        list[i].region = words_region(r, p->rights[i].region);
        TRY(keys_words(w, r, p->rights[i].kinds, p->rights[i].kind_count, words_right, &list[i].kinds));
        TRY(keys_words(w, r, p->rights[i].methods, p->rights[i].method_count, words_method, &list[i].methods));
    }
    part->rights = list;
    part->rights_count = p->rights_count;
    return true;
}

static bool own_keep(struct work *w, const struct reader *r, const struct own_row *row, struct text *out_text)
{
    struct text numbers[COUNT_OF(row->numbers)];

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        TRY(words_number(w, (uint64_t)row->numbers[i], &numbers[i]));
    return message_format(w, reader_words(r), row->keep, numbers, COUNT_OF(numbers), out_text);
}

static bool own_rows_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    struct page_policy_parts_own_rows *list = WORK_NEW(w, struct page_policy_parts_own_rows, own_row_count);

    if (!list)
        return false;
    for (size_t i = 0; i < own_row_count; i++) {
        list[i].what = message_text(reader_words(r), own_rows[i].what);
        list[i].why = message_text(reader_words(r), own_rows[i].why);
        TRY(own_keep(w, r, &own_rows[i], &list[i].keep));
    }
    part->own_rows = list;
    part->own_rows_count = own_row_count;
    return true;
}

static bool periods_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    part->periods = r->policy->purpose_count > 0;
    TRY(timeline_fill(w, r, &part->timeline));
    return own_rows_fill(w, r, part);
}

static bool controller_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    (void)w;
    part->controller = reader_controller(r);
    part->address = r->policy->controller_address;
    part->affiliates = r->policy->affiliates_link;
    return true;
}

static struct text contact_words(const struct reader *r, struct text key)
{
    int region = policy_region(r->policy, key);

    if (text_equal(key, TEXT("privacy")))
        return message_text(reader_words(r), MSG_PAGE_CONTACT_PRIVACY);
    return region >= 0 ? words_region(r, region) : key;
}

/* "tel:+44200000000": a number to call has no spaces (RFC 3966). */
static bool call_url(struct work *w, struct text phone, struct text *out_url)
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

static bool contacts_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    const struct policy *p = r->policy;
    struct page_policy_parts_contacts *list = WORK_NEW(w, struct page_policy_parts_contacts, p->contact_count);

    if (!list)
        return false;
    if (TEETH_OUT(TOOTH_CONTACTS))
        return true;
    for (size_t i = 0; i < p->contact_count; i++) {
        list[i].whom = contact_words(r, p->contacts[i].key);
        list[i].email = p->contacts[i].email;
        list[i].phone = p->contacts[i].phone;
        list[i].address = p->contacts[i].address;
        TRY(call_url(w, p->contacts[i].phone, &list[i].call));
    }
    part->contacts = list;
    part->contacts_count = p->contact_count;
    return true;
}

/* The contact of the appendix is the one of its region. */
static bool appendix_contact_fill(struct work *w, const struct reader *r, struct page_policy_parts *part)
{
    TRY(contacts_fill(w, r, part));
    for (size_t i = 0; i < part->contacts_count; i++) {
        if (text_equal(r->policy->contacts[i].key, TEXT("US-CA"))) {
            part->contacts += i;
            part->contacts_count = 1;
            return true;
        }
    }
    return true;
}

bool policy_tables_fill(struct work *w, const struct reader *r, struct text section, struct page_policy_parts *part)
{
    static const struct {
        const char *section;
        bool (*fill)(struct work *w, const struct reader *r, struct page_policy_parts *part);
    } tables[] = {
        { "P1", controller_fill }, { "P5", purposes_fill },  { "P6", disclosures_fill }, { "P8", rights_fill },
        { "P9", periods_fill },   { "P11", cookies_fill },  { "P13", contacts_fill },   { "C9", appendix_contact_fill },
    };

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (text_equal(section, text_of(tables[i].section)))
            TRY(tables[i].fill(w, r, part));
    return true;
}
