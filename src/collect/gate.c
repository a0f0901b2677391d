#include "collect/gate.h"

#include "base/teeth.h"
#include "vault/index.h"

#include <string.h>

static const char *const reason_names[GATE_REASONS] = {
    [GATE_OK] = "ok",
    [GATE_NO_BASIS] = "no_basis",
    [GATE_UNDECLARED] = "undeclared",
    [GATE_NOT_IN_REGION] = "not_in_region",
    [GATE_REQUIRED_MISSING] = "required_missing",
    [GATE_INVALID_VALUE] = "invalid_value",
    [GATE_REPEATED] = "repeated",
    [GATE_UNKNOWN_CHANNEL] = "unknown_channel",
    [GATE_WRONG_ORIGIN] = "wrong_origin",
    [GATE_BAD_TOKEN] = "bad_token",
    [GATE_BAD_KEY] = "bad_key",
    [GATE_MALFORMED] = "malformed",
    [GATE_NO_NOTICE] = "no_notice",
    [GATE_UNKNOWN_REGION] = "unknown_region",
    [GATE_NOT_CONFIRMABLE] = "not_confirmable",
    [GATE_NO_RETENTION] = "no_retention",
};

const char *gate_reason_name(enum gate_reason r)
{
    return (unsigned)r < GATE_REASONS ? reason_names[r] : "unknown";
}

enum { NAME_COMPARED_MAX = 64 };

/* What a value may look like, by the category of its item; the longest prefix that fits decides, the empty one is the rest. */
struct value_kind {
    const char *category;
    size_t bytes_max;
    bool lines; /* newlines and tabs are part of what people write there */
    bool email;
};

static const struct value_kind value_kinds[] = {
    { "user.contact.email",   320,            false, true },
    { "user.contact.address", 1000,           true,  false },
    { "user.content",         GATE_VALUE_MAX, true,  false },
    { "",                     500,            false, false },
};

/* One decision on its way: what it reads, and the verdict that grows. */
struct decision {
    const struct policy *policy;
    const struct channel *channel;
    int region;
    enum gate_door door;
    struct gate_verdict *verdict;
};

static bool category_under(struct text category, struct text prefix)
{
    return text_starts(category, prefix) && (prefix.length == 0 || category.length == prefix.length || category.at[prefix.length] == '.');
}

static const struct value_kind *kind_of(const struct data_item *data)
{
    const struct value_kind *kind = value_kinds;

    while (!category_under(data->category, text_of(kind->category)))
        kind++;
    return kind;
}

static void problem(struct decision *d, struct text field, enum gate_reason reason, struct place place)
{
    struct gate_verdict *v = d->verdict;

    if (v->problem_count < GATE_FIELDS_MAX)
        v->problems[v->problem_count++] = (struct gate_problem){ .field = field, .reason = reason, .place = place };
}

static bool matches(struct text pattern, struct text name)
{
    if (text_ends(pattern, TEXT("*")))
        return text_starts(name, text_first(pattern, pattern.length - 1));
    return text_equal(pattern, name);
}

static bool is_ignored(const struct channel *c, struct text name)
{
    for (size_t i = 0; i < c->ignore_count; i++)
        if (matches(c->ignore[i], name))
            return true;
    return false;
}

static const struct channel_field *declared_field(const struct channel *c, struct text name)
{
    for (size_t i = 0; i < c->field_count; i++)
        if (text_equal(c->fields[i].data->id, name))
            return &c->fields[i];
    return NULL;
}

bool form_control_of(const struct channel *c, struct text name, enum form_control *out_control)
{
    static const char *const names[FORM_CONTROLS] = { "token", "next", "region" };

    for (int i = 0; i < FORM_CONTROLS; i++) {
        if (!text_equal(name, text_of(names[i])) || (c && declared_field(c, name)))
            continue;
        *out_control = (enum form_control)i;
        return true;
    }
    return false;
}

static bool repeats(const struct gate_field *fields, int index)
{
    for (int i = 0; i < index; i++)
        if (text_equal(fields[i].name, fields[index].name))
            return true;
    return false;
}

/* C0 but for the exceptions, DEL, and C1, which is two bytes in UTF-8. */
static bool has_controls(struct text t, bool lines)
{
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c == 0x7F || (c < 0x20 && !(lines && (c == '\n' || c == '\t'))))
            return true;
        if (c == 0xC2 && i + 1 < t.length && (unsigned char)t.at[i + 1] < 0xA0)
            return true;
    }
    return false;
}

/* Browsers send CR LF between the lines of a text; one spelling is kept. */
static bool single_newlines(struct work *w, struct text t, struct text *out_text)
{
    struct draft d;

    if (!memchr(t.at, '\r', t.length)) {
        *out_text = t;
        return true;
    }
    TRY(work_draft(w, t.length, &d));
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] != '\r' || i + 1 == t.length || t.at[i + 1] != '\n')
            draft_byte(&d, t.at[i]);
    *out_text = draft_text(&d);
    return true;
}

/* *out_good tells whether the value may stand; the call itself fails only when the unit has no memory. */
static bool check_email(struct work *w, struct text value, bool *out_good)
{
    struct text normal;

    *out_good = index_normalise_email(w, value, &normal);
    if (*out_good || w->err.code != ERR_INVALID)
        return *out_good;
    error_clear(&w->err);
    return true;
}

static bool check_value(struct work *w, const struct data_item *data, struct text *value, bool *out_good)
{
    const struct value_kind *kind = kind_of(data);

    *out_good = false;
    if (kind->lines)
        TRY(single_newlines(w, *value, value));
    if (value->length > kind->bytes_max || !text_is_utf8(*value) || has_controls(*value, kind->lines))
        return true;
    *out_good = true;
    return kind->email ? check_email(w, *value, out_good) : true;
}

static bool allowed_here(const struct decision *d, const struct data_item *data)
{
    return TEETH_OUT(TOOTH_GATE_REGION) || channel_takes(d->policy, d->channel, data, d->region);
}

/* The line that says no: an exception of the channel, or the appendix. */
static struct place refusing_place(const struct decision *d, const struct data_item *data)
{
    const struct policy *p = d->policy;
    const struct channel_exception *exception = channel_excepts(d->channel, data, d->region);

    if (exception)
        return exception->place;
    for (size_t i = 0; i < p->appendix_count; i++)
        if ((d->region < 0 || p->appendices[i].region == d->region) && !policy_allows_data(p, data, p->appendices[i].region))
            return p->appendices[i].place;
    return data->place;
}

static void accept(struct decision *d, const struct data_item *data, struct text value)
{
    struct gate_verdict *v = d->verdict;

    v->fields[v->field_count++] = (struct gate_accepted){ data, value };
}

static bool take_declared(struct work *w, struct decision *d, const struct data_item *data, const struct gate_field *sent)
{
    struct text value = text_trim(sent->value);
    bool good;

    if (value.length == 0 && d->door != DOOR_NAMES)
        return true; /* not given; whether it had to be is asked at the end */
    if (!allowed_here(d, data)) {
        problem(d, sent->name, GATE_NOT_IN_REGION, refusing_place(d, data));
        return true;
    }
    if (d->door == DOOR_NAMES) {
        accept(d, data, TEXT(""));
        return true;
    }
    TRY(check_value(w, data, &value, &good));
    if (good)
        accept(d, data, value);
    else
        problem(d, sent->name, GATE_INVALID_VALUE, data->place);
    return true;
}

/* Only with the tooth out: the field passes as an item that no declaration knows. */
static bool take_as_it_is(struct work *w, struct decision *d, const struct gate_field *sent)
{
    struct data_item *data = WORK_NEW(w, struct data_item, 1);

    if (!data)
        return false;
    *data = (struct data_item){ .id = sent->name, .number = 0, .category = TEXT("user") };
    accept(d, data, sent->value);
    return true;
}

static bool drops_unknown(const struct decision *d)
{
    if (d->door == DOOR_NAMES)
        return false;
    if (d->channel->unknown == UNKNOWN_BY_DOOR)
        return d->door == DOOR_FORM;
    return d->channel->unknown == UNKNOWN_DROP;
}

static bool was_sent(const struct gate_field *fields, int count, struct text name)
{
    for (int i = 0; i < count; i++)
        if (text_equal(fields[i].name, name))
            return true;
    return false;
}

/* Near: a third of the letters may be wrong. Names longer than any of the policy are not compared, so that nobody buys time with them. */
static struct text nearest_declared(const struct channel *c, const struct gate_field *fields, int count, struct text wrong)
{
    size_t least = (wrong.length + 2) / 3 + 1, distance;
    struct text nearest = TEXT("");

    for (size_t i = 0; i < c->field_count && wrong.length <= NAME_COMPARED_MAX; i++) {
        struct text id = c->fields[i].data->id;
        if (was_sent(fields, count, id))
            continue;
        distance = text_distance(wrong, id);
        if (distance >= least || distance >= wrong.length)
            continue;
        least = distance;
        nearest = id;
    }
    return nearest;
}

static void refuse_undeclared(struct decision *d, const struct gate_field *fields, int count, int index)
{
    struct gate_verdict *v = d->verdict;
    int before = v->problem_count;

    problem(d, fields[index].name, GATE_UNDECLARED, d->channel->place);
    if (v->problem_count > before)
        v->problems[before].nearest = nearest_declared(d->channel, fields, count, fields[index].name);
}

static bool take_field(struct work *w, struct decision *d, const struct gate_field *fields, int count, int index)
{
    const struct gate_field *sent = &fields[index];
    const struct channel_field *declared = declared_field(d->channel, sent->name);

    if (!declared && is_ignored(d->channel, sent->name))
        return true;
    if (declared && repeats(fields, index)) {
        problem(d, sent->name, GATE_REPEATED, declared->place);
        return true;
    }
    if (declared)
        return take_declared(w, d, declared->data, sent);
    if (TEETH_OUT(TOOTH_GATE_FIELDS))
        return take_as_it_is(w, d, sent);
    if (drops_unknown(d))
        d->verdict->dropped++;
    else
        refuse_undeclared(d, fields, count, index);
    return true;
}

static bool was_given(const struct decision *d, const struct gate_field *fields, int count, struct text name)
{
    for (int i = 0; i < count; i++)
        if (text_equal(fields[i].name, name) && (d->door == DOOR_NAMES || text_trim(fields[i].value).length))
            return true;
    return false;
}

/* What a region does not let be collected cannot be required there. */
static void ask_required(struct decision *d, const struct gate_field *fields, int count)
{
    for (size_t i = 0; i < d->channel->field_count && !TEETH_OUT(TOOTH_GATE_REQUIRED); i++) {
        const struct channel_field *f = &d->channel->fields[i];
        if (f->required && allowed_here(d, f->data) && !was_given(d, fields, count, f->data->id))
            problem(d, f->data->id, GATE_REQUIRED_MISSING, f->place);
    }
}

static void ask_basis(struct decision *d)
{
    const struct purpose *purpose = d->channel->purpose;

    if (purpose)
        d->verdict->basis = purpose_basis(d->policy, purpose, d->region);
    if (d->verdict->basis > BASIS_OFF || TEETH_OUT(TOOTH_GATE_BASIS))
        return;
    problem(d, TEXT(""), GATE_NO_BASIS, purpose ? purpose->basis_place : d->channel->place);
}

/* What would stay for ever is not taken (clause P9-1, trap T-16). */
static void ask_retention(struct decision *d)
{
    const struct purpose *purpose = d->channel->purpose;

    if (purpose && purpose->keep.trigger == TRIGGER_AS_NEEDED)
        problem(d, TEXT(""), GATE_NO_RETENTION, purpose->keep.place);
}

static bool decide(struct work *w, struct decision *d, const struct gate_field *fields, int count)
{
    if (!d->policy || !d->channel) {
        problem(d, TEXT(""), d->policy ? GATE_UNKNOWN_CHANNEL : GATE_NO_NOTICE, (struct place){ .line = 0 });
        return true;
    }
    if (count > GATE_FIELDS_MAX) {
        problem(d, TEXT(""), GATE_MALFORMED, d->channel->place);
        return true;
    }
    ask_basis(d);
    ask_retention(d);
    for (int i = 0; i < count; i++)
        TRY(take_field(w, d, fields, count, i));
    ask_required(d, fields, count);
    return true;
}

bool gate_decide(struct work *w, const struct policy *p, const struct channel *channel, int region, enum gate_door door,
                 const struct gate_field *fields, int count, struct gate_verdict *out_verdict)
{
    struct gate_verdict *verdict = WORK_NEW(w, struct gate_verdict, 1);
    struct decision d = { p, channel, region, door, verdict };

    if (!verdict)
        return false;
    TRY(decide(w, &d, fields, count));
    verdict->accepted = verdict->problem_count == 0;
    if (!verdict->accepted)
        verdict->field_count = 0; /* nothing of a refused submission goes further */
    *out_verdict = *verdict;
    return true;
}
