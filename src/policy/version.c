#include "policy/version.h"

#include "base/teeth.h"
#include "policy/parse.h"
#include "policy_queries.h"
#include "sql/sql.h"

static bool read_page(struct work *w, void *context, const struct sql_row *row)
{
    struct version *v = context;
    struct version_page page = { .language = TEXT("") };
    struct text language;
    int index;

    TRY(sql_row_text(w, row, 0, &language));
    index = policy_language(&v->policy, language);
    if (index < 0)
        FAIL(w, ERR_TAMPERED, "version %lld has a page in a language that its policy lacks", (long long)v->number);
    page.language = v->policy.languages[index];
    TRY(sql_row_bytes(w, row, 1, &page.bytes));
    TRY(sql_row_bytes(w, row, 2, &page.brotli));
    TRY(sql_row_bytes(w, row, 3, &page.gzip));
    TRY(sql_row_hash(w, row, 4, page.hash.bytes));
    if (!hash_equal(hash_bytes(page.bytes.at, page.bytes.length), page.hash))
        FAIL(w, ERR_TAMPERED, "the page of version %lld in language %.*s does not fit its hash", (long long)v->number, TEXT_ARGS(language));
    TRY(work_copy(w, page.bytes, &page.bytes)); /* a row lives until the callback returns */
    TRY(work_copy(w, page.brotli, &page.brotli));
    TRY(work_copy(w, page.gzip, &page.gzip));
    v->pages[index] = page;
    return true;
}

/* The source was accepted once. A newer program may have rules that it breaks, and time may have brought findings; it is served all the
 * same, as long as nothing is missing that others rely on. */
static bool read_policy(struct work *w, struct text source, struct version *v)
{
    struct findings f;

    TRY(policy_parse(w, source, &v->policy, &f));
    if (f.breaking)
        FAIL(w, ERR_UNSUPPORTED, "this program cannot read the policy of version %lld: %.*s", (long long)v->number,
            f.first ? (int)f.first->message.length : 0, f.first ? f.first->message.at : "");
    return true;
}

bool version_load(struct work *w, int64_t number, struct version *out_version)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(number) };
    struct version *v = WORK_NEW(w, struct version, 1);
    struct text source;
    struct hash stored_hash;
    struct sql_row row;

    if (!v)
        return false;
    if (number)
        TRY(sql_load(w, w->snapshot, &query_version_by_number, values, 2, &row));
    else
        TRY(sql_load(w, w->snapshot, &query_version_newest, values, 1, &row));
    TRY(sql_row_number(w, &row, 0, &v->number));
    TRY(sql_row_bytes(w, &row, 1, &source));
    TRY(sql_row_hash(w, &row, 2, stored_hash.bytes));
    TRY(sql_row_number(w, &row, 3, &v->posted_at.ms));
    TRY(sql_row_number(w, &row, 4, &v->effective_at.ms));
    TRY(read_policy(w, source, v));
    v->policy.model_hash = stored_hash; /* as it was published, whatever this program would compute */
    TRY(version_bind_numbers(w, &v->policy));
    const struct sql_value of_version[] = { sql_number(w->site->key), sql_number(v->number) };
    TRY(sql_stream(w, w->snapshot, &query_version_pages, of_version, (int)COUNT_OF(of_version), read_page, v));
    *out_version = *v;
    return true;
}

const struct version_page *version_served(const struct version *v, int language)
{
    if (TEETH_OUT(TOOTH_VERSION_BYTES))
        return NULL;
    for (int i = 0; i < POLICY_LANGUAGES_MAX && language >= 0; i++)
        if (v->pages[i].bytes.length && text_equal(v->pages[i].language, v->policy.languages[language]))
            return &v->pages[i];
    return &v->pages[0];
}

struct listing {
    struct version_line *lines;
    size_t count, max;
};

static bool read_line(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;
    struct version_line line;

    if (l->count == l->max)
        return false;
    TRY(sql_row_number(w, row, 0, &line.number));
    TRY(sql_row_number(w, row, 1, &line.posted_at.ms));
    TRY(sql_row_number(w, row, 2, &line.effective_at.ms));
    l->lines[l->count++] = line;
    return true;
}

bool version_list(struct work *w, struct version_line *out_lines, size_t max, size_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number((int64_t)max) };
    struct listing l = { .lines = out_lines, .max = max };

    TRY(sql_stream(w, w->snapshot, &query_version_lines, values, (int)COUNT_OF(values), read_line, &l));
    *out_count = l.count;
    return true;
}
