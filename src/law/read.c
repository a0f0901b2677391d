#include "law/read.h"

#include "law/category.h"
#include "law/schema.h"

/* --- values: all accept NULL, and leave zero for what the checker has told ------------------------------------------------------------------ */

static bool read_bool(const struct yaml_node *node, const char *key)
{
    return text_equal(yaml_text(yaml_get(node, key)), TEXT("true"));
}

static int read_number(const struct yaml_node *node, const char *key)
{
    uint64_t number = 0;

    (void)text_to_u64(yaml_text(yaml_get(node, key)), &number);
    return (int)number;
}

static struct day read_day(const struct yaml_node *node)
{
    struct day day = { 0 };

    (void)day_parse(yaml_text(node), &day);
    return day;
}

/* The number of a word of a closed list; 0 when it was left out. */
static int read_choice(const struct yaml_node *node, const char *key, const char *choices)
{
    int number = 0;

    (void)schema_choice(choices, yaml_text(yaml_get(node, key)), &number);
    return number;
}

static bool read_list(struct law_reader *r, const struct yaml_node *node, const char *key, struct law_list *out_list)
{
    struct work *w = r->w;
    const struct yaml_node *list = yaml_get(node, key);
    struct text *names;

    if (!list || list->kind != YAML_LIST)
        return true;
    names = WORK_NEW(w, struct text, (size_t)list->count);
    if (!names)
        return false;
    out_list->names = names;
    for (const struct yaml_node *i = list->first; i; i = i->next)
        names[out_list->count++] = yaml_text(i);
    return true;
}

/* A category that does not exist would silently cover nothing. */
static bool read_categories_of(struct law_reader *r, const struct yaml_node *node, const char *key, struct law_list *out_list)
{
    const struct yaml_node *list = yaml_get(node, key);

    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next) {
        struct suggestion s;
        if (category_exists(yaml_text(i)))
            continue;
        s = suggestion_begin(r->f, yaml_text(i));
        category_suggest(&s);
        suggestion_hint(r->w, r->f, finding_add(r->w, r->f, PD_UNKNOWN_CATEGORY, i->place, "`%.*s` is not a data category", NAME_ARGS(yaml_text(i))), &s,
            "a fideslang key, as in user.contact.email");
    }
    return read_list(r, node, key, out_list);
}

bool law_words_read(struct law_reader *r, const struct yaml_node *node, struct law_words *out_words)
{
    struct work *w = r->w;
    struct law_word *in = WORK_NEW(w, struct law_word, node ? (size_t)node->count + 1 : 1);

    if (!in)
        return false;
    out_words->in = in;
    if (node && node->kind == YAML_SCALAR)
        in[out_words->count++] = (struct law_word){ TEXT("en"), node->text };
    for (const struct yaml_node *i = node && node->kind == YAML_MAP ? node->first : NULL; i; i = i->next)
        in[out_words->count++] = (struct law_word){ i->key, yaml_text(i) };
    return true;
}

/* "45 cal", "now" */
static bool span_parse(struct text t, struct law_span *out_span)
{
    struct text count;
    uint64_t number = 0;
    int unit;

    if (text_equal(t, TEXT("now")) || text_equal(t, TEXT("without_delay"))) {
        (void)schema_choice(law_units, t, &unit);
        *out_span = (struct law_span){ 0, (enum law_unit)(unit + 1) };
        return true;
    }
    if (!text_cut(&t, ' ', &count) || !text_to_u64(count, &number) || number == 0 || number > 10000 || !schema_choice("bd cal mon h", t, &unit))
        return false;
    *out_span = (struct law_span){ (int)number, (enum law_unit)(unit + 1) };
    return true;
}

static struct law_span read_span(struct law_reader *r, const struct yaml_node *node, const char *key)
{
    const struct yaml_node *value = yaml_get(node, key);
    struct law_span span = { 0 };

    if (value && value->kind == YAML_SCALAR && value->text.length && !span_parse(value->text, &span))
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_LAW_SPAN, value->place, "`%.*s` is not a period", NAME_ARGS(value->text)),
            "a number and bd, cal, mon or h, as in 45 cal; or now; or without_delay");
    return span;
}

/* Where dates are compared by months only. */
static struct law_span read_months(struct law_reader *r, const struct yaml_node *node, const char *key)
{
    const struct yaml_node *value = yaml_get(node, key);
    struct law_span span = read_span(r, node, key);

    if (span.unit != UNIT_NONE && span.unit != UNIT_MONTHS)
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_LAW_SPAN, value->place, "`%s` is counted in months", key), "as in 24 mon");
    return span;
}

/* --- rows ------------------------------------------------------------------------------------------------------------------------------------ */

static bool read_countries(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    return read_list(r, node, "members", &row->is.countries.members);
}

static bool read_calendar(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;

    TRY(read_list(r, node, "zones", &row->is.calendar.zones));
    TRY(read_list(r, node, "weekend", &row->is.calendar.weekend));
    row->is.calendar.holidays = yaml_text(yaml_get(node, "holidays"));
    return true;
}

static bool read_holidays(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;
    const struct yaml_node *list = yaml_get(node, "days");
    struct day *days = WORK_NEW(w, struct day, list ? (size_t)list->count : 0);

    if (!days)
        return false;
    row->is.holidays = (struct law_holidays){ .days = days, .valid_through = read_day(yaml_get(node, "valid_through")) };
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next)
        days[row->is.holidays.count++] = read_day(i);
    return true;
}

/* Keys of kinds and agents are kinds of request, and a word that is none would ask for what nobody can offer. */
static void check_kind(struct law_reader *r, const struct yaml_node *node, const char *kinds)
{
    struct suggestion s;
    struct text rest = text_of(kinds), one;

    if (schema_choice(kinds, node->key, NULL))
        return;
    s = suggestion_begin(r->f, node->key);
    while (text_cut(&rest, ' ', &one))
        suggestion_offer(&s, one);
    suggestion_hint(r->w, r->f, finding_add(r->w, r->f, PD_LAW_KIND, node->key_place, "`%.*s` is no kind of request", NAME_ARGS(node->key)), &s, kinds);
}

static bool read_kind(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    check_kind(r, node, law_request_kinds);
    row->is.kind = (struct law_kind){ (enum law_offered)read_choice(node, "offered", law_offers), read_bool(node, "verifiable") };
    return true;
}

static void check_clock(struct law_reader *r, const struct yaml_node *node, const struct law_clock *c)
{
    int said = (c->respond.unit != UNIT_NONE) + (c->wait.unit != UNIT_NONE) + (c->keep.unit != UNIT_NONE) + (c->window.unit != UNIT_NONE);

    if (said != 1 && !(said == 0 && c->acknowledge.unit != UNIT_NONE))
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_LAW_CLOCK, node->key_place, "clock `%.*s` says %s", NAME_ARGS(node->key),
            said ? "more than one thing" : "nothing"), "one of respond, wait, keep and window");
    if (c->extended.unit != UNIT_NONE && c->respond.unit == UNIT_NONE)
        finding_hint(r->w, r->f, finding_add(r->w, r->f, PD_LAW_CLOCK, node->key_place, "clock `%.*s` extends what it does not say", NAME_ARGS(node->key)),
            "add `respond`");
}

static bool read_clock(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;
    const struct yaml_node *extension = yaml_get(node, "extension");
    struct law_clock *c = &row->is.clock;

    TRY(read_list(r, node, "for", &c->kinds));
    TRY(read_list(r, node, "resets", &c->resets));
    TRY(read_list(r, node, "pauses", &c->pauses));
    c->begins = (enum law_begin)read_choice(node, "begins", law_begins);
    c->day_one = read_choice(node, "day_one", "next same") == 1;
    c->acknowledge = read_span(r, node, "acknowledge");
    c->respond = read_span(r, node, "respond");
    c->extended = read_span(r, extension, "until");
    c->notice_by = read_span(r, extension, "notice_by");
    c->extension_needs_reason = read_bool(extension, "reason");
    c->wait = read_span(r, node, "wait");
    c->keep = read_span(r, node, "keep");
    c->window = read_span(r, node, "window");
    c->window_floor = read_day(yaml_get(node, "floor"));
    c->rolls = read_choice(node, "roll", "none forward") == 1;
    c->clamps_forward = read_choice(node, "clamp", "back forward") == 1;
    c->target = read_span(r, node, "target");
    c->target_days_before = read_number(node, "target_days_before");
    check_clock(r, node, c);
    return true;
}

static bool read_appeal(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.appeal = (struct law_appeal){ read_span(r, node, "respond"), read_span(r, node, "extension") };
    return true;
}

static bool read_methods(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;
    const struct yaml_node *online = yaml_get(node, "exclusively_online");
    struct law_methods *m = &row->is.methods;

    m->minimum = read_number(node, "minimum");
    m->has_online = online != NULL;
    m->online_minimum = read_number(online, "minimum");
    TRY(read_list(r, node, "among", &m->among));
    return read_list(r, online, "among", &m->online_among);
}

static bool read_verification(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    (void)r;
    row->is.verification.login_suffices = read_bool(node, "login_suffices");
    return true;
}

static bool read_unverified(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    (void)r;
    row->is.unverified = (struct law_unverified){ read_bool(node, "notice"), read_choice(node, "fallback", "none categories") == 1 };
    return true;
}

static bool read_agent(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;

    if (!text_equal(node->key, TEXT("signal")))
        check_kind(r, node, law_request_kinds);
    row->is.agent.power_of_attorney_suffices = read_bool(node, "power_of_attorney_suffices");
    TRY(read_list(r, node, "ask", &row->is.agent.ask));
    return read_list(r, node, "one_of", &row->is.agent.one_of);
}

static bool read_records(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.records = (struct law_records){ yaml_text(yaml_get(node, "rule")), read_months(r, node, "keep"), (enum law_begin)read_choice(node, "from", law_begins) };
    return true;
}

static bool read_review(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.review = (struct law_review){ read_months(r, node, "every"), read_months(r, node, "warn") };
    return true;
}

static bool read_retaliation(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    return read_list(r, node, "audiences", &row->is.retaliation.audiences);
}

static bool read_minors(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.minors = (struct law_minors){ .under = read_number(node, "under"), .own_consent_from = read_number(node, "own_consent_from") };
    return read_list(r, node, "forbids", &row->is.minors.forbids);
}

static bool read_notice(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    return read_list(r, node, "items", &row->is.notice.items);
}

static bool read_new_purpose(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    (void)r;
    row->is.new_purpose = (struct law_new_purpose){ read_bool(node, "notice"), (enum law_consent)read_choice(node, "consent", law_consents) };
    return true;
}

static bool read_basis(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.basis.needed = read_bool(node, "needed");
    return read_list(r, node, "accepted", &row->is.basis.accepted);
}

static bool read_sensitive(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;

    row->is.sensitive.right = yaml_text(yaml_get(node, "right"));
    TRY(read_categories_of(r, node, "categories", &row->is.sensitive.categories));
    return read_list(r, node, "bases", &row->is.sensitive.bases);
}

static bool read_device(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.device.consent = read_bool(node, "consent");
    row->is.device.first_party = read_bool(node, "first_party");
    return read_list(r, node, "exempt", &row->is.device.exempt);
}

static bool read_transfers(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.transfers.safeguard = read_bool(node, "safeguard");
    return read_list(r, node, "accepted", &row->is.transfers.accepted);
}

static bool read_adequacy(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    return read_list(r, node, "to", &row->is.adequacy.to);
}

static bool read_definitions(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    (void)r;
    row->is.definitions = (struct law_definitions){ yaml_text(yaml_get(node, "sell")), yaml_text(yaml_get(node, "share")) };
    return true;
}

static bool read_authority(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    row->is.authority.link = yaml_text(yaml_get(node, "link"));
    return law_words_read(r, yaml_get(node, "label"), &row->is.authority.label);
}

static bool read_categories(struct law_reader *r, const struct yaml_node *node, struct law_row *row)
{
    struct work *w = r->w;
    const struct yaml_node *list = yaml_get(node, "names");
    struct law_category *names = WORK_NEW(w, struct law_category, list ? (size_t)list->count : 0);

    if (!names)
        return false;
    row->is.categories.names = names;
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next) {
        struct law_category *c = &names[row->is.categories.count++];
        c->ref = yaml_text(yaml_get(i, "ref"));
        TRY(law_words_read(r, yaml_get(i, "name"), &c->name));
        TRY(read_categories_of(r, i, "is", &c->is));
    }
    return true;
}

static bool (*const readers[LAW_TABLES])(struct law_reader *, const struct yaml_node *, struct law_row *) = {
    [LAW_COUNTRIES] = read_countries, [LAW_CALENDAR] = read_calendar, [LAW_HOLIDAYS] = read_holidays, [LAW_KINDS] = read_kind, [LAW_CLOCKS] = read_clock,
    [LAW_APPEAL] = read_appeal, [LAW_METHODS] = read_methods, [LAW_VERIFICATION] = read_verification, [LAW_UNVERIFIED] = read_unverified,
    [LAW_AGENTS] = read_agent, [LAW_RECORDS] = read_records, [LAW_REVIEW] = read_review, [LAW_RETALIATION] = read_retaliation, [LAW_MINORS] = read_minors,
    [LAW_NOTICE] = read_notice, [LAW_NEW_PURPOSE] = read_new_purpose, [LAW_BASIS] = read_basis, [LAW_SENSITIVE] = read_sensitive, [LAW_DEVICE] = read_device,
    [LAW_DEVICE_EXEMPTIONS] = read_device, [LAW_TRANSFERS] = read_transfers, [LAW_ADEQUACY] = read_adequacy, [LAW_DEFINITIONS] = read_definitions,
    [LAW_AUTHORITY] = read_authority, [LAW_CATEGORIES] = read_categories,
};

bool law_row_read(struct law_reader *r, struct text region, enum law_table table, struct text key, const struct yaml_node *node, struct law_row *out_row)
{
    struct work *w = r->w;
    struct law_row row = { .table = table, .key = key, .source = yaml_text(yaml_get(node, "source")), .consulted = read_day(yaml_get(node, "consulted")),
        .effective_from = read_day(yaml_get(node, "effective_from")), .verified = read_bool(node, "verified"), .file = r->file, .place = node->key_place };

    TRY(work_format(w, &row.name, "%.*s/%s%s%.*s", NAME_ARGS(region), law_table_name(table), key.length ? "/" : "", NAME_ARGS(key)));
    TRY(readers[table](r, node, &row));
    *out_row = row;
    return true;
}
