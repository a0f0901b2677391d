#include "store/key_row.h"

bool key_row_read(struct work *w, const struct sql_row *row, int column, struct vault_key *out_key)
{
    struct vault_key key;
    int64_t generation;

    TRY(sql_row_id(w, row, column, &key.id.id));
    TRY(sql_row_number(w, row, column + 1, &generation));
    if (generation < 0 || generation > UINT32_MAX)
        FAIL(w, ERR_TAMPERED, "column %d of a row holds %lld, which is no generation of a key", column + 1, (long long)generation);
    key.generation = (uint32_t)generation;
    *out_key = key;
    return true;
}
