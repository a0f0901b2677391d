/* Who and where: regions, the controller with its offices, services, links, terms. */
#include "policy/bind.h"
#include "policy/schema.h"

static void add_region(struct binder *b, struct text code, const struct yaml_node *name, struct place place)
{
    struct policy *p = b->p;
    struct region *region;

    if (!schema_is_region(code) || policy_region(p, code) >= 0)
        return;
    if (p->region_count == POLICY_REGIONS_MAX) {
        finding_add(b->w, b->f, PD_TOO_MANY, place, "a policy tells at most %d regions apart", POLICY_REGIONS_MAX);
        return;
    }
    region = &p->regions[p->region_count++];
    *region = (struct region){ .code = code, .name = bind_words(b, name), .place = place };
    if (!name)
        region->name.in[p->authoritative] = code;
}

static void add_keys(struct binder *b, const struct yaml_node *map)
{
    for (const struct yaml_node *i = map && map->kind == YAML_MAP ? map->first : NULL; i; i = i->next)
        add_region(b, i->key, NULL, i->key_place);
}

/* Declared, or else every region that is named anywhere. */
bool bind_regions(struct binder *b)
{
    const struct yaml_node *declared = bind_section(b, "regions"), *appendices = yaml_get(b->root, "appendices");

    b->regions_declared = declared != NULL;
    for (const struct yaml_node *i = declared ? declared->first : NULL; i; i = i->next)
        add_region(b, i->key, i, i->key_place);
    if (declared)
        return true;
    for (const struct yaml_node *i = b->purposes ? b->purposes->first : NULL; i; i = i->next)
        add_keys(b, yaml_get(i, "basis"));
    add_keys(b, yaml_get(b->root, "rights"));
    add_keys(b, yaml_get(b->root, "transfers"));
    for (const struct yaml_node *i = appendices ? appendices->first : NULL; i; i = i->next)
        add_region(b, yaml_text(yaml_get(i, "region")), NULL, i->place);
    add_keys(b, yaml_get(yaml_get(b->root, "controller"), "contacts"));
    return true;
}

static void bind_contact(struct binder *b, const struct yaml_node *node, struct contact *out_contact)
{
    const struct yaml_node *email = yaml_get(node, "email"), *see = yaml_get(node, "see");
    struct contact contact = { .key = node->key, .label = bind_words(b, yaml_get(node, "label")), .email = TEXT(""), .address = TEXT(""),
        .phone = TEXT(""), .place = node->key_place, .email_place = node->key_place };

    if (node->kind == YAML_SCALAR)
        email = node;
    else {
        contact.address = yaml_text(yaml_get(node, "address"));
        contact.phone = yaml_text(yaml_get(node, "phone"));
    }
    contact.has_email = email != NULL;
    contact.email = yaml_text(email);
    if (email && email->kind == YAML_SCALAR)
        contact.email_place = email == node ? node->key_place : email->place;
    contact.see_services = see != NULL;
    if (see)
        contact.see_place = see->place;
    if (!text_equal(node->key, TEXT("privacy")))
        (void)bind_region_name(b, node->key, node->key_place); /* told */
    contact.address_place = bind_place(yaml_get(node, "address"), node);
    *out_contact = contact;
}

static bool bind_contacts(struct binder *b, const struct yaml_node *contacts)
{
    struct work *w = b->w;
    struct policy *p = b->p;
    struct contact *all = WORK_NEW(w, struct contact, contacts ? (size_t)contacts->count : 0);

    if (!all)
        return false;
    p->contacts = all;
    for (const struct yaml_node *i = contacts && contacts->kind == YAML_MAP ? contacts->first : NULL; i; i = i->next)
        bind_contact(b, i, &all[p->contact_count++]);
    return true;
}

static struct representative bind_office(struct binder *b, const struct yaml_node *node, int region)
{
    return (struct representative){ .region = region, .label = bind_words(b, yaml_get(node, "label")), .none = bind_words(b, yaml_get(node, "none")),
        .email = yaml_text(yaml_get(node, "email")), .address = yaml_text(yaml_get(node, "address")), .phone = yaml_text(yaml_get(node, "phone")),
        .place = node->key_place };
}

static bool bind_offices(struct binder *b, const struct yaml_node *controller)
{
    const struct yaml_node *officer = yaml_get(controller, "officer"), *section = yaml_get(controller, "representatives");
    struct work *w = b->w;
    struct representative *all = WORK_NEW(w, struct representative, 1 + (section ? (size_t)section->count : 0));

    if (!all)
        return false;
    if (officer) {
        all[0] = bind_office(b, officer, -1);
        b->p->officer = all;
    }
    b->p->representatives = all + 1;
    for (const struct yaml_node *i = section && section->kind == YAML_MAP ? section->first : NULL; i; i = i->next) {
        int region = bind_region_name(b, i->key, i->key_place);
        if (region >= 0)
            all[1 + b->p->representative_count++] = bind_office(b, i, region);
    }
    return true;
}

bool bind_controller(struct binder *b)
{
    const struct yaml_node *controller = yaml_get(b->root, "controller"), *affiliates = yaml_get(controller, "affiliates");
    struct policy *p = b->p;
    struct work *w = b->w;

    p->controller_name = bind_words(b, yaml_get(controller, "name"));
    p->controller_address = yaml_text(yaml_get(controller, "address"));
    p->controller_address_place = bind_place(yaml_get(controller, "address"), controller ? controller : b->root);
    p->controller_country = yaml_text(yaml_get(controller, "country"));
    if (controller)
        p->country_place = bind_place(yaml_get(controller, "country"), controller);
    p->affiliates_link = yaml_text(affiliates);
    if (affiliates)
        p->affiliates_place = affiliates->place;
    if (controller)
        p->controller_place = controller->key_place;
    TRY(bind_offices(b, controller));
    return bind_contacts(b, yaml_get(controller, "contacts"));
}

static bool bind_services(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "services");
    struct work *w = b->w;
    struct service *all = WORK_NEW(w, struct service, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->services = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next)
        all[b->p->service_count++] = (struct service){ i->key, bind_words(b, yaml_get(i, "label")), yaml_text(yaml_get(i, "policy")), i->key_place };
    return true;
}

static bool bind_links(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "links");
    struct work *w = b->w;
    struct named_link *all = WORK_NEW(w, struct named_link, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->links = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        const struct yaml_node *to = i->kind == YAML_MAP ? yaml_get(i, "to") : i;
        all[b->p->link_count++] = (struct named_link){ .id = i->key, .to = yaml_text(to), .label = bind_words(b, yaml_get(i, "label")),
            .place = to ? to->place : i->place };
    }
    return true;
}

static bool bind_terms(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "terms");
    struct work *w = b->w;
    struct term *all = WORK_NEW(w, struct term, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->terms = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        const struct yaml_node *also = yaml_get(i, "also");
        struct term *term = &all[b->p->term_count++];
        *term = (struct term){ .id = i->key, .word = bind_words(b, yaml_get(i, "word")), .place = i->key_place,
            .also_place = also ? also->place : i->key_place };
        TRY(bind_texts(b, also, &term->also, &term->also_count));
    }
    return true;
}

bool bind_names(struct binder *b)
{
    struct work *w = b->w;

    TRY(bind_services(b));
    TRY(bind_links(b));
    TRY(bind_terms(b));
    return bind_placed_texts(b, yaml_get(yaml_get(b->root, "law"), "adopt"), &b->p->adopted, &b->p->adopted_places, &b->p->adopted_count);
}
