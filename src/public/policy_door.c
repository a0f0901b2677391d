/* The policy as it was published: the stored bytes of the version, chosen by language and encoding, never rendered again (clause P0-1). */
#include "html/message.h"
#include "page/policy_page.h"
#include "page/versions_page.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"
#include "public_queries.h"

enum { VERSION_LINES_MAX = 200 };

/* Only with the tooth out: what the page would say today. */
static bool render_anew(struct work *w, struct exchange *x, const struct version *v, int language)
{
    struct html html;

    TRY(policy_page_render(w, &v->policy, w->site, language, v->number, w->now, v->effective_at, &html));
    answer_html(x, 200, html, HTTP_REVALIDATE);
    return true;
}

static bool answer_page(struct work *w, struct exchange *x, const struct version_page *page)
{
    const struct answer_bytes bytes = {
        .type = TEXT("text/html; charset=utf-8"), .plain = page->bytes, .brotli = page->brotli, .gzip = page->gzip, .hash = page->hash,
        .cache = HTTP_REVALIDATE,
    };

    TRY(answer_encoded(w, x, &bytes));
    http_header_add(&x->response, TEXT("Content-Language"), page->language);
    return true;
}

static bool serve(struct work *w, struct exchange *x, const struct version *v)
{
    const struct version_page *page;
    int language;

    TRY(visitor_language(w, x, &v->policy, &language));
    page = version_served(v, language);
    return page ? answer_page(w, x, page) : render_anew(w, x, v, language);
}

bool policy_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    return serve(w, x, version);
}

/* The languages in which an older version was published. */
struct old_languages {
    struct text tags[POLICY_LANGUAGES_MAX];
    int count;
};

static bool read_language(struct work *w, void *context, const struct sql_row *row)
{
    struct old_languages *languages = context;
    struct text tag;

    TRY(sql_row_text(w, row, 0, &tag));
    return work_copy(w, tag, &languages->tags[languages->count++]);
}

static bool choose_old_language(struct work *w, struct exchange *x, int64_t number, struct text *out_tag)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(number) };
    struct old_languages old = { .count = 0 };
    struct text said, accept = TEXT("");

    TRY(sql_stream(w, w->snapshot, &query_public_page_languages, values, 2, read_language, &old));
    if (old.count == 0)
        FAIL(w, ERR_NOT_FOUND, "there is no version %lld", (long long)number);
    TRY(query_value(w, x, TEXT("lang"), &said));
    http_header_find(x->request, TEXT("Accept-Language"), &accept);
    *out_tag = old.tags[language_choose(said.length ? said : accept, old.tags, old.count, 0)];
    return true;
}

/* Its bytes are enough; its policy is not parsed again. */
static bool serve_old(struct work *w, struct exchange *x, int64_t number)
{
    struct sql_value values[] = { sql_number(w->site->key), sql_number(number), sql_null() };
    struct version_page page;
    struct sql_row row;

    TRY(choose_old_language(w, x, number, &page.language));
    values[2] = sql_text(page.language);
    TRY(sql_load(w, w->snapshot, &query_public_page_bytes, values, 3, &row));
    TRY(sql_row_bytes(w, &row, 0, &page.bytes));
    TRY(sql_row_bytes(w, &row, 1, &page.brotli));
    TRY(sql_row_bytes(w, &row, 2, &page.gzip));
    TRY(sql_row_hash(w, &row, 3, page.hash.bytes));
    if (!hash_equal(hash_bytes(page.bytes.at, page.bytes.length), page.hash))
        FAIL(w, ERR_TAMPERED, "the page of version %lld does not fit its hash", (long long)number);
    return answer_page(w, x, &page);
}

bool policy_show_version(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *version;
    uint64_t number;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(version_in_force(w, x, &version));
    if (!text_to_u64(x->parameters[0], &number) || number == 0 || number > INT64_MAX)
        FAIL(w, ERR_NOT_FOUND, "a version is a number from 1");
    return (int64_t)number == version->number ? serve(w, x, version) : serve_old(w, x, (int64_t)number);
}

bool policy_show_versions(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct version_line *lines = WORK_NEW(w, struct version_line, VERSION_LINES_MAX);
    struct reader reader = { .site = w->site };
    const struct version *version;
    struct html html;
    size_t count;

    must(phase == 0);
    *out_next = TASK_END;
    if (!lines)
        return false;
    TRY(version_in_force(w, x, &version));
    TRY(visitor_language(w, x, &version->policy, &reader.language));
    reader.policy = &version->policy;
    TRY(version_list(w, lines, VERSION_LINES_MAX, &count));
    TRY(versions_page_render(w, &reader, lines, count, &html));
    answer_html(x, 200, html, HTTP_SHORT);
    return true;
}
