/* Sections 8 to 13 of the policy and the appendix: rights, how long, cookies, changes, whom to ask. */
#include "policy/clause_sentence.h"

#include "policy/clause_condition.h"
#include "policy/clause_words.h"

#define SENTENCE(name) bool sentence_##name(struct work *w, const struct policy *p, int language, struct text *out_sentence)

/* The message with the names of the regions whose people have the right. */
static bool say_right(struct work *w, const struct policy *p, int language, enum message message, struct text kind, struct text *out_sentence)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases regions;
    struct text list;

    TRY(phrases_open(w, p->rights_count, &regions));
    for (size_t i = 0; i < p->rights_count; i++)
        if (rights_has(&p->rights[i], kind))
            phrases_add(&regions, clause_region_name(&s, p->rights[i].region));
    TRY(phrases_apart(&s, &regions, &list)); /* names of regions have an "and" in them */
    return SAY(&s, message, out_sentence, list);
}

SENTENCE(p8_1_2)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_2, TEXT("access"), out_sentence);
}

SENTENCE(p8_1_3)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_3, TEXT("rectify"), out_sentence);
}

SENTENCE(p8_1_4)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_4, TEXT("object"), out_sentence);
}

SENTENCE(p8_1_5)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_5, TEXT("erase"), out_sentence);
}

SENTENCE(p8_1_6)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_6, TEXT("withdraw"), out_sentence);
}

SENTENCE(p8_1_7)
{
    return say_right(w, p, language, MSG_CLAUSE_P8_1_7, TEXT("port"), out_sentence);
}

static bool words_of(const struct speaker *s, const struct vocabulary *words, size_t word_count, const struct text *ids, size_t count,
    struct text *out_list)
{
    struct work *w = s->w;
    struct phrases list;

    TRY(phrases_open(w, count, &list));
    for (size_t i = 0; i < count; i++)
        phrases_add(&list, clause_word(s, words, word_count, ids[i]));
    return phrases_list(s, &list, out_list);
}

/* The values of a list in a statement, in words. */
static bool stated_words(const struct speaker *s, struct text statement, struct text parameter, const struct vocabulary *words, size_t word_count,
    struct text *out_list)
{
    struct work *w = s->w;
    struct phrases list;
    struct text value;

    TRY(phrases_open(w, word_count, &list));
    for (size_t i = 0; i < word_count && (value = clause_stated(s, statement, parameter, i)).length; i++)
        phrases_add(&list, clause_word(s, words, word_count, value));
    return phrases_list(s, &list, out_list);
}

static bool stated_number(const struct speaker *s, struct text statement, struct text parameter, int *out_number)
{
    uint64_t number;

    if (!text_to_u64(clause_stated(s, statement, parameter, 0), &number) || number == 0 || number > 10000)
        return false;
    *out_number = (int)number;
    return true;
}

SENTENCE(p12_2)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text ways, ahead;
    int days;

    TRY(stated_words(&s, TEXT("changes"), TEXT("notice"), clause_notices, clause_notices_count, &ways));
    if (!stated_number(&s, TEXT("changes"), TEXT("lead"), &days))
        return SAY(&s, MSG_CLAUSE_P12_2, out_sentence, ways);
    TRY(clause_period(&s, days, PERIOD_DAYS, &ahead));
    return SAY(&s, MSG_CLAUSE_P12_2_LEAD, out_sentence, ways, ahead);
}

static struct text california_name(const struct speaker *s)
{
    int region = policy_california(s->p);

    return region < 0 ? TEXT("US-CA") : clause_region_name(s, region);
}

SENTENCE(c0_1)
{
    struct speaker s = clause_speaker(w, p, language);

    return SAY(&s, MSG_CLAUSE_C0_1, out_sentence, california_name(&s));
}

static bool collected_in_california(const struct policy *p, const struct data_item *data)
{
    const struct appendix *appendix = policy_appendix_california(p);

    for (size_t i = 0; appendix && !appendix->collects_computed && i < appendix->collect_count; i++)
        if (appendix->collects[i] == data)
            return true;
    for (size_t i = 0; appendix && appendix->collects_computed && i < p->channel_count; i++) {
        const struct channel *channel = &p->channels[i];
        bool open = purpose_basis(p, channel->purpose, appendix->region) > BASIS_OFF && channel_takes(p, channel, data, appendix->region);
        for (size_t k = 0; open && k < channel->field_count; k++)
            if (channel->fields[k].data == data)
                return true;
    }
    return false;
}

SENTENCE(c2)
{
    struct speaker s = clause_speaker(w, p, language);
    struct phrases labels, names, sentences;
    struct text list, one;

    TRY(phrases_open(w, p->data_count, &labels));
    TRY(phrases_open(w, p->cookie_count, &names));
    TRY(phrases_open(w, 2, &sentences));
    for (size_t i = 0; i < p->data_count; i++)
        if (collected_in_california(p, &p->data[i]))
            phrases_add(&labels, clause_data_label(&s, &p->data[i]));
    for (size_t i = 0; i < p->cookie_count; i++)
        if (p->cookies[i].class == COOKIE_ESSENTIAL)
            phrases_add(&names, p->cookies[i].name);
    TRY(phrases_list(&s, &labels, &list));
    TRY(SAY(&s, MSG_CLAUSE_C2, &one, list));
    phrases_add(&sentences, one);
    if (names.count) {
        TRY(phrases_list(&s, &names, &list));
        TRY(SAY(&s, MSG_CLAUSE_C2_COOKIES, &one, list));
        phrases_add(&sentences, one);
    }
    return phrases_sentences(&s, &sentences, out_sentence);
}

SENTENCE(c4a_1)
{
    struct speaker s = clause_speaker(w, p, language);
    const struct rights *rights = policy_rights(p, policy_california(p));
    struct text list = TEXT("");

    if (rights)
        TRY(words_of(&s, clause_rights, clause_rights_count, rights->kinds, rights->kind_count, &list));
    return SAY(&s, MSG_CLAUSE_C4A_1, out_sentence, list);
}

SENTENCE(c4a_2)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text list;

    TRY(stated_words(&s, TEXT("retaliation"), TEXT("audiences"), clause_audiences, clause_audiences_count, &list));
    return SAY(&s, MSG_CLAUSE_C4A_2, out_sentence, list);
}

SENTENCE(c4b_9)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text period;

    TRY(clause_period(&s, p->request_records.months ? p->request_records.months : 24, /* 11 CCR 7101(a), when no longer time is stated */
        PERIOD_MONTHS, &period));
    return SAY(&s, MSG_CLAUSE_C4B_9, out_sentence, period);
}

SENTENCE(c4b_10)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text permission, document;

    TRY(clause_say(&s, MSG_CLAUSE_C4B_10, NULL, 0, &permission));
    *out_sentence = permission;
    if (!text_equal(clause_stated(&s, TEXT("agents"), TEXT("identity_document"), 0), TEXT("optional")))
        return true;
    TRY(clause_say(&s, MSG_CLAUSE_C4B_10_DOCUMENT, NULL, 0, &document));
    return SAY(&s, MSG_CLAUSE_TWO_SENTENCES, out_sentence, permission, document);
}

SENTENCE(c8)
{
    struct speaker s = clause_speaker(w, p, language);
    struct text age = clause_stated(&s, TEXT("minors"), TEXT("under"), 0);

    return SAY(&s, MSG_CLAUSE_C8, out_sentence, age.length ? age : TEXT("16"));
}

SENTENCE(c9)
{
    struct speaker s = clause_speaker(w, p, language);

    return SAY(&s, MSG_CLAUSE_C9, out_sentence, words_in(p, &p->controller_name, language));
}
