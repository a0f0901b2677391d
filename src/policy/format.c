#include "policy/format.h"

#include "policy/parse.h"
#include "policy/schema.h"
#include "source/layout.h"

/* Both sources as trees, comments and models. */
static bool says_the_same(struct work *w, struct text source, const struct yaml_node *root, struct text formatted, bool *out_same)
{
    const struct policy_options options = { .law = NULL };
    struct text comments, kept;
    struct findings f = { 0 };
    struct policy before, after;
    struct yaml_node *copy;

    *out_same = false;
    TRY(yaml_parse(w, formatted, &f, &copy));
    if (f.count || !copy || !yaml_equal(root, copy))
        return true;
    TRY(layout_comments(w, source, root, &comments));
    TRY(layout_comments(w, formatted, copy, &kept));
    TRY(policy_parse(w, source, &options, &before, &f));
    TRY(policy_parse(w, formatted, &options, &after, &f));
    *out_same = text_equal(comments, kept) && hash_equal(before.model_hash, after.model_hash);
    return true;
}

static bool lay_out(struct work *w, struct text source, const struct yaml_node *root, struct text *out_source)
{
    bool same;

    TRY(layout_write(w, source, root, &schema_policy, out_source));
    TRY(says_the_same(w, source, root, *out_source, &same));
    if (!same)
        FAIL(w, ERR_UNSUPPORTED, "the file has a way of writing that cannot be laid out anew without changing what it says; it stays as it is");
    return true;
}

bool policy_format(struct work *w, struct text source, struct text *out_source, struct findings *out_findings)
{
    struct findings f = { 0 };
    struct yaml_node *root;

    *out_source = TEXT("");
    TRY(yaml_parse(w, source, &f, &root));
    if (root && root->kind != YAML_MAP)
        finding_add(w, &f, PD_EMPTY_FILE, root->place, "the file must be a map of keys");
    if (root && f.count == 0 && policy_is_our_format(w, root, &f))
        TRY(lay_out(w, source, root, out_source));
    if (f.lost)
        FAIL(w, ERR_LIMIT, "the unit of work needs more memory than it may have");
    TRY(findings_sort(w, &f));
    f.last = NULL; /* points into f, which is about to be copied */
    *out_findings = f;
    return true;
}
