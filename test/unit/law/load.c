#include "law/load.h"
#include "law/say.h"
#include "unit.h"

#include <stdio.h>
#include <sys/stat.h>

#define ROW_HEAD "source: here, consulted: 2026-09-14, verified: true"
#define FILE_HEAD "law: 1\nregions:\n"

static struct law_file file_of(const char *source)
{
    return (struct law_file){ .name = TEXT("own.yaml"), .source = text_of(source) };
}

static struct law load(struct work *w, struct law_file *files, size_t count)
{
    struct law law;

    assert_ok(w, law_load(w, files, count, &law));
    return law;
}

static void a_row_of_the_operator_replaces_the_one_of_its_name_and_no_other(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file own = file_of(FILE_HEAD "  US-CA:\n    methods: { " ROW_HEAD ", minimum: 3 }\n    clocks: { CA-45: { " ROW_HEAD ", for: [know], respond: 30 cal } }\n");
    struct law before = load(w, NULL, 0), law = load(w, &own, 1);
    const struct law_row *row = law_row(&law, TEXT("US-CA"), LAW_METHODS);

    (void)state;
    assert_int_equal(0, own.findings.count);
    assert_int_equal(before.row_count, law.row_count);
    assert_int_equal(3, row->is.methods.minimum);
    assert_int_equal(0, row->is.methods.among.count);
    assert_text("own.yaml", row->file);
    assert_int_equal(4, row->place.line);
    assert_int_equal(30, law_clock_for(&law, TEXT("US-CA"), TEXT("know"))->is.clock.respond.count);
    assert_null(law_clock_for(&law, TEXT("US-CA"), TEXT("delete")));
    assert_int_equal(24, law_row(&law, TEXT("US-CA"), LAW_RECORDS)->is.records.keep.count);
    assert_text("California", law_words_in(&law_region(&law, TEXT("US-CA"))->name, TEXT("en")));
}

static void a_region_can_be_added_with_holidays_and_under_another(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file own = file_of(FILE_HEAD
        "  BR: { name: Brazil, countries: { " ROW_HEAD ", members: [BR] },\n        holidays: { BR-SP: { " ROW_HEAD ", days: [2027-01-01, 2027-04-21], valid_through: 2027-12-31 } } }\n"
        "  BR-SP: { under: BR, appeal: { " ROW_HEAD ", respond: 10 bd } }\n");
    struct law law = load(w, &own, 1);
    const struct law_row *row = law_row_of(&law, TEXT("BR-SP"), LAW_HOLIDAYS, TEXT("BR-SP"));

    (void)state;
    assert_int_equal(0, own.findings.count);
    assert_int_equal(2, row->is.holidays.count);
    assert_true(row->is.holidays.days[1].number == day_of_civil((struct civil){ 2027, 4, 21 }).number);
    assert_true(law_is_inside(&law, TEXT("BR-SP"), TEXT("BR")));
    assert_int_equal(10, law_row(&law, TEXT("BR-SP"), LAW_APPEAL)->is.appeal.respond.count);
    assert_null(law_row(&law, TEXT("BR-RJ"), LAW_APPEAL)); /* of Brazil, which has none */
}

static void what_is_wrong_in_a_file_is_told_at_its_place_and_the_file_counts_for_nothing(void **state)
{
    static const struct {
        int code, line, column;
        const char *source, *message, *hint;
    } cases[] = {
        { PD_LAW_FORMAT, 1, 6, "law: 2\nregions: {}\n", "this program does not know version `2` of law files", "law: 1" },
        { PD_LAW_SPAN, 4, 99, FILE_HEAD "  US-CA:\n    clocks: { CA-45: { " ROW_HEAD ", for: [know], respond: 45 days } }\n", "`45 days` is not a period",
            "a number and bd, cal, mon or h, as in 45 cal; or now; or without_delay" },
        { PD_LAW_SPAN, 4, 33, FILE_HEAD "  US-CA:\n    records: { rule: R-1, keep: 730 cal, from: closed, " ROW_HEAD " }\n", "`keep` is counted in months", "as in 24 mon" },
        { PD_LAW_UNDER, 3, 19, FILE_HEAD "  BR-SP: { under: BR }\n", "`BR` is no other region of the law tables", "the code of a region that some law file has" },
        { PD_LAW_KIND, 4, 14, FILE_HEAD "  US-CA:\n    kinds: { acess: { " ROW_HEAD ", offered: always, verifiable: true } }\n", "`acess` is no kind of request",
            "did you mean `access`?" },
        { PD_LAW_CLOCK, 4, 15, FILE_HEAD "  US-CA:\n    clocks: { CA-45: { " ROW_HEAD ", for: [know] } }\n", "clock `CA-45` says nothing", "one of respond, wait, keep and window" },
        { PD_LAW_CLOCK, 4, 15, FILE_HEAD "  US-CA:\n    clocks: { CA-45: { " ROW_HEAD ", for: [know], respond: now, keep: 1 mon } }\n",
            "clock `CA-45` says more than one thing", "" },
        { PD_MISSING_KEY, 4, 5, FILE_HEAD "  US-CA:\n    methods: { source: here, consulted: 2026-09-14, minimum: 2 }\n", "methods lacks `verified`", "adopted by name" },
        { PD_UNKNOWN_KEY, 4, 5, FILE_HEAD "  US-CA:\n    metods: { " ROW_HEAD ", minimum: 2 }\n", "`metods` is not a key of region", "did you mean `methods`?" },
        { PD_NOT_ONE_OF, 4, 29, FILE_HEAD "  EU:\n    transfers: { accepted: [adequate], safeguard: true, " ROW_HEAD " }\n", "`adequate` is not known here", "did you mean `adequacy`?" },
        { PD_BAD_NAME, 4, 16, FILE_HEAD "  EU:\n    clocks: { \"EU 1M\": { " ROW_HEAD ", for: [access], respond: 1 mon } }\n", "`EU 1M` cannot stand here as a name", "CA-45" },
        { PD_UNKNOWN_CATEGORY, 4, 32, FILE_HEAD "  EU:\n    sensitive: { categories: [ user.genetics ], " ROW_HEAD " }\n", "`user.genetics` is not a data category",
            "did you mean `user.genetic`?" },
        { PD_BROKEN_YAML, 3, 3, FILE_HEAD "  @\n", "this is not YAML", "" },
        { PD_EMPTY_FILE, 1, 1, "", "the file is empty", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct law_file own = file_of(cases[i].source);
        struct law law = load(w, &own, 1), shipped = load(w, NULL, 0);
        const struct finding *f = own.findings.first;
        size_t at;
        assert_true(law_files_have_errors(&own, 1));
        while (f && f->code != cases[i].code)
            f = f->next;
        if (!f || f->place.line != cases[i].line || f->place.column != cases[i].column)
            fail_msg("case %zu: PD%04d at %d:%d: %.*s", i, f ? f->code : 0, f ? f->place.line : 0, f ? f->place.column : 0, f ? (int)f->message.length : 0, f ? f->message.at : "");
        assert_true(text_find(f->message, text_of(cases[i].message), &at));
        if (*cases[i].hint)
            assert_true(text_find(f->hint, text_of(cases[i].hint), &at));
        assert_int_equal(shipped.row_count, law.row_count);
        assert_int_equal(2, law_row(&law, TEXT("US-CA"), LAW_METHODS)->is.methods.minimum);
    }
}

static void a_row_in_two_files_of_the_operator_is_an_error(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file own[] = { file_of(FILE_HEAD "  US-CA: { methods: { " ROW_HEAD ", minimum: 3 } }\n"), file_of(FILE_HEAD "  US-CA: { methods: { " ROW_HEAD ", minimum: 4 } }\n") };
    struct law law;

    (void)state;
    own[1].name = TEXT("second.yaml");
    law = load(w, own, 2);
    assert_int_equal(0, own[0].findings.count);
    assert_int_equal(PD_LAW_TWICE, own[1].findings.first->code);
    assert_text("row `US-CA/methods` stands in own.yaml already", own[1].findings.first->message);
    assert_int_equal(3, own[1].findings.first->place.line);
    assert_int_equal(12, own[1].findings.first->place.column);
    assert_int_equal(3, law_row(&law, TEXT("US-CA"), LAW_METHODS)->is.methods.minimum);
}

static void regions_that_stand_under_each_other_are_told_and_parted(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file own = file_of(FILE_HEAD "  AA: { under: BB }\n  BB: { under: CC }\n  CC: { under: AA }\n");
    struct law law = load(w, &own, 1);

    (void)state;
    assert_int_equal(1, own.findings.errors);
    assert_text("region `AA` stands under itself", own.findings.first->message);
    assert_null(law_row(&law, TEXT("CC"), LAW_METHODS)); /* and comes to an end */
}

static void write_file(const char *folder, const char *name, const char *words)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs(words, file);
    fclose(file);
}

static void the_folder_of_the_operator_is_read_by_name(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    struct law_file *files;
    struct text report;
    struct law law;
    size_t count, at;

    (void)state;
    write_file(folder, "b.yaml", FILE_HEAD "  US-CA: { methods: { " ROW_HEAD ", minimum: 4 } }\n");
    write_file(folder, "a.yaml", FILE_HEAD "  US-CA: { metods: 1 }\n");
    write_file(folder, "b.yaml~", "nothing");
    write_file(folder, ".a.yaml", "nothing");
    assert_ok(w, law_read_folder(w, text_of(folder), &files, &count));
    assert_int_equal(2, count);
    assert_true(text_ends(files[0].name, TEXT("/a.yaml")));
    assert_ok(w, law_load(w, files, count, &law));
    assert_int_equal(4, law_row(&law, TEXT("US-CA"), LAW_METHODS)->is.methods.minimum);
    assert_ok(w, law_files_report(w, files, count, &report));
    assert_true(text_find(report, TEXT("/a.yaml:3:12: error[PD0020]: `metods` is not a key of region"), &at));
    assert_ok(w, law_read_folder(w, TEXT(""), &files, &count));
    assert_int_equal(0, count);
}

static void a_folder_that_cannot_be_read_is_an_error(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    struct law_file *files;
    struct text path;
    size_t count;

    (void)state;
    assert_error(w, ERR_IO, law_read_folder(w, TEXT("/nowhere/at/all"), &files, &count));
    assert_string_equal("the folder of law files /nowhere/at/all cannot be read: No such file or directory", w->err.message);
    assert_ok(w, work_format(w, &path, "%s/x.yaml", folder));
    assert_int_equal(0, mkdir(path.at, 0700));
    assert_error(w, ERR_LIMIT, law_read_folder(w, text_of(folder), &files, &count));
    assert_int_equal(0, remove(path.at));
    assert_int_equal(0, mkfifo(path.at, 0600)); /* nobody ever writes into it */
    assert_error(w, ERR_LIMIT, law_read_folder(w, text_of(folder), &files, &count));
}

static void what_a_file_says_stays_in_its_cell(void **state)
{
    static const char own[] = "law: 1\nregions:\n  AQ:\n    name: \"Ice\\n# <b>\"\n    definitions: { source: \"a|b\\n| x | [l](javascript:1) `c\", consulted: 2026-01-01, verified: true,"
                              " sell: \"<i>|\", share: s }\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file file = { .name = TEXT("own.yaml"), .source = text_of(own) };
    struct law law = load(w, &file, 1);
    struct text page;
    size_t at;

    (void)state;
    assert_ok(w, law_say(w, &law, TEXT("AQ"), &page));
    assert_true(text_find(page, TEXT("## AQ Ice # \\<b>\n"), &at));
    assert_true(text_find(page, TEXT("| AQ/definitions | sell: \\<i>\\|; share: s | a\\|b \\| x \\| \\[l](javascript:1) \\`c | 2026-01-01 | yes |\n"), &at));
}

static void the_page_says_each_row_with_its_source(void **state)
{
    static const char *const lines[] = {
        "| US-CA/methods | at least 2 ways, among them toll_free; exclusively online: at least 1 way, among them email | 7020(a), (b) | 2026-07-01 | yes |\n",
        ("| US-CA/clocks/CA-45 | know, delete, correct: from received; receipt confirmed within 10 business days; answered within 45 days; once extended: within 90 days; "
         "the extension is told within 45 days with the reason; our own target: 1 day earlier |"),
        "| US-CA/clocks/CA-GPC | signal: from received; answered at once |",
        "| US/clocks/CAN-SPAM-10BD | unsubscribe: from received; answered within 10 business days | CAN-SPAM Act, 16 CFR 316 | 2026-07-01 | no |\n",
        "| all | `verified` | `true` or `false` | *needed* | false: written down from memory; counts only when it is adopted by name |\n",
        "| `clocks.RULE` | `extension.until` | text | *needed* | the whole period, from the same beginning |\n",
        "| `methods` | `minimum` | whole number, 1 to 5 | *needed* | number of ways to ask |\n",
        "| EU/transfers | to a country outside only with adequacy, standard_clauses, binding_rules, consent, derogation |",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = load(w, NULL, 0);
    struct text page;
    size_t at;

    (void)state;
    assert_ok(w, law_say(w, &law, TEXT(""), &page));
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!text_find(page, text_of(lines[i]), &at))
            fail_msg("the page lacks: %s", lines[i]);
    assert_ok(w, law_say(w, &law, TEXT("US-VA"), &page));
    assert_true(text_find(page, TEXT("| US/clocks/CAN-SPAM-10BD |"), &at)); /* with what holds from above */
    assert_false(text_find(page, TEXT("| US-CA/"), &at));
    assert_error(w, ERR_NOT_FOUND, law_say(w, &law, TEXT("BR"), &page));
    assert_string_equal("the law tables know nothing of region BR", w->err.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_the_operator_replaces_the_one_of_its_name_and_no_other),
        cmocka_unit_test(a_region_can_be_added_with_holidays_and_under_another),
        cmocka_unit_test(what_is_wrong_in_a_file_is_told_at_its_place_and_the_file_counts_for_nothing),
        cmocka_unit_test(a_row_in_two_files_of_the_operator_is_an_error),
        cmocka_unit_test(regions_that_stand_under_each_other_are_told_and_parted),
        cmocka_unit_test(the_folder_of_the_operator_is_read_by_name),
        cmocka_unit_test(a_folder_that_cannot_be_read_is_an_error),
        cmocka_unit_test(what_a_file_says_stays_in_its_cell),
        cmocka_unit_test(the_page_says_each_row_with_its_source),
    };

    return cmocka_run_group_tests_name("law/load", tests, NULL, NULL);
}
