#include "assurance/violation.h"

#include "assurance_queries.h"
#include "base/json.h"
#include "policy/site.h"

#include <stdarg.h>
#include <stdio.h>

enum { VIOLATIONS_LISTED = 200, VIOLATION_TEXT = 400 };

bool violation_add(struct work *w, struct verifying *c, const char *format, ...)
{
    struct violation *violation;
    char words[VIOLATION_TEXT];
    va_list arguments;

    if (c->v->violations++ >= VIOLATIONS_LISTED)
        return true;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    violation = WORK_NEW(w, struct violation, 1);
    if (!violation)
        return false;
    violation->invariant = c->invariant;
    TRY(work_copy(w, text_of(words), &violation->message));
    if (c->v->last)
        c->v->last->next = violation;
    else
        c->v->first = violation;
    c->v->last = violation;
    return true;
}

/* --- the database file ----------------------------------------------------------------------------------------------------------------- */

static bool integrity_row(struct work *w, void *context, const struct sql_row *row)
{
    struct text words;

    TRY(sql_row_text(w, row, 0, &words));
    return text_equal(words, TEXT("ok")) || violation_add(w, context, "the database file: %.*s", TEXT_ARGS(words));
}

static bool check_database(struct work *w, struct verifying *c)
{
    return sql_stream(w, w->snapshot, &query_verify_integrity, NULL, 0, integrity_row, c);
}

/* --- the table of invariants ---------------------------------------------------------------------------------------------------------------- */

/* Either a function, or a query that gives a row for each violation. */
static const struct invariant {
    const char *id;
    bool (*check)(struct work *w, struct verifying *c);
    const struct sql_query *bad;
    const char *row; /* what the number of such a row counts */
} invariants[] = {
    { "V01-database-file", check_database, NULL, NULL },
    { "V02-log-tree", check_log, NULL, NULL },
    { "V03-facts-in-log", check_facts, NULL, NULL },
    { "V04-document-bytes", check_documents, NULL, NULL },
    { "V05-versions", NULL, &query_verify_bad_versions, "version" },
    { "V06-newest-version", NULL, &query_verify_bad_newest_version, "version" },
    { "V07-due-dates", check_retentions, NULL, NULL },
    { "V08-period-order", NULL, &query_verify_bad_future, "retention" },
    { "V09-records-sealed", check_records, NULL, NULL },
    { "V10-records-owned", NULL, &query_verify_bad_orphan_records, "record" },
    { "V11-records-versioned", NULL, &query_verify_bad_record_versions, "record" },
    { "V12-handles", check_subjects, NULL, NULL },
    { "V13-keys-destroyed", check_shredded, NULL, NULL },
    { "V14-destruction-settled", NULL, &query_verify_bad_shreds, "retention" },
    { "V15-destruction-intended", NULL, &query_verify_bad_intents, "retention" },
    { "V16-outbox-states", NULL, &query_verify_bad_outbox, "delivery" },
    { "V17-outbox-waiting", NULL, &query_verify_bad_waiting, "delivery" },
    { "V18-once-rows", NULL, &query_verify_bad_once, "entry" },
    { "V19-last-commit", NULL, &query_verify_bad_groups, "commit" },
    { "V20-sources", check_sources, NULL, NULL },
    { "V21-records-in-time", NULL, &query_verify_bad_late_records, "record" },
    { "V22-notices", NULL, &query_verify_bad_notices, "notice" },
};

struct bad_rows {
    struct verifying *checking;
    const struct invariant *invariant;
};

static bool bad_row(struct work *w, void *context, const struct sql_row *row)
{
    struct bad_rows *b = context;
    struct text words;
    int64_t number;

    TRY(sql_row_number(w, row, 0, &number));
    TRY(sql_row_text(w, row, 1, &words));
    return violation_add(w, b->checking, "%s %lld: %.*s", b->invariant->row, (long long)number, TEXT_ARGS(words));
}

static bool check(struct work *w, struct verifying *c, const struct invariant *i)
{
    struct bad_rows bad = { c, i };
    struct sql_value site = sql_number(w->site->key);

    c->invariant = i->id;
    if (i->check)
        return i->check(w, c);
    return sql_stream(w, w->snapshot, i->bad, &site, 1, bad_row, &bad);
}

/* A row that cannot even be read is a violation, and the other invariants are still looked at. */
bool verify_data(struct work *w, struct vault *vault, struct verification *out_verification)
{
    struct verification v = { 0 };
    struct verifying c = { .v = &v, .vault = vault };

    for (size_t i = 0; i < COUNT_OF(invariants); i++) {
        if (!check(w, &c, &invariants[i])) {
            struct error err = w->err;
            if (err.code != ERR_TAMPERED && err.code != ERR_INVALID && err.code != ERR_NOT_FOUND)
                return false;
            error_clear(&w->err);
            TRY(violation_add(w, &c, "%s", err.message));
        }
        v.invariants++;
    }
    *out_verification = v;
    return true;
}

/* --- in words -------------------------------------------------------------------------------------------------------------------------------- */

static void verification_text(struct draft *d, const struct verification *v)
{
    for (const struct violation *violation = v->first; violation; violation = violation->next)
        draft_addf(d, "%s: %.*s\n", violation->invariant, TEXT_ARGS(violation->message));
    if (v->violations > VIOLATIONS_LISTED)
        draft_addf(d, "... and %lld more\n", (long long)(v->violations - VIOLATIONS_LISTED));
    draft_addf(d, "%d invariants over %lld rows and %llu log entries: ", v->invariants, (long long)v->checked, (unsigned long long)v->log_size);
    if (v->violations)
        draft_addf(d, "%lld violation%s\n", (long long)v->violations, v->violations == 1 ? "" : "s");
    else
        draft_add(d, TEXT("all hold\n"));
}

bool verification_as_json(struct work *w, const struct verification *v, struct text *out_json)
{
    size_t size = (VIOLATIONS_LISTED + 2) * (VIOLATION_TEXT + 100);
    struct draft words, d;
    struct json j;

    TRY(work_draft(w, size, &words));
    verification_text(&words, v);
    TRY(work_draft(w, size * 4, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_number(&j, "violations", v->violations);
    json_number(&j, "checked", v->checked);
    json_number(&j, "invariants", v->invariants);
    json_number(&j, "log_size", (int64_t)v->log_size);
    json_open_list(&j, "list");
    for (const struct violation *violation = v->first; violation; violation = violation->next) {
        json_open_object(&j, NULL);
        json_text(&j, "invariant", text_of(violation->invariant));
        json_text(&j, "message", violation->message);
        json_close_object(&j);
    }
    json_close_list(&j);
    json_text(&j, "text", draft_text(&words));
    json_close_object(&j);
    *out_json = draft_text(&d);
    return true;
}
