/* Any bytes as policy.yaml: findings, never a crash; every place can be shown; a model without errors is whole; what can be rendered is no markup
 * of the file. */
#include "page/documents.h"
#include "policy/model_hash.h"
#include "policy/parse.h"
#include "source/report.h"
#include "../unit/shipped_law.h"

#include <stdlib.h>
#include <string.h>

static void look_at_model(const struct policy *p)
{
    for (size_t i = 0; i < p->channel_count; i++) {
        must(p->channels[i].purpose);
        for (size_t k = 0; k < p->channels[i].field_count; k++) {
            must(p->channels[i].fields[k].data);
            for (int region = -1; region < p->region_count; region++)
                (void)policy_allows_data(p, p->channels[i].fields[k].data, region);
        }
    }
    for (size_t i = 0; i < p->purpose_count; i++)
        must(p->purposes[i].keep.trigger != TRIGGER_MISSING && words_in(p, &p->purposes[i].why, 0).length);
}

/* Our pages have no script element without an address and no element of this name at all. */
static void look_at_page(struct text page)
{
    size_t at;

    must(text_is_utf8(page));
    must(!text_find(page, TEXT("<script>"), &at) && !text_find(page, TEXT("<img"), &at) && !memchr(page.at, 0, page.length));
}

static void look_at_documents(struct work *w, const struct policy *p)
{
    static const struct site site = { .mount = { "/privacy", 8 }, .base_url = { "https://a.example", 17 }, .log_origin = { "a.example/privacy/log", 21 } };
    struct edition edition = { .site = &site, .policy = p, .law = shipped_law()->law, .number = 1, .posted = w->now, .effective = w->now };

    for (int language = 0; language < p->language_count; language++)
        for (size_t i = 0; i < document_kind_count; i++) {
            struct document d = { 0 };
            bool made = document_render(w, &edition, text_of(document_kinds[i].name), language, &d);
            must(made || w->err.code == ERR_LIMIT || w->err.code == ERR_NOT_FOUND);
            error_clear(&w->err);
            if (made && text_starts(d.type, TEXT("text/html")))
                look_at_page(d.bytes);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work *w = calloc(1, sizeof *w);
    struct text source = text_of_bytes(bytes, length), shown;
    struct findings f;
    struct policy p;

    must(w);
    w->arena = arena_create(64u << 20);
    w->now = (struct instant){ 1772366400000 };
    must(w->arena && policy_parse(w, source, shipped_law(), &p, &f));
    for (const struct finding *i = f.first; i; i = i->next)
        must(i->place.line >= 1 && i->place.column >= 1);
    must(findings_as_text(w, &f, TEXT("policy.yaml"), source, &shown));
    must(findings_as_json(w, &f, TEXT("policy.yaml"), &shown));
    must(findings_as_sarif(w, &f, TEXT("policy.yaml"), source, &shown));
    must(findings_as_github(w, &f, TEXT("policy.yaml"), source, &shown));
    if (f.errors == 0)
        look_at_model(&p);
    if (f.breaking == 0) {
        must(hash_equal(model_hash(&p), p.model_hash));
        look_at_documents(w, &p);
    }
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
