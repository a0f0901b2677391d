/* A data key as the rows of every table name it: its id and, in the next column, its generation. */
#ifndef STORE_KEY_ROW_H
#define STORE_KEY_ROW_H

#include "sql/sql.h"
#include "vault/vault.h"

/* Errors: TAMPERED when the columns hold no such name. */
MUST_USE bool key_row_read(struct work *w, const struct sql_row *row, int column, struct vault_key *out_key);

#endif
