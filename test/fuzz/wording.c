/* Any bytes as own wording: its parts lie in it one after the other, and cover all of it but white space, braces and brackets; it is judged and
 * read without a crash; what is shown as words stands in it. */
#include "policy/parse.h"
#include "policy/wording.h"
#include "policy/wording_check.h"
#include "policy/wording_literal.h"
#include "policy/wording_scan.h"

#include <stdlib.h>

static const char source[] =
    "privacyd: 1\n"
    "site: { name: Shop, origins: [https://shop.example], languages: [en, ja] }\n"
    "controller: { name: Shop Ltd., address: 1 Road, contacts: { privacy: a@shop.example } }\n"
    "links: { promises: promises, terms: https://shop.example/terms }\n"
    "terms: { data: { word: personal data, also: [information] } }\n"
    "data: { email: { is: user.contact.email } }\n"
    "purposes: { support: { why: help you, basis: contract, keep: 24 months after last_contact } }\n"
    "channels: { contact: { purpose: support, required: [email] } }\n"
    "text: { P7: words, P7-1: words }\n";

static void cut(struct text t)
{
    struct wording_scan scan = wording_scan(t);
    size_t end = 0;
    bool sentence = false, paragraph = false;

    for (struct wording_token k = wording_next(&scan); k.part != WORDING_END; k = wording_next(&scan)) {
        must(k.offset >= end && k.offset + k.text.length <= t.length);
        for (size_t i = end; i < k.offset; i++)
            must(t.at[i] == ' ' || t.at[i] == '\t' || t.at[i] == '\n' || t.at[i] == '\r' || t.at[i] == '{' || t.at[i] == '}' || t.at[i] == '[' || t.at[i] == ']');
        end = k.offset + k.text.length;
        must(k.part != WORDING_SENTENCE_END || sentence);
        must(k.part != WORDING_PARAGRAPH_END || (paragraph && !sentence));
        sentence = k.part != WORDING_SENTENCE_END && k.part != WORDING_PARAGRAPH_END;
        paragraph = k.part != WORDING_PARAGRAPH_END;
    }
    must(!sentence && !paragraph);
}

static void find_literals(struct text t)
{
    struct literal l;
    size_t from = 0;

    while (literal_find(t, from, &l)) {
        must(l.length > 0 && l.offset >= from && l.offset + l.length <= t.length);
        from = l.offset + l.length;
    }
}

static void read_all(struct work *w, const struct policy *p, const struct own_text *own)
{
    const struct wording_ground ground = { p, NULL, { 20000 } };
    struct wording_facts facts;
    struct wording wording;
    struct text one;

    for (int language = 0; language < p->language_count; language++) {
        must(wording_facts(w, &ground, language, &facts) && wording_read(w, p, own, language, &facts, &wording));
        for (size_t i = 0; i < wording.paragraph_count; i++)
            for (size_t k = 0; k < wording.paragraphs[i].sentence_count; k++)
                must(wording_sentence_text(w, &wording.paragraphs[i].sentences[k], &one) && one.length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct policy_options options = { NULL };
    struct work *w = calloc(1, sizeof *w);
    struct text t = text_of_bytes(bytes, length);
    struct findings f = { 0 }, judged = { 0 };
    struct policy p;

    must(w);
    w->arena = arena_create(64u << 20);
    w->now = (struct instant){ 1772366400000 };
    must(w->arena && policy_parse(w, text_of(source), &options, &p, &f) && f.breaking == 0);
    must(p.text_count == 2);
    for (size_t i = 0; i < p.text_count; i++) {
        struct own_text *own = (struct own_text *)&p.texts[i];
        own->words.in[0] = text_first(t, length / 2 * (i + 1));
        own->words.in[1] = text_from(t, length / 2);
    }
    cut(t);
    find_literals(t);
    must(wording_check(w, &(struct wording_ground){ &p, NULL, { 20000 } }, &judged));
    for (size_t i = 0; i < p.text_count; i++)
        read_all(w, &p, &p.texts[i]);
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
