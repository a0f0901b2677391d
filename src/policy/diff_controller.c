/* The controller: who is responsible, and how to reach whom. */
#include "policy/diff_inside.h"

/* --- contacts --------------------------------------------------------------------------------------------------------------------------------- */

static const struct contact *contact_of(const struct policy *p, struct text key)
{
    for (size_t i = 0; i < p->contact_count; i++)
        if (text_equal(p->contacts[i].key, key))
            return &p->contacts[i];
    return NULL;
}

/* Of the contact for everybody: everywhere. */
static uint64_t people(const struct differ *x, const struct policy *p, struct text key)
{
    int region = policy_region(p, key);

    return p == x->after ? diff_region_after(x, region) : diff_region_before(x, region);
}

static void contact_text(struct differ *x, const struct contact *was, const struct contact *is, const char *key, struct text before, struct text after)
{
    if (!text_equal(before, after))
        DIFF_ADD(x, .kind = CHANGE_CONTACT, .path = PATH(TEXT("controller.contacts"), is->key, text_of(key)), .subject = value_code(FORM_CONTACT, is->key),
            .before = value_text(before), .after = value_text(after), .regions = people(x, x->after, is->key), .before_place = was->place,
            .after_place = is->place);
}

static void contact(struct differ *x, const struct contact *was, const struct contact *is)
{
    contact_text(x, was, is, "email", was->email, is->email);
    contact_text(x, was, is, "address", was->address, is->address);
    contact_text(x, was, is, "phone", was->phone, is->phone);
    contact_text(x, was, is, "see", was->see_services ? TEXT("services") : TEXT(""), is->see_services ? TEXT("services") : TEXT(""));
    if (!words_are_equal(x, &was->label, &is->label))
        DIFF_ADD(x, .kind = CHANGE_CONTACT, .path = PATH(TEXT("controller.contacts"), is->key, TEXT("label")), .subject = value_code(FORM_CONTACT, is->key),
            .before = value_words(x->before, &was->label), .after = value_words(x->after, &is->label), .regions = people(x, x->after, is->key),
            .before_place = was->place, .after_place = is->place);
}

static void contacts(struct differ *x)
{
    for (size_t i = 0; i < x->after->contact_count; i++) {
        const struct contact *is = &x->after->contacts[i], *was = contact_of(x->before, is->key);
        if (was)
            contact(x, was, is);
        else
            DIFF_ADD(x, .kind = CHANGE_CONTACT_ADDED, .path = PATH(TEXT("controller.contacts"), is->key), .subject = value_code(FORM_CONTACT, is->key),
                .after = value_text(is->email), .regions = people(x, x->after, is->key), .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->contact_count; i++) {
        const struct contact *was = &x->before->contacts[i];
        if (!contact_of(x->after, was->key))
            DIFF_ADD(x, .kind = CHANGE_CONTACT_REMOVED, .path = PATH(TEXT("controller.contacts"), was->key), .subject = value_code(FORM_CONTACT, was->key),
                .before = value_text(was->email), .regions = people(x, x->before, was->key), .before_place = was->place);
    }
}

/* --- officer and representatives ---------------------------------------------------------------------------------------------------------------- */

static const struct representative *representative_of(const struct policy *p, struct text code)
{
    for (size_t i = 0; i < p->representative_count; i++)
        if (text_equal(p->regions[p->representatives[i].region].code, code))
            return &p->representatives[i];
    return NULL;
}

static bool represents_alike(const struct differ *x, const struct representative *a, const struct representative *b)
{
    if (!a || !b)
        return a == b;
    return text_equal(a->email, b->email) && text_equal(a->address, b->address) && text_equal(a->phone, b->phone) &&
           words_are_equal(x, &a->label, &b->label) && words_are_equal(x, &a->none, &b->none);
}

static void representative(struct differ *x, struct text code, uint64_t regions, const struct representative *was, const struct representative *is)
{
    const struct place none = { 0 };

    if (!represents_alike(x, was, is))
        DIFF_ADD(x, .kind = CHANGE_REPRESENTATIVE, .path = PATH(TEXT("controller"), code), .subject = value_code(FORM_CONTACT, code),
            .before = value_text(was ? was->email : TEXT("")), .after = value_text(is ? is->email : TEXT("")), .regions = regions,
            .before_place = was ? was->place : none, .after_place = is ? is->place : none);
}

void diff_controller(struct differ *x)
{
    const struct policy *was = x->before, *is = x->after;

    diff_words(x, CHANGE_CONTROLLER, "controller", TEXT("name"), "", &was->controller_name, &is->controller_name);
    diff_text(x, CHANGE_CONTROLLER_ADDRESS, "controller", TEXT("address"), "", was->controller_address, is->controller_address, was->controller_place,
        is->controller_place);
    diff_text(x, CHANGE_CONTROLLER_ADDRESS, "controller", TEXT("country"), "", was->controller_country, is->controller_country, was->controller_place,
        is->controller_place);
    diff_text(x, CHANGE_AFFILIATES, "controller", TEXT("affiliates"), "", was->affiliates_link, is->affiliates_link, was->affiliates_place,
        is->affiliates_place);
    contacts(x);
    representative(x, TEXT("officer"), x->diff->everywhere, was->officer, is->officer);
    for (int i = 0; i < x->diff->region_count; i++)
        representative(x, x->diff->regions[i].code, diff_bit(i), representative_of(was, x->diff->regions[i].code),
            representative_of(is, x->diff->regions[i].code));
}
