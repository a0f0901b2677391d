/* Invariants of what was published: each document is the one whose hash was kept, in every coding in which it is served, and each source is
 * the one that the log says was published, with its dates. */
#include "assurance/violation.h"

#include "assurance_queries.h"
#include "base/hash.h"
#include "ledger/fact.h"
#include "policy/document.h"
#include "policy/site.h"

#include <brotli/decode.h>
#include <string.h>
#include <zlib.h>

/* Both decode into `room`, which has place for one byte more than the document: a longer one is another one. */
static bool brotli_gives(struct text coded, struct text bytes, uint8_t *room)
{
    size_t length = bytes.length + 1;

    return BrotliDecoderDecompress(coded.length, (const uint8_t *)coded.at, &length, room) == BROTLI_DECODER_RESULT_SUCCESS && length == bytes.length &&
           memcmp(room, bytes.at, length) == 0;
}

static bool gzip_gives(struct text coded, struct text bytes, uint8_t *room)
{
    enum { GZIP_WINDOW = 15 + 16 };
    z_stream z = { .next_in = (Bytef *)(uintptr_t)coded.at, .avail_in = (uInt)coded.length, .next_out = room, .avail_out = (uInt)bytes.length + 1 };
    int result;

    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
        return false;
    result = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return result == Z_STREAM_END && z.avail_in == 0 && z.total_out == bytes.length && memcmp(room, bytes.at, bytes.length) == 0;
}

static bool document_holds(struct work *w, struct verifying *c, int64_t version, const struct document *d)
{
    uint8_t *room = WORK_NEW(w, uint8_t, d->bytes.length + 1);
    const char *coding = NULL;

    if (!room)
        return false;
    if (!document_is_whole(d))
        return violation_add(w, c, "version %lld, %.*s in language %.*s: the bytes are not those that were published", (long long)version,
                             TEXT_ARGS(d->name), TEXT_ARGS(d->language));
    if (d->brotli.length && !brotli_gives(d->brotli, d->bytes, room))
        coding = "brotli";
    else if (d->gzip.length && !gzip_gives(d->gzip, d->bytes, room))
        coding = "gzip";
    return !coding || violation_add(w, c, "version %lld, %.*s in language %.*s: what is served as %s is not the document", (long long)version,
                                    TEXT_ARGS(d->name), TEXT_ARGS(d->language), coding);
}

static bool document_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    struct arena_mark mark = arena_mark(w->arena);
    int64_t before = c->v->violations, version;
    struct document d;
    bool good = sql_row_number(w, row, 0, &version) && document_of_row(w, row, 1, &d) && document_holds(w, c, version, &d);

    c->v->checked++;
    if (c->v->violations == before)
        arena_release(w->arena, mark);
    return good;
}

bool check_documents(struct work *w, struct verifying *c)
{
    struct sql_value site = sql_number(w->site->key);

    return sql_stream(w, w->snapshot, &query_verify_documents, &site, 1, document_row, c);
}

static bool source_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    int64_t number, posted, effective;
    struct text source, canonical;
    struct fact fact;

    TRY(sql_row_number(w, row, 0, &number));
    TRY(sql_row_bytes(w, row, 1, &source));
    TRY(sql_row_number(w, row, 2, &posted));
    TRY(sql_row_number(w, row, 3, &effective));
    TRY(sql_row_bytes(w, row, 4, &canonical));
    c->v->checked++;
    if (!fact_decode(w, canonical, &fact)) {
        error_clear(&w->err); /* the facts themselves are looked at elsewhere */
        return true;
    }
    if (fact.at.ms != posted || (fact.effective.ms && fact.effective.ms != effective))
        TRY(violation_add(w, c, "version %lld: its dates are not those that the log says", (long long)number));
    return hash_equal(fact.hash, hash_bytes(source.at, source.length)) ||
           violation_add(w, c, "version %lld: its source is not the one that the log says was published", (long long)number);
}

bool check_sources(struct work *w, struct verifying *c)
{
    struct sql_value site = sql_number(w->site->key);

    return sql_stream(w, w->snapshot, &query_verify_sources, &site, 1, source_row, c);
}
