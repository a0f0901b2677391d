#include "page/documents.h"

#include "net/compress.h"
#include "page/changes_page.h"
#include "page/cookies_page.h"
#include "page/dpv.h"
#include "page/notice_page.h"
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
    { "changes", "changes", HTML, changes_page_render },
    { "notice/{}", "notice/{}", HTML, notice_page_render },
    { "notice/{}/fragment", "notice/{}/fragment", HTML, notice_fragment_render },
    { "policy.tilt.json", "policy.tilt.json", "application/json", tilt_render },
    { "policy.dpv.jsonld", "policy.dpv.jsonld", "application/ld+json", dpv_render },
};
const size_t document_kind_count = COUNT_OF(document_kinds);

enum { RENDER_ARENA_BYTES = 16 * 1024 * 1024 };

/* Where {} stands in a name; false when it has none. */
static bool placeholder(struct text pattern, size_t *out_at)
{
    return text_find(pattern, TEXT("{}"), out_at);
}

static bool fits(struct text pattern, struct text path)
{
    struct text end, middle;
    size_t at;

    if (!placeholder(pattern, &at))
        return text_equal(pattern, path);
    end = text_from(pattern, at + 2);
    middle = text_from(text_first(path, path.length < end.length ? 0 : path.length - end.length), at);
    return text_starts(path, text_first(pattern, at)) && text_ends(path, end) && middle.length && !text_find(middle, TEXT("/"), &at);
}

const struct document_kind *document_kind_at(struct text path)
{
    for (size_t i = 0; i < document_kind_count; i++)
        if (fits(text_of(document_kinds[i].path), path))
            return &document_kinds[i];
    return NULL;
}

static bool item_name(struct work *w, struct text pattern, const struct channel *channel, struct text *out_name)
{
    size_t at;

    *out_name = pattern;
    if (!channel || !placeholder(pattern, &at))
        return true;
    return work_format(w, out_name, "%.*s%.*s%.*s", (int)at, pattern.at, TEXT_ARGS(channel->id), TEXT_ARGS(text_from(pattern, at + 2)));
}

bool document_items(struct work *w, const struct policy *p, const struct document_item **out_items, size_t *out_count)
{
    struct document_item *list = WORK_NEW(w, struct document_item, document_kind_count * (p->channel_count + 1));
    size_t count = 0, at;

    if (!list)
        return false;
    for (size_t i = 0; i < document_kind_count; i++) {
        struct text pattern = text_of(document_kinds[i].name);
        size_t copies = placeholder(pattern, &at) ? p->channel_count : 1;

        for (size_t k = 0; k < copies; k++) {
            struct document_item *item = &list[count++];
            *item = (struct document_item){ .kind = &document_kinds[i], .channel = placeholder(pattern, &at) ? &p->channels[k] : NULL };
            TRY(item_name(w, pattern, item->channel, &item->name));
        }
    }
    *out_items = list;
    *out_count = count;
    return true;
}

static bool render(struct work *w, const struct edition *e, const struct document_item *item, int language, struct document *out_document)
{
    const struct making making = { .edition = e, .reader = { e->site, e->policy, language }, .channel = item->channel };

    *out_document = (struct document){ .name = item->name, .language = e->policy->languages[language], .type = text_of(item->kind->type) };
    return item->kind->render(w, &making, &out_document->bytes);
}

bool document_render(struct work *w, const struct edition *e, struct text name, int language, struct document *out_document)
{
    const struct document_item *items;
    size_t count;

    TRY(document_items(w, e->policy, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, items[i].name))
            return render(w, e, &items[i], language, out_document);
    FAIL(w, ERR_NOT_FOUND, "no document is called %.*s", TEXT_ARGS(name));
}

/* In memory of its own: what a document is made of goes when its bytes are there, or eight languages of all documents would not fit into a unit. */
static bool render_apart(struct work *w, const struct edition *e, const struct document_item *item, int language, struct document *d)
{
    CLEANUP(arena_destroy) struct arena *arena = arena_create(RENDER_ARENA_BYTES);
    struct work apart = *w;

    if (!arena)
        FAIL(w, ERR_LIMIT, "there is no memory to render a document in");
    apart.arena = arena;
    if (!render(&apart, e, item, language, d)) {
        w->err = apart.err;
        return false;
    }
    return work_copy(w, d->bytes, &d->bytes);
}

static bool render_and_pack(struct work *w, const struct edition *e, const struct document_item *item, int language, struct document *d)
{
    TRY(render_apart(w, e, item, language, d));
    d->hash = hash_bytes(d->bytes.at, d->bytes.length);
    TRY(compress_brotli(w, d->bytes, &d->brotli));
    return compress_gzip(w, d->bytes, &d->gzip);
}

bool documents_render(struct work *w, const struct edition *e, const struct document **out_documents, size_t *out_count)
{
    const struct document_item *items;
    struct document *list;
    size_t item_count, count = 0;

    TRY(document_items(w, e->policy, &items, &item_count));
    list = WORK_NEW(w, struct document, item_count * (size_t)e->policy->language_count);
    if (!list)
        return false;
    for (size_t i = 0; i < item_count; i++)
        for (int language = 0; language < e->policy->language_count; language++)
            TRY(render_and_pack(w, e, &items[i], language, &list[count++]));
    *out_documents = list;
    *out_count = count;
    return true;
}
