#include "page/words.h"

struct key {
    const char *key;
    enum message words;
};

static struct text find(enum language language, const struct key *keys, size_t count, struct text key)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(key, text_of(keys[i].key)))
            return message_text(language, keys[i].words);
    return key;
}

struct text words_basis(enum language language, enum legal_basis basis)
{
    static const enum message words[LEGAL_BASES] = {
        [BASIS_MISSING] = MSG_PAGE_BASIS_MISSING,
        [BASIS_OFF] = MSG_PAGE_BASIS_OFF,
        [BASIS_NOT_REQUIRED] = MSG_PAGE_BASIS_NOT_REQUIRED,
        [BASIS_CONSENT] = MSG_PAGE_BASIS_CONSENT,
        [BASIS_CONTRACT] = MSG_PAGE_BASIS_CONTRACT,
        [BASIS_LEGAL_OBLIGATION] = MSG_PAGE_BASIS_LEGAL_OBLIGATION,
        [BASIS_VITAL_INTERESTS] = MSG_PAGE_BASIS_VITAL_INTERESTS,
        [BASIS_PUBLIC_TASK] = MSG_PAGE_BASIS_PUBLIC_TASK,
        [BASIS_LEGITIMATE_INTERESTS] = MSG_PAGE_BASIS_LEGITIMATE_INTERESTS,
    };

    must((unsigned)basis < LEGAL_BASES);
    return message_text(language, words[basis]);
}

struct text words_role(enum language language, enum recipient_role role)
{
    static const enum message words[] = {
        [ROLE_MISSING] = MSG_PAGE_ROLE_MISSING,
        [ROLE_PROCESSOR] = MSG_PAGE_ROLE_PROCESSOR,
        [ROLE_AFFILIATE] = MSG_PAGE_ROLE_AFFILIATE,
        [ROLE_THIRD_PARTY] = MSG_PAGE_ROLE_THIRD_PARTY,
        [ROLE_AUTHORITY] = MSG_PAGE_ROLE_AUTHORITY,
    };

    must((unsigned)role < COUNT_OF(words));
    return message_text(language, words[role]);
}

struct text words_right(enum language language, struct text kind)
{
    static const struct key keys[] = {
        { "access", MSG_PAGE_RIGHT_ACCESS },     { "rectify", MSG_PAGE_RIGHT_RECTIFY },   { "erase", MSG_PAGE_RIGHT_ERASE },
        { "port", MSG_PAGE_RIGHT_PORT },         { "object", MSG_PAGE_RIGHT_OBJECT },     { "restrict", MSG_PAGE_RIGHT_RESTRICT },
        { "withdraw", MSG_PAGE_RIGHT_WITHDRAW }, { "complain", MSG_PAGE_RIGHT_COMPLAIN }, { "know", MSG_PAGE_RIGHT_KNOW },
        { "delete", MSG_PAGE_RIGHT_DELETE },     { "correct", MSG_PAGE_RIGHT_CORRECT },   { "limit", MSG_PAGE_RIGHT_LIMIT },
        { "opt_out", MSG_PAGE_RIGHT_OPT_OUT },
    };

    return find(language, keys, COUNT_OF(keys), kind);
}

struct text words_method(enum language language, struct text method)
{
    static const struct key keys[] = {
        { "form", MSG_PAGE_METHOD_FORM }, { "email", MSG_PAGE_METHOD_EMAIL }, { "post", MSG_PAGE_METHOD_POST }, { "phone", MSG_PAGE_METHOD_PHONE },
    };

    return find(language, keys, COUNT_OF(keys), method);
}

struct text words_safeguard(enum language language, struct text safeguard)
{
    static const struct key keys[] = {
        { "adequacy", MSG_PAGE_SAFEGUARD_ADEQUACY }, { "scc", MSG_PAGE_SAFEGUARD_SCC }, { "idta", MSG_PAGE_SAFEGUARD_IDTA },
        { "bcr", MSG_PAGE_SAFEGUARD_BCR }, { "consent", MSG_PAGE_SAFEGUARD_CONSENT },
    };

    return find(language, keys, COUNT_OF(keys), safeguard);
}

struct text words_country(enum language language, struct text code)
{
    static const struct key keys[] = {
        { "JP", MSG_PAGE_COUNTRY_JP }, { "US", MSG_PAGE_COUNTRY_US }, { "GB", MSG_PAGE_COUNTRY_GB }, { "UK", MSG_PAGE_COUNTRY_GB },
        { "NL", MSG_PAGE_COUNTRY_NL }, { "DE", MSG_PAGE_COUNTRY_DE }, { "FR", MSG_PAGE_COUNTRY_FR }, { "IE", MSG_PAGE_COUNTRY_IE },
        { "IN", MSG_PAGE_COUNTRY_IN },
    };

    return find(language, keys, COUNT_OF(keys), code);
}

struct text words_lifetime(enum language language, struct text lifetime)
{
    static const struct key keys[] = { { "session", MSG_PAGE_LIFETIME_SESSION } };

    return find(language, keys, COUNT_OF(keys), lifetime);
}

struct text words_door(enum language language, struct text door)
{
    static const struct key keys[] = {
        { "gate", MSG_PAGE_DOOR_GATE }, { "disclosure", MSG_PAGE_DOOR_DISCLOSURE }, { "own rows", MSG_PAGE_DOOR_OWN_ROWS }, { "page", MSG_PAGE_DOOR_PAGE },
        { "log", MSG_PAGE_DOOR_LOG }, { "sweeper", MSG_PAGE_DOOR_SWEEPER }, { "policy", MSG_PAGE_DOOR_POLICY },
    };

    return find(language, keys, COUNT_OF(keys), door);
}

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

bool words_keep(struct work *w, enum language language, const struct retention_rule *keep, struct text *out_text)
{
    static const enum message words[RETENTION_TRIGGERS] = {
        [TRIGGER_MISSING] = MSG_PAGE_KEEP_MISSING,           [TRIGGER_COLLECTED] = MSG_PAGE_KEEP_COLLECTED,
        [TRIGGER_LAST_CONTACT] = MSG_PAGE_KEEP_LAST_CONTACT, [TRIGGER_WITHDRAWN] = MSG_PAGE_KEEP_WITHDRAWN,
        [TRIGGER_CLOSED] = MSG_PAGE_KEEP_CLOSED,             [TRIGGER_AS_NEEDED] = MSG_PAGE_KEEP_AS_NEEDED,
    };
    struct text period;

    must((unsigned)keep->trigger < RETENTION_TRIGGERS);
    TRY(words_period(w, language, keep->count, keep->unit, &period));
    return message_format(w, language, words[keep->trigger], &period, 1, out_text);
}

struct text words_region(const struct reader *r, int region)
{
    static const struct key keys[] = {
        { "EU", MSG_PAGE_REGION_EU }, { "EEA", MSG_PAGE_REGION_EU }, { "UK", MSG_PAGE_REGION_UK }, { "US-CA", MSG_PAGE_REGION_US_CA },
        { "JP", MSG_PAGE_REGION_JP },
    };
    struct text name;

    if (region < 0 || region >= r->policy->region_count)
        return message_text(reader_words(r), MSG_PAGE_ELSEWHERE);
    name = words_in(r->policy, &r->policy->regions[region].name, r->language);
    return name.length ? name : find(reader_words(r), keys, COUNT_OF(keys), r->policy->regions[region].code);
}

struct text words_label(const struct reader *r, const struct data_item *data)
{
    struct text label = words_in(r->policy, &data->label, r->language);

    return label.length ? label : data->id;
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

struct text words_recipient(const struct reader *r, const struct recipient *recipient)
{
    struct text label = words_in(r->policy, &recipient->label, r->language);

    return label.length ? label : recipient->id;
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
