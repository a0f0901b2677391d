/* Any bytes as policy.yaml: findings, never a crash; every place can be shown; a model without errors is whole. */
#include "policy/model_hash.h"
#include "policy/parse.h"
#include "source/report.h"
#include "../unit/shipped_law.h"

#include <stdlib.h>

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
    must(findings_as_text(w, &f, TEXT("policy.yaml"), source, &shown));
    must(findings_as_json(w, &f, TEXT("policy.yaml"), &shown));
    must(findings_as_sarif(w, &f, TEXT("policy.yaml"), source, &shown));
    must(findings_as_github(w, &f, TEXT("policy.yaml"), source, &shown));
    if (f.errors == 0)
        look_at_model(&p);
    if (f.breaking == 0)
        must(hash_equal(model_hash(&p), p.model_hash));
    arena_destroy(&w->arena);
    free(w);
    return 0;
}
