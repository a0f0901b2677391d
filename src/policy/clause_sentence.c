/* Sections 0 to 7 of the policy: who, what, why, to whom, how it is kept safe. */
#include "policy/clause_sentence.h"

#include "html/country.h"
#include "policy/clause_condition.h"
#include "policy/clause_words.h"

#define PLAIN(name, message)                                                                                    \
    bool sentence_##name(struct work *w, const struct policy *p, int language, struct text *out_sentence)       \
    {                                                                                                           \
        struct speaker s = clause_speaker(w, p, language);                                                      \
                                                                                                                \
        return clause_say(&s, MSG_CLAUSE_##message, NULL, 0, out_sentence);                                     \
    }
PLAIN_SENTENCES(PLAIN)

#define SENTENCE(name) bool sentence_##name(struct work *w, const struct policy *p, int language, struct text *out_sentence)

SENTENCE(p0_2)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases origins;
    struct text list;

    TRY(phrases_open(w, p->origin_count, &origins));
    for (size_t i = 0; i < p->origin_count; i++)
        phrases_add(&origins, p->origins[i]);
    TRY(phrases_list(&s, &origins, &list));
    return SAY(&s, MSG_CLAUSE_P0_2, out_sentence, words_in(p, &p->site_name, language), list);
}

SENTENCE(p1_1)
{
    struct speaker s = clause_speaker(w, p, language);

    return SAY(&s, MSG_CLAUSE_P1_1, out_sentence, words_in(p, &p->controller_name, language), p->controller_address);
}

/* What nobody types in: the visitor's device or the server's log gives it, and nothing of it is asked. */
static bool say_measured(const struct speaker *s, const struct channel *channel, struct text *out_text)
{
    struct work *w = s->w;
    struct phrases labels;
    struct text list;

    TRY(phrases_open(w, channel->field_count, &labels));
    for (size_t i = 0; i < channel->field_count; i++)
        phrases_add(&labels, clause_data_label(s, channel->fields[i].data));
    TRY(phrases_list(s, &labels, &list));
    return SAY(s, channel->source == FROM_DEVICE ? MSG_CLAUSE_P3A1_1_DEVICE : MSG_CLAUSE_P3A1_1_LOG, out_text, clause_channel_name(s, channel), list);
}

static bool field_labels(const struct speaker *s, const struct channel *channel, bool required, struct text *out_list)
{
    struct work *w = s->w;
    struct phrases labels;

    TRY(phrases_open(w, channel->field_count, &labels));
    for (size_t i = 0; i < channel->field_count; i++)
        if (channel->fields[i].required == required)
            phrases_add(&labels, clause_data_label(s, channel->fields[i].data));
    return phrases_list(s, &labels, out_list);
}

static bool say_fields(const struct speaker *s, const struct channel *channel, struct text *out_text)
{
    struct work *w = s->w;
    struct text required, optional;

    if (channel->source != FROM_PERSON)
        return say_measured(s, channel, out_text);
    TRY(field_labels(s, channel, true, &required));
    TRY(field_labels(s, channel, false, &optional));
    if (optional.length == 0)
        return SAY(s, MSG_CLAUSE_P3A1_1_REQUIRED, out_text, clause_channel_name(s, channel), required);
    if (required.length == 0)
        return SAY(s, MSG_CLAUSE_P3A1_1_OPTIONAL, out_text, clause_channel_name(s, channel), optional);
    return SAY(s, MSG_CLAUSE_P3A1_1, out_text, clause_channel_name(s, channel), required, optional);
}

static bool say_channel_purpose(const struct speaker *s, const struct channel *channel, struct text *out_text)
{
    struct work *w = s->w;
    struct text why;

    TRY(clause_why(s, channel->purpose, &why));
    return SAY(s, channel->source == FROM_PERSON ? MSG_CLAUSE_P3A1_3 : MSG_CLAUSE_P3A1_3_MEASURED, out_text, clause_channel_name(s, channel), why);
}

static bool say_subscription(const struct speaker *s, const struct channel *channel, struct text *out_text)
{
    struct work *w = s->w;
    struct text required;

    TRY(field_labels(s, channel, true, &required));
    return SAY(s, MSG_CLAUSE_P3A2_1, out_text, clause_channel_name(s, channel), required);
}

/* One sentence for each channel of the kind. */
static bool each_channel(struct work *w, const struct policy *p, int language, bool newsletter,
    bool (*say)(const struct speaker *, const struct channel *, struct text *), struct text *out_sentence)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases sentences;
    struct text one;

    TRY(phrases_open(w, p->channel_count, &sentences));
    for (size_t i = 0; i < p->channel_count; i++) {
        if (channel_is_newsletter(&p->channels[i]) != newsletter)
            continue;
        TRY(say(&s, &p->channels[i], &one));
        phrases_add(&sentences, one);
    }
    return phrases_sentences(&s, &sentences, out_sentence);
}

SENTENCE(p3a1_1)
{
    return each_channel(w, p, language, false, say_fields, out_sentence);
}

SENTENCE(p3a1_3)
{
    return each_channel(w, p, language, false, say_channel_purpose, out_sentence);
}

SENTENCE(p3a2_1)
{
    return each_channel(w, p, language, true, say_subscription, out_sentence);
}

SENTENCE(p3a3_1)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases names;
    struct text list;

    TRY(phrases_open(w, p->cookie_count, &names));
    for (size_t i = 0; i < p->cookie_count; i++)
        if (p->cookies[i].class == COOKIE_ESSENTIAL)
            phrases_add(&names, p->cookies[i].name);
    TRY(phrases_list(&s, &names, &list));
    return SAY(&s, MSG_CLAUSE_P3A3_1, out_sentence, list);
}

static bool purpose_of_usage(const struct policy *p, const struct purpose *purpose)
{
    return purpose_is_on(p, purpose) && !purpose_has_channel(p, purpose);
}

static bool purpose_of_measuring(const struct policy *p, const struct purpose *purpose)
{
    return purpose_has_basis(p, purpose, BASIS_CONSENT) && !purpose_has_channel(p, purpose);
}

/* The message with the whys of the purposes that are meant. */
static bool say_whys(struct work *w, const struct policy *p, int language, enum message message,
    bool (*meant)(const struct policy *, const struct purpose *), struct text *out_sentence)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases whys;
    struct text one, list;

    TRY(phrases_open(w, p->purpose_count, &whys));
    for (size_t i = 0; i < p->purpose_count; i++) {
        if (!meant(p, &p->purposes[i]))
            continue;
        TRY(clause_why(&s, &p->purposes[i], &one));
        phrases_add(&whys, one);
    }
    TRY(phrases_apart(&s, &whys, &list));
    return SAY(&s, message, out_sentence, list);
}

SENTENCE(p3b_1)
{
    return say_whys(w, p, language, MSG_CLAUSE_P3B_1, purpose_of_usage, out_sentence);
}

SENTENCE(p6a3)
{
    return say_whys(w, p, language, MSG_CLAUSE_P6A3, purpose_of_measuring, out_sentence);
}

SENTENCE(p6a4)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text approval = clause_stated(&s, TEXT("legal_demands"), TEXT("approval"), 0), demand, agree;

    TRY(clause_say(&s, MSG_CLAUSE_P6A4, NULL, 0, &demand));
    TRY(clause_say(&s, text_equal(approval, TEXT("two_persons")) ? MSG_CLAUSE_P6A4_TWO_PERSONS : MSG_CLAUSE_P6A4_ONE_PERSON, NULL, 0, &agree));
    return SAY(&s, MSG_CLAUSE_TWO_SENTENCES, out_sentence, demand, agree);
}

SENTENCE(p6b_1)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases countries;
    struct text list;
    size_t most = p->transfer_count + 1;

    for (size_t i = 0; i < p->recipient_count; i++)
        most += p->recipients[i].country_count;
    TRY(phrases_open(w, most, &countries));
    phrases_add(&countries, country_name(s.program, p->controller_country));
    for (size_t i = 0; i < p->recipient_count; i++)
        for (size_t k = 0; k < p->recipients[i].country_count; k++)
            phrases_add(&countries, country_name(s.program, p->recipients[i].countries[k]));
    for (size_t i = 0; i < p->transfer_count; i++)
        phrases_add(&countries, country_name(s.program, p->transfers[i].country));
    TRY(phrases_list(&s, &countries, &list));
    return SAY(&s, MSG_CLAUSE_P6B_1, out_sentence, list);
}

static bool add_stated(const struct speaker *s, struct phrases *sentences, enum message message, struct text value)
{
    struct work *w = s->w;
    struct text one;

    if (value.length == 0)
        return true;
    TRY(SAY(s, message, &one, value));
    phrases_add(sentences, one);
    return true;
}

SENTENCE(p7_3)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text programme, reviewed = clause_stated(&s, TEXT("security"), TEXT("reviewed"), 0);
    struct phrases sentences;
    struct draft d;
    struct day day;

    TRY(phrases_open(w, 4, &sentences));
    TRY(clause_say(&s, MSG_CLAUSE_P7_3, NULL, 0, &programme));
    phrases_add(&sentences, programme);
    TRY(add_stated(&s, &sentences, MSG_CLAUSE_P7_3_CERTIFICATE, clause_stated(&s, TEXT("security"), TEXT("certificate"), 0)));
    TRY(add_stated(&s, &sentences, MSG_CLAUSE_P7_3_SCOPE, clause_stated(&s, TEXT("security"), TEXT("scope"), 0)));
    if (day_parse(reviewed, &day)) {
        TRY(work_draft(w, 64, &d));
        message_day(&d, s.program, day);
        TRY(add_stated(&s, &sentences, MSG_CLAUSE_P7_3_REVIEWED, draft_text(&d)));
    }
    return phrases_sentences(&s, &sentences, out_sentence);
}
