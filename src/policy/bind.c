#include "policy/bind.h"

#include "law/category.h"
#include "policy/schema.h"

static bool bind_languages(struct binder *b, const struct yaml_node *site)
{
    const struct yaml_node *list = yaml_get(site, "languages"), *authoritative = yaml_get(site, "authoritative");
    struct policy *p = b->p;
    const struct text *all;
    size_t count;
    int found;
    struct work *w = b->w;

    TRY(bind_texts(b, list, &all, &count));
    if (count > POLICY_LANGUAGES_MAX)
        finding_add(w, b->f, PD_TOO_MANY, list->key_place, "a site has at most %d languages", POLICY_LANGUAGES_MAX);
    for (size_t i = 0; i < count && i < POLICY_LANGUAGES_MAX; i++)
        p->languages[p->language_count++] = all[i];
    if (p->language_count == 0)
        p->languages[p->language_count++] = TEXT("en"); /* so that the rest can be looked at */
    if (yaml_text(authoritative).length == 0)
        return true;
    found = policy_language(p, authoritative->text);
    if (found >= 0)
        p->authoritative = found;
    else
        finding_hint(w, b->f, finding_add(w, b->f, PD_AUTHORITATIVE, authoritative->place, "the site has no language `%.*s`", NAME_ARGS(authoritative->text)),
            "one of site.languages");
    return true;
}

static void bind_zone(struct binder *b, const struct yaml_node *node)
{
    struct policy *p = b->p;
    struct finding *finding;

    p->zone = zone_utc;
    p->timezone = yaml_text(node).length ? node->text : TEXT("UTC");
    if (text_equal(p->timezone, TEXT("UTC")) || zone_load(b->w, p->timezone, &p->zone))
        return;
    finding = finding_add(b->w, b->f, PD_UNKNOWN_TIMEZONE, node->place, "no time zone `%.*s`: %s", NAME_ARGS(p->timezone), b->w->err.message);
    finding_hint(b->w, b->f, finding, "a name of the IANA database, as in Asia/Tokyo");
    error_clear(&b->w->err);
}

static bool bind_site(struct binder *b)
{
    const struct yaml_node *site = yaml_get(b->root, "site"), *reviewed = yaml_get(b->root, "reviewed"), *origins = yaml_get(site, "origins");
    struct work *w = b->w;
    struct policy *p = b->p;

    TRY(bind_languages(b, site));
    p->site_name = bind_words(b, yaml_get(site, "name"));
    TRY(bind_texts(b, origins, &p->origins, &p->origin_count));
    if (origins)
        p->origins_place = origins->key_place;
    bind_zone(b, yaml_get(site, "timezone"));
    p->demonstration = bind_bool(yaml_get(site, "demonstration"));
    p->has_reviewed = reviewed && day_parse(yaml_text(reviewed), &p->reviewed);
    p->reviewed_place = bind_place(reviewed, b->root);
    if (site)
        p->site_place = site->key_place;
    return true;
}

static bool bind_data(struct binder *b)
{
    struct work *w = b->w;
    size_t count = b->data ? (size_t)b->data->count : 0;

    b->data_items = WORK_NEW(w, struct data_item, count);
    b->seen = WORK_NEW(w, int, count);
    if (!b->data_items || !b->seen)
        return false;
    b->p->data = b->data_items;
    b->p->data_count = count;
    for (const struct yaml_node *i = count ? b->data->first : NULL; i; i = i->next) {
        struct data_item *item = &b->data_items[i->index];
        const struct yaml_node *is = yaml_get(i, "is");
        *item = (struct data_item){ .id = i->key, .category = yaml_text(is), .identifies = yaml_text(yaml_get(i, "identifies")).length > 0,
            .label = bind_label(b, i), .was = bind_former(i), .place = i->key_place };
        if (yaml_text(is).length == 0 || category_exists(is->text))
            continue;
        struct suggestion s = suggestion_begin(b->f, is->text);
        category_suggest(&s);
        suggestion_hint(w, b->f, finding_add(w, b->f, PD_UNKNOWN_CATEGORY, is->place, "`%.*s` is not a data category", NAME_ARGS(is->text)), &s,
            "a fideslang key, as in user.contact.email");
    }
    return true;
}

static const char *const basis_words = "missing off not_required consent contract legal_obligation vital_interests public_task legitimate_interests";

static enum legal_basis basis_of(const struct yaml_node *node)
{
    int number = BASIS_MISSING;

    (void)schema_choice(basis_words, yaml_text(node), &number);
    return (enum legal_basis)number;
}

static void bind_basis(struct binder *b, const struct yaml_node *node, struct purpose *purpose)
{
    if (!node)
        return;
    purpose->basis_place = node->place;
    purpose->basis_unread = node->kind == YAML_LIST;
    if (node->kind == YAML_SCALAR) {
        purpose->basis_elsewhere = basis_of(node);
        purpose->basis_unread = node->text.length && purpose->basis_elsewhere == BASIS_MISSING;
        for (int i = 0; i < b->p->region_count; i++) {
            purpose->basis[i] = purpose->basis_elsewhere;
            purpose->basis_places[i] = node->place;
        }
    }
    for (const struct yaml_node *i = node->kind == YAML_MAP ? node->first : NULL; i; i = i->next) {
        purpose->basis_unread |= basis_of(i) == BASIS_MISSING;
        int region = text_equal(i->key, TEXT("elsewhere")) ? -1 : bind_region_name(b, i->key, i->key_place);
        if (region >= 0) {
            purpose->basis[region] = basis_of(i);
            purpose->basis_places[region] = i->place;
        } else if (text_equal(i->key, TEXT("elsewhere")))
            purpose->basis_elsewhere = basis_of(i);
    }
}

static bool bind_purposes(struct binder *b)
{
    struct work *w = b->w;
    size_t count = b->purposes ? (size_t)b->purposes->count : 0;

    b->purpose_items = WORK_NEW(w, struct purpose, count);
    if (!b->purpose_items)
        return false;
    b->p->purposes = b->purpose_items;
    b->p->purpose_count = count;
    for (const struct yaml_node *i = count ? b->purposes->first : NULL; i; i = i->next) {
        struct purpose *purpose = &b->purpose_items[i->index];
        *purpose = (struct purpose){ .id = i->key, .label = bind_label(b, i), .why = bind_words(b, yaml_get(i, "why")), .was = bind_former(i), .balancing = yaml_text(yaml_get(i, "balancing")),
            .keep = bind_period(b, yaml_get(i, "keep")), .place = i->key_place, .basis_place = i->key_place };
        bind_basis(b, yaml_get(i, "basis"), purpose);
    }
    return true;
}

static void add_fields(struct binder *b, const struct yaml_node *list, bool required, struct channel_field *fields, size_t *count)
{
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next) {
        const struct data_item *data = bind_data_name(b, i);
        if (!data)
            continue;
        if (b->seen[data - b->p->data] == b->seen_now) {
            finding_add(b->w, b->f, PD_NAMED_TWICE, i->place, "`%.*s` is named twice in this channel", NAME_ARGS(i->text));
            continue;
        }
        b->seen[data - b->p->data] = b->seen_now;
        fields[(*count)++] = (struct channel_field){ data, required, i->place };
    }
}

/* None at all is a finding of the rules; a name that means nothing is one already, and leaves the channel out. */
static const struct purpose *bind_purpose_or_none(struct binder *b, const struct yaml_node *node)
{
    return node && yaml_text(node).length ? bind_purpose_name(b, node) : &policy_no_purpose;
}

static bool bind_fields(struct binder *b, const struct yaml_node *node, struct channel *channel)
{
    const struct yaml_node *required = yaml_get(node, "required"), *optional = yaml_get(node, "optional");
    struct work *w = b->w;
    struct channel_field *fields = WORK_NEW(w, struct channel_field, (size_t)((required ? required->count : 0) + (optional ? optional->count : 0)));

    if (!fields)
        return false;
    channel->fields = fields;
    b->seen_now++;
    add_fields(b, required, true, fields, &channel->field_count);
    add_fields(b, optional, false, fields, &channel->field_count);
    return true;
}

static void bind_attested(const struct yaml_node *node, struct delivery *d)
{
    size_t length;

    if (!node || node->kind != YAML_MAP)
        return;
    d->attested = true;
    d->by = yaml_text(yaml_get(node, "by"));
    d->on = bind_day(yaml_get(node, "on"));
    d->review = bind_day(yaml_get(node, "review"));
    (void)text_unhex(yaml_text(yaml_get(node, "document")), d->document.bytes, sizeof d->document.bytes, &length); /* the checker has told */
}

static const struct {
    const char *key;
    enum delivery_kind kind;
} ways[] = { { "mail", DELIVER_MAIL }, { "webhook", DELIVER_WEBHOOK }, { "pull", DELIVER_PULL } };

/* The first way of a delivery that is named; *out_count: how many are. */
static const struct yaml_node *bind_way(const struct yaml_node *node, enum delivery_kind *out_kind, int *out_count)
{
    const struct yaml_node *first = NULL;

    *out_count = 0;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const struct yaml_node *way = yaml_get(node, ways[i].key);
        *out_count += way != NULL;
        if (!way || first)
            continue;
        first = way;
        *out_kind = ways[i].kind;
    }
    return first;
}

static bool bind_delivery(struct binder *b, const struct yaml_node *node, struct delivery *out_delivery)
{
    struct delivery d = { .by = TEXT("") };
    const struct yaml_node *target;
    int count;

    if (node->kind != YAML_MAP)
        return false;
    target = bind_way(node, &d.kind, &count);
    if (count != 1 || yaml_text(target).length == 0) {
        finding_hint(b->w, b->f, finding_add(b->w, b->f, PD_DELIVERY_TARGET, target ? target->key_place : node->place, "a delivery goes to one place"),
            "`mail: address`, `webhook: recipient` or `pull: recipient`");
        return false;
    }
    d.to = target->text;
    d.place = target->place;
    bind_attested(yaml_get(node, "attested"), &d);
    *out_delivery = d;
    return d.kind == DELIVER_MAIL || bind_recipient_name(b, target);
}

static bool bind_deliveries(struct binder *b, const struct yaml_node *list, struct channel *channel)
{
    struct work *w = b->w;
    struct delivery *all = WORK_NEW(w, struct delivery, list ? (size_t)list->count : 0);

    if (!all)
        return false;
    channel->deliver = all;
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next)
        channel->deliver_count += bind_delivery(b, i, &all[channel->deliver_count]);
    return true;
}

static bool bind_exception(struct binder *b, const struct yaml_node *node, struct channel_exception *e)
{
    struct work *w = b->w;

    e->data = WORK_NEW(w, const struct data_item *, (size_t)node->count);
    if (!e->data)
        return false;
    for (const struct yaml_node *i = node->kind == YAML_LIST ? node->first : NULL; i; i = i->next) {
        const struct data_item *data = bind_data_name(b, i);
        if (data)
            e->data[e->count++] = data;
    }
    return true;
}

static bool bind_exceptions(struct binder *b, const struct yaml_node *section, struct channel *channel)
{
    struct work *w = b->w;
    struct channel_exception *all = WORK_NEW(w, struct channel_exception, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    channel->exceptions = all;
    for (const struct yaml_node *i = section && section->kind == YAML_MAP ? section->first : NULL; i; i = i->next) {
        int region = bind_region_name(b, i->key, i->key_place);
        if (region < 0)
            continue;
        all[channel->exception_count] = (struct channel_exception){ .region = region, .place = i->key_place };
        TRY(bind_exception(b, i, &all[channel->exception_count++]));
    }
    return true;
}

static struct channel channel_begin(struct binder *b, const struct yaml_node *node)
{
    struct text unknown = yaml_text(yaml_get(node, "unknown"));
    int source = FROM_PERSON;

    (void)schema_choice("person device log", yaml_text(yaml_get(node, "from")), &source);
    return (struct channel){ .id = node->key, .label = bind_label(b, node), .purpose = bind_purpose_or_none(b, yaml_get(node, "purpose")),
        .source = (enum channel_source)source, .was = bind_former(node),
        .unknown = text_equal(unknown, TEXT("refuse")) ? UNKNOWN_REFUSE : text_equal(unknown, TEXT("drop")) ? UNKNOWN_DROP : UNKNOWN_BY_DOOR,
        .double_opt_in = yaml_get(node, "confirm") != NULL, .place = node->key_place };
}

static bool bind_channels(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "channels");
    struct work *w = b->w;
    struct channel *all = WORK_NEW(w, struct channel, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->channels = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        struct channel *channel = &all[b->p->channel_count];
        *channel = channel_begin(b, i);
        TRY(bind_fields(b, i, channel));
        TRY(bind_exceptions(b, yaml_get(i, "except"), channel));
        TRY(bind_deliveries(b, yaml_get(i, "deliver"), channel));
        TRY(bind_texts(b, yaml_get(i, "ignore"), &channel->ignore, &channel->ignore_count));
        b->p->channel_count += channel->purpose != NULL; /* without a purpose nothing can be collected */
    }
    return true;
}

static bool bind_cookies(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "cookies");
    struct work *w = b->w;
    struct cookie *all = WORK_NEW(w, struct cookie, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->cookies = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        const struct yaml_node *set_by = yaml_get(i, "set_by"), *class = yaml_get(i, "class");
        struct cookie *cookie = &all[b->p->cookie_count];
        int number = COOKIE_ESSENTIAL, kind = KIND_COOKIE;
        (void)schema_choice("essential functional statistics advertising social", yaml_text(class), &number);
        (void)schema_choice("cookie local_storage session_storage indexed_db pixel", yaml_text(yaml_get(i, "kind")), &kind);
        *cookie = (struct cookie){ .name = i->key, .purpose = bind_purpose_or_none(b, yaml_get(i, "purpose")), .class = (enum cookie_class)number,
            .kind = (enum cookie_kind)kind, .what = bind_words(b, yaml_get(i, "what")), .lifetime = yaml_text(yaml_get(i, "lifetime")),
            .set_by = set_by ? yaml_text(set_by) : TEXT("us"), .place = i->key_place, .class_place = bind_place(class, i) };
        if (!text_equal(cookie->set_by, TEXT("us")))
            (void)bind_recipient_name(b, set_by); /* told; the cookie is still declared */
        b->p->cookie_count += cookie->purpose != NULL;
    }
    return true;
}

/* Each step relies on those before it: words on the languages, bases on the regions, names on what they name. */
bool bind_policy(struct binder *b)
{
    static bool (*const steps[])(struct binder *) = { bind_site, bind_regions, bind_controller, bind_names, bind_data, bind_purposes, bind_recipients, bind_channels,
        bind_cookies, bind_transfers, bind_rights, bind_statements, bind_appendices, bind_own_texts };
    struct work *w = b->w;

    b->data = bind_section(b, "data");
    b->purposes = bind_section(b, "purposes");
    b->recipients = bind_section(b, "recipients");
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        TRY(steps[i](b));
    return true;
}
