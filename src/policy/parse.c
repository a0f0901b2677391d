#include "policy/parse.h"

#include "policy/bind.h"
#include "policy/model_hash.h"
#include "policy/rules.h"
#include "policy/schema.h"
#include "policy/wording_check.h"
#include "source/yaml.h"

bool policy_is_our_format(struct work *w, const struct yaml_node *root, struct findings *f)
{
    const struct yaml_node *format = yaml_get(root, "privacyd");

    if (!format || text_equal(yaml_text(format), TEXT("1")))
        return true;
    finding_hint(w, f, finding_add(w, f, PD_UNKNOWN_FORMAT, format->place, "this program does not know version `%.*s` of the policy language",
        NAME_ARGS(yaml_text(format))), "privacyd: 1");
    return false;
}

static bool build(struct work *w, const struct yaml_node *root, const struct policy_options *options, struct policy *p, struct findings *f)
{
    struct binder b = { .w = w, .f = f, .p = p, .root = root };
    struct wording_ground ground = { p, options->law, { 0 } };

    schema_validate(w, root, &schema_policy, f);
    if (f->vast)
        return true;
    TRY(bind_policy(&b));
    rules_check(w, p, options->law, f);
    ground.day = zone_day_of(p->zone, w->now);
    TRY(wording_check(w, &ground, f));
    p->model_hash = model_hash(p);
    return true;
}

bool policy_parse(struct work *w, struct text source, const struct policy_options *options, struct policy *out_policy, struct findings *out_findings)
{
    struct policy p = { .zone = zone_utc };
    struct findings f = { 0 };
    struct yaml_node *root;

    TRY(yaml_parse(w, source, &f, &root));
    TRY(work_copy(w, source, &p.source));
    if (root && policy_is_our_format(w, root, &f))
        TRY(build(w, root, options, &p, &f));
    if (f.count > FINDINGS_MAX)
        f.spare = (struct finding){ 0 };
    if (f.lost)
        FAIL(w, ERR_LIMIT, "the unit of work needs more memory than it may have");
    TRY(findings_sort(w, &f));
    f.last = NULL; /* points into f, which is about to be copied */
    *out_policy = p;
    *out_findings = f;
    return true;
}
