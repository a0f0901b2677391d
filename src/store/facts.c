#include "store/facts.h"

#include "store_queries.h"

#include <string.h>

static bool read_row(struct work *w, const struct sql_row *row, struct fact_row *out_row)
{
    TRY(sql_row_number(w, row, 0, &out_row->position));
    TRY(sql_row_bytes(w, row, 1, &out_row->canonical));
    TRY(sql_row_hash(w, row, 2, out_row->salt));
    return fact_decode(w, out_row->canonical, &out_row->fact);
}

bool facts_load(struct work *w, int64_t site, uint64_t position, struct fact_row *out_row)
{
    const struct sql_value values[] = { sql_number(site), sql_number((int64_t)position) };
    struct fact_row read;
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_fact_by_position, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "there is no fact at position %llu, or it is no longer kept", (unsigned long long)position);
    TRY(read_row(w, &row, &read));
    *out_row = read;
    return true;
}

bool facts_newest(struct work *w, int64_t site, enum fact_type type, struct fact_row *out_row)
{
    const struct sql_value values[] = { sql_number(site), sql_number(type) };
    struct fact_row read = { .position = -1 };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_fact_newest, values, (int)COUNT_OF(values), &row));
    if (row.count)
        TRY(read_row(w, &row, &read));
    *out_row = read;
    return true;
}

bool facts_count_since(struct work *w, int64_t site, enum fact_type type, struct instant since, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(site), sql_number(type), sql_number(since.ms) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_fact_count_since, values, (int)COUNT_OF(values), &row));
    return sql_row_number(w, &row, 0, out_count);
}

bool store_tile_reader(struct work *w, void *table, struct tile_place place, struct text *out_hashes)
{
    const struct tile_table *t = table;
    const struct sql_value values[] = { sql_number(t->site), sql_number(place.level), sql_number((int64_t)place.number) };
    struct text hashes = TEXT("");
    struct sql_row row;

    TRY(sql_find(w, t->connection, &query_tile_read, values, (int)COUNT_OF(values), &row));
    if (row.count)
        TRY(sql_row_bytes(w, &row, 0, &hashes));
    if (hashes.length < (size_t)place.width * sizeof(struct hash))
        FAIL(w, ERR_NOT_FOUND, "tile %llu of level %d holds %zu of %d hashes", (unsigned long long)place.number, place.level,
             hashes.length / sizeof(struct hash), place.width);
    *out_hashes = hashes;
    return true;
}

bool facts_head(struct work *w, const struct tile_table *table, struct ledger_head *out_head)
{
    const struct sql_value values[] = { sql_number(table->site) };
    struct ledger_head head;
    struct sql_row row;
    int64_t size;

    TRY(sql_load(w, table->connection, &query_log_head_read, values, (int)COUNT_OF(values), &row));
    TRY(sql_row_number(w, &row, 0, &size));
    TRY(sql_row_hash(w, &row, 1, head.root.bytes));
    head.size = (uint64_t)size;
    *out_head = head;
    return true;
}
