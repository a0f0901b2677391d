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
        TRY(LIST_WRITE(w, query_version_name_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(names[i].kind), STORE_NUMBER(*names[i].number),
            STORE_TEXT(names[i].name)));
    }
    return true;
}

/* An empty encoding is an empty value, not an absent one. */
static struct store_value bytes_of(struct text t)
{
    return STORE_BYTES(t.length ? t.at : "", t.length);
}

static bool add_page(struct work *w, const struct policy *p, const struct version_page *page, int64_t number)
{
    struct hash *hash = WORK_NEW(w, struct hash, 1);

    if (!hash)
        return false;
    if (policy_language(p, page->language) < 0)
        FAIL(w, ERR_INVALID, "a page is in language %.*s, which the policy lacks", TEXT_ARGS(page->language));
    if (page->bytes.length == 0)
        FAIL(w, ERR_INVALID, "the page in language %.*s is empty", TEXT_ARGS(page->language));
    *hash = hash_bytes(page->bytes.at, page->bytes.length);
    return LIST_WRITE(w, query_version_page_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(number), STORE_TEXT(page->language),
        bytes_of(page->bytes), bytes_of(page->brotli), bytes_of(page->gzip), STORE_BYTES(hash->bytes, sizeof hash->bytes));
}

static bool add_fact(struct work *w, const struct policy *p, int64_t number)
{
    struct fact fact = fact_begin(w, FACT_POLICY_PUBLISHED, number);

    fact.number = number;
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

/* One page a language: a language without a page would be a promise that nobody there can read. */
static bool check_pages(struct work *w, const struct policy *p, const struct version_page *pages, int count)
{
    if (count != p->language_count)
        FAIL(w, ERR_INVALID, "the policy has %d languages, but %d pages were rendered", p->language_count, count);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++)
            if (text_equal(pages[i].language, pages[k].language))
                FAIL(w, ERR_INVALID, "there are two pages in language %.*s", TEXT_ARGS(pages[i].language));
    return true;
}

bool version_publish(struct work *w, const struct policy *p, const struct version_page *pages, int page_count, struct instant effective_at,
    int64_t *out_number)
{
    const int64_t site = w->site->key;
    int64_t before, number;

    must(w->writes);
    if (effective_at.ms < w->now.ms)
        FAIL(w, ERR_INVALID, "a version cannot take effect before it is posted");
    TRY(check_pages(w, p, pages, page_count));
    TRY(current_number(w, &before));
    number = before + 1;
    TRY(site_set_policy(w, site, before, number));
    TRY(LIST_WRITE(w, query_version_insert, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(number), bytes_of(p->source),
        STORE_BYTES(p->model_hash.bytes, sizeof p->model_hash.bytes), STORE_NUMBER(w->now.ms),
        STORE_NUMBER(TEETH_OUT(TOOTH_VERSION_DATE) ? effective_at.ms - 1 : effective_at.ms)));
    for (int i = 0; i < page_count; i++)
        TRY(add_page(w, p, &pages[i], number));
    TRY(add_names(w, p));
    TRY(add_fact(w, p, number));
    *out_number = number;
    return true;
}
