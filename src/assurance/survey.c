/* The survey: the newest records, by their clear columns. Nothing is opened. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "disclosure/opening.h"
#include "policy/site.h"
#include "sql/sql.h"

struct seen {
    int64_t id, channel, purpose, basis, policy_number, retention_state;
    struct text region, fields;
    struct instant collected_at;
};

struct surveying {
    struct proving *c;
    struct survey *s;
    struct instant year_ago;
};

static bool read_columns(struct work *w, const struct sql_row *row, struct seen *r)
{
    TRY(sql_row_number(w, row, 0, &r->id));
    TRY(sql_row_number(w, row, 1, &r->channel));
    TRY(sql_row_number(w, row, 2, &r->purpose));
    TRY(sql_row_number(w, row, 3, &r->basis));
    TRY(sql_row_text(w, row, 4, &r->region));
    TRY(sql_row_number(w, row, 5, &r->policy_number));
    TRY(sql_row_number(w, row, 6, &r->collected_at.ms));
    TRY(sql_row_bytes(w, row, 7, &r->fields));
    return sql_row_number(w, row, 8, &r->retention_state);
}

static const struct data_item *item_numbered(const struct policy *p, int number)
{
    for (size_t i = 0; i < p->data_count; i++)
        if (p->data[i].number == number)
            return &p->data[i];
    return NULL;
}

static bool declares(const struct channel *channel, const struct data_item *item)
{
    for (size_t i = 0; channel && item && i < channel->field_count; i++)
        if (channel->fields[i].data == item)
            return true;
    return false;
}

/* An unknown region counts as the strictest. */
static bool outside_appendix(const struct policy *p, const struct seen *r, const struct data_item *item)
{
    int region = r->region.length ? policy_region(p, r->region) : -1;

    for (size_t i = 0; i < p->appendix_count; i++)
        if (p->appendices[i].prevails && (region < 0 || p->appendices[i].region == region) && !appendix_lists(&p->appendices[i], item ? item->id : TEXT("")))
            return true;
    return false;
}

static const struct appendix *california(const struct policy *p)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if (p->appendices[i].region >= 0 && text_equal(p->regions[p->appendices[i].region].code, TEXT("US-CA")))
            return &p->appendices[i];
    return NULL;
}

/* Bit 0 belongs to no item: it is set when something was kept that no policy declares. More than that is not known of the rules under which
 * records of older versions came in. */
static void look_at_fields(struct surveying *x, const struct seen *r)
{
    const struct policy *p = x->c->policy;
    const struct channel *channel = channel_numbered(p, (int)r->channel);
    const struct appendix *californian = california(p);
    bool current = r->policy_number == x->c->version, undeclared = false, outside = false, unlisted = false;

    for (size_t bit = 0; bit < r->fields.length * 8; bit++) {
        const struct data_item *item = item_numbered(p, (int)bit);
        if (!((unsigned char)r->fields.at[bit / 8] >> (bit % 8) & 1))
            continue;
        undeclared = undeclared || bit == 0 || (current && !declares(channel, item));
        outside = outside || (current && outside_appendix(p, r, item));
        unlisted = unlisted || (californian && !appendix_lists(californian, item ? item->id : TEXT("")));
    }
    x->s->undeclared += undeclared;
    x->s->outside_appendix += outside;
    if (!californian || instant_compare(r->collected_at, x->year_ago) < 0 || !text_equal(r->region, TEXT("US-CA")))
        return;
    x->s->california++;
    x->s->california_unlisted += unlisted;
}

/* A post that is under way while a version is published may stay under the one before; it takes no hour. */
static bool had_replaced(const struct version_line *newer, const struct seen *r)
{
    return instant_compare(newer->effective_at, r->collected_at) <= 0 && instant_since(r->collected_at, newer->posted_at).ms >= SPAN_HOURS(1).ms;
}

static bool was_in_force(const struct proving *c, const struct seen *r)
{
    for (size_t i = 0; i < c->version_count; i++) {
        if (c->versions[i].number == r->policy_number)
            return instant_compare(c->versions[i].effective_at, r->collected_at) <= 0;
        if (had_replaced(&c->versions[i], r))
            return false;
    }
    return c->version_count == VERSIONS_LOOKED_AT; /* older than those that were looked at */
}

static bool look_at_record(struct work *w, void *context, const struct sql_row *row)
{
    struct surveying *x = context;
    struct survey *s = x->s;
    struct seen r;

    TRY(read_columns(w, row, &r));
    s->newest = s->newest ? s->newest : r.id;
    s->records++;
    s->without_basis += r.basis <= BASIS_OFF || r.basis >= LEGAL_BASES;
    s->other_purpose += r.policy_number == x->c->version && !purpose_numbered(x->c->policy, (int)r.purpose);
    s->not_in_force += !was_in_force(x->c, &r);
    s->without_retention += r.retention_state < 0;
    look_at_fields(x, &r);
    return true;
}

bool survey_take(struct work *w, struct proving *c)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(RECORDS_SURVEYED) };
    struct survey survey = { .taken = true };
    struct surveying x = { .c = c, .s = &survey, .year_ago = instant_of_day_utc(day_add_months(instant_day_utc(w->now), -12)) };

    if (c->survey.taken)
        return true;
    TRY(sql_stream(w, w->snapshot, &query_promise_records, values, 2, look_at_record, &x));
    c->survey = survey;
    return true;
}
