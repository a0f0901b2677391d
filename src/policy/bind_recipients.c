/* Who else gets data, and where to. */
#include "policy/bind.h"
#include "policy/schema.h"

static enum recipient_role role_of(struct text word)
{
    int role;

    return schema_choice("processor affiliate third_party authority", word, &role) ? (enum recipient_role)(role + ROLE_PROCESSOR) : ROLE_MISSING;
}

static void bind_recipient_regions(struct binder *b, const struct yaml_node *list, struct recipient *r)
{
    r->everywhere = list == NULL;
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next) {
        int region = bind_region_name(b, yaml_text(i), i->place);
        if (region >= 0)
            r->here[region] = true;
    }
}

static bool bind_recipient(struct binder *b, const struct yaml_node *node, struct recipient *r)
{
    const struct yaml_node *contract = yaml_get(node, "contract"), *until = yaml_get(contract, "until"), *purposes = yaml_get(node, "for"),
        *role = yaml_get(node, "role");
    struct work *w = b->w;

    *r = (struct recipient){ .id = node->key, .label = bind_label(b, node), .role = role_of(yaml_text(role)), .role_declared = role != NULL,
        .contract = yaml_text(yaml_get(contract, "ref")), .own_purposes = bind_bool(yaml_get(node, "own_purposes")),
        .valuable_consideration = bind_bool(yaml_get(node, "valuable_consideration")), .was = bind_former(node), .place = node->key_place,
        .role_place = bind_place(role, node), .countries_place = bind_place(yaml_get(node, "countries"), node),
        .does_place = bind_place(yaml_get(node, "does"), node) };
    if (purposes)
        r->purposes_place = purposes->place;
    if (!role)
        r->role = ROLE_PROCESSOR; /* on instructions only: the strictest that it can be */
    r->has_contract_end = until && day_parse(yaml_text(until), &r->contract_until);
    bind_recipient_regions(b, yaml_get(node, "regions"), r);
    TRY(bind_texts(b, yaml_get(node, "does"), &r->does, &r->does_count));
    TRY(bind_placed_texts(b, yaml_get(node, "countries"), &r->countries, &r->country_places, &r->country_count));
    for (const struct yaml_node *i = purposes && purposes->kind == YAML_LIST ? purposes->first : NULL; i; i = i->next)
        (void)bind_purpose_name(b, i); /* told; a name that means nothing allows nothing */
    return bind_texts(b, purposes, &r->purposes, &r->purpose_count);
}

bool bind_recipients(struct binder *b)
{
    struct work *w = b->w;
    struct recipient *all = WORK_NEW(w, struct recipient, b->recipients ? (size_t)b->recipients->count : 0);

    if (!all)
        return false;
    b->p->recipients = all;
    for (const struct yaml_node *i = b->recipients ? b->recipients->first : NULL; i; i = i->next)
        TRY(bind_recipient(b, i, &all[b->p->recipient_count++]));
    return true;
}

static struct transfer bind_transfer(const struct yaml_node *to, int region)
{
    const struct yaml_node *safeguard = yaml_get(to, "safeguard"), *review = yaml_get(to, "review");
    struct transfer t = { .region = region, .country = to->key, .safeguard = yaml_text(safeguard), .reference = yaml_text(yaml_get(to, "ref")),
        .place = to->key_place, .safeguard_place = bind_place(safeguard, to), .review_place = bind_place(review, to) };

    t.has_review = review && day_parse(yaml_text(review), &t.review);
    return t;
}

bool bind_transfers(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "transfers");
    struct work *w = b->w;
    struct transfer *all;
    size_t most = 0;

    for (const struct yaml_node *from = section ? section->first : NULL; from; from = from->next)
        most += (size_t)from->count;
    all = WORK_NEW(w, struct transfer, most);
    if (!all)
        return false;
    b->p->transfers = all;
    for (const struct yaml_node *from = section ? section->first : NULL; from; from = from->next) {
        int region = bind_region_name(b, from->key, from->key_place);
        for (const struct yaml_node *to = from->kind == YAML_MAP && region >= 0 ? from->first : NULL; to; to = to->next)
            all[b->p->transfer_count++] = bind_transfer(to, region);
    }
    return true;
}
