#include "public/answer.h"

#include "html/message.h"
#include "net/form.h"
#include "policy/version.h"
#include "public/kept.h"

void answer_html(struct exchange *x, int status, struct html page, enum http_cache cache)
{
    x->response = (struct http_response){
        .status = status, .content_type = TEXT("text/html; charset=utf-8"), .body = page.markup, .cache = cache,
    };
}

void answer_text(struct exchange *x, struct text type, struct text body, enum http_cache cache)
{
    x->response = (struct http_response){ .status = 200, .content_type = type, .body = body, .cache = cache };
}

bool answer_json(struct work *w, struct exchange *x, int status, const struct draft *json)
{
    if (json->overflow)
        FAIL(w, ERR_LIMIT, "the answer is longer than %zu bytes", json->size);
    answer_text(x, TEXT("application/json"), draft_text(json), HTTP_NO_STORE);
    x->response.status = status;
    return true;
}

void answer_see_other(struct exchange *x, struct text location)
{
    x->response = (struct http_response){ .status = 303, .location = location };
}

void answer_file(struct exchange *x, struct text type, struct text disposition, struct text body)
{
    answer_text(x, type, body, HTTP_NO_STORE);
    http_header_add(&x->response, TEXT("Content-Disposition"), disposition);
}

struct coding {
    const char *name;
    struct text bytes;
};

/* The smallest that the caller takes; the last one is plain. */
static struct coding choose_coding(const struct http_request *r, const struct answer_bytes *b)
{
    const struct coding codings[] = { { "br", b->brotli }, { "gzip", b->gzip } };

    for (size_t i = 0; i < COUNT_OF(codings); i++)
        if (codings[i].bytes.length && http_accepts_encoding(r, text_of(codings[i].name)))
            return codings[i];
    return (struct coding){ "", b->plain };
}

/* RFC 9110 section 13.1.2: a list of tags, weak ones compare equal; "*" is any. */
static bool has_already(const struct http_request *r, struct text tag)
{
    struct text list, part;

    if (!http_header_find(r, TEXT("If-None-Match"), &list))
        return false;
    while (text_cut(&list, ',', &part)) {
        part = text_trim(part);
        if (text_starts(part, TEXT("W/")))
            part = text_from(part, 2);
        if (text_equal(part, tag) || text_equal(part, TEXT("*")))
            return true;
    }
    return false;
}

static bool tag_of(struct work *w, const struct answer_bytes *b, const char *coding, struct text *out_tag)
{
    struct draft d;

    TRY(work_draft(w, 64, &d));
    draft_byte(&d, '"');
    draft_hex(&d, b->hash.bytes, 16);
    draft_addf(&d, "%s%s\"", *coding ? "-" : "", coding);
    must(!d.overflow);
    *out_tag = draft_text(&d);
    return true;
}

bool answer_encoded(struct work *w, struct exchange *x, const struct answer_bytes *b)
{
    struct coding coding = choose_coding(x->request, b);
    struct text tag;

    TRY(tag_of(w, b, coding.name, &tag));
    answer_text(x, b->type, coding.bytes, b->cache);
    x->response.content_encoding = text_of(coding.name);
    if (has_already(x->request, tag))
        x->response = (struct http_response){ .status = 304, .cache = b->cache };
    http_header_add(&x->response, TEXT("ETag"), tag);
    http_header_add(&x->response, TEXT("Vary"), TEXT("Accept-Encoding, Accept-Language"));
    return true;
}

bool query_value(struct work *w, const struct exchange *x, struct text name, struct text *out_value)
{
    struct form *form;

    *out_value = TEXT("");
    if (x->request->query.length == 0)
        return true;
    form = WORK_NEW(w, struct form, 1);
    if (!form)
        return false;
    TRY(form_parse(w, x->request->query, form));
    form_find(form, name, out_value);
    return true;
}

bool visitor_language(struct work *w, const struct exchange *x, const struct policy *p, int *out_language)
{
    struct text said, accept = TEXT("");

    TRY(query_value(w, x, TEXT("lang"), &said));
    *out_language = said.length ? policy_language(p, said) : -1;
    if (*out_language >= 0)
        return true;
    http_header_find(x->request, TEXT("Accept-Language"), &accept);
    *out_language = language_choose(accept, p->languages, p->language_count, p->authoritative);
    return true;
}

bool language_suffix(struct work *w, const struct exchange *x, const struct policy *p, struct text *out_suffix)
{
    struct text said;

    TRY(query_value(w, x, TEXT("lang"), &said));
    *out_suffix = TEXT("");
    if (said.length == 0 || policy_language(p, said) < 0)
        return true;
    return work_format(w, out_suffix, "?lang=%.*s", TEXT_ARGS(said));
}

struct text region_of_proxy(const struct exchange *x)
{
    struct text name = x->services->region_header, value;

    return name.length && x->request->from_proxy && http_header_find(x->request, name, &value) ? value : TEXT("");
}

bool wants_json(const struct http_request *r)
{
    struct text accept, part, media;

    if (!http_header_find(r, TEXT("Accept"), &accept))
        return false;
    while (text_cut(&accept, ',', &part)) {
        text_cut(&part, ';', &media);
        media = text_trim(media);
        if (text_equal_ascii_case(media, TEXT("text/html")))
            return false;
        if (text_equal_ascii_case(media, TEXT("application/json")) || text_equal_ascii_case(media, TEXT("application/problem+json")))
            return true;
    }
    return false;
}

bool answer_kept(struct work *w, struct exchange *x, enum kept_page page, const struct version *version, int language, kept_maker make,
                 struct text *out_bytes)
{
    struct services *s = x->services;
    int64_t key = (version->number * KEPT_PAGES + page) * POLICY_LANGUAGES_MAX + language;
    struct moment now = s->monotonic ? s->monotonic(s) : (struct moment){ 0 };

    if (kept_find(w, s->kept, key, now, out_bytes))
        return true;
    TRY(make(w, x, version, language, out_bytes));
    kept_add(s->kept, key, now, *out_bytes);
    return true;
}

bool version_in_force(struct work *w, const struct exchange *x, const struct version **out_version)
{
    *out_version = x->services->version(x->services, w->now);
    if (!*out_version)
        FAIL(w, ERR_UNAVAILABLE, "no policy is published yet");
    return true;
}

bool answer_live_page(struct work *w, struct exchange *x, enum kept_page page, kept_maker make)
{
    const struct version *version;
    struct html html;
    int language;

    TRY(version_in_force(w, x, &version));
    TRY(visitor_language(w, x, &version->policy, &language));
    TRY(answer_kept(w, x, page, version, language, make, &html.markup));
    answer_html(x, 200, html, HTTP_REVALIDATE);
    http_header_add(&x->response, TEXT("Content-Language"), version->policy.languages[language]);
    return true;
}

bool answer_asset(struct work *w, struct exchange *x, const struct asset *asset, bool exact)
{
    const struct answer_bytes bytes = {
        .type = asset->type, .plain = asset->plain, .brotli = asset->brotli, .gzip = asset->gzip,
        .hash = hash_bytes(asset->plain.at, asset->plain.length), .cache = exact ? HTTP_IMMUTABLE : HTTP_REVALIDATE,
    };

    return answer_encoded(w, x, &bytes);
}
