/* Sentences of own wording without a promise. */
#include "policy/wording.h"

/* All sentences of the texts, so that the list has room for those that are unbound. */
static bool read_all(struct work *w, const struct wording_ground *ground, int language, struct wording *texts, size_t *out_sentences)
{
    const struct policy *p = ground->policy;
    struct wording_facts facts[POLICY_LANGUAGES_MAX] = { 0 };

    *out_sentences = 0;
    for (size_t i = 0; i < p->text_count; i++) {
        int of = own_text_language(p, &p->texts[i], language);
        if (!facts[of].list)
            TRY(wording_facts(w, ground, of, &facts[of]));
        TRY(wording_read(w, p, &p->texts[i], of, &facts[of], &texts[i]));
        for (size_t k = 0; k < texts[i].paragraph_count; k++)
            *out_sentences += texts[i].paragraphs[k].sentence_count;
    }
    return true;
}

static bool add_unbound(struct work *w, const struct own_text *text, const struct wording_paragraph *paragraph, struct unbound_sentence *list, size_t *count)
{
    for (size_t i = 0; i < paragraph->sentence_count; i++) {
        if (paragraph->sentences[i].clause_count)
            continue;
        list[*count].section = text->clause;
        TRY(wording_sentence_text(w, &paragraph->sentences[i], &list[*count].sentence));
        (*count)++;
    }
    return true;
}

bool wording_unbound(struct work *w, const struct wording_ground *ground, int language, struct unbound_sentence **out_list, size_t *out_count)
{
    const struct policy *p = ground->policy;
    struct wording *texts = WORK_NEW(w, struct wording, p->text_count);
    struct unbound_sentence *list;
    size_t sentences, count = 0;

    if (!texts)
        return false;
    TRY(read_all(w, ground, language, texts, &sentences));
    list = WORK_NEW(w, struct unbound_sentence, sentences);
    if (!list)
        return false;
    for (size_t i = 0; i < p->text_count; i++)
        for (size_t k = 0; k < texts[i].paragraph_count; k++)
            TRY(add_unbound(w, &p->texts[i], &texts[i].paragraphs[k], list, &count));
    *out_list = list;
    *out_count = count;
    return true;
}
