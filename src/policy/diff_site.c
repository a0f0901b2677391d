/* Who, where, in which words: the site, the controller and its contacts, names, links and the operator's own texts. */
#include "policy/diff_inside.h"

/* --- the site -------------------------------------------------------------------------------------------------------------------------------- */

static void texts_in(struct differ *x, enum change_kind kind, enum value_form form, const char *section, const char *key, const struct text *list, size_t count,
    const struct text *other, size_t other_count, struct place before, struct place after)
{
    for (size_t i = 0; i < count; i++)
        if (!list_has(other, other_count, list[i]))
            DIFF_ADD(x, .kind = kind, .path = PATH(text_of(section), text_of(key)), .subject = value_code(form, list[i]), .before_place = before,
                .after_place = after);
}

static void languages(struct differ *x)
{
    const struct policy *was = x->before, *is = x->after;
    const struct place none = { 0 };

    texts_in(x, CHANGE_LANGUAGE_ADDED, FORM_LANGUAGE, "site", "languages", is->languages, (size_t)is->language_count, was->languages, (size_t)was->language_count, none,
        is->site_place);
    texts_in(x, CHANGE_LANGUAGE_REMOVED, FORM_LANGUAGE, "site", "languages", was->languages, (size_t)was->language_count, is->languages, (size_t)is->language_count,
        was->site_place, none);
    if (!text_equal(was->languages[was->authoritative], is->languages[is->authoritative]))
        DIFF_ADD(x, .kind = CHANGE_AUTHORITATIVE, .path = PATH(TEXT("site"), TEXT("authoritative")),
            .before = value_code(FORM_LANGUAGE, was->languages[was->authoritative]), .after = value_code(FORM_LANGUAGE, is->languages[is->authoritative]),
            .before_place = was->site_place, .after_place = is->site_place);
}

static void regions(struct differ *x)
{
    for (int i = 0; i < x->diff->region_count; i++) {
        const struct diff_region *r = &x->diff->regions[i];
        if (r->before < 0)
            DIFF_ADD(x, .kind = CHANGE_REGION_ADDED, .path = PATH(TEXT("regions"), r->code), .subject = value_region(x->after, r->after),
                .regions = diff_bit(i), .after_place = x->after->regions[r->after].place);
        else if (r->after < 0)
            DIFF_ADD(x, .kind = CHANGE_REGION_REMOVED, .path = PATH(TEXT("regions"), r->code), .subject = value_region(x->before, r->before),
                .regions = diff_bit(i), .before_place = x->before->regions[r->before].place);
        else
            diff_words(x, CHANGE_WORDS, "regions", r->code, "", &x->before->regions[r->before].name, &x->after->regions[r->after].name);
    }
}

static void reviewed(struct differ *x)
{
    if (x->before->has_reviewed != x->after->has_reviewed || x->before->reviewed.number != x->after->reviewed.number)
        DIFF_ADD(x, .kind = CHANGE_REVIEWED, .path = PATH(TEXT("reviewed")), .before_place = x->before->reviewed_place,
            .after_place = x->after->reviewed_place);
    if (x->before->demonstration != x->after->demonstration)
        DIFF_ADD(x, .kind = CHANGE_WORDS, .path = PATH(TEXT("site"), TEXT("demonstration")), .subject = value_text(TEXT("demonstration")),
            .before_place = x->before->site_place, .after_place = x->after->site_place);
}

/* --- services, links, terms, own texts ----------------------------------------------------------------------------------------------------------- */

static const struct service *service_of(const struct policy *p, struct text id)
{
    for (size_t i = 0; i < p->service_count; i++)
        if (text_equal(p->services[i].id, id))
            return &p->services[i];
    return NULL;
}

static const struct term *term_of(const struct policy *p, struct text id)
{
    for (size_t i = 0; i < p->term_count; i++)
        if (text_equal(p->terms[i].id, id))
            return &p->terms[i];
    return NULL;
}

static const struct own_text *own_text_of(const struct policy *p, struct text clause)
{
    for (size_t i = 0; i < p->text_count; i++)
        if (text_equal(p->texts[i].clause, clause))
            return &p->texts[i];
    return NULL;
}

/* Things that came, or went when the two policies are given the other way round. */
static void words_that_came(struct differ *x, const struct policy *p, const struct policy *other)
{
    bool came = p == x->after;
    const struct place none = { 0 };

#define CAME(change, section, id, at)                                                                                                        \
    DIFF_ADD(x, .kind = (change), .path = PATH(TEXT(section), (id)), .subject = value_text(id), .before_place = came ? none : (at),            \
        .after_place = came ? (at) : none)
    for (size_t i = 0; i < p->service_count; i++)
        if (!service_of(other, p->services[i].id))
            CAME(CHANGE_WORDS, "services", p->services[i].id, p->services[i].place);
    for (size_t i = 0; i < p->link_count; i++)
        if (!policy_link(other, p->links[i].id))
            CAME(CHANGE_WORDS, "links", p->links[i].id, p->links[i].place);
    for (size_t i = 0; i < p->term_count; i++)
        if (!term_of(other, p->terms[i].id))
            CAME(CHANGE_WORDS, "terms", p->terms[i].id, p->terms[i].place);
    for (size_t i = 0; i < p->text_count; i++)
        if (!own_text_of(other, p->texts[i].clause))
            CAME(CHANGE_OWN_TEXT, "text", p->texts[i].clause, p->texts[i].place);
#undef CAME
}

static void services(struct differ *x)
{
    for (size_t i = 0; i < x->after->service_count; i++) {
        const struct service *is = &x->after->services[i], *was = service_of(x->before, is->id);
        if (!was)
            continue;
        diff_words(x, CHANGE_WORDS, "services", is->id, "label", &was->label, &is->label);
        diff_text(x, CHANGE_WORDS, "services", is->id, "policy", was->policy, is->policy, was->place, is->place);
    }
}

static void terms(struct differ *x)
{
    for (size_t i = 0; i < x->after->term_count; i++) {
        const struct term *is = &x->after->terms[i], *was = term_of(x->before, is->id);
        if (!was)
            continue;
        diff_words(x, CHANGE_WORDS, "terms", is->id, "word", &was->word, &is->word);
        if (!list_within(was->also, was->also_count, is->also, is->also_count) || !list_within(is->also, is->also_count, was->also, was->also_count))
            DIFF_ADD(x, .kind = CHANGE_WORDS, .path = PATH(TEXT("terms"), is->id, TEXT("also")), .subject = value_text(is->id),
                .before_place = was->also_place, .after_place = is->also_place);
    }
}

static void own_texts(struct differ *x)
{
    for (size_t i = 0; i < x->after->text_count; i++) {
        const struct own_text *is = &x->after->texts[i], *was = own_text_of(x->before, is->clause);
        if (was)
            diff_words(x, CHANGE_OWN_TEXT, "text", is->clause, "", &was->words, &is->words);
    }
    for (size_t i = 0; i < x->after->link_count; i++) {
        const struct named_link *is = &x->after->links[i], *was = policy_link(x->before, is->id);
        if (!was)
            continue;
        diff_text(x, CHANGE_WORDS, "links", is->id, "to", was->to, is->to, was->place, is->place);
        diff_words(x, CHANGE_WORDS, "links", is->id, "label", &was->label, &is->label);
    }
}

void diff_site(struct differ *x)
{
    const struct policy *was = x->before, *is = x->after;
    const struct place none = { 0 };

    diff_words(x, CHANGE_WORDS, "site", TEXT("name"), "", &was->site_name, &is->site_name);
    texts_in(x, CHANGE_ORIGIN_ADDED, FORM_ORIGIN, "site", "origins", is->origins, is->origin_count, was->origins, was->origin_count, none, is->site_place);
    texts_in(x, CHANGE_ORIGIN_REMOVED, FORM_ORIGIN, "site", "origins", was->origins, was->origin_count, is->origins, is->origin_count, was->site_place, none);
    diff_text(x, CHANGE_TIMEZONE, "site", TEXT("timezone"), "", was->timezone, is->timezone, was->site_place, is->site_place);
    languages(x);
    regions(x);
    reviewed(x);
    texts_in(x, CHANGE_LAW, FORM_TEXT, "law", "adopt", is->adopted, is->adopted_count, was->adopted, was->adopted_count, none, is->site_place);
    texts_in(x, CHANGE_LAW, FORM_TEXT, "law", "adopt", was->adopted, was->adopted_count, is->adopted, is->adopted_count, was->site_place, none);
    words_that_came(x, is, was);
    words_that_came(x, was, is);
    services(x);
    terms(x);
    own_texts(x);
}
