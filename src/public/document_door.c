/* The documents of a version as they were published: the stored bytes, chosen by language and encoding, never rendered again (clause P0-1). */
#include "html/message.h"
#include "page/asset.h"
#include "page/documents.h"
#include "page/missing_page.h"
#include "page/versions_page.h"
#include "policy/announced.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/doors.h"

enum { VERSION_LINES_MAX = 200, COMING_MAX = 16 };

static bool answer_document(struct work *w, struct exchange *x, const struct document *d)
{
    const struct answer_bytes bytes = {
        .type = d->type, .plain = d->bytes, .brotli = d->brotli, .gzip = d->gzip, .hash = d->hash, .cache = HTTP_REVALIDATE,
    };

    TRY(answer_encoded(w, x, &bytes));
    if (d->language.length)
        http_header_add(&x->response, TEXT("Content-Language"), d->language);
    return true;
}

/* Only with the tooth out: what the document would say today. */
static bool render_anew(struct work *w, struct exchange *x, const struct version *v, struct text name, int language)
{
    const struct edition edition = { .site = w->site, .policy = &v->policy, .number = v->number, .posted = w->now, .effective = v->effective_at };
    struct document d;

    TRY(document_render(w, &edition, name, language, &d));
    answer_text(x, d.type, d.bytes, HTTP_REVALIDATE);
    return true;
}

/* It was published by a program that did not make this document yet, or its policy gave no reason for it. */
static bool answer_missing(struct work *w, struct exchange *x, const struct version *v, int64_t number)
{
    struct reader reader = { .site = w->site, .policy = &v->policy };
    struct html html;

    TRY(visitor_language(w, x, &v->policy, &reader.language));
    TRY(missing_page_render(w, &reader, number, &html));
    answer_html(x, 404, html, HTTP_NO_STORE);
    return true;
}

/* The policy at its own place, which says that it changes; the version's address keeps its bytes. */
static bool serve_announced(struct work *w, struct exchange *x, const struct version *v, bool *out_found)
{
    struct document page;
    int language;

    TRY(visitor_language(w, x, &v->policy, &language));
    TRY(announced_find(w, v->number, v->policy.languages[language], &page, out_found));
    return !*out_found || answer_document(w, x, &page);
}

static bool serve(struct work *w, struct exchange *x, const struct version *v, struct text name, bool *out_found)
{
    const struct document *d, *served;
    int language;

    TRY(visitor_language(w, x, &v->policy, &language));
    d = version_document(v, name, language);
    *out_found = d != NULL;
    if (!d)
        return true;
    served = version_served(d);
    return served ? answer_document(w, x, served) : render_anew(w, x, v, name, language);
}

/* Its bytes are enough; its policy is not parsed again. */
static bool serve_old(struct work *w, struct exchange *x, int64_t number, struct text name, bool *out_found)
{
    struct text languages[POLICY_LANGUAGES_MAX], said, accept = TEXT("");
    struct document d;
    int count;

    TRY(document_languages(w, number, name, languages, POLICY_LANGUAGES_MAX, &count));
    *out_found = count > 0;
    if (count == 0)
        return true;
    TRY(query_value(w, x, TEXT("lang"), &said));
    http_header_find(x->request, TEXT("Accept-Language"), &accept);
    TRY(document_load(w, number, name, languages[language_choose(said.length ? said : accept, languages, count, 0)], &d));
    return answer_document(w, x, &d);
}

static bool version_exists(struct work *w, int64_t number, bool *out_exists)
{
    struct text languages[POLICY_LANGUAGES_MAX];
    int count;

    TRY(document_languages(w, number, DOCUMENT_POLICY, languages, POLICY_LANGUAGES_MAX, &count));
    *out_exists = count > 0;
    return true;
}

/* The policy lies at the address of its version, the others below that; by its name alone it is not found. */
static struct text name_at(struct text path)
{
    if (text_equal(path, DOCUMENT_POLICY))
        return TEXT("");
    return path.length ? path : DOCUMENT_POLICY;
}

/* What changes is asked of what comes, when something does: of the last version that was announced. */
static bool newest_number(struct work *w, int64_t in_force, int64_t *out_number)
{
    struct version_line *lines = WORK_NEW(w, struct version_line, VERSIONS_LISTED_MAX), coming[COMING_MAX];
    size_t count;

    if (!lines)
        return false;
    TRY(version_list(w, lines, VERSIONS_LISTED_MAX, &count));
    count = version_lines_coming(lines, count, w->now, coming, COMING_MAX);
    *out_number = count ? coming[count - 1].number : in_force;
    return true;
}

static bool show_changes(struct work *w, struct exchange *x, const struct version *version, bool *out_found)
{
    int64_t newest;

    TRY(newest_number(w, version->number, &newest));
    if (newest == version->number)
        return serve(w, x, version, TEXT("changes"), out_found);
    return serve_old(w, x, newest, TEXT("changes"), out_found);
}

static bool show_in_force(struct work *w, struct exchange *x, struct text path)
{
    const struct version *version;
    bool found = false;

    TRY(version_in_force(w, x, &version));
    if (text_equal(path, TEXT("changes")))
        TRY(show_changes(w, x, version, &found));
    if (found)
        return true;
    if (path.length == 0) {
        TRY(serve_announced(w, x, version, &found));
        if (found)
            return true;
    }
    TRY(serve(w, x, version, name_at(path), &found));
    if (!found && !document_kind_at(path))
        FAIL(w, ERR_NOT_FOUND, "there is no such page or file");
    return found || answer_missing(w, x, version, version->number);
}

static bool show_numbered(struct work *w, struct exchange *x, int64_t number, struct text path)
{
    const struct version *version;
    bool found, exists = true;

    TRY(version_in_force(w, x, &version));
    if (number == version->number)
        TRY(serve(w, x, version, name_at(path), &found));
    else
        TRY(serve_old(w, x, number, name_at(path), &found));
    if (found)
        return true;
    if (number != version->number)
        TRY(version_exists(w, number, &exists));
    if (!exists)
        FAIL(w, ERR_NOT_FOUND, "there is no version %lld", (long long)number);
    if (!document_kind_at(path))
        FAIL(w, ERR_NOT_FOUND, "no document of a version has this name");
    return answer_missing(w, x, version, number);
}

/* The name of an asset holds a hash, or is that of the schema; a document never has such a name. */
bool document_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    bool exact;

    if (asset_find(x->parameters[0], &exact))
        return asset_show(w, x, phase, out_next);
    must(phase == 0);
    *out_next = TASK_END;
    return show_in_force(w, x, x->parameters[0]); /* empty: the policy */
}

bool request_show(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    must(phase == 0);
    *out_next = TASK_END;
    return show_in_force(w, x, TEXT("request"));
}

bool document_show_version(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    uint64_t number;

    must(phase == 0);
    *out_next = TASK_END;
    if (!text_to_u64(x->parameters[0], &number) || number == 0 || number > INT64_MAX)
        FAIL(w, ERR_NOT_FOUND, "a version is a number from 1");
    return show_numbered(w, x, (int64_t)number, x->parameters[1]);
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
