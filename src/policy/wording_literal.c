#include "policy/wording_literal.h"

#include <string.h>

enum { ADDRESS_MAX = 256 };

/* A word that a table knows, and what it stands for. */
struct known {
    const char *word;
    uint64_t value;
};

/* What begins with another one stands before it. */
static const struct known english_numbers[] = {
    { "twenty-four", 24 }, { "thirty-six", 36 }, { "forty-five", 45 }, { "one", 1 },      { "two", 2 },       { "three", 3 },     { "four", 4 },
    { "five", 5 },         { "six", 6 },         { "seven", 7 },       { "eight", 8 },    { "nine", 9 },      { "ten", 10 },      { "eleven", 11 },
    { "twelve", 12 },      { "thirteen", 13 },   { "fourteen", 14 },   { "fifteen", 15 }, { "sixteen", 16 },  { "eighteen", 18 }, { "twenty", 20 },
    { "thirty", 30 },      { "sixty", 60 },      { "ninety", 90 },     { "hundred", 100 },
};
static const struct known units[] = {
    { "days", 'd' }, { "day", 'd' }, { "weeks", 'w' }, { "week", 'w' }, { "months", 'm' }, { "month", 'm' }, { "years", 'y' }, { "year", 'y' },
    { "hours", 'h' }, { "hour", 'h' },
};
static const struct known japanese_units[] = {
    { "か月", 'm' }, { "カ月", 'm' }, { "ヶ月", 'm' }, { "ヵ月", 'm' }, { "ケ月", 'm' }, { "箇月", 'm' }, { "年間", 'y' }, { "年", 'y' }, { "日間", 'd' },
    { "日", 'd' }, { "週間", 'w' }, { "時間", 'h' },
};
static const struct known kanji[] = {
    { "一", 1 }, { "二", 2 }, { "三", 3 }, { "四", 4 }, { "五", 5 }, { "六", 6 }, { "七", 7 }, { "八", 8 }, { "九", 9 }, { "十", 10 }, { "百", 100 },
};
static const struct known kinds_of_days[] = { { "business ", 1 }, { "calendar ", 1 }, { "working ", 1 } };
static const struct known months[] = {
    { "January", 1 }, { "February", 2 }, { "March", 3 }, { "April", 4 }, { "May", 5 }, { "June", 6 }, { "July", 7 }, { "August", 8 }, { "September", 9 },
    { "October", 10 }, { "November", 11 }, { "December", 12 },
};
static const struct known signs[] = { { "$", 1 }, { "€", 1 }, { "£", 1 }, { "¥", 1 }, { "￥", 1 } };
static const struct known currencies[] = {
    { "USD", 1 }, { "EUR", 1 }, { "GBP", 1 }, { "JPY", 1 }, { "CHF", 1 }, { "euros", 1 }, { "euro", 1 }, { "dollars", 1 }, { "pounds", 1 }, { "yen", 1 },
    { "€", 1 }, { "円", 1 }, { "ドル", 1 }, { "ユーロ", 1 }, { "ポンド", 1 },
};

const char *literal_kind_name(enum literal_kind kind)
{
    static const char *const names[] = { "the number", "the period", "the date", "the amount", "the telephone number", "the e-mail address", "the web address" };

    return names[kind];
}

static char at(struct text t, size_t offset)
{
    return offset < t.length ? t.at[offset] : '\0';
}

/* Which of the words begins here; NULL: none. A Latin word ends where its letters end. */
static const struct known *known_at(struct text t, size_t offset, const struct known *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text word = text_of(words[i].word);
        bool latin = byte_is_letter(word.at[word.length - 1]);

        if (text_starts(text_from(t, offset), word) && !(latin && byte_is_letter(at(t, offset + word.length))))
            return &words[i];
    }
    return NULL;
}
#define KNOWN_AT(t, offset, words) known_at((t), (offset), (words), COUNT_OF(words))

static size_t length_of(const struct known *k)
{
    return text_of(k->word).length;
}

/* The length of a digit, ASCII or of full width (U+FF10 to U+FF19); 0: none. */
static size_t digit_at(struct text t, size_t offset, unsigned *out_value)
{
    if (byte_is_digit(at(t, offset))) {
        *out_value = (unsigned)(t.at[offset] - '0');
        return 1;
    }
    if (!text_starts(text_from(t, offset), TEXT("\xEF\xBC")) || (unsigned char)at(t, offset + 2) < 0x90 || (unsigned char)at(t, offset + 2) > 0x99)
        return 0;
    *out_value = (unsigned char)t.at[offset + 2] - 0x90u;
    return 3;
}

static size_t skip_spaces(struct text t, size_t offset)
{
    while (at(t, offset) == ' ')
        offset++;
    return offset;
}

/* Digits in groups: 24, 1,000, 2026-03-01, 03-1234-5678. */
struct number {
    size_t end;
    uint64_t value;        /* of the first group */
    size_t first, groups;  /* digits in the first group; how many groups */
    char separator;        /* between the last two */
};

static struct number number_at(struct text t, size_t offset)
{
    struct number n = { .end = offset, .groups = 1 };
    unsigned digit;
    size_t length;

    for (;;) {
        while ((length = digit_at(t, n.end, &digit)) > 0) {
            n.first += n.groups == 1;
            if (n.groups == 1 && n.value < 1000000)
                n.value = n.value * 10 + digit;
            n.end += length;
        }
        if (!(at(t, n.end) == '.' || at(t, n.end) == ',' || at(t, n.end) == '-' || at(t, n.end) == '/' || at(t, n.end) == ':') ||
            digit_at(t, n.end + 1, &digit) == 0)
            return n;
        n.separator = t.at[n.end++];
        n.groups++;
    }
}

static enum literal_kind kind_of(const struct number *n, bool zero_first)
{
    if (n->groups < 3 || n->separator == ',' || n->separator == ':')
        return LITERAL_NUMBER;
    return n->separator == '-' && zero_first && n->first > 1 && n->first != 4 ? LITERAL_PHONE : LITERAL_DATE;
}

/* " months", "-day", " business days" behind a number. */
static bool period_behind(struct text t, size_t end, struct literal *l)
{
    size_t from = at(t, end) == '-' ? end + 1 : skip_spaces(t, end);
    const struct known *unit = KNOWN_AT(t, end, japanese_units);
    const struct known *days = unit ? NULL : KNOWN_AT(t, from, kinds_of_days);

    from += days ? length_of(days) : 0;
    if (!unit && from > end)
        unit = KNOWN_AT(t, from, units);
    else
        from = end;
    if (!unit)
        return false;
    l->kind = LITERAL_PERIOD;
    l->unit = (char)unit->value;
    l->length = from + length_of(unit) - l->offset;
    return true;
}

/* 2026年3月1日, 3月1日: the length of what follows the first number; 0: no date. */
static size_t japanese_date_behind(struct text t, size_t end, const struct number *n)
{
    size_t next = end;
    bool year = text_starts(text_from(t, next), TEXT("年")) && n->first == 4, month = text_starts(text_from(t, next), TEXT("月"));

    if (!year && !month)
        return 0;
    next += 3;
    for (int i = year ? 0 : 1; i < 2; i++) {
        struct number more = number_at(t, next);
        if (more.first == 0 || !text_starts(text_from(t, more.end), i == 0 ? TEXT("月") : TEXT("日")))
            break;
        next = more.end + 3;
    }
    return next - end;
}

/* " March 2026" */
static size_t month_behind(struct text t, size_t end)
{
    size_t from = skip_spaces(t, end), year;
    const struct known *month = from > end ? KNOWN_AT(t, from, months) : NULL;
    struct number n;

    if (!month)
        return 0;
    from += length_of(month);
    year = skip_spaces(t, from);
    n = number_at(t, year);
    return (n.first == 4 ? n.end : from) - end;
}

static void number_read(struct text t, size_t offset, struct literal *l)
{
    struct number n = number_at(t, offset);
    size_t date = japanese_date_behind(t, n.end, &n), money = skip_spaces(t, n.end);
    unsigned first = 1;

    (void)digit_at(t, offset, &first);
    *l = (struct literal){ .kind = kind_of(&n, first == 0), .offset = offset, .length = n.end - offset, .count = n.groups == 1 ? n.value : 0 };
    if (date == 0)
        date = month_behind(t, n.end);
    if (date) {
        l->kind = LITERAL_DATE;
        l->length += date;
    } else if (KNOWN_AT(t, money, currencies)) {
        l->kind = LITERAL_MONEY;
        l->length = money + length_of(KNOWN_AT(t, money, currencies)) - offset;
    } else {
        (void)period_behind(t, n.end, l);
    }
}

/* Where what begins here as an address ends: ASCII without spaces, quotes and brackets, and without the marks that end a sentence. */
static size_t address_end(struct text t, size_t offset)
{
    size_t end = offset;

    while (end - offset < ADDRESS_MAX && at(t, end) > ' ' && at(t, end) < 0x7F && !strchr("()<>[]{}\"',;", t.at[end]))
        end++;
    while (end > offset && strchr(".:!?", t.at[end - 1]))
        end--;
    return end;
}

/* Labels between dots, the last of two letters or more: hikari.example, but not e.g. */
static bool is_host(struct text t)
{
    struct text label = TEXT(""), rest = text_first(t, t.length);
    size_t labels = 0, slash;

    if (text_find(rest, TEXT("/"), &slash))
        rest = text_first(rest, slash);
    while (text_cut(&rest, '.', &label)) {
        if (label.length < 2)
            return false;
        for (size_t i = 0; i < label.length; i++)
            if (!byte_is_letter(label.at[i]) && !byte_is_digit(label.at[i]) && label.at[i] != '-')
                return false;
        labels++;
    }
    for (size_t i = 0; i < label.length; i++)
        if (!(label.at[i] >= 'a' && label.at[i] <= 'z'))
            return false;
    return labels > 1;
}

static bool address_read(struct text t, size_t offset, struct literal *l)
{
    struct text word = text_first(text_from(t, offset), address_end(t, offset) - offset);
    size_t sign;

    *l = (struct literal){ .kind = LITERAL_WEB, .offset = offset, .length = word.length };
    if (text_find(word, TEXT("@"), &sign) && sign > 0 && is_host(text_from(word, sign + 1))) {
        l->kind = LITERAL_EMAIL;
        return true;
    }
    return text_find(word, TEXT("://"), &sign) || is_host(word);
}

/* "thirty days", "三十日間" */
static bool worded_period(struct text t, size_t offset, struct literal *l)
{
    const struct known *word = KNOWN_AT(t, offset, english_numbers), *figure;
    uint64_t count = word ? word->value : 0, digit = 0;
    size_t end = offset + (word ? length_of(word) : 0);

    while (!word && (figure = KNOWN_AT(t, end, kanji)) != NULL) {
        if (figure->value < 10)
            digit = figure->value;
        else
            count += (digit ? digit : 1) * figure->value;
        if (figure->value >= 10)
            digit = 0;
        end += length_of(figure);
    }
    *l = (struct literal){ .offset = offset, .count = count + digit };
    /* 一日 and 一年 are common words; 三十日間 is a period. */
    return end > offset && period_behind(t, end, l) && (word || l->length - (end - offset) > TEXT("日").length);
}

static bool phone_read(struct text t, size_t offset, struct literal *l)
{
    size_t end = offset + 1, last = offset;

    if (at(t, offset) != '+' || !byte_is_digit(at(t, end)))
        return false;
    for (; byte_is_digit(at(t, end)) || at(t, end) == ' ' || at(t, end) == '-' || at(t, end) == '(' || at(t, end) == ')'; end++)
        if (byte_is_digit(t.at[end]))
            last = end;
    *l = (struct literal){ .kind = LITERAL_PHONE, .offset = offset, .length = last + 1 - offset };
    return true;
}

/* "$ 100", "EUR 100", "March 1, 2026": what stands before a number says what it is. */
static bool prefixed(struct text t, size_t offset, const struct known *words, size_t count, enum literal_kind kind, struct literal *l)
{
    const struct known *word = known_at(t, offset, words, count);
    size_t from = word ? skip_spaces(t, offset + length_of(word)) : 0;
    struct number n, year;

    if (!word)
        return false;
    n = number_at(t, from);
    if (n.first == 0)
        return false;
    if (kind == LITERAL_DATE && text_starts(text_from(t, n.end), TEXT(", "))) {
        year = number_at(t, n.end + 2);
        n.end = year.first == 4 ? year.end : n.end;
    }
    *l = (struct literal){ .kind = kind, .offset = offset, .length = n.end - offset };
    return true;
}

static bool starts_here(struct text t, size_t offset, struct literal *l)
{
    unsigned digit;

    if (phone_read(t, offset, l) || prefixed(t, offset, signs, COUNT_OF(signs), LITERAL_MONEY, l) ||
        prefixed(t, offset, currencies, COUNT_OF(currencies), LITERAL_MONEY, l) || prefixed(t, offset, months, COUNT_OF(months), LITERAL_DATE, l) ||
        worded_period(t, offset, l))
        return true;
    if ((byte_is_letter(at(t, offset)) || byte_is_digit(at(t, offset))) && address_read(t, offset, l))
        return true;
    if (digit_at(t, offset, &digit) == 0)
        return false;
    number_read(t, offset, l);
    return !(at(t, offset - 1) == '(' && at(t, offset + l->length) == ')' && l->kind == LITERAL_NUMBER && l->length <= 2);
}

/* A word with all that hangs on it: SHA-256, P2P, v1.2 */
static size_t skip_word(struct text t, size_t offset)
{
    while (byte_is_letter(at(t, offset)) || byte_is_digit(at(t, offset)) || (at(t, offset) == '-' && byte_is_digit(at(t, offset + 1))) ||
           (at(t, offset) == '.' && byte_is_digit(at(t, offset + 1))))
        offset++;
    return offset;
}

bool literal_find(struct text words, size_t from, struct literal *out_literal)
{
    while (from < words.length) {
        struct literal l;

        if (starts_here(words, from, &l)) {
            *out_literal = l;
            return true;
        }
        from = byte_is_letter(words.at[from]) || byte_is_digit(words.at[from]) ? skip_word(words, from) : from + 1;
    }
    return false;
}
