#include "page/wording_part.h"

static bool pieces_fill(struct work *w, const struct reader *r, const struct wording_sentence *sentence, struct page_wording_paragraphs_sentences *out)
{
    struct page_wording_paragraphs_sentences_pieces *list = WORK_NEW(w, struct page_wording_paragraphs_sentences_pieces, sentence->piece_count);

    if (!list)
        return false;
    for (size_t i = 0; i < sentence->piece_count; i++) {
        list[i].text = sentence->pieces[i].text;
        list[i].fact = sentence->pieces[i].fact;
        list[i].link = sentence->pieces[i].link;
        if (text_starts(list[i].link, TEXT("/")))
            TRY(work_format(w, &list[i].link, "%.*s%.*s?lang=%.*s", TEXT_ARGS(reader_mount(r)), TEXT_ARGS(sentence->pieces[i].link), TEXT_ARGS(reader_language(r))));
    }
    out->pieces = list;
    out->pieces_count = sentence->piece_count;
    return true;
}

static bool bound_alike(const struct wording_sentence *a, const struct wording_sentence *b)
{
    for (size_t i = 0; i < WORDING_CLAUSES_MAX; i++)
        if (a->clauses[i] != b->clauses[i])
            return false;
    return true;
}

/* Behind the last of the sentences that belong to the same clauses. */
static bool clauses_fill(struct work *w, const struct wording_sentence *sentence, struct page_wording_paragraphs_sentences *out)
{
    struct page_wording_paragraphs_sentences_clauses *list = WORK_NEW(w, struct page_wording_paragraphs_sentences_clauses, sentence->clause_count);

    if (!list)
        return false;
    for (size_t i = 0; i < sentence->clause_count; i++)
        list[i].id = text_of(sentence->clauses[i]->id);
    out->clauses = list;
    out->clauses_count = sentence->clause_count;
    return true;
}

static bool sentences_fill(struct work *w, const struct reader *r, const struct wording_paragraph *paragraph, struct page_wording_paragraphs *out)
{
    size_t count = paragraph->sentence_count;
    struct page_wording_paragraphs_sentences *list = WORK_NEW(w, struct page_wording_paragraphs_sentences, count);

    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct wording_sentence *sentence = &paragraph->sentences[i];
        list[i].space = sentence->space;
        TRY(pieces_fill(w, r, sentence, &list[i]));
        if (i + 1 == count || !bound_alike(sentence, &paragraph->sentences[i + 1]))
            TRY(clauses_fill(w, sentence, &list[i]));
    }
    out->sentences = list;
    out->sentences_count = count;
    return true;
}

static bool facts_of(struct work *w, struct wording_store *store, int language, const struct wording_facts **out_facts)
{
    if (!store->made[language])
        TRY(wording_facts(w, &store->ground, language, &store->facts[language]));
    store->made[language] = true;
    *out_facts = &store->facts[language];
    return true;
}

bool wording_part_fill(struct work *w, const struct reader *r, struct wording_store *store, struct text id, struct page_wording *out_part)
{
    const struct own_text *own = policy_own_text(r->policy, id);
    struct page_wording_paragraphs *list;
    const struct wording_facts *facts;
    struct wording wording;
    int language;

    if (!own)
        return true;
    language = own_text_language(r->policy, own, r->language);
    TRY(facts_of(w, store, language, &facts));
    TRY(wording_read(w, r->policy, own, language, facts, &wording));
    list = WORK_NEW(w, struct page_wording_paragraphs, wording.paragraph_count);
    if (!list)
        return false;
    for (size_t i = 0; i < wording.paragraph_count; i++)
        TRY(sentences_fill(w, r, &wording.paragraphs[i], &list[i]));
    *out_part = (struct page_wording){ .mount = reader_mount(r), .language = reader_language(r), .paragraphs = list, .paragraphs_count = wording.paragraph_count };
    if (language != r->language) {
        out_part->language_of_words = r->policy->languages[language];
        out_part->direction_of_words = language_direction(r->policy->languages[language]);
    }
    return true;
}
