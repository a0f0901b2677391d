#include "unit.h"

#include "example.h"
#include "policy/site.h"
#include "policy/version.h"
#include "sql/sql.h"
#include "store/list.h"
#include "store/schema.h"
#include "store/site_row.h"

#include <stdlib.h>

/* A real database with one site; lists are run here in the order in which the writer would run them. */
struct bench {
    struct work *w;
    char *folder;
    struct sql_connection *writer;
    struct site site;
};

static void bench_open(struct bench *b)
{
    struct site_row row;
    struct text path;

    *b = (struct bench){ .w = unit_work(), .folder = unit_folder() };
    struct work *w = b->w;
    assert_ok(w, work_format(w, &path, "%s/policy.db", b->folder));
    assert_ok(w, sql_open(w, &sql_driver_sqlite, path.at, SQL_WRITE, &b->writer));
    assert_ok(w, schema_migrate(w, b->writer));
    assert_ok(w, site_row_open(w, b->writer, TEXT("hikari"), TEXT("www.hikari.example/privacy/log"), &row));
    b->site = (struct site){ .key = row.key, .uid = row.uid, .name = row.name };
    w->site = &b->site;
    w->snapshot = b->writer;
}

static void bench_close(struct bench *b)
{
    sql_close(&b->writer);
    unit_folder_remove(&b->folder);
    unit_work_end(&b->w);
}

/* False when a statement did not touch as many rows as expected: the writer's CONFLICT. */
static bool commit(struct bench *b)
{
    struct work *w = b->w;
    struct sql_value values[16];

    assert_ok(w, sql_begin(w, b->writer));
    for (int i = 0; i < w->writes->write_count; i++) {
        const struct write *write = &w->writes->writes[i];
        struct sql_count count;
        for (int k = 0; k < write->query->parameters; k++) {
            assert_int_equal(write->values[k].kind, STORE_VALUE);
            values[k] = write->values[k].value;
        }
        assert_ok(w, sql_run(w, b->writer, write->query, values, write->query->parameters, &count));
        if (write->expected != STORE_ANY_ROWS && count.rows != write->expected) {
            sql_rollback(b->writer);
            return false;
        }
    }
    assert_ok(w, sql_commit(w, b->writer));
    return true;
}

#define T(literal) { "" literal, sizeof literal - 1 }
static const struct document documents[] = {
    { .name = T("policy"), .language = T("en"), .type = T("text/html"), .bytes = T("<p>en</p>"), .brotli = T("br"), .gzip = T("gz") },
    { .name = T("policy"), .language = T("ja"), .type = T("text/html"), .bytes = T("<p>ja</p>") },
    { .name = T("cookies"), .language = T("en"), .type = T("text/html"), .bytes = T("<p>cookies</p>") },
    { .name = T("cookies"), .language = T("ja"), .type = T("text/html"), .bytes = T("<p>クッキー</p>") },
    { .name = T("export.json"), .language = T(""), .type = T("application/json"), .bytes = T("{}") },
};

static struct policy *parsed(struct bench *b, struct text source)
{
    struct policy *p = WORK_NEW(b->w, struct policy, 1);
    struct findings f;

    assert_ok(b->w, policy_parse(b->w, source, shipped_law(), p, &f));
    assert_int_equal(f.errors, 0);
    return p;
}

static int64_t publish(struct bench *b, struct text source)
{
    struct policy *p = parsed(b, source);
    struct work *w = b->w;
    int64_t number = 0;

    assert_ok(w, version_bind_numbers(w, p));
    assert_ok(w, list_open_slice(w));
    assert_ok(w, version_publish(w, p, documents, COUNT_OF(documents), w->now, TEXT(""), &number));
    assert_true(commit(b));
    return number;
}

static void run(struct bench *b, const char *text)
{
    const struct sql_query q = { "test", text, 0 };
    struct sql_count count;

    assert_ok(b->w, sql_begin(b->w, b->writer));
    assert_ok(b->w, sql_run(b->w, b->writer, &q, NULL, 0, &count));
    assert_int_equal(count.rows, 1);
    assert_ok(b->w, sql_commit(b->w, b->writer));
}

static void what_was_published_is_what_is_loaded(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v, *kept;
    struct text source;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    source = example_source(w);
    assert_int_equal(publish(&b, source), 1);
    assert_int_equal(w->writes->fact_count, 1);
    assert_int_equal(w->writes->facts[0].fact.type, FACT_POLICY_PUBLISHED);
    assert_int_equal(w->writes->facts[0].fact.number, 1);
    assert_true(hash_equal(w->writes->facts[0].fact.hash, hash_bytes(source.at, source.length)));
    assert_ok(w, version_load(w, 0, &v));
    kept = &v;
    assert_int_equal(kept->number, 1);
    assert_true(kept->posted_at.ms == w->now.ms && kept->effective_at.ms == w->now.ms);
    assert_true(text_equal(kept->policy.source, source));
    assert_int_equal(kept->document_count, COUNT_OF(documents));
    assert_text("<p>en</p>", version_document(kept, DOCUMENT_POLICY, 0)->bytes);
    assert_text("br", version_document(kept, DOCUMENT_POLICY, 0)->brotli);
    assert_text("<p>ja</p>", version_document(kept, DOCUMENT_POLICY, 1)->bytes);
    assert_text("", version_document(kept, DOCUMENT_POLICY, 1)->gzip);
    assert_text("<p>クッキー</p>", version_document(kept, TEXT("cookies"), 1)->bytes);
    assert_text("{}", version_document(kept, TEXT("export.json"), 1)->bytes); /* it has no language, so it is everybody's */
    assert_text("application/json", version_document(kept, TEXT("export.json"), 1)->type);
    assert_null(version_document(kept, TEXT("recipients"), 0));
    assert_int_equal(policy_purpose(&kept->policy, TEXT("support"))->number, 1);
    assert_int_equal(policy_purpose(&kept->policy, TEXT("newsletter"))->number, 2);
    assert_int_equal(policy_channel(&kept->policy, TEXT("contact"))->number, 1);
    assert_int_equal(policy_data(&kept->policy, TEXT("name"))->number, 1); /* a bit of a map; bit 0 is no item's */
    assert_int_equal(policy_data(&kept->policy, TEXT("email"))->number, 2);
    assert_true(policy_channel(&kept->policy, TEXT("contact"))->fields[1].data->number == 2);
    assert_error(w, ERR_NOT_FOUND, version_load(w, 2, &v));
}

static void a_number_is_never_given_to_another_name(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct text without, with;
    struct version v;
    int line, column;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, example_source(w));
    /* purpose 4 goes, another comes, then the old one is back */
    without = example_changed(w, "  statistics:\n    label: { en: Statistics, ja: 統計 }\n    why", "  counting:\n    why", &line, &column);
    assert_true(text_find(without, TEXT("purpose: statistics"), &(size_t){ 0 }));
    with = example_source(w);
    char *changed = WORK_NEW(w, char, without.length);
    size_t at;
    assert_true(text_find(without, TEXT("purpose: statistics"), &at));
    memcpy(changed, without.at, without.length);
    memcpy(changed + at, "purpose: counting  ", 19);
    assert_int_equal(publish(&b, text_of_bytes(changed, without.length)), 2);
    assert_ok(w, version_load(w, 2, &v));
    assert_int_equal(policy_purpose(&v.policy, TEXT("counting"))->number, 5);
    assert_int_equal(publish(&b, with), 3);
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.number, 3);
    assert_int_equal(policy_purpose(&v.policy, TEXT("statistics"))->number, 4);
}

static struct text replaced(struct work *w, struct text source, const char *from, const char *to)
{
    struct text rest = source;
    struct draft d;
    size_t at;

    assert_ok(w, work_draft(w, source.length * 2, &d));
    while (text_find(rest, text_of(from), &at)) {
        draft_add(&d, text_first(rest, at));
        draft_add(&d, text_of(to));
        rest = text_from(rest, at + strlen(from));
    }
    draft_add(&d, rest);
    return draft_text(&d);
}

static struct text support_called(struct work *w, const char *id, const char *head)
{
    char with[200];
    struct text source = example_source(w);

    source = replaced(w, source, "  support:\n    label", head);
    snprintf(with, sizeof with, "purpose: %s\n", id);
    source = replaced(w, source, "purpose: support\n", with);
    snprintf(with, sizeof with, "for: [%s]", id);
    source = replaced(w, source, "for: [support]", with);
    snprintf(with, sizeof with, "{rule.%s}", id);
    return replaced(w, source, "{rule.support}", with);
}

static void what_was_renamed_keeps_its_number_and_older_versions_still_know_it(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, example_source(w));
    publish(&b, support_called(w, "help", "  help:\n    was: support\n    label"));
    publish(&b, support_called(w, "care", "  care:\n    was: help\n    label"));
    publish(&b, support_called(w, "care", "  care:\n    label")); /* said once, it stays */
    for (int64_t number = 1; number <= 4; number++) {
        static const char *const names[] = { "support", "help", "care", "care" };
        assert_ok(w, version_load(w, number, &v));
        assert_int_equal(policy_purpose(&v.policy, text_of(names[number - 1]))->number, 1);
        assert_int_equal(policy_purpose(&v.policy, TEXT("newsletter"))->number, 2);
    }
}

static void a_name_that_never_was_is_no_matter(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, support_called(w, "help", "  help:\n    was: never\n    label"));
    assert_ok(w, version_load(w, 1, &v));
    assert_int_equal(policy_purpose(&v.policy, TEXT("help"))->number, 1);
}

static void the_old_name_of_what_was_renamed_is_not_given_to_another(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct policy *p;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, example_source(w));
    publish(&b, support_called(w, "help", "  help:\n    was: support\n    label"));
    p = parsed(&b, support_called(w, "help", "  support:\n    label: { en: New, ja: 新 }\n    why: { en: be new, ja: 新しい }\n    basis: contract\n"
                                            "    keep: 1 month after collected\n  help:\n    label"));
    assert_error(w, ERR_INVALID, version_bind_numbers(w, p));
    assert_non_null(strstr(w->err.message, "are one thing under two names"));
}

static void versions_are_listed_newest_first_and_old_ones_stay_readable(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version_line lines[4];
    struct version v;
    size_t count;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    assert_ok(w, version_list(w, lines, 4, &count));
    assert_int_equal(count, 0);
    for (int i = 0; i < 3; i++)
        publish(&b, example_source(w));
    assert_ok(w, version_list(w, lines, 4, &count));
    assert_int_equal(count, 3);
    assert_int_equal(lines[0].number, 3);
    assert_int_equal(lines[2].number, 1);
    assert_ok(w, version_list(w, lines, 2, &count));
    assert_int_equal(count, 2);
    assert_ok(w, version_load(w, 1, &v));
    assert_int_equal(v.number, 1);
}

static void of_two_who_publish_at_once_one_has_a_conflict(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct write_list *first;
    struct policy *p;
    int64_t number;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    p = parsed(&b, example_source(w));
    assert_ok(w, version_bind_numbers(w, p));
    assert_ok(w, list_open_slice(w));
    assert_ok(w, version_publish(w, p, documents, COUNT_OF(documents), w->now, TEXT(""), &number));
    first = w->writes;
    assert_ok(w, list_open_slice(w));
    assert_ok(w, version_publish(w, p, documents, COUNT_OF(documents), w->now, TEXT(""), &number)); /* from the same snapshot */
    assert_true(commit(&b));
    w->writes = first;
    assert_false(commit(&b));
}

static struct version_line dated(int64_t number, int64_t effective)
{
    return (struct version_line){ number, { 10 }, { effective }, false };
}

static int64_t number_at(const struct version_line *lines, size_t count, int64_t at)
{
    const struct version_line *line = version_line_at(lines, count, (struct instant){ at });

    return line ? line->number : 0;
}

static void of_those_whose_date_has_come_the_newest_counts(void **state)
{
    const struct version_line lines[] = { dated(4, 300), dated(3, 200), dated(2, 250), dated(1, 100) }; /* 3 comes before 2, which never counts */
    const struct version_line at_once[] = { { 2, { 10 }, { 10 }, false }, { 1, { 10 }, { 10 }, false } };
    struct version_line coming[4];

    (void)state;
    assert_int_equal(number_at(lines, 4, 99), 0);
    assert_int_equal(number_at(lines, 4, 100), 1);
    assert_int_equal(number_at(lines, 4, 199), 1);
    assert_int_equal(number_at(lines, 4, 200), 3);
    assert_int_equal(number_at(lines, 4, 299), 3);
    assert_int_equal(number_at(lines, 4, 300), 4);
    assert_true(version_line_counts(lines, 4, &lines[0]));
    assert_false(version_line_counts(lines, 4, &lines[2]));
    assert_true(version_line_counts(at_once, 2, &at_once[1])); /* it counted until the next was posted */
    assert_int_equal(version_lines_coming(lines, 4, (struct instant){ 199 }, coming, 4), 2);
    assert_int_equal(coming[0].number, 3);
    assert_int_equal(coming[1].number, 4);
    assert_int_equal(version_lines_coming(lines, 4, (struct instant){ 199 }, coming, 1), 1);
    assert_int_equal(version_lines_coming(lines, 4, (struct instant){ 300 }, coming, 4), 0);
}

static void the_version_that_counts_is_loaded_by_its_date(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v;
    int64_t number;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    assert_error(w, ERR_NOT_FOUND, version_number_at(w, w->now, &number));
    publish(&b, example_source(w));
    publish(&b, example_source(w));
    run(&b, "UPDATE policy_version SET effective_at = effective_at + 1000 WHERE number = 2");
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.number, 1);
    w->now = instant_add(w->now, (struct span){ 999 });
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.number, 1);
    w->now.ms++;
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.number, 2);
    w->now.ms = 0; /* a clock that was set back before everything */
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.number, 1);
}

static void nothing_takes_effect_before_it_is_posted(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct policy *p;
    int64_t number;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    p = parsed(&b, example_source(w));
    assert_ok(w, version_bind_numbers(w, p));
    assert_ok(w, list_open_slice(w));
    assert_error(w, ERR_INVALID, version_publish(w, p, documents, COUNT_OF(documents), instant_add(w->now, SPAN_SECONDS(-1)), TEXT(""), &number));
    assert_string_equal(w->err.message, "a version cannot take effect before it is posted");
    assert_error(w, ERR_INVALID, version_publish(w, p, documents, 1, w->now, TEXT(""), &number)); /* Japanese readers would find nothing */
    assert_string_equal(w->err.message, "the policy has 2 languages, but the document policy was rendered in 1");
}

/* Each of them would be a document that somebody cannot read. */
static void only_whole_sets_of_documents_are_published(void **state)
{
    static const struct {
        struct document odd;
        const char *message;
    } cases[] = {
        { { .name = T("cookies"), .language = T("en"), .type = T("t"), .bytes = T("b") }, "there are two documents cookies in language en" },
        { { .name = T("cookies"), .language = T("fr"), .type = T("t"), .bytes = T("b") }, "the document cookies is in language fr, which the policy lacks" },
        { { .name = T("cookies"), .language = T(""), .type = T("t"), .bytes = T("b") }, "the policy has 2 languages, but the document cookies was rendered in 3" },
        { { .name = T("recipients"), .language = T("en"), .type = T("t"), .bytes = T("") }, "the document recipients in language en is empty" },
        { { .name = T("recipients"), .language = T("en"), .type = T("t"), .bytes = T("b") }, "the policy has 2 languages, but the document recipients was rendered in 1" },
        { { .name = T(""), .language = T("en"), .type = T("t"), .bytes = T("b") }, "a document has no name or no type" },
    };
    CLEANUP(bench_close) struct bench b;
    struct document set[COUNT_OF(documents) + 1];
    struct policy *p;
    int64_t number;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    p = parsed(&b, example_source(w));
    assert_ok(w, version_bind_numbers(w, p));
    memcpy(set, documents, sizeof documents);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        set[COUNT_OF(documents)] = cases[i].odd;
        error_clear(&w->err);
        assert_ok(w, list_open_slice(w));
        assert_error(w, ERR_INVALID, version_publish(w, p, set, COUNT_OF(set), w->now, TEXT(""), &number));
        assert_string_equal(w->err.message, cases[i].message);
    }
    error_clear(&w->err);
    assert_error(w, ERR_INVALID, version_publish(w, p, documents + 2, 3, w->now, TEXT(""), &number));
    assert_string_equal(w->err.message, "the policy itself is not among the documents");
}

static void a_byte_changed_without_a_version_is_noticed(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, example_source(w));
    run(&b, "UPDATE policy_document SET bytes = CAST('<p>EN</p>' AS BLOB) WHERE language = 'en' AND name = 'policy'");
    assert_error(w, ERR_TAMPERED, version_load(w, 1, &v));
    assert_string_equal(w->err.message, "the document policy of version 1 in language en does not fit its hash");
}

static void what_was_accepted_is_served_though_a_rule_finds_fault_with_it(void **state)
{
    CLEANUP(bench_close) struct bench b;
    struct version v;

    (void)state;
    bench_open(&b);
    struct work *w = b.w;
    publish(&b, example_source(w));
    assert_true(instant_parse(TEXT("2040-01-01T00:00:00Z"), &w->now)); /* every contract has ended */
    assert_ok(w, version_load(w, 0, &v));
    assert_int_equal(v.policy.recipient_count, 3);
    run(&b, "UPDATE policy_version SET source = CAST('privacyd: 2' AS BLOB)");
    assert_error(w, ERR_UNSUPPORTED, version_load(w, 0, &v));
    assert_string_equal(w->err.message, "this program cannot read the policy of version 1: this program does not know version `2` of the policy language");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_published_is_what_is_loaded),
        cmocka_unit_test(a_number_is_never_given_to_another_name),
        cmocka_unit_test(what_was_renamed_keeps_its_number_and_older_versions_still_know_it),
        cmocka_unit_test(a_name_that_never_was_is_no_matter),
        cmocka_unit_test(the_old_name_of_what_was_renamed_is_not_given_to_another),
        cmocka_unit_test(versions_are_listed_newest_first_and_old_ones_stay_readable),
        cmocka_unit_test(of_two_who_publish_at_once_one_has_a_conflict),
        cmocka_unit_test(of_those_whose_date_has_come_the_newest_counts),
        cmocka_unit_test(the_version_that_counts_is_loaded_by_its_date),
        cmocka_unit_test(nothing_takes_effect_before_it_is_posted),
        cmocka_unit_test(only_whole_sets_of_documents_are_published),
        cmocka_unit_test(a_byte_changed_without_a_version_is_noticed),
        cmocka_unit_test(what_was_accepted_is_served_though_a_rule_finds_fault_with_it),
    };

    return cmocka_run_group_tests_name("policy/version", tests, NULL, NULL);
}
