#include "page/documents.h"

#include "net/compress.h"
#include "page/cookies_page.h"
#include "page/dpv.h"
#include "page/policy_page.h"
#include "page/recipients_page.h"
#include "page/request_page.h"
#include "page/tilt.h"

#define HTML "text/html; charset=utf-8"

const struct document_kind document_kinds[] = {
    { "policy", "", HTML, policy_page_render },
    { "cookies", "cookies", HTML, cookies_page_render },
    { "recipients", "recipients", HTML, recipients_page_render },
    { "request", "request", HTML, request_page_render },
    { "policy.tilt.json", "policy.tilt.json", "application/json", tilt_render },
    { "policy.dpv.jsonld", "policy.dpv.jsonld", "application/ld+json", dpv_render },
};
const size_t document_kind_count = COUNT_OF(document_kinds);

enum { RENDER_ARENA_BYTES = 4 * 1024 * 1024 };

const struct document_kind *document_kind_at(struct text path)
{
    for (size_t i = 0; i < document_kind_count; i++)
        if (text_equal(path, text_of(document_kinds[i].path)))
            return &document_kinds[i];
    return NULL;
}

static bool render(struct work *w, const struct edition *e, const struct document_kind *kind, int language, struct document *out_document)
{
    const struct making making = { .edition = e, .reader = { e->site, e->policy, language } };

    *out_document = (struct document){ .name = text_of(kind->name), .language = e->policy->languages[language], .type = text_of(kind->type) };
    return kind->render(w, &making, &out_document->bytes);
}

bool document_render(struct work *w, const struct edition *e, struct text name, int language, struct document *out_document)
{
    for (size_t i = 0; i < document_kind_count; i++)
        if (text_equal(name, text_of(document_kinds[i].name)))
            return render(w, e, &document_kinds[i], language, out_document);
    FAIL(w, ERR_NOT_FOUND, "no document is called %.*s", TEXT_ARGS(name));
}

/* In memory of its own: what a document is made of goes when its bytes are there, or eight languages of all documents would not fit into a unit. */
static bool render_apart(struct work *w, const struct edition *e, const struct document_kind *kind, int language, struct document *d)
{
    CLEANUP(arena_destroy) struct arena *arena = arena_create(RENDER_ARENA_BYTES);
    struct work apart = *w;

    if (!arena)
        FAIL(w, ERR_LIMIT, "there is no memory to render a document in");
    apart.arena = arena;
    if (!render(&apart, e, kind, language, d)) {
        w->err = apart.err;
        return false;
    }
    return work_copy(w, d->bytes, &d->bytes);
}

static bool render_and_pack(struct work *w, const struct edition *e, const struct document_kind *kind, int language, struct document *d)
{
    TRY(render_apart(w, e, kind, language, d));
    d->hash = hash_bytes(d->bytes.at, d->bytes.length);
    TRY(compress_brotli(w, d->bytes, &d->brotli));
    return compress_gzip(w, d->bytes, &d->gzip);
}

bool documents_render(struct work *w, const struct edition *e, const struct document **out_documents, size_t *out_count)
{
    struct document *list = WORK_NEW(w, struct document, document_kind_count * (size_t)e->policy->language_count);
    size_t count = 0;

    if (!list)
        return false;
    for (size_t i = 0; i < document_kind_count; i++)
        for (int language = 0; language < e->policy->language_count; language++)
            TRY(render_and_pack(w, e, &document_kinds[i], language, &list[count++]));
    *out_documents = list;
    *out_count = count;
    return true;
}
