#include "policy/wording_scan.h"

enum { PLACEHOLDER_MAX = 120, MARK_MAX = 16, ABBREVIATION_MAX = 12 };

struct wording_scan wording_scan(struct text text)
{
    return (struct wording_scan){ .text = text };
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char at(struct text t, size_t offset)
{
    return offset < t.length ? t.at[offset] : '\n';
}

static size_t skip_blanks(struct text t, size_t offset)
{
    while (offset < t.length && is_blank(t.at[offset]))
        offset++;
    return offset;
}

/* The length of "[P9-2]" when it stands here, else 0: a letter and a digit begin every id of a clause. */
static size_t mark_length(struct text t, size_t offset)
{
    size_t end = offset + 3;

    if (at(t, offset) != '[' || !byte_is_letter(at(t, offset + 1)) || !byte_is_digit(at(t, offset + 2)))
        return 0;
    while (byte_is_letter(at(t, end)) || byte_is_digit(at(t, end)) || at(t, end) == '-' || at(t, end) == '.')
        end++;
    return at(t, end) == ']' && end - offset < MARK_MAX ? end + 1 - offset : 0;
}

/* The length of one of the marks when it stands here, else 0. */
static size_t one_of(struct text t, size_t offset, const char *const *marks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(text_from(t, offset), text_of(marks[i])))
            return text_of(marks[i]).length;
    return 0;
}

static size_t latin_stop(struct text t, size_t offset)
{
    static const char *const stops[] = { ".", "!", "?", "…", "؟", "۔" };

    return one_of(t, offset, stops, COUNT_OF(stops));
}

static size_t wide_stop(struct text t, size_t offset)
{
    static const char *const stops[] = { "。", "！", "？", "．" };

    return one_of(t, offset, stops, COUNT_OF(stops));
}

/* Quotes and brackets that close what a stop has ended. */
static size_t skip_closers(struct text t, size_t offset)
{
    static const char *const closers[] = { "」", "』", "）", "】", "”", "’", "»", "\"", "'", ")" };
    size_t length;

    while ((length = one_of(t, offset, closers, COUNT_OF(closers))) > 0)
        offset += length;
    return offset;
}

/* "e.g.", "U.S.", "J.", "Co.", "Art." before the stop at `stop`: no end of a sentence. */
static bool is_abbreviation(struct text t, size_t stop)
{
    static const char *const words[] = { "Co", "Ltd", "Inc", "Corp", "No", "Nos", "Art", "Arts", "Sec", "St", "Mr", "Mrs", "Ms", "Dr", "Prof", "vs", "cf", "approx" };
    size_t from = stop;
    struct text word;

    while (from > 0 && stop - from < ABBREVIATION_MAX && (byte_is_letter(t.at[from - 1]) || t.at[from - 1] == '.'))
        from--;
    word = text_first(text_from(t, from), stop - from);
    if (word.length == 1 || (word.length > 1 && word.at[word.length - 2] == '.'))
        return true;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(word, text_of(words[i])))
            return true;
    return false;
}

/* The stops that stand at `offset`. */
struct stops {
    size_t length;
    bool wide; /* needs no space behind it */
};

static struct stops stops_at(struct text t, size_t offset)
{
    struct stops s = { 0 };

    for (size_t wide, latin; (wide = wide_stop(t, offset + s.length)) + (latin = latin_stop(t, offset + s.length)) > 0; s.length += wide + latin)
        s.wide |= wide > 0;
    return s;
}

/* Where the sentence ends whose stops stand at `offset`, closing quotes included; 0 when what follows or comes before says that it goes on. */
static size_t sentence_end(struct text t, size_t offset, struct stops stops)
{
    size_t inner = offset + stops.length, end = skip_closers(t, inner), next = skip_blanks(t, end);

    if (is_line_end(at(t, next)) || mark_length(t, next))
        return end;
    if (stops.wide)
        return next > end || end == inner ? end : 0;
    return next > end && !(at(t, next) >= 'a' && at(t, next) <= 'z') && !is_abbreviation(t, offset) ? end : 0;
}

static struct wording_token token(struct wording_scan *s, enum wording_part part, size_t from, size_t length, size_t next)
{
    s->at = next;
    s->sentence = s->paragraph = true;
    return (struct wording_token){ part, text_first(text_from(s->text, from), length), from, false };
}

static struct wording_token end_sentence(struct wording_scan *s)
{
    size_t next = skip_blanks(s->text, s->at);
    bool more = !is_line_end(at(s->text, next));
    struct wording_token end = { WORDING_SENTENCE_END, TEXT(""), s->at, more && next > s->at };

    s->at = next;
    s->sentence = s->over = false;
    return end;
}

static struct wording_token end_paragraph(struct wording_scan *s)
{
    s->paragraph = false;
    return (struct wording_token){ WORDING_PARAGRAPH_END, TEXT(""), s->at, false };
}

/* "{" is here. */
static struct wording_token brace(struct wording_scan *s)
{
    size_t from = s->at + 1, end = from;

    if (at(s->text, from) == '{')
        return token(s, WORDING_WORDS, from, 1, from + 1);
    while (end - from < PLACEHOLDER_MAX && !is_line_end(at(s->text, end)) && at(s->text, end) != '}' && at(s->text, end) != '{')
        end++;
    if (at(s->text, end) != '}' || end == from)
        return token(s, WORDING_BRACE, s->at, 1, from);
    return token(s, WORDING_PLACEHOLDER, from, end - from, end + 1);
}

/* Words up to whatever else begins. A clause stands behind them without the space before it. */
static struct wording_token words(struct wording_scan *s)
{
    struct text t = s->text;
    size_t from = s->at, end = from, shown;

    while (!s->over && !is_line_end(at(t, end)) && t.at[end] != '{' && !mark_length(t, end)) {
        struct stops stops = stops_at(t, end);
        size_t over = stops.length ? sentence_end(t, end, stops) : 0;
        s->over = over > 0;
        end = over ? over : end + (stops.length ? stops.length : 1);
    }
    shown = end;
    while (mark_length(t, end) && shown > from && is_blank(t.at[shown - 1]))
        shown--;
    return token(s, WORDING_WORDS, from, shown - from, end);
}

/* Behind the end of a sentence: its clauses, and a stop that follows them as in "destroyed [P9-2]." */
static struct wording_token behind(struct wording_scan *s)
{
    size_t next = skip_blanks(s->text, s->at), mark = mark_length(s->text, next), stop = 0;
    struct stops stops;

    if (mark)
        return token(s, WORDING_CLAUSE, next + 1, mark - 2, next + mark);
    if (at(s->text, s->at - 1) == ']') {
        stops = stops_at(s->text, s->at);
        stop = stops.length ? sentence_end(s->text, s->at, stops) : 0;
    }
    return stop ? token(s, WORDING_WORDS, s->at, stop - s->at, stop) : end_sentence(s);
}

struct wording_token wording_next(struct wording_scan *s)
{
    if (s->over)
        return behind(s);
    if (!s->sentence)
        s->at = skip_blanks(s->text, s->at);
    if (is_line_end(at(s->text, s->at))) {
        if (s->sentence)
            return end_sentence(s);
        if (s->paragraph)
            return end_paragraph(s);
        while (s->at < s->text.length && (is_line_end(s->text.at[s->at]) || is_blank(s->text.at[s->at])))
            s->at++;
    }
    if (s->at >= s->text.length)
        return (struct wording_token){ .part = WORDING_END, .text = TEXT(""), .offset = s->at };
    if (s->text.at[s->at] == '{')
        return brace(s);
    if (mark_length(s->text, skip_blanks(s->text, s->at))) {
        s->over = true;
        return behind(s);
    }
    return words(s);
}
