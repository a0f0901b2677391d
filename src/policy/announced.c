#include "policy/announced.h"

#include "base/teeth.h"
#include "policy/site.h"
#include "policy_queries.h"
#include "store/list.h"

static struct store_value bytes_of(struct text t)
{
    return STORE_BYTES(t.length ? t.at : "", t.length);
}

bool announced_add(struct work *w, int64_t number, int64_t base, const struct document *page)
{
    struct hash *hash = WORK_NEW(w, struct hash, 1);

    if (!hash)
        return false;
    *hash = page->hash;
    return LIST_WRITE(w, query_announced_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(number), STORE_NUMBER(base), STORE_TEXT(page->language),
        bytes_of(page->bytes), bytes_of(page->brotli), bytes_of(page->gzip), STORE_BYTES(hash->bytes, sizeof hash->bytes));
}

bool announced_find(struct work *w, int64_t base, struct text language, struct document *out_page, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(base), sql_text(language) };
    struct document page;
    struct sql_row row;

    *out_found = false;
    if (TEETH_OUT(TOOTH_VERSION_ANNOUNCE))
        return true;
    TRY(sql_find(w, w->snapshot, &query_announced_find, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        return true;
    TRY(document_of_row(w, &row, 0, &page));
    if (!document_is_whole(&page))
        FAIL(w, ERR_TAMPERED, "the announced page of version %lld does not fit its hash", (long long)base);
    *out_page = page;
    *out_found = true;
    return true;
}
