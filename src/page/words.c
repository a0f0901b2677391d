#include "page/words.h"

bool words_period(struct work *w, enum language language, int count, enum period_unit unit, struct text *out_text)
{
    static const struct { enum message one, many; } units[] = {
        [PERIOD_DAYS] = { MSG_PAGE_PERIOD_DAY, MSG_PAGE_PERIOD_DAYS },
        [PERIOD_MONTHS] = { MSG_PAGE_PERIOD_MONTH, MSG_PAGE_PERIOD_MONTHS },
        [PERIOD_YEARS] = { MSG_PAGE_PERIOD_YEAR, MSG_PAGE_PERIOD_YEARS },
    };
    struct text number;

    must((unsigned)unit < COUNT_OF(units));
    TRY(words_number(w, (uint64_t)count, &number));
    if (count == 1)
        *out_text = message_text(language, units[unit].one);
    else
        TRY(message_format(w, language, units[unit].many, &number, 1, out_text));
    return true;
}

bool words_span(struct work *w, enum language language, struct text span, struct text *out_text)
{
    static const struct { const char *word; enum period_unit unit; } units[] = {
        { "day", PERIOD_DAYS },      { "days", PERIOD_DAYS },  { "month", PERIOD_MONTHS },
        { "months", PERIOD_MONTHS }, { "year", PERIOD_YEARS }, { "years", PERIOD_YEARS },
    };
    struct text rest = span, digits;
    uint64_t count;

    *out_text = span;
    if (!text_cut(&rest, ' ', &digits) || !text_to_u64(digits, &count) || count > 10000)
        return true;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (text_equal(rest, text_of(units[i].word)))
            return words_period(w, language, (int)count, units[i].unit, out_text);
    return true;
}

bool words_lifetime(struct work *w, enum language language, struct text lifetime, struct text *out_text)
{
    *out_text = message_text(language, MSG_PAGE_LIFETIME_SESSION);
    return text_equal(lifetime, TEXT("session")) || words_span(w, language, lifetime, out_text);
}

bool words_keep(struct work *w, enum language language, const struct retention_rule *keep, struct text *out_text)
{
    static const enum message words[RETENTION_TRIGGERS] = {
        [TRIGGER_MISSING] = MSG_PAGE_KEEP_MISSING,           [TRIGGER_COLLECTED] = MSG_PAGE_KEEP_COLLECTED,
        [TRIGGER_LAST_CONTACT] = MSG_PAGE_KEEP_LAST_CONTACT, [TRIGGER_WITHDRAWN] = MSG_PAGE_KEEP_WITHDRAWN,
        [TRIGGER_CLOSED] = MSG_PAGE_KEEP_CLOSED,             [TRIGGER_AS_NEEDED] = MSG_PAGE_KEEP_AS_NEEDED,
        [TRIGGER_PURCHASED] = MSG_PAGE_KEEP_PURCHASED,       [TRIGGER_CONTRACT_ENDED] = MSG_PAGE_KEEP_CONTRACT_ENDED,
        [TRIGGER_ACCOUNT_CLOSED] = MSG_PAGE_KEEP_ACCOUNT_CLOSED,
    };
    struct text period;

    must((unsigned)keep->trigger < RETENTION_TRIGGERS);
    TRY(words_period(w, language, keep->count, keep->unit, &period));
    return message_format(w, language, words[keep->trigger], &period, 1, out_text);
}

struct text words_region(const struct reader *r, int region)
{
    struct text name;

    if (region < 0 || region >= r->policy->region_count)
        return message_text(reader_words(r), MSG_PAGE_ELSEWHERE);
    name = words_in(r->policy, &r->policy->regions[region].name, r->language);
    return name.length ? name : words_region_code(reader_words(r), r->policy->regions[region].code);
}

static struct text name_or(const struct reader *r, const struct words *label, struct text id)
{
    struct text name = words_in(r->policy, label, r->language);

    return name.length ? name : id;
}

struct text words_label(const struct reader *r, const struct data_item *data)
{
    return name_or(r, &data->label, data->id);
}

struct text words_channel(const struct reader *r, const struct channel *channel)
{
    return name_or(r, &channel->label, channel->id);
}

struct text words_recipient(const struct reader *r, const struct recipient *recipient)
{
    return name_or(r, &recipient->label, recipient->id);
}

struct text words_purpose(const struct reader *r, const struct purpose *purpose)
{
    struct text why = purpose ? words_in(r->policy, &purpose->why, r->language) : TEXT("");

    return why.length || !purpose ? why : purpose->id;
}

struct text words_purpose_name(const struct reader *r, const struct purpose *purpose)
{
    struct text label = words_in(r->policy, &purpose->label, r->language);

    return label.length == 0 || text_equal(label, purpose->id) ? words_purpose(r, purpose) : label;
}

bool words_list(struct work *w, enum language language, const struct text *texts, size_t count, struct text *out_text)
{
    static const struct text between[LANGUAGES] = { [LANGUAGE_EN] = { ", ", 2 }, [LANGUAGE_JA] = { "、", 3 } };
    enum language like = language_written_like(language);
    size_t size = 1;
    struct draft d;

    if (count == 0) {
        *out_text = message_text(language, MSG_PAGE_NONE);
        return true;
    }
    for (size_t i = 0; i < count; i++)
        size += texts[i].length + between[like].length;
    TRY(work_draft(w, size, &d));
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            draft_add(&d, between[like]);
        draft_add(&d, texts[i]);
    }
    *out_text = draft_text(&d);
    return true;
}

bool words_instant(struct work *w, enum language language, struct instant at, struct text *out_machine, struct text *out_words)
{
    struct draft machine, words;

    TRY(work_draft(w, 48, &machine));
    TRY(work_draft(w, 64, &words));
    draft_instant(&machine, at);
    message_instant(&words, language, at);
    *out_machine = draft_text(&machine);
    *out_words = draft_text(&words);
    return true;
}

bool words_day(struct work *w, enum language language, struct day day, struct text *out_words)
{
    struct draft words;

    TRY(work_draft(w, 48, &words));
    message_day(&words, language, day);
    *out_words = draft_text(&words);
    return true;
}

bool words_number(struct work *w, uint64_t number, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, 24, &d));
    draft_number(&d, number);
    *out_text = draft_text(&d);
    return true;
}
