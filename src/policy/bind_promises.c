/* What is promised: statements, what is never done, appendices, own wording. */
#include "policy/bind.h"
#include "policy/schema_row.h"

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
        one->place = map->place;
        (*count)++;
    }
    return true;
}

static bool bind_parameter(struct binder *b, const struct yaml_node *node, struct statement_parameter *all, size_t *count)
{
    if (node->kind == YAML_MAP)
        return bind_parameter_words(b, node, all, count);
    if (node->kind == YAML_SCALAR)
        all[(*count)++] = (struct statement_parameter){ node->key, node->text, node->place };
    for (const struct yaml_node *i = node->kind == YAML_LIST ? node->first : NULL; i; i = i->next)
        all[(*count)++] = (struct statement_parameter){ node->key, yaml_text(i), i->place };
    return true;
}

/* The order in which statements and their parameters stand in the file says nothing: the one of the table counts. */
static bool bind_statement(struct binder *b, const struct schema_key *row, const struct yaml_node *node, int region, struct statement *s)
{
    struct work *w = b->w;
    struct statement_parameter *all;
    size_t most = 0;

    *s = (struct statement){ .id = node->key, .region = region, .place = node->key_place };
    for (const struct yaml_node *i = node->kind == YAML_MAP ? node->first : NULL; i; i = i->next)
        most += 1 + (size_t)i->count;
    all = WORK_NEW(w, struct statement_parameter, most);
    if (!all)
        return false;
    s->parameters = all;
    for (int i = 0; row->section && i < row->section->count; i++) {
        const struct yaml_node *parameter = yaml_get(node, row->section->rows[i].name);
        if (parameter)
            TRY(bind_parameter(b, parameter, all, &s->parameter_count));
    }
    return true;
}

/* "at least 24 months after closed"; "24 months" says neither from when nor that it may be longer. */
static bool parse_records(struct text t, struct request_records *r)
{
    struct retention_rule period = { 0 };
    struct text rest = t;

    r->at_least = text_starts(t, TEXT("at least "));
    if (r->at_least)
        rest = text_from(t, 9);
    r->from_closure = text_ends(rest, TEXT(" after closed"));
    if (r->from_closure)
        rest = text_first(rest, rest.length - 13);
    if (!bind_count(rest, &period) || period.unit == PERIOD_DAYS)
        return false;
    r->months = period.unit == PERIOD_YEARS ? period.count * 12 : period.count;
    return true;
}

static void bind_request_records(struct binder *b, const struct yaml_node *node)
{
    const struct yaml_node *keep = yaml_get(node, "keep");
    struct request_records r = { 0 };

    if (yaml_text(keep).length == 0)
        return;
    r.place = keep->place;
    if (parse_records(keep->text, &r))
        b->p->request_records = r;
    else
        finding_hint(b->w, b->f, finding_add(b->w, b->f, PD_BAD_PERIOD, keep->place, "`%.*s` does not say how long records stay", NAME_ARGS(keep->text)),
            "at least 24 months after closed");
}

static bool bind_statements_of(struct binder *b, const struct yaml_node *section, int region, struct statement *all)
{
    const struct schema_section *table = &schema_statements;
    struct work *w = b->w;

    for (int i = 0; i < table->count; i++) {
        const struct yaml_node *node = yaml_get(section, table->rows[i].name);
        if (node)
            TRY(bind_statement(b, &table->rows[i], node, region, &all[b->p->statement_count++]));
    }
    bind_request_records(b, yaml_get(section, "request_records"));
    return true;
}

static bool bind_nevers_of(struct binder *b, const struct yaml_node *list, int region, struct never *all)
{
    struct work *w = b->w;
    const struct text *acts;
    const struct place *places;
    size_t count;

    TRY(bind_placed_texts(b, list, &acts, &places, &count));
    for (size_t i = 0; i < count; i++)
        all[b->p->never_count++] = (struct never){ acts[i], region, places[i] };
    return true;
}

static size_t children(const struct yaml_node *node)
{
    return node ? (size_t)node->count : 0;
}

static int appendix_region(struct binder *b, const struct yaml_node *appendix)
{
    return policy_region(b->p, yaml_text(yaml_get(appendix, "region")));
}

/* Those that hold everywhere stand before those of an appendix. */
bool bind_statements(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "statements"), *never = yaml_get(b->root, "never"), *list = yaml_get(b->root, "appendices"),
        *first = list && list->kind == YAML_LIST ? list->first : NULL;
    size_t statements = children(section), nevers = children(never);
    struct work *w = b->w;
    struct statement *all;
    struct never *acts;

    for (const struct yaml_node *i = first; i; i = i->next) {
        statements += children(yaml_get(i, "statements"));
        nevers += children(yaml_get(i, "never"));
    }
    all = WORK_NEW(w, struct statement, statements);
    acts = WORK_NEW(w, struct never, nevers);
    if (!all || !acts)
        return false;
    b->p->statements = all;
    b->p->nevers = acts;
    TRY(bind_statements_of(b, section, -1, all));
    TRY(bind_nevers_of(b, never, -1, acts));
    for (const struct yaml_node *i = first; i; i = i->next)
        if (appendix_region(b, i) >= 0) {
            TRY(bind_statements_of(b, yaml_get(i, "statements"), appendix_region(b, i), all));
            TRY(bind_nevers_of(b, yaml_get(i, "never"), appendix_region(b, i), acts));
        }
    return true;
}

static bool bind_collects(struct binder *b, const struct yaml_node *node, struct appendix *a)
{
    struct work *w = b->w;
    bool *here;

    if (!node || node->kind == YAML_SCALAR) {
        a->collects_computed = !node || text_equal(node->text, TEXT("computed"));
        if (!a->collects_computed)
            finding_hint(w, b->f, finding_add(w, b->f, PD_NOT_ONE_OF, node->place, "`%.*s` is not known here", NAME_ARGS(node->text)),
                "`computed`, or a list of data");
        return true;
    }
    a->collects = WORK_NEW(w, const struct data_item *, (size_t)node->count);
    a->collects_item = here = WORK_NEW(w, bool, b->p->data_count);
    if (!a->collects || !here)
        return false;
    b->seen_now++;
    for (const struct yaml_node *i = node->kind == YAML_LIST ? node->first : NULL; i; i = i->next) {
        const struct data_item *data = bind_data_name(b, i);
        if (data && b->seen[data - b->p->data] == b->seen_now)
            finding_add(w, b->f, PD_NAMED_TWICE, i->place, "`%.*s` is named twice in this appendix", NAME_ARGS(i->text));
        else if (data)
            a->collects[a->collect_count++] = data;
        if (data) {
            b->seen[data - b->p->data] = b->seen_now;
            here[data - b->p->data] = true;
        }
    }
    return true;
}

static bool says(const struct yaml_node *map, const char *key, const char *word)
{
    return text_equal(yaml_text(yaml_get(map, key)), text_of(word));
}

static struct appendix bind_appendix(struct binder *b, const struct yaml_node *node, int region)
{
    const struct yaml_node *controller = yaml_get(node, "controller"), *reviewed = yaml_get(node, "reviewed");
    struct appendix a = { .region = region, .prevails = bind_bool(yaml_get(node, "prevails")), .essential_cookies_only = says(node, "cookies", "essential"),
        .everyday_names = says(node, "category_names", "everyday"), .own_definitions = says(node, "definitions", "own"),
        .version_at_page_top = says(node, "version_line", "page_top"), .controller_name = bind_words(b, yaml_get(controller, "name")),
        .controller_address = yaml_text(yaml_get(controller, "address")), .place = yaml_get(node, "region")->place,
        .collects_place = bind_place(yaml_get(node, "collects"), node), .cookies_place = bind_place(yaml_get(node, "cookies"), node),
        .names_place = bind_place(yaml_get(node, "category_names"), node), .definitions_place = bind_place(yaml_get(node, "definitions"), node),
        .version_place = bind_place(yaml_get(node, "version_line"), node), .reviewed_place = bind_place(reviewed, node),
        .controller_place = bind_place(yaml_get(controller, "name"), controller ? controller : node),
        .controller_address_place = bind_place(yaml_get(controller, "address"), controller ? controller : node) };

    a.has_reviewed = reviewed && day_parse(yaml_text(reviewed), &a.reviewed);
    return a;
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
        all[b->p->appendix_count] = bind_appendix(b, i, region);
        TRY(bind_collects(b, yaml_get(i, "collects"), &all[b->p->appendix_count++]));
    }
    return true;
}

static void bind_text_places(struct binder *b, const struct yaml_node *node, struct own_text *text)
{
    if (node->kind == YAML_SCALAR)
        text->places[b->p->authoritative] = node->place;
    for (const struct yaml_node *i = node->kind == YAML_MAP ? node->first : NULL; i; i = i->next) {
        int language = policy_language(b->p, i->key);
        if (language >= 0)
            text->places[language] = i->place;
    }
}

bool bind_own_texts(struct binder *b)
{
    const struct yaml_node *section = bind_section(b, "text");
    struct work *w = b->w;
    struct own_text *all = WORK_NEW(w, struct own_text, section ? (size_t)section->count : 0);

    if (!all)
        return false;
    b->p->texts = all;
    for (const struct yaml_node *i = section ? section->first : NULL; i; i = i->next) {
        struct own_text *text = &all[b->p->text_count++];
        *text = (struct own_text){ .clause = i->key, .words = bind_words(b, i), .place = i->key_place };
        bind_text_places(b, i, text);
    }
    return true;
}
