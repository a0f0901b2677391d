#include "policy/wording.h"

#include "policy/wording_scan.h"

const struct own_text *policy_own_text(const struct policy *p, struct text id)
{
    for (size_t i = 0; i < p->text_count; i++)
        if (text_equal(p->texts[i].clause, id))
            return &p->texts[i];
    return NULL;
}

int own_text_language(const struct policy *p, const struct own_text *text, int language)
{
    return language >= 0 && language < p->language_count && text->words.in[language].length ? language : p->authoritative;
}

/* While one text is read. The arrays are as large as a first reading has counted. */
struct reading {
    const struct policy *p;
    const struct wording_facts *facts;
    const struct clause *home;
    struct text text;
    struct wording_piece *pieces;
    struct wording_sentence *sentences, *sentence;
    struct wording_paragraph *paragraphs, *paragraph;
};

static bool open_reading(struct work *w, struct reading *r)
{
    struct wording_scan scan = wording_scan(r->text);
    size_t pieces = 0, sentences = 0, paragraphs = 0;

    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan)) {
        pieces += t.part == WORDING_WORDS || t.part == WORDING_PLACEHOLDER || t.part == WORDING_BRACE;
        sentences += t.part == WORDING_SENTENCE_END;
        paragraphs += t.part == WORDING_PARAGRAPH_END;
    }
    r->pieces = WORK_NEW(w, struct wording_piece, pieces);
    r->sentences = r->sentence = WORK_NEW(w, struct wording_sentence, sentences + 1);
    r->paragraphs = r->paragraph = WORK_NEW(w, struct wording_paragraph, paragraphs + 1);
    if (!r->pieces || !r->sentences || !r->paragraphs)
        return false;
    r->sentence->pieces = r->pieces;
    r->paragraph->sentences = r->sentence;
    return true;
}

static void add_piece(struct reading *r, struct wording_piece piece)
{
    *r->pieces++ = piece;
    r->sentence->piece_count++;
}

/* With its braces, where no fact is called so. */
static void add_placeholder(struct reading *r, const struct wording_token *t)
{
    const struct wording_fact *fact = wording_fact_find(r->facts, t->text);

    if (fact && fact->text.length)
        add_piece(r, (struct wording_piece){ fact->text, fact->link, true });
    else
        add_piece(r, (struct wording_piece){ text_first(text_from(r->text, t->offset - 1), t->text.length + 2), TEXT(""), false });
}

static void add_clause(struct reading *r, struct text id)
{
    const struct clause *clause = clause_find(id);
    struct wording_sentence *s = r->sentence;

    for (size_t i = 0; i < s->clause_count; i++)
        if (s->clauses[i] == clause)
            return;
    if (clause && clause->promised(r->p) && s->clause_count < WORDING_CLAUSES_MAX)
        s->clauses[s->clause_count++] = clause;
}

/* A clause that stands alone belongs to no words. */
static void end_sentence(struct reading *r, bool space)
{
    struct wording_sentence *s = r->sentence;

    if (s->piece_count == 0) {
        s->clause_count = 0;
        return;
    }
    s->space = space;
    if (s->clause_count == 0 && r->home)
        s->clauses[s->clause_count++] = r->home;
    r->paragraph->sentence_count++;
    r->sentence++;
    r->sentence->pieces = r->pieces;
}

static void end_paragraph(struct reading *r)
{
    if (r->paragraph->sentence_count == 0)
        return;
    r->paragraph++;
    r->paragraph->sentences = r->sentence;
}

static void read_token(struct reading *r, const struct wording_token *t)
{
    switch (t->part) {
    case WORDING_END: break;
    case WORDING_WORDS:
    case WORDING_BRACE: add_piece(r, (struct wording_piece){ t->text, TEXT(""), false }); break;
    case WORDING_PLACEHOLDER: add_placeholder(r, t); break;
    case WORDING_CLAUSE: add_clause(r, t->text); break;
    case WORDING_SENTENCE_END: end_sentence(r, t->space); break;
    case WORDING_PARAGRAPH_END: end_paragraph(r); break;
    }
}

bool wording_read(struct work *w, const struct policy *p, const struct own_text *text, int language, const struct wording_facts *facts,
                  struct wording *out_wording)
{
    struct reading r = { .p = p, .facts = facts, .home = clause_find(text->clause), .text = words_in(p, &text->words, language) };
    struct wording_scan scan = wording_scan(r.text);

    if (r.home && !r.home->promised(p))
        r.home = NULL;
    TRY(open_reading(w, &r));
    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan))
        read_token(&r, &t);
    *out_wording = (struct wording){ r.paragraphs, (size_t)(r.paragraph - r.paragraphs) };
    return true;
}

bool wording_sentence_text(struct work *w, const struct wording_sentence *sentence, struct text *out_text)
{
    size_t length = 1;
    struct draft d;

    for (size_t i = 0; i < sentence->piece_count; i++)
        length += sentence->pieces[i].text.length;
    TRY(work_draft(w, length, &d));
    for (size_t i = 0; i < sentence->piece_count; i++)
        draft_add(&d, sentence->pieces[i].text);
    *out_text = draft_text(&d);
    return true;
}
