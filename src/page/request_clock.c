#include "page/request_clock.h"

#include "page/words.h"
#include "policy/span_words.h"

/* Sentences, one behind the other. */
struct sentences {
    struct work *w;
    enum language language;
    struct text all;
};

static bool add(struct sentences *s, enum message message, struct text value)
{
    struct work *w = s->w;
    struct text both[2] = { s->all };

    TRY(message_format(w, s->language, message, &value, 1, &both[1]));
    s->all = both[1];
    return both[0].length == 0 || message_format(w, s->language, MSG_CLAUSE_TWO_SENTENCES, both, 2, &s->all);
}

static bool add_span(struct sentences *s, enum message message, struct law_span span)
{
    struct work *w = s->w;
    struct text words;

    TRY(span_words(w, s->language, span, &words));
    return words.length == 0 || add(s, message, words);
}

static bool say_law(struct sentences *s, const struct law_clock *clock)
{
    struct work *w = s->w;

    TRY(add_span(s, MSG_DOC_CLOCK_ACKNOWLEDGE, clock->acknowledge));
    TRY(add_span(s, MSG_DOC_CLOCK_RESPOND, clock->respond));
    if (clock->respond.unit == UNIT_NOW)
        TRY(add(s, MSG_DOC_CLOCK_NOW, TEXT("")));
    if (clock->respond.unit == UNIT_WITHOUT_DELAY)
        TRY(add(s, MSG_DOC_CLOCK_WITHOUT_DELAY, TEXT("")));
    return true;
}

static bool say_policy(struct sentences *s, struct text time)
{
    struct work *w = s->w;
    struct text words;

    TRY(words_span(w, s->language, time, &words));
    return add(s, MSG_DOC_CLOCK_RESPOND, words);
}

static bool say_extension(struct sentences *s, const struct rights *rights, const struct law_clock *clock)
{
    struct work *w = s->w;
    struct text words;

    if (!rights->extension.given)
        return !clock || add_span(s, MSG_DOC_CLOCK_EXTENDED, clock->extended);
    TRY(words_span(w, s->language, rights->extension.until, &words));
    return words.length == 0 || add(s, MSG_DOC_CLOCK_EXTENDED, words);
}

/* What the policy says of a kind; empty where it leaves it to the law. */
static struct text own_time(const struct rights *rights, struct text kind)
{
    for (size_t i = 0; i < rights->clock_count; i++)
        if (text_equal(rights->clocks[i].kind, kind) && !text_equal(rights->clocks[i].time, TEXT("law")))
            return rights->clocks[i].time;
    return TEXT("");
}

/* What is said of one kind of request. */
static bool say(struct work *w, const struct making *m, const struct rights *rights, struct text kind, struct text *out_answer)
{
    struct sentences s = { .w = w, .language = reader_words(&m->reader) };
    const struct law_row *row = edition_clock(m->edition, rights->region, kind);
    struct text time = own_time(rights, kind);

    if (time.length)
        TRY(say_policy(&s, time));
    else if (row)
        TRY(say_law(&s, &row->is.clock));
    else
        TRY(add(&s, MSG_DOC_CLOCK_LAW, TEXT("")));
    TRY(say_extension(&s, rights, row ? &row->is.clock : NULL));
    *out_answer = s.all;
    return true;
}

/* Behind the line of the same answer, or in a new one. */
static bool add_kind(struct work *w, enum language language, struct page_request_regions *part, struct page_request_regions_clocks *list, struct text kind,
                     struct text answer)
{
    struct page_request_regions_clocks *line = list;

    while (line < list + part->clocks_count && !text_equal(line->answer, answer))
        line++;
    if (line == list + part->clocks_count) {
        *line = (struct page_request_regions_clocks){ .kinds = kind, .answer = answer };
        part->clocks_count++;
        return true;
    }
    const struct text both[] = { line->kinds, kind };
    return words_list(w, language, both, 2, &line->kinds);
}

bool request_clocks_fill(struct work *w, const struct making *m, const struct rights *rights, struct page_request_regions *part)
{
    struct page_request_regions_clocks *list = WORK_NEW(w, struct page_request_regions_clocks, rights->kind_count);
    enum language language = reader_words(&m->reader);
    struct text answer;

    if (!list)
        return false;
    part->clocks = list;
    for (size_t i = 0; i < rights->kind_count; i++) {
        TRY(say(w, m, rights, rights->kinds[i], &answer));
        TRY(add_kind(w, language, part, list, words_right(language, rights->kinds[i]), answer));
    }
    if (part->clocks_count == 1)
        list->kinds = TEXT("");
    return true;
}
