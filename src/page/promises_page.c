#include "page/promises_page.h"

#include "page/section.h"
#include "page/words.h"

/* How a state looks: class of its colour and shape, its word, what it means. */
static const struct state {
    const char *class;
    enum message word, meaning;
} states[PROMISE_STATES] = {
    [PROMISE_KEPT] = { "kept", MSG_STATE_KEPT, MSG_PAGE_MEANING_KEPT },
    [PROMISE_AT_RISK] = { "at-risk", MSG_STATE_AT_RISK, MSG_PAGE_MEANING_AT_RISK },
    [PROMISE_BROKEN] = { "broken", MSG_STATE_BROKEN, MSG_PAGE_MEANING_BROKEN },
    [PROMISE_UNPROVEN] = { "unproven", MSG_STATE_UNPROVEN, MSG_PAGE_MEANING_UNPROVEN },
    [PROMISE_ATTESTED] = { "attested", MSG_STATE_ATTESTED, MSG_PAGE_MEANING_ATTESTED },
    [PROMISE_TEXT_ONLY] = { "text-only", MSG_STATE_TEXT_ONLY, MSG_PAGE_MEANING_TEXT_ONLY },
    [PROMISE_NOT_MADE] = { "not-made", MSG_STATE_NOT_MADE, MSG_PAGE_MEANING_NOT_MADE },
};

static bool counts_fill(struct work *w, const struct reader *r, const struct promises *promises, struct page_promises *page)
{
    struct page_promises_counts *list = WORK_NEW(w, struct page_promises_counts, PROMISE_STATES);

    if (!list)
        return false;
    for (size_t i = 0; i < PROMISE_STATES; i++) {
        list[i].class = text_of(states[i].class);
        list[i].word = message_text(reader_words(r), states[i].word);
        list[i].meaning = message_text(reader_words(r), states[i].meaning);
        TRY(words_number(w, (uint64_t)promises->by_state[i] + (i == PROMISE_TEXT_ONLY ? promises->unbound_count[r->language] : 0), &list[i].count));
    }
    page->counts = list;
    page->counts_count = PROMISE_STATES;
    return true;
}

static bool evidence_fill(struct work *w, const struct reader *r, const struct promise *promise, struct page_promises_sections_promises *row)
{
    const struct evidence *e = &promise->evidence;

    if (promise->state == PROMISE_TEXT_ONLY)
        return true;
    TRY(message_format(w, reader_words(r), e->message, e->values, (size_t)e->value_count, &row->evidence));
    if (e->at.ms != 0)
        TRY(words_instant(w, reader_words(r), e->at, &row->evidence_at, &row->evidence_words));
    if (e->position >= 0)
        TRY(words_number(w, (uint64_t)e->position, &row->position));
    return true;
}

static bool coverage_fill(struct work *w, const struct reader *r, const struct promise *promise, struct page_promises_sections_promises *row)
{
    const struct coverage *c = &promise->coverage;

    row->coverage = c->door ? words_door(reader_words(r), text_of(c->door)) : TEXT("");
    row->attested = c->attested;
    row->unseen = c->unseen;
    if (c->since.ms != 0)
        TRY(words_instant(w, reader_words(r), c->since, &row->since, &row->since_words));
    if (c->review.number != 0)
        TRY(words_day(w, reader_words(r), c->review, &row->review));
    return true;
}

static bool promise_fill(struct work *w, const struct reader *r, const struct promise *promise, struct page_promises_sections_promises *row)
{
    row->id = text_of(promise->clause->id);
    row->class = text_of(states[promise->state].class);
    row->state = message_text(reader_words(r), states[promise->state].word);
    row->sentence = promise->sentence[r->language];
    row->mechanism = text_of(promise->clause->mechanism);
    TRY(evidence_fill(w, r, promise, row));
    return coverage_fill(w, r, promise, row);
}

static bool stands_in(const struct promise *promise, int section)
{
    return section_of(promise->clause) == section && promise->state != PROMISE_NOT_MADE;
}

static bool section_fill(struct work *w, const struct reader *r, const struct promises *promises, int number, struct page_promises_sections *section)
{
    struct page_promises_sections_promises *list;
    bool known = number < section_count;
    size_t count = 0;

    for (int i = 0; i < promises->count; i++)
        count += stands_in(&promises->list[i], number);
    list = WORK_NEW(w, struct page_promises_sections_promises, count);
    if (!list)
        return false;
    count = 0;
    for (int i = 0; i < promises->count; i++)
        if (stands_in(&promises->list[i], number))
            TRY(promise_fill(w, r, &promises->list[i], &list[count++]));
    TRY(work_format(w, &section->anchor, "section-%s", known ? sections[number].id : "other"));
    section->heading = message_text(reader_words(r), known ? sections[number].heading : MSG_PAGE_SECTION_OTHER);
    section->promises = list;
    section->promises_count = count;
    return true;
}

static bool sections_fill(struct work *w, const struct reader *r, const struct promises *promises, struct page_promises *page)
{
    struct page_promises_sections *list = WORK_NEW(w, struct page_promises_sections, (size_t)section_count + 1);

    if (!list)
        return false;
    page->sections = list;
    for (int i = 0; i <= section_count; i++) {
        TRY(section_fill(w, r, promises, i, &list[page->sections_count]));
        page->sections_count += list[page->sections_count].promises_count > 0;
    }
    return true;
}

/* What the operator says in own words and no clause stands behind. */
static bool unbound_fill(struct work *w, const struct reader *r, const struct promises *promises, struct page_promises *page)
{
    size_t count = promises->unbound_count[r->language];
    struct page_promises_unbound *list = WORK_NEW(w, struct page_promises_unbound, count);

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct unbound_sentence *one = &promises->unbound[r->language][i];
        list[i] = (struct page_promises_unbound){ .sentence = one->sentence, .section = one->section, .class = text_of(states[PROMISE_TEXT_ONLY].class),
            .state = message_text(reader_words(r), states[PROMISE_TEXT_ONLY].word) };
    }
    page->unbound = list;
    page->unbound_count = count;
    return true;
}

bool promises_page_render(struct work *w, const struct reader *r, const struct promises *promises, struct html *out_html)
{
    struct page_promises page = { .controller = reader_controller(r), .mount = reader_mount(r), .base_url = r->site->base_url, .language = reader_language(r) };
    struct frame frame = { .title = message_text(reader_words(r), MSG_PAGE_PROMISES_TITLE) };

    TRY(work_format(w, &frame.path, "%.*s/promises", TEXT_ARGS(page.mount)));
    TRY(frame_fill(w, r, &frame, &page.top, &page.bottom));
    TRY(words_instant(w, reader_words(r), promises->at, &page.at, &page.at_words));
    TRY(words_number(w, (uint64_t)promises->version, &page.number));
    page.log_key = promises->log_key;
    TRY(words_number(w, promises->log_size, &page.log_size));
    TRY(counts_fill(w, r, promises, &page));
    TRY(sections_fill(w, r, promises, &page));
    TRY(unbound_fill(w, r, promises, &page));
    return page_promises_render(w, reader_words(r), &page, out_html);
}
