#include "store/site_row.h"

#include "store_queries.h"

static bool read_row(struct work *w, const struct sql_row *row, struct text name, struct site_row *out_row)
{
    struct site_row site = { .name = name };

    TRY(sql_row_number(w, row, 0, &site.key));
    TRY(sql_row_id(w, row, 1, &site.uid.id));
    TRY(sql_row_text(w, row, 2, &site.log_origin));
    TRY(sql_row_number(w, row, 3, &site.created_at.ms));
    TRY(sql_row_number(w, row, 4, &site.policy_number));
    TRY(sql_row_number(w, row, 5, &site.holds_version));
    *out_row = site;
    return true;
}

bool site_row_load(struct work *w, struct sql_connection *c, struct text name, struct site_row *out_row)
{
    const struct sql_value values[] = { sql_text(name) };
    struct sql_row row;

    TRY(sql_find(w, c, &query_site_by_name, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "the database has no site %.*s", TEXT_ARGS(name));
    return read_row(w, &row, name, out_row);
}

static bool insert(struct work *w, struct sql_connection *c, struct text name, struct text log_origin)
{
    struct id uid = id_random(&w->random);
    const struct sql_value values[] = {
        sql_bytes(uid.bytes, sizeof uid.bytes), sql_text(name), sql_text(log_origin), sql_number(w->now.ms),
    };
    struct sql_count count;

    TRY(sql_begin(w, c));
    if (!sql_run(w, c, &query_site_insert, values, (int)COUNT_OF(values), &count)) {
        sql_rollback(c);
        return error_pass(&w->err, __func__, __LINE__);
    }
    return sql_commit(w, c);
}

bool site_row_open(struct work *w, struct sql_connection *c, struct text name, struct text log_origin, struct site_row *out_row)
{
    struct site_row row;

    TRY(insert(w, c, name, log_origin));
    TRY(site_row_load(w, c, name, &row));
    if (!text_equal(row.log_origin, log_origin))
        FAIL(w, ERR_INVALID, "the log of site %.*s was begun under the origin %.*s and cannot go on as %.*s: receipts name it", TEXT_ARGS(name),
             TEXT_ARGS(row.log_origin), TEXT_ARGS(log_origin));
    *out_row = row;
    return true;
}

bool site_guard_policy(struct work *w, int64_t site, int64_t policy_number)
{
    return LIST_GUARD(w, query_site_guard_policy, 1, STORE_NUMBER(site), STORE_NUMBER(policy_number), STORE_NUMBER(w->now.ms));
}

bool site_guard_holds(struct work *w, int64_t site, int64_t holds_version)
{
    return LIST_GUARD(w, query_site_guard_holds, 1, STORE_NUMBER(site), STORE_NUMBER(holds_version));
}

bool site_set_policy(struct work *w, int64_t site, int64_t from, int64_t to)
{
    return LIST_WRITE(w, query_site_set_policy, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(from), STORE_NUMBER(to));
}

bool site_raise_holds(struct work *w, int64_t site, int64_t holds_version)
{
    return LIST_WRITE(w, query_site_raise_holds, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(holds_version));
}
