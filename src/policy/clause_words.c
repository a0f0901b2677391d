#include "policy/clause_words.h"

struct speaker clause_speaker(struct work *w, const struct policy *p, int language)
{
    struct speaker s = { .w = w, .p = p, .language = language, .program = LANGUAGE_EN };

    must(language >= 0 && language < p->language_count);
    (void)language_find(p->languages[language], &s.program);
    return s;
}

bool clause_say(const struct speaker *s, enum message message, const struct text *values, size_t count, struct text *out_text)
{
    return message_format(s->w, s->program, message, values, count, out_text);
}

bool phrases_open(struct work *w, size_t max, struct phrases *out_phrases)
{
    *out_phrases = (struct phrases){ .items = WORK_NEW(w, struct text, max), .max = max };
    return out_phrases->items != NULL;
}

void phrases_add(struct phrases *list, struct text item)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->items[i], item))
            return;
    if (item.length == 0)
        return;
    must(list->count < list->max);
    list->items[list->count++] = item;
}

static bool join(const struct speaker *s, const struct phrases *list, enum message more, enum message last, struct text *out_text)
{
    struct work *w = s->w;
    struct text all = list->count ? list->items[0] : TEXT("");

    for (size_t i = 1; i < list->count; i++)
        TRY(SAY(s, i + 1 == list->count ? last : more, &all, all, list->items[i]));
    *out_text = all;
    return true;
}

bool phrases_list(const struct speaker *s, const struct phrases *list, struct text *out_text)
{
    return join(s, list, MSG_CLAUSE_LIST_MORE, MSG_CLAUSE_LIST_LAST, out_text);
}

bool phrases_apart(const struct speaker *s, const struct phrases *list, struct text *out_text)
{
    return join(s, list, MSG_CLAUSE_LIST_APART, MSG_CLAUSE_LIST_APART, out_text);
}

bool phrases_sentences(const struct speaker *s, const struct phrases *list, struct text *out_text)
{
    return join(s, list, MSG_CLAUSE_TWO_SENTENCES, MSG_CLAUSE_TWO_SENTENCES, out_text);
}

const struct vocabulary clause_rights[] = {
    { "access", MSG_CLAUSE_RIGHT_ACCESS },     { "rectify", MSG_CLAUSE_RIGHT_RECTIFY }, { "erase", MSG_CLAUSE_RIGHT_ERASE },
    { "port", MSG_CLAUSE_RIGHT_PORT },         { "object", MSG_CLAUSE_RIGHT_OBJECT },   { "restrict", MSG_CLAUSE_RIGHT_RESTRICT },
    { "withdraw", MSG_CLAUSE_RIGHT_WITHDRAW }, { "know", MSG_CLAUSE_RIGHT_KNOW },       { "delete", MSG_CLAUSE_RIGHT_DELETE },
    { "correct", MSG_CLAUSE_RIGHT_CORRECT },   { "limit", MSG_CLAUSE_RIGHT_LIMIT },     { "opt_out", MSG_CLAUSE_RIGHT_OPT_OUT },
};
const size_t clause_rights_count = COUNT_OF(clause_rights);

const struct vocabulary clause_notices[] = {
    { "email", MSG_CLAUSE_NOTICE_EMAIL },
    { "posting", MSG_CLAUSE_NOTICE_POSTING },
    { "service", MSG_CLAUSE_NOTICE_SERVICE },
};
const size_t clause_notices_count = COUNT_OF(clause_notices);

const struct vocabulary clause_audiences[] = {
    { "consumers", MSG_CLAUSE_AUDIENCE_CONSUMERS },
    { "employees", MSG_CLAUSE_AUDIENCE_EMPLOYEES },
    { "applicants", MSG_CLAUSE_AUDIENCE_APPLICANTS },
    { "contractors", MSG_CLAUSE_AUDIENCE_CONTRACTORS },
};
const size_t clause_audiences_count = COUNT_OF(clause_audiences);

struct text clause_word(const struct speaker *s, const struct vocabulary *words, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(text_of(words[i].id), id))
            return message_text(s->program, words[i].word);
    return id;
}

struct text clause_region_name(const struct speaker *s, int region)
{
    struct text name = words_in(s->p, &s->p->regions[region].name, s->language);

    return name.length ? name : s->p->regions[region].code;
}

struct text clause_channel_name(const struct speaker *s, const struct channel *channel)
{
    struct text label = words_in(s->p, &channel->label, s->language);

    return label.length ? label : channel->id;
}

struct text clause_data_label(const struct speaker *s, const struct data_item *data)
{
    struct text label = words_in(s->p, &data->label, s->language);

    return label.length ? label : data->id;
}

bool clause_why(const struct speaker *s, const struct purpose *purpose, struct text *out_text)
{
    struct text why = words_in(s->p, &purpose->why, s->language);

    return SAY(s, MSG_CLAUSE_WHY, out_text, why.length ? why : purpose->id);
}

bool clause_period(const struct speaker *s, int count, enum period_unit unit, struct text *out_text)
{
    static const struct { enum message one, many; } words[] = {
        [PERIOD_DAYS] = { MSG_CLAUSE_PERIOD_ONE_DAY, MSG_CLAUSE_PERIOD_DAYS },
        [PERIOD_MONTHS] = { MSG_CLAUSE_PERIOD_ONE_MONTH, MSG_CLAUSE_PERIOD_MONTHS },
        [PERIOD_YEARS] = { MSG_CLAUSE_PERIOD_ONE_YEAR, MSG_CLAUSE_PERIOD_YEARS },
    };
    struct work *w = s->w;
    struct text digits;

    if (count == 1)
        return clause_say(s, words[unit].one, NULL, 0, out_text);
    TRY(work_format(w, &digits, "%d", count));
    return SAY(s, words[unit].many, out_text, digits);
}

bool clause_written_period(const struct speaker *s, struct text written, struct text *out_text)
{
    static const struct { const char *word; enum period_unit unit; } units[] = {
        { "day", PERIOD_DAYS },      { "days", PERIOD_DAYS }, { "month", PERIOD_MONTHS },
        { "months", PERIOD_MONTHS }, { "year", PERIOD_YEARS }, { "years", PERIOD_YEARS },
    };
    struct text rest = written, digits;
    uint64_t count;

    *out_text = written;
    if (!text_cut(&rest, ' ', &digits) || !text_to_u64(digits, &count) || count > 10000)
        return true;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (text_equal(rest, text_of(units[i].word)))
            return clause_period(s, (int)count, units[i].unit, out_text);
    return true;
}

bool clause_lifetime(const struct speaker *s, struct text lifetime, struct text *out_text)
{
    struct work *w = s->w;
    struct text period;

    if (text_equal(lifetime, TEXT("session")))
        return clause_say(s, MSG_CLAUSE_LIFETIME_SESSION, NULL, 0, out_text);
    TRY(clause_written_period(s, lifetime, &period));
    return SAY(s, MSG_CLAUSE_LIFETIME, out_text, period);
}

struct text clause_stated(const struct speaker *s, struct text statement, struct text parameter, size_t nth)
{
    const struct statement *found = policy_statement(s->p, statement);

    return found ? statement_value(s->p, found, parameter, nth, s->language) : TEXT("");
}
