#include "policy/wording_check.h"

#include "policy/wording.h"
#include "policy/wording_compare.h"
#include "policy/wording_literal.h"
#include "policy/wording_place.h"
#include "policy/wording_scan.h"

/* One text in one language. */
struct judge {
    struct work *w;
    const struct wording_ground *ground;
    const struct policy *p;
    struct findings *f;
    const struct wording_facts *facts;
    const struct own_text *own;
    int language;
    struct text text;
    bool home;        /* all sentences belong to the clause that the text is for */
    bool bound;       /* this sentence does */
    size_t from;      /* where this sentence begins; as large as the text: nothing of it was seen */
};

/* Where `length` bytes at `offset` of the text stand in the file; past the findings that are shown, the text itself will do. */
static struct place here(const struct judge *j, size_t offset, size_t length)
{
    struct place place = own_text_place(j->p, j->own, j->language);

    return j->f->count < FINDINGS_MAX ? place_inside(j->p->source, place, j->text, offset, length) : place;
}

/* A placeholder with its braces. */
static struct place braces(const struct judge *j, const struct wording_token *t)
{
    return here(j, t->offset - 1, t->text.length + 2);
}

/* --- placeholders --------------------------------------------------------------------------------------------------------------------------------- */

static void unknown_placeholder(struct judge *j, const struct wording_token *t)
{
    bool link = text_starts(t->text, TEXT("link."));
    struct suggestion s = suggestion_begin(j->f, t->text);
    struct finding *finding = link
        ? finding_add(j->w, j->f, PD_NO_LINK, braces(j, t), "`{%.*s}` leads nowhere: no link is called so", NAME_ARGS(t->text))
        : finding_add(j->w, j->f, PD_UNKNOWN_PLACEHOLDER, braces(j, t), "no fact of this policy is called `{%.*s}`", NAME_ARGS(t->text));

    for (size_t i = 0; i < j->facts->count && s.wrong.length; i++)
        if (j->facts->list[i].text.length)
            suggestion_offer(&s, j->facts->list[i].name);
    suggestion_hint(j->w, j->f, finding, &s, link ? "declare it under `links`" : "as in {keep.support} or {controller.name}; write {{ for a brace");
}

static void judge_placeholder(struct judge *j, const struct wording_token *t)
{
    const struct wording_fact *fact = wording_fact_find(j->facts, t->text);

    if (!fact)
        unknown_placeholder(j, t);
    else if (fact->text.length == 0 && j->f->breaking == 0 && /* else it may be what was left out, and that is told */
             (j->ground->law || !text_starts(t->text, TEXT("law."))))
        finding_hint(j->w, j->f,
            finding_add(j->w, j->f, PD_EMPTY_PLACEHOLDER, braces(j, t), "the policy says nothing for `{%.*s}`", NAME_ARGS(t->text)), "declare the fact, or leave the placeholder out");
}

/* --- clauses ---------------------------------------------------------------------------------------------------------------------------------------- */

static void unknown_clause(struct judge *j, struct place place, struct text id)
{
    struct suggestion s = suggestion_begin(j->f, id);

    for (int i = 0; i < clause_count; i++) {
        suggestion_offer(&s, text_of(clauses[i].id));
        suggestion_offer(&s, text_of(clauses[i].section));
    }
    suggestion_hint(j->w, j->f, finding_add(j->w, j->f, PD_UNKNOWN_CLAUSE, place, "no clause is called `%.*s`", NAME_ARGS(id)), &s, "as in P9-2");
}

static void judge_clause(struct judge *j, const struct wording_token *t)
{
    const struct clause *clause = clause_find(t->text);
    struct place place = here(j, t->offset, t->text.length);

    j->bound = true;
    if (!clause)
        unknown_clause(j, place, t->text);
    else if (!clause->promised(j->p) && j->f->breaking == 0)
        finding_hint(j->w, j->f, finding_add(j->w, j->f, PD_NOT_PROMISED, place, "this policy does not promise `%.*s`", NAME_ARGS(t->text)),
            "bind the sentence to a clause of the page, or declare what this one needs");
    else if (j->from >= j->text.length)
        finding_hint(j->w, j->f, finding_add(j->w, j->f, PD_UNKNOWN_CLAUSE, place, "no sentence stands before `[%.*s]`", NAME_ARGS(t->text)),
            "a clause stands behind its sentence, on the same line");
}

/* Once a sentence: in the language that counts. */
static void judge_sentence(struct judge *j, size_t end)
{
    struct text sentence = text_first(text_from(j->text, j->from), end - j->from);

    if (sentence.length && !j->bound && !j->home && j->language == j->p->authoritative)
        finding_hint(j->w, j->f,
            finding_add(j->w, j->f, PD_UNBOUND_SENTENCE, here(j, j->from, sentence.length), "`%.*s` is bound to no promise", NAME_ARGS(sentence)),
            "end it with its clause, as in [P9-2]; without one the page of promises lists it as text only");
    j->from = j->text.length;
    j->bound = false;
}

/* --- what is written out by hand ------------------------------------------------------------------------------------------------------------------------ */

/* The fact whose words hold the literal where it stands; *out_end tells where they end. */
static const struct wording_fact *fact_around(const struct judge *j, struct text words, const struct literal *l, size_t *out_end)
{
    const struct wording_fact *best = NULL;

    for (size_t i = 0; i < j->facts->count; i++) {
        const struct wording_fact *fact = &j->facts->list[i];
        size_t length = fact->text.length, first = l->offset + l->length;

        if (!fact->measure || length < l->length || length > FINDING_MESSAGE_MAX || (best && length <= best->text.length))
            continue;
        for (first = first > length ? first - length : 0; first <= l->offset; first++)
            if (text_starts(text_from(words, first), fact->text)) {
                best = fact;
                *out_end = first + length;
            }
    }
    return best;
}

/* "24-month" is {keep.support} too. */
static const struct wording_fact *fact_as_long(const struct judge *j, const struct literal *l)
{
    struct literal other;

    for (size_t i = 0; l->kind == LITERAL_PERIOD && l->count && i < j->facts->count; i++) {
        const struct wording_fact *fact = &j->facts->list[i];
        if (fact->measure && literal_find(text_first(fact->text, 64), 0, &other) && other.kind == LITERAL_PERIOD && other.count == l->count && other.unit == l->unit)
            return fact;
    }
    return NULL;
}

static void judge_literal(struct judge *j, const struct wording_token *t, const struct literal *l, size_t *out_end)
{
    bool compare = j->f->count < FINDINGS_MAX;
    const struct wording_fact *fact = compare ? fact_around(j, t->text, l, out_end) : NULL;
    struct text named = text_first(text_from(t->text, l->offset), l->length);
    struct finding *finding = finding_add(j->w, j->f, PD_WRITTEN_OUT, here(j, t->offset + l->offset, l->length),
        "`%.*s` is written out by hand, so it would not follow the policy", NAME_ARGS(named));

    if (!fact && compare)
        fact = fact_as_long(j, l);
    if (fact)
        finding_hint(j->w, j->f, finding, "`{%.*s}` says it: %.*s", NAME_ARGS(fact->name), NAME_ARGS(fact->text));
    else if (l->kind == LITERAL_WEB)
        finding_hint(j->w, j->f, finding, "declare it under `links` and write {link.NAME}");
    else
        finding_hint(j->w, j->f, finding, "declare %s where the policy has it and write its placeholder, or leave it out", literal_kind_name(l->kind));
}

/* A Latin word stands alone; in Japanese words touch. Upper case is no other word. */
static bool stands_at(struct text t, size_t offset, struct text word)
{
    size_t end = offset + word.length;
    bool begins = offset == 0 || !byte_is_letter(t.at[offset - 1]) || !byte_is_letter(word.at[0]);
    bool ends = end >= t.length || !byte_is_letter(t.at[end]) || !byte_is_letter(word.at[word.length - 1]);

    return begins && ends && text_equal_ascii_case(text_first(text_from(t, offset), word.length), word);
}

/* The right word may hold the other one: "personal information" and "information". */
static bool is_part_of(struct text t, size_t offset, struct text other, struct text right)
{
    for (size_t i = 0; right.length > other.length && i + other.length <= right.length; i++)
        if (i <= offset && stands_at(t, offset - i, right))
            return true;
    return false;
}

static void judge_term(struct judge *j, const struct wording_token *t, const struct term *term, struct text other)
{
    struct text right = words_in(j->p, &term->word, j->language);

    /* Bytes that differ in more than the bit of upper case cannot begin the word: most places end there. */
    for (size_t i = 0; other.length && i + other.length <= t->text.length; i++) {
        if (((t->text.at[i] ^ other.at[0]) & ~0x20) || !stands_at(t->text, i, other) || is_part_of(t->text, i, other, right))
            continue;
        finding_hint(j->w, j->f,
            finding_add(j->w, j->f, PD_OTHER_TERM, here(j, t->offset + i, other.length), "`%.*s` stands for `%.*s`", NAME_ARGS(other), NAME_ARGS(right)),
            "one word for one thing: `%.*s`", NAME_ARGS(right));
        i += other.length - 1;
    }
}

static void judge_terms(struct judge *j, const struct wording_token *t)
{
    for (size_t i = 0; i < j->p->term_count; i++)
        for (size_t k = 0; k < j->p->terms[i].also_count; k++)
            judge_term(j, t, &j->p->terms[i], j->p->terms[i].also[k]);
}

static void judge_words(struct judge *j, const struct wording_token *t)
{
    struct literal l;

    for (size_t from = 0; literal_find(t->text, from, &l); ) {
        size_t end = l.offset + l.length;
        judge_literal(j, t, &l, &end);
        from = end > l.offset + l.length ? end : l.offset + l.length;
    }
    judge_terms(j, t);
}

/* --- one text --------------------------------------------------------------------------------------------------------------------------------------------- */

static void judge_token(struct judge *j, const struct wording_token *t)
{
    bool shown = t->part == WORDING_WORDS || t->part == WORDING_PLACEHOLDER || t->part == WORDING_BRACE;

    if (shown && j->from >= j->text.length)
        j->from = t->offset - (t->part == WORDING_PLACEHOLDER);
    switch (t->part) {
    case WORDING_END:
    case WORDING_PARAGRAPH_END: break;
    case WORDING_WORDS: judge_words(j, t); break;
    case WORDING_PLACEHOLDER: judge_placeholder(j, t); break;
    case WORDING_BRACE:
        finding_hint(j->w, j->f, finding_add(j->w, j->f, PD_LONELY_BRACE, here(j, t->offset, 1), "this brace begins no placeholder"),
            "{controller.name}, or {{ for a brace");
        break;
    case WORDING_CLAUSE: judge_clause(j, t); break;
    case WORDING_SENTENCE_END: judge_sentence(j, t->offset); break;
    }
}

static void judge_text(struct judge *j)
{
    struct wording_scan scan = wording_scan(j->text);

    if (j->text.length > WORDING_MAX) {
        finding_hint(j->w, j->f, finding_add(j->w, j->f, PD_TEXT_TOO_LONG, here(j, 0, 0), "this text is too long"), "at most %d bytes a language", WORDING_MAX);
        return;
    }
    j->from = j->text.length;
    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan))
        judge_token(j, &t);
}

static bool is_section(struct text id)
{
    for (int i = 0; i < clause_count; i++)
        if (text_equal(text_of(clauses[i].section), id))
            return true;
    return false;
}

/* A text for what the page does not have would be shown nowhere. */
static void judge_key(struct judge *j)
{
    struct text id = j->own->clause;
    const struct clause *clause = clause_find(id);

    if (is_section(id) || (clause && (clause->promised(j->p) || j->f->breaking)))
        return;
    if (clause)
        finding_hint(j->w, j->f,
            finding_add(j->w, j->f, PD_NOT_PROMISED, j->own->place, "this policy does not promise `%.*s`, so its text is shown nowhere", NAME_ARGS(id)),
            "leave the text out, or declare what the clause needs");
    else
        unknown_clause(j, j->own->place, id);
}

static bool judge_own_text(struct judge j, const struct wording_facts *facts)
{
    struct work *w = j.w;

    judge_key(&j);
    j.home = clause_find(j.own->clause) != NULL;
    for (j.language = 0; j.language < j.p->language_count; j.language++) {
        j.text = j.own->words.in[j.language];
        j.facts = &facts[j.language];
        judge_text(&j);
        if (j.language != j.p->authoritative && j.text.length && j.text.length <= WORDING_MAX)
            TRY(wording_compare(w, j.p, j.own, j.language, j.f));
    }
    return true;
}

bool wording_check(struct work *w, const struct wording_ground *ground, struct findings *f)
{
    const struct policy *p = ground->policy;
    struct wording_facts facts[POLICY_LANGUAGES_MAX] = { 0 };

    for (int i = 0; i < p->language_count && p->text_count; i++)
        TRY(wording_facts(w, ground, i, &facts[i]));
    for (size_t i = 0; i < p->text_count; i++)
        TRY(judge_own_text((struct judge){ .w = w, .ground = ground, .p = p, .f = f, .own = &p->texts[i] }, facts));
    return true;
}
