#include "policy/document.h"

#include "policy/site.h"
#include "policy_queries.h"

bool document_is_whole(const struct document *d)
{
    return hash_equal(hash_bytes(d->bytes.at, d->bytes.length), d->hash);
}

static struct text bytes_of(const struct sql_row *row, int column)
{
    const struct sql_value *value = &row->values[column];

    return value->type == SQL_BYTES || value->type == SQL_TEXT ? value->bytes : TEXT("");
}

bool document_of_row(struct work *w, const struct sql_row *row, int column, struct document *out_document)
{
    TRY(sql_row_text(w, row, column, &out_document->name));
    TRY(sql_row_text(w, row, column + 1, &out_document->language));
    TRY(sql_row_text(w, row, column + 2, &out_document->type));
    out_document->bytes = bytes_of(row, column + 3);
    out_document->brotli = bytes_of(row, column + 4);
    out_document->gzip = bytes_of(row, column + 5);
    return sql_row_hash(w, row, column + 6, out_document->hash.bytes);
}

bool document_copy(struct work *w, const struct document *d, struct document *out_document)
{
    struct document copy = { .hash = d->hash };

    TRY(work_copy(w, d->name, &copy.name));
    TRY(work_copy(w, d->language, &copy.language));
    TRY(work_copy(w, d->type, &copy.type));
    TRY(work_copy(w, d->bytes, &copy.bytes));
    TRY(work_copy(w, d->brotli, &copy.brotli));
    TRY(work_copy(w, d->gzip, &copy.gzip));
    *out_document = copy;
    return true;
}

struct languages {
    struct text *list;
    int count, max;
};

static bool read_language(struct work *w, void *context, const struct sql_row *row)
{
    struct languages *languages = context;
    struct text tag;

    if (languages->count == languages->max)
        return false;
    TRY(sql_row_text(w, row, 0, &tag));
    return work_copy(w, tag, &languages->list[languages->count++]);
}

bool document_languages(struct work *w, int64_t version, struct text name, struct text *out_languages, int max, int *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(version), sql_text(name) };
    struct languages languages = { .list = out_languages, .max = max };

    TRY(sql_stream(w, w->snapshot, &query_document_languages, values, (int)COUNT_OF(values), read_language, &languages));
    *out_count = languages.count;
    return true;
}

bool document_load(struct work *w, int64_t version, struct text name, struct text language, struct document *out_document)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(version), sql_text(name), sql_text(language) };
    struct document found;
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_document_by_name, values, (int)COUNT_OF(values), &row));
    TRY(document_of_row(w, &row, 0, &found));
    if (!document_is_whole(&found))
        FAIL(w, ERR_TAMPERED, "the document %.*s of version %lld does not fit its hash", TEXT_ARGS(name), (long long)version);
    *out_document = found;
    return true;
}
