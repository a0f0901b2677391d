#include "policy/version.h"

#include "base/teeth.h"
#include "policy/parse.h"
#include "policy_queries.h"
#include "sql/sql.h"

struct documents {
    struct version *v;
    struct document *list;
    size_t count, max;
};

static bool read_document(struct work *w, void *context, const struct sql_row *row)
{
    struct documents *all = context;
    const struct version *v = all->v;
    struct document d;

    TRY(document_of_row(w, row, 0, &d));
    if (d.language.length && policy_language(&v->policy, d.language) < 0)
        FAIL(w, ERR_TAMPERED, "version %lld has a document in a language that its policy lacks", (long long)v->number);
    if (!document_is_whole(&d))
        FAIL(w, ERR_TAMPERED, "the document %.*s of version %lld in language %.*s does not fit its hash", TEXT_ARGS(d.name), (long long)v->number,
            TEXT_ARGS(d.language));
    must(all->count < all->max);
    return document_copy(w, &d, &all->list[all->count++]); /* a row lives until the callback returns */
}

static bool read_documents(struct work *w, struct version *v)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(v->number) };
    struct documents all = { .v = v };
    struct sql_row row;
    int64_t count;

    TRY(sql_load(w, w->snapshot, &query_version_document_count, values, 2, &row));
    TRY(sql_row_number(w, &row, 0, &count));
    all.max = (size_t)count;
    all.list = WORK_NEW(w, struct document, all.max);
    if (!all.list)
        return false;
    TRY(sql_stream(w, w->snapshot, &query_version_documents, values, 2, read_document, &all));
    v->documents = all.list;
    v->document_count = all.count;
    return true;
}

/* The source was accepted once. A newer program may have rules that it breaks, and time may have brought findings; it is served all the
 * same, as long as nothing is missing that others rely on. */
static bool read_policy(struct work *w, struct text source, struct version *v)
{
    const struct policy_options options = { .law = NULL }; /* it was asked at the publish */
    struct findings f;

    TRY(policy_parse(w, source, &options, &v->policy, &f));
    if (f.breaking)
        FAIL(w, ERR_UNSUPPORTED, "this program cannot read the policy of version %lld: %.*s", (long long)v->number,
            f.first ? (int)f.first->message.length : 0, f.first ? f.first->message.at : "");
    return true;
}

static bool load(struct work *w, int64_t number, struct version *out_version)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(number) };
    struct version *v = WORK_NEW(w, struct version, 1);
    struct text source;
    struct hash stored_hash;
    struct sql_row row;

    if (!v)
        return false;
    TRY(sql_load(w, w->snapshot, &query_version_by_number, values, (int)COUNT_OF(values), &row));
    TRY(sql_row_number(w, &row, 0, &v->number));
    TRY(sql_row_bytes(w, &row, 1, &source));
    TRY(sql_row_hash(w, &row, 2, stored_hash.bytes));
    TRY(sql_row_number(w, &row, 3, &v->posted_at.ms));
    TRY(sql_row_number(w, &row, 4, &v->effective_at.ms));
    TRY(read_policy(w, source, v));
    v->policy.model_hash = stored_hash; /* as it was published, whatever this program would compute */
    TRY(version_bind_numbers(w, &v->policy));
    TRY(read_documents(w, v));
    *out_version = *v;
    return true;
}

bool version_load(struct work *w, int64_t number, struct version *out_version)
{
    if (!number)
        TRY(version_number_at(w, w->now, &number));
    return load(w, number, out_version);
}

bool version_source(struct work *w, int64_t number, struct text *out_source)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(number) };
    struct text source;
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_version_by_number, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "there is no version %lld", (long long)number);
    TRY(sql_row_bytes(w, &row, 1, &source));
    return work_copy(w, source, out_source);
}

const struct document *version_document(const struct version *v, struct text name, int language)
{
    struct text tag = language >= 0 ? v->policy.languages[language] : TEXT("");
    const struct document *found = NULL;

    for (size_t i = 0; i < v->document_count; i++) {
        const struct document *d = &v->documents[i];
        if (!text_equal(d->name, name))
            continue;
        if (text_equal(d->language, tag))
            return d;
        found = found ? found : d;
    }
    return found;
}

const struct document *version_served(const struct document *d)
{
    return TEETH_OUT(TOOTH_VERSION_BYTES) ? NULL : d;
}
