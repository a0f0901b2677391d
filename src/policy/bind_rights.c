/* Rights by region: which, by which ways, how fast, and what a sender must show. */
#include "policy/bind.h"
#include "policy/schema.h"

static bool bind_clocks(struct binder *b, const struct yaml_node *node, struct rights *r)
{
    struct work *w = b->w;
    struct right_clock *all;

    if (!node || node->kind != YAML_MAP)
        return true;
    all = WORK_NEW(w, struct right_clock, (size_t)node->count);
    if (!all)
        return false;
    r->clocks = all;
    r->clocks_given = true;
    for (const struct yaml_node *i = node->first; i; i = i->next)
        all[r->clock_count++] = (struct right_clock){ i->key, yaml_text(i), i->place };
    return true;
}

static bool bind_verification(struct binder *b, const struct yaml_node *node, struct rights *r)
{
    const struct yaml_node *account_holders = yaml_get(node, "account_holders");
    struct identity_check *v = &r->verification;
    struct work *w = b->w;

    if (!node || node->kind != YAML_MAP)
        return true;
    v->given = true;
    v->place = node->key_place;
    v->ask_again = text_equal(yaml_text(account_holders), TEXT("ask_again"));
    v->ask_again_place = bind_place(account_holders, node);
    TRY(bind_placed_texts(b, yaml_get(node, "kinds"), &v->kinds, &v->kind_places, &v->kind_count));
    return bind_texts(b, yaml_get(node, "fields"), &v->fields, &v->field_count);
}

static void bind_extension(const struct yaml_node *node, struct rights *r)
{
    const struct yaml_node *until = yaml_get(node, "until"), *notice = yaml_get(node, "notice_by");

    if (!node || node->kind != YAML_MAP)
        return;
    r->extension = (struct extension){ .given = true, .until = yaml_text(until), .notice_by = yaml_text(notice), .reason = bind_bool(yaml_get(node, "reason")),
        .place = node->key_place, .until_place = bind_place(until, node), .notice_place = bind_place(notice, node) };
}

static void bind_authority(struct binder *b, const struct yaml_node *node, struct rights *r)
{
    const struct yaml_node *link = node && node->kind == YAML_MAP ? yaml_get(node, "link") : node;

    r->authority = yaml_text(link);
    r->authority_label = bind_words(b, node == link ? NULL : yaml_get(node, "label"));
    if (link)
        r->authority_place = link->place;
}

static bool bind_right(struct binder *b, const struct yaml_node *node, int region, struct rights *r)
{
    struct work *w = b->w;
    const struct yaml_node *unverified = yaml_get(node, "on_unverified"), *fallback = yaml_get(node, "fallback");

    *r = (struct rights){ .region = region, .exclusively_online = bind_bool(yaml_get(node, "exclusively_online")),
        .declines_unverified = text_equal(yaml_text(unverified), TEXT("decline")), .no_fallback = text_equal(yaml_text(fallback), TEXT("none")),
        .place = node->key_place, .kinds_place = bind_place(yaml_get(node, "kinds"), node), .methods_place = bind_place(yaml_get(node, "methods"), node),
        .clocks_place = bind_place(yaml_get(node, "clocks"), node), .unverified_place = bind_place(unverified, node),
        .fallback_place = bind_place(fallback, node) };
    bind_authority(b, yaml_get(node, "authority"), r);
    bind_extension(yaml_get(node, "extension"), r);
    TRY(bind_placed_texts(b, yaml_get(node, "kinds"), &r->kinds, &r->kind_places, &r->kind_count));
    TRY(bind_clocks(b, yaml_get(node, "clocks"), r));
    TRY(bind_verification(b, yaml_get(node, "verification"), r));
    return bind_texts(b, yaml_get(node, "methods"), &r->methods, &r->method_count);
}

bool bind_rights(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "rights");
    struct work *w = b->w;
    struct rights *all = WORK_NEW(w, struct rights, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->rights = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        int region = bind_region_name(b, i->key, i->key_place);
        if (region >= 0)
            TRY(bind_right(b, i, region, &all[b->p->rights_count++]));
    }
    return true;
}
