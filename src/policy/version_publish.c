/* The writes of a publish: one list, so that a version stands whole or not at all. */
#include "policy/version.h"

#include "base/teeth.h"
#include "policy/version_names.h"
#include "policy_queries.h"
#include "store/list.h"
#include "store/site_row.h"

static bool add_names(struct work *w, const struct policy *p)
{
    struct named *names;
    int next[NAME_KINDS];
    size_t count;

    TRY(names_match(w, p, &names, &count, next));
    for (size_t i = 0; i < count; i++) {
        if (names[i].stored == *names[i].number)
            continue;
        if (names[i].stored >= 0)
            FAIL(w, ERR_CONFLICT, "%.*s was given another number meanwhile", TEXT_ARGS(names[i].name));
        TRY(list_write(w, *names[i].number == names[i].former_stored ? &query_version_alias_insert : &query_version_name_insert, 1,
            (const struct store_value[]){ STORE_NUMBER(w->site->key), STORE_NUMBER(names[i].kind), STORE_NUMBER(*names[i].number), STORE_TEXT(names[i].name) },
            4, NULL));
    }
    return true;
}

/* An empty encoding is an empty value, not an absent one. */
static struct store_value bytes_of(struct text t)
{
    return STORE_BYTES(t.length ? t.at : "", t.length);
}

static bool add_document(struct work *w, const struct document *d, int64_t number)
{
    struct hash *hash = WORK_NEW(w, struct hash, 1);

    if (!hash)
        return false;
    *hash = hash_bytes(d->bytes.at, d->bytes.length);
    return LIST_WRITE(w, query_version_document_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(number), STORE_TEXT(d->name),
        STORE_TEXT(d->language), STORE_TEXT(d->type), bytes_of(d->bytes), bytes_of(d->brotli), bytes_of(d->gzip),
        STORE_BYTES(hash->bytes, sizeof hash->bytes));
}

static bool add_fact(struct work *w, const struct policy *p, int64_t number, struct instant effective_at, bool overridden)
{
    struct fact fact = fact_begin(w, FACT_POLICY_PUBLISHED, number);

    fact.number = number;
    fact.effective = effective_at;
    fact.outcome = overridden;
    fact.hash = hash_bytes(p->source.at, p->source.length);
    return list_fact(w, fact, NULL);
}

static bool current_number(struct work *w, int64_t *out_number)
{
    const struct sql_value values[] = { sql_number(w->site->key) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_version_current, values, (int)COUNT_OF(values), &row));
    return sql_row_number(w, &row, 0, out_number);
}

static bool check_document(struct work *w, const struct policy *p, const struct document *d)
{
    if (d->name.length == 0 || d->type.length == 0)
        FAIL(w, ERR_INVALID, "a document has no name or no type");
    if (d->bytes.length == 0)
        FAIL(w, ERR_INVALID, "the document %.*s in language %.*s is empty", TEXT_ARGS(d->name), TEXT_ARGS(d->language));
    if (d->language.length && policy_language(p, d->language) < 0)
        FAIL(w, ERR_INVALID, "the document %.*s is in language %.*s, which the policy lacks", TEXT_ARGS(d->name), TEXT_ARGS(d->language));
    return true;
}

/* How often a name is there: in this language, and in all. */
struct copies {
    int same, all;
};

static struct copies count_copies(const struct document *documents, size_t count, struct text name, struct text language)
{
    struct copies copies = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (!text_equal(documents[i].name, name))
            continue;
        copies.all++;
        copies.same += text_equal(documents[i].language, language);
    }
    return copies;
}

/* Each document once a language: a language without it would be a promise that nobody there can read. */
static bool check_documents(struct work *w, const struct policy *p, const struct document *documents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(check_document(w, p, &documents[i]));
    for (size_t i = 0; i < count; i++) {
        const struct document *d = &documents[i];
        struct copies copies = count_copies(documents, count, d->name, d->language);

        if (copies.same != 1)
            FAIL(w, ERR_INVALID, "there are two documents %.*s in language %.*s", TEXT_ARGS(d->name), TEXT_ARGS(d->language));
        if (copies.all != (d->language.length ? p->language_count : 1))
            FAIL(w, ERR_INVALID, "the policy has %d languages, but the document %.*s was rendered in %d", p->language_count, TEXT_ARGS(d->name), copies.all);
    }
    if (count_copies(documents, count, DOCUMENT_POLICY, p->languages[0]).same != 1)
        FAIL(w, ERR_INVALID, "the policy itself is not among the documents");
    return true;
}

bool version_publish(struct work *w, const struct policy *p, const struct document *documents, size_t count, struct instant effective_at,
    struct text override_reason, int64_t *out_number)
{
    const int64_t site = w->site->key;
    int64_t before, number;

    must(w->writes);
    if (effective_at.ms < w->now.ms)
        FAIL(w, ERR_INVALID, "a version cannot take effect before it is posted");
    TRY(check_documents(w, p, documents, count));
    TRY(current_number(w, &before));
    number = before + 1;
    TRY(site_set_policy(w, site, before, number));
    TRY(LIST_WRITE(w, query_version_insert, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(number), bytes_of(p->source),
        STORE_BYTES(p->model_hash.bytes, sizeof p->model_hash.bytes), STORE_NUMBER(w->now.ms),
        STORE_NUMBER(TEETH_OUT(TOOTH_VERSION_DATE) ? effective_at.ms - 1 : effective_at.ms),
        override_reason.length ? STORE_TEXT(override_reason) : STORE_NULL));
    for (size_t i = 0; i < count; i++)
        TRY(add_document(w, &documents[i], number));
    TRY(add_names(w, p));
    TRY(add_fact(w, p, number, effective_at, override_reason.length > 0));
    *out_number = number;
    return true;
}
