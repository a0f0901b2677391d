#include "html/table.h"

#include <string.h>

struct text message_text(enum language language, enum message message)
{
    must((unsigned)language < LANGUAGES && (unsigned)message < MESSAGES);
    return message_table[language][message];
}

/* Whether a value begins here: "{3}". */
static bool is_value(struct text t, size_t at)
{
    return at + 2 < t.length && t.at[at] == '{' && t.at[at + 1] >= '0' && t.at[at + 1] <= '9' && t.at[at + 2] == '}';
}

/* The marks that keep the direction of a value from that of the words around it (U+2068, U+2069). */
static const char isolate[] = "\xE2\x81\xA8", isolate_end[] = "\xE2\x81\xA9";

/* After "Co., Ltd." a sentence needs no full stop of its own. */
static size_t stop_after(struct text pattern, size_t at, struct text value)
{
    return at < pattern.length && pattern.at[at] == '.' && text_ends(value, TEXT(".")) ? 1 : 0;
}

/* Hands the pieces of a message to `add`, words and values in turn. A missing value is our own mistake. A value is most often written from left
 * to right: a name, an address, a number; among words of the other direction it would fall apart. */
static void fill(enum language language, enum message message, const struct text *values, size_t count, void (*add)(void *to, struct text piece), void *to)
{
    struct text pattern = message_text(language, message);
    bool isolated = text_equal(language_direction(text_of(message_languages[language])), TEXT("rtl"));
    size_t from = 0;

    for (size_t i = 0; i < pattern.length; i++) {
        size_t number;

        if (!is_value(pattern, i))
            continue;
        number = (size_t)(pattern.at[i + 1] - '0');
        must(number < count);
        add(to, text_of_bytes(pattern.at + from, i - from));
        if (isolated)
            add(to, text_of(isolate));
        add(to, values[number]);
        if (isolated)
            add(to, text_of(isolate_end));
        from = i + 3 + stop_after(pattern, i + 3, values[number]);
        i = from - 1;
    }
    add(to, text_from(pattern, from));
}

static void add_length(void *to, struct text piece)
{
    *(size_t *)to += piece.length;
}

static void add_plain(void *to, struct text piece)
{
    draft_add(to, piece);
}

/* Our own marks of direction come alone; values are escaped as everywhere. */
static void add_escaped(void *to, struct text piece)
{
    if (piece.at == isolate || piece.at == isolate_end)
        html_literal(to, piece.at, piece.length);
    else
        html_text(to, piece);
}

bool message_format(struct work *w, enum language language, enum message message, const struct text *values, size_t count, struct text *out_text)
{
    size_t length = 0;
    struct draft d;

    fill(language, message, values, count, add_length, &length);
    TRY(work_draft(w, length + 1, &d));
    fill(language, message, values, count, add_plain, &d);
    *out_text = draft_text(&d);
    return true;
}

void html_message(struct html_out *out, enum language language, enum message message, const struct text *values, size_t count)
{
    fill(language, message, values, count, add_escaped, out);
}

const char *language_tag(enum language language)
{
    must((unsigned)language < LANGUAGES);
    return message_languages[language];
}

/* RFC 4647 look-up in one step: "en" and "en-GB" fit "en". */
static bool tag_fits(struct text range, struct text tag)
{
    return text_equal_ascii_case(text_first(range, tag.length), tag) && (range.length == tag.length || range.at[tag.length] == '-');
}

/* A longer tag is nearer: "pt-BR" finds pt-BR before pt. */
bool language_find(struct text tag, enum language *out_language)
{
    size_t length = 0;

    for (int i = 0; i < LANGUAGES; i++) {
        struct text ours = text_of(message_languages[i]);
        if (ours.length <= length || !tag_fits(tag, ours))
            continue;
        *out_language = (enum language)i;
        length = ours.length;
    }
    return length > 0;
}

enum language language_written_like(enum language language)
{
    must((unsigned)language < LANGUAGES);
    return message_written_like[language];
}

struct text language_direction(struct text tag)
{
    static const char *const from_the_right[] = { "ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi" };

    for (size_t i = 0; i < COUNT_OF(from_the_right); i++)
        if (tag_fits(tag, text_of(from_the_right[i])))
            return TEXT("rtl");
    return TEXT("ltr");
}

/* ";q=0.8" in thousandths; 1000 when there is none, 0 when it cannot be read. */
static int quality(struct text parameter)
{
    int value, digits = 0;

    parameter = text_trim(parameter);
    if (!text_starts(parameter, TEXT("q=")))
        return 1000;
    parameter = text_from(parameter, 2);
    if (parameter.length == 0 || !byte_is_digit(parameter.at[0]))
        return 0;
    value = (parameter.at[0] - '0') * 1000;
    for (size_t i = 2, unit = 100; i < parameter.length && byte_is_digit(parameter.at[i]) && digits < 3; i++, digits++, unit /= 10)
        value += (int)unit * (parameter.at[i] - '0');
    return value > 1000 ? 1000 : value;
}

/* The number of the longest tag that a range fits, so that "pt-BR" gets pt-BR before pt; -1: none. */
static int nearest(struct text range, const struct text *available, int count)
{
    int best = -1;

    for (int i = 0; i < count; i++)
        if (tag_fits(range, available[i]) && (best < 0 || available[i].length > available[best].length))
            best = i;
    return best;
}

int language_choose(struct text accept_language, const struct text *available, int count, int fallback)
{
    int best = fallback, best_quality = 0;
    struct text range, tag;

    while (text_cut(&accept_language, ',', &range)) {
        int q, found;

        if (!text_cut(&range, ';', &tag))
            continue;
        found = nearest(text_trim(tag), available, count);
        q = quality(range);
        if (found < 0 || q <= best_quality)
            continue;
        best = found;
        best_quality = q;
    }
    return best;
}

static const char *const english_months[12] = { "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                                "October", "November", "December" };

static void english_day(struct draft *d, struct civil c)
{
    draft_addf(d, "%d %s %d", (int)c.day, english_months[c.month - 1], (int)c.year);
}

static void japanese_day(struct draft *d, struct civil c)
{
    draft_addf(d, "%d年%d月%d日", (int)c.year, (int)c.month, (int)c.day);
}

static const struct {
    void (*day)(struct draft *d, struct civil c);
    const char *between; /* of date and time */
} forms[LANGUAGES] = {
    [LANGUAGE_EN] = { english_day, ", " },
    [LANGUAGE_JA] = { japanese_day, " " },
};

void message_day(struct draft *d, enum language language, struct day day)
{
    forms[language_written_like(language)].day(d, civil_of_day(day));
}

void message_instant(struct draft *d, enum language language, struct instant at)
{
    struct day day = instant_day_utc(at);
    int minutes = (int)((at.ms - instant_of_day_utc(day).ms) / 60000);

    message_day(d, language, day);
    draft_addf(d, "%s%02d:%02d UTC", forms[language_written_like(language)].between, minutes / 60, minutes % 60);
}
