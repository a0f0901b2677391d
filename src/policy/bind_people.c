/* Who and where: regions, controller, recipients, transfers, rights and appendices. */
#include "policy/bind.h"
#include "source/schema.h"

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
    const struct yaml_node *declared = yaml_get(b->root, "regions"), *appendices = yaml_get(b->root, "appendices");

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
    struct contact contact = { .key = node->key, .email = TEXT(""), .address = TEXT(""), .phone = TEXT(""), .place = node->key_place };

    if (node->kind == YAML_SCALAR)
        contact.email = node->text;
    if (node->kind == YAML_MAP) {
        contact.email = yaml_text(yaml_get(node, "email"));
        contact.address = yaml_text(yaml_get(node, "address"));
        contact.phone = yaml_text(yaml_get(node, "phone"));
    }
    if (!text_equal(node->key, TEXT("privacy")))
        (void)bind_region_name(b, node->key, node->key_place); /* told */
    *out_contact = contact;
}

bool bind_controller(struct binder *b)
{
    const struct yaml_node *controller = yaml_get(b->root, "controller"), *contacts = yaml_get(controller, "contacts");
    struct work *w = b->w;
    struct policy *p = b->p;
    struct contact *all = WORK_NEW(w, struct contact, contacts ? (size_t)contacts->count : 0);

    if (!all)
        return false;
    p->controller_name = bind_words(b, yaml_get(controller, "name"));
    p->controller_address = yaml_text(yaml_get(controller, "address"));
    p->affiliates_link = yaml_text(yaml_get(controller, "affiliates"));
    if (yaml_get(controller, "affiliates"))
        p->affiliates_place = yaml_get(controller, "affiliates")->place;
    if (controller)
        p->controller_place = controller->key_place;
    p->contacts = all;
    for (const struct yaml_node *i = contacts && contacts->kind == YAML_MAP ? contacts->first : NULL; i; i = i->next)
        bind_contact(b, i, &all[p->contact_count++]);
    return true;
}

static enum recipient_role role_of(struct text word)
{
    int role;

    return schema_choice("processor affiliate third_party authority", word, &role) ? (enum recipient_role)(role + ROLE_PROCESSOR) : ROLE_MISSING;
}

static bool bind_recipient(struct binder *b, const struct yaml_node *node, struct recipient *r)
{
    const struct yaml_node *contract = yaml_get(node, "contract"), *until = yaml_get(contract, "until"), *purposes = yaml_get(node, "for");
    struct work *w = b->w;

    *r = (struct recipient){ .id = node->key, .role = role_of(yaml_text(yaml_get(node, "role"))), .contract = yaml_text(yaml_get(contract, "ref")),
        .place = node->key_place };
    r->has_contract_end = until && day_parse(yaml_text(until), &r->contract_until);
    TRY(bind_texts(b, yaml_get(node, "countries"), &r->countries, &r->country_count));
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

bool bind_transfers(struct binder *b)
{
    const struct yaml_node *section = yaml_get(b->root, "transfers");
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
            all[b->p->transfer_count++] = (struct transfer){ region, to->key, yaml_text(yaml_get(to, "safeguard")), yaml_text(yaml_get(to, "ref")),
                to->key_place };
    }
    return true;
}

bool bind_rights(struct binder *b)
{
    const struct yaml_node *section = yaml_get(b->root, "rights");
    struct work *w = b->w;
    struct rights *all = WORK_NEW(w, struct rights, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->rights = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        int region = bind_region_name(b, i->key, i->key_place);
        struct rights *r = &all[b->p->rights_count];
        if (region < 0)
            continue;
        *r = (struct rights){ .region = region, .exclusively_online = bind_bool(yaml_get(i, "exclusively_online")),
            .authority = yaml_text(yaml_get(i, "authority")), .place = i->key_place };
        TRY(bind_texts(b, yaml_get(i, "kinds"), &r->kinds, &r->kind_count));
        TRY(bind_texts(b, yaml_get(i, "methods"), &r->methods, &r->method_count));
        b->p->rights_count++;
    }
    return true;
}

/* "scope" and "en" -> "scope.en" */
static bool bind_parameter_words(struct binder *b, const struct yaml_node *map, struct statement_parameter *all, size_t *count)
{
    struct work *w = b->w;
    struct words words = bind_words(b, map);

    for (int i = 0; i < b->p->language_count; i++) {
        struct statement_parameter *one = &all[*count];
        if (words.in[i].length == 0)
            continue;
        TRY(work_format(w, &one->name, "%.*s.%.*s", NAME_ARGS(map->key), NAME_ARGS(b->p->languages[i])));
        one->value = words.in[i];
        (*count)++;
    }
    return true;
}

static bool bind_statement(struct binder *b, const struct yaml_node *node, struct statement *s)
{
    struct work *w = b->w;
    struct statement_parameter *all;
    size_t most = 0;

    *s = (struct statement){ .id = node->key, .place = node->key_place };
    for (const struct yaml_node *i = node->kind == YAML_MAP ? node->first : NULL; i; i = i->next)
        most += 1 + (size_t)i->count;
    all = WORK_NEW(w, struct statement_parameter, most);
    if (!all)
        return false;
    s->parameters = all;
    for (const struct yaml_node *i = node->kind == YAML_MAP ? node->first : NULL; i; i = i->next) {
        if (i->kind == YAML_SCALAR)
            all[s->parameter_count++] = (struct statement_parameter){ i->key, i->text };
        if (i->kind == YAML_MAP)
            TRY(bind_parameter_words(b, i, all, &s->parameter_count));
        for (const struct yaml_node *k = i->kind == YAML_LIST ? i->first : NULL; k; k = k->next)
            all[s->parameter_count++] = (struct statement_parameter){ i->key, yaml_text(k) };
    }
    return true;
}

bool bind_statements(struct binder *b)
{
    const struct yaml_node *section = yaml_get(b->root, "statements"), *never = yaml_get(b->root, "never");
    struct work *w = b->w;
    struct statement *all = WORK_NEW(w, struct statement, section ? (size_t)section->count : 0);
    const struct text *acts;
    size_t act_count;

    if (!all)
        return false;
    b->p->statements = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next)
        TRY(bind_statement(b, i, &all[b->p->statement_count++]));
    TRY(bind_texts(b, never, &acts, &act_count));
    for (size_t i = 0; i < act_count; i++) {
        b->p->never_sell |= text_equal(acts[i], TEXT("sell"));
        b->p->never_share |= text_equal(acts[i], TEXT("share"));
    }
    return true;
}

static bool bind_collects(struct binder *b, const struct yaml_node *node, struct appendix *a)
{
    struct work *w = b->w;

    if (!node || node->kind == YAML_SCALAR) {
        a->collects_computed = !node || text_equal(node->text, TEXT("computed"));
        if (!a->collects_computed)
            finding_hint(w, b->f, finding_add(w, b->f, PD_NOT_ONE_OF, node->place, "`%.*s` is not known here", NAME_ARGS(node->text)),
                "`computed`, or a list of data");
        return true;
    }
    a->collects = WORK_NEW(w, const struct data_item *, (size_t)node->count);
    if (!a->collects)
        return false;
    b->seen_now++;
    for (const struct yaml_node *i = node->kind == YAML_LIST ? node->first : NULL; i; i = i->next) {
        const struct data_item *data = bind_data_name(b, i);
        if (data && b->seen[data - b->p->data] == b->seen_now)
            finding_add(w, b->f, PD_NAMED_TWICE, i->place, "`%.*s` is named twice in this appendix", NAME_ARGS(i->text));
        else if (data)
            a->collects[a->collect_count++] = data;
        if (data)
            b->seen[data - b->p->data] = b->seen_now;
    }
    return true;
}

bool bind_appendices(struct binder *b)
{
    const struct yaml_node *list = yaml_get(b->root, "appendices");
    struct work *w = b->w;
    struct appendix *all = WORK_NEW(w, struct appendix, list ? (size_t)list->count : 0);
    struct place seen[POLICY_REGIONS_MAX] = { 0 };

    if (!all)
        return false;
    b->p->appendices = all;
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next) {
        const struct yaml_node *code = yaml_get(i, "region");
        int region = code ? bind_region_name(b, yaml_text(code), code->place) : -1;
        if (region < 0) {
            if (code && yaml_text(code).length && !schema_is_region(code->text))
                finding_hint(w, b->f, finding_add(w, b->f, PD_BAD_NAME, code->place, "`%.*s` is not a region", NAME_ARGS(code->text)), "as in US-CA");
            continue;
        }
        if (seen[region].line) {
            finding_add(w, b->f, PD_NAMED_TWICE, code->place, "`%.*s` has an appendix already", NAME_ARGS(code->text))->second = seen[region];
            continue;
        }
        seen[region] = code->place;
        all[b->p->appendix_count] = (struct appendix){ .region = region, .prevails = bind_bool(yaml_get(i, "prevails")), .place = code->place };
        TRY(bind_collects(b, yaml_get(i, "collects"), &all[b->p->appendix_count++]));
    }
    return true;
}

bool bind_own_texts(struct binder *b)
{
    const struct yaml_node *section = yaml_get(b->root, "text");
    struct work *w = b->w;
    struct own_text *all = WORK_NEW(w, struct own_text, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->texts = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next)
        all[b->p->text_count++] = (struct own_text){ i->key, bind_words(b, i), i->key_place };
    return true;
}
