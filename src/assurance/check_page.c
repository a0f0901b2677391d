/* Checks of the bytes: the stored documents are the published ones, they are what is served, and they show the date of their version. */
#include "assurance/look.h"
#include "assurance_queries.h"
#include "policy/site.h"
#include "sql/sql.h"

enum { OLDER_DOCUMENTS_LOOKED_AT = 60 };

/* --- P0-1, P12-1: the bytes -------------------------------------------------------------------------------------------------------------- */

struct bytes_look {
    struct proving *c;
    struct text date; /* as the pages of the version in force must show it */
    struct documents_seen *seen;
};

static bool is_served(const struct proving *c, int64_t version, const struct document *d)
{
    const struct document *served;

    if (!c->served || version != c->version)
        return true; /* the others are read from their row for each visitor */
    if (c->served->number != c->version)
        return false;
    served = version_document(c->served, d->name, d->language.length ? policy_language(&c->served->policy, d->language) : -1);
    served = served ? version_served(served) : NULL;
    return served && text_equal(served->bytes, d->bytes) && hash_equal(served->hash, d->hash) && text_equal(served->brotli, d->brotli) &&
           text_equal(served->gzip, d->gzip) && text_equal(served->type, d->type);
}

static bool look_at_bytes(struct work *w, void *context, int64_t version, const struct document *d)
{
    struct bytes_look *look = context;
    struct documents_seen *seen = look->seen;

    (void)w;
    seen->documents++;
    seen->changed += !document_is_whole(d);
    seen->other_served += !is_served(look->c, version, d);
    if (version != look->c->version)
        return true;
    seen->current++;
    seen->policies += text_equal(d->name, DOCUMENT_POLICY);
    seen->undated += text_starts(d->type, TEXT("text/html")) && !look_holds(d, look->date);
    return true;
}

static const struct version_line *line_in_force(const struct proving *c)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].number == c->version)
            return &c->versions[i];
    return NULL;
}

static bool date_in_page(struct work *w, struct instant posted, struct text *out_date)
{
    struct draft d;

    TRY(work_draft(w, 64, &d));
    draft_add(&d, TEXT("datetime=\""));
    draft_instant(&d, posted);
    draft_byte(&d, '"');
    *out_date = draft_text(&d);
    return true;
}

/* The fact of publishing the version in force; position -1 when it went in its time. A version that was published for a later day is not it. */
static bool published_fact(struct work *w, struct proving *c, struct fact *out_fact, int64_t *out_position)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(FACT_POLICY_PUBLISHED), sql_number(c->version) };
    struct text canonical;
    struct sql_row row;

    *out_position = -1;
    TRY(sql_find(w, w->snapshot, &query_promise_published, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, out_position));
    TRY(sql_row_bytes(w, &row, 1, &canonical));
    return fact_decode(w, canonical, out_fact);
}

/* Names it, and tells when it happened. */
static bool cite_published(struct work *w, struct proving *c)
{
    struct fact fact;
    int64_t position;

    TRY(published_fact(w, c, &fact, &position));
    if (position < 0)
        return true;
    c->promise->evidence.position = position;
    c->promise->evidence.at = fact.at;
    return true;
}

/* The log says which source was published; the fact goes in its time, and then the row stands alone. */
static bool source_is_the_published_one(struct work *w, struct proving *c, bool *out_same)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->version) };
    int64_t position;
    struct fact fact;
    struct sql_row row;
    struct text source;

    *out_same = true;
    TRY(published_fact(w, c, &fact, &position));
    if (position < 0)
        return true;
    TRY(sql_load(w, w->snapshot, &query_promise_source, values, 2, &row));
    TRY(sql_row_bytes(w, &row, 0, &source));
    *out_same = fact.number == c->version && hash_equal(hash_bytes(source.at, source.length), fact.hash);
    return true;
}

static bool look_at_documents(struct work *w, struct proving *c, struct instant posted)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->version), sql_number(OLDER_DOCUMENTS_LOOKED_AT) };
    struct documents_seen seen = { .taken = true };
    struct bytes_look look = { .c = c, .seen = &seen };

    if (c->documents.taken)
        return true;
    TRY(date_in_page(w, posted, &look.date));
    TRY(look_walk(w, &query_promise_documents, values, 3, look_at_bytes, &look));
    c->documents = seen;
    return true;
}

/* Whatever the server holds in memory of the version in force must lie in the database. */
static bool is_complete(const struct proving *c)
{
    const struct documents_seen *seen = &c->documents;
    bool whole = !c->served || c->served->number != c->version || (size_t)seen->current >= c->served->document_count;

    return whole && seen->policies >= c->policy->language_count;
}

bool judge_bytes(struct work *w, struct proving *c, bool *out_good)
{
    const struct version_line *line = line_in_force(c);
    const struct documents_seen *seen = &c->documents;
    bool same = false;

    *out_good = false;
    if (line) {
        TRY(source_is_the_published_one(w, c, &same));
        c->promise->evidence.at = line->posted_at;
    }
    TRY(look_at_documents(w, c, line ? line->posted_at : (struct instant){ 0 }));
    TRY(cite_published(w, c));
    if (!line || !same || !is_complete(c))
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_VERSION_BROKEN, c->version);
    if (seen->changed || seen->other_served || seen->undated)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BYTES_BROKEN, seen->changed, seen->other_served, seen->undated, seen->documents);
    *out_good = true;
    return true;
}

bool check_page_bytes(struct work *w, struct proving *c)
{
    bool good;

    TRY(judge_bytes(w, c, &good));
    return !good || SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_BYTES, c->version, c->documents.documents);
}

bool check_versions(struct work *w, struct proving *c)
{
    int64_t early = 0;
    bool good;

    for (size_t i = 0; i < c->version_count; i++)
        early += instant_compare(c->versions[i].effective_at, c->versions[i].posted_at) < 0;
    TRY(survey_take(w, c));
    TRY(judge_bytes(w, c, &good));
    if (!good)
        return true;
    if (early || c->survey.not_in_force)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_VERSIONS_BROKEN, early, c->survey.not_in_force);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_VERSIONS, (int64_t)c->version_count, c->survey.records);
}

/* --- P7-3: the yearly review ----------------------------------------------------------------------------------------------------------------------- */

bool check_review(struct work *w, struct proving *c)
{
    const struct statement *security = policy_statement(c->policy, TEXT("security"));
    struct day reviewed, today = zone_day_of(c->policy->zone, w->now);
    struct text value = TEXT("");

    if (security)
        value = statement_value(c->policy, security, TEXT("reviewed"), 0, c->policy->authoritative);
    if (!day_parse(value, &reviewed))
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_REVIEW_UNKNOWN);
    c->promise->evidence.at = zone_instant_of(c->policy->zone, reviewed);
    if (day_add_months(reviewed, 12).number < today.number)
        return check_say_nothing(c, PROMISE_BROKEN, MSG_EVIDENCE_REVIEW_BROKEN);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_REVIEW);
}
