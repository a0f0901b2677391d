#include "office.h"

#include "base/teeth.h"
#include "collect/collect.h"
#include "collect/receipt_path.h"
#include "collect/record.h"
#include "collect/token.h"
#include "ledger/receipt.h"
#include "policy/own_record.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static struct submission form_post(struct office *o, const char *channel, const char *body)
{
    return (struct submission){
        .services = &o->services, .channel = text_of(channel), .door = DOOR_FORM, .fields = office_person, .field_count = 3, .body = text_of(body),
    };
}

/* Runs the step as the runtime does: a conflict runs it again. */
static int drive(struct office *o, struct rig_unit *u, struct submission *s)
{
    enum task_next next = TASK_END;
    int reruns = 0;

    assert_ok(u->w, collect_step(u->w, s, 0, &next));
    while (next == TASK_COMMIT && rig_commit(&o->rig, u) == ERR_CONFLICT) {
        reruns++;
        rig_again(u);
        assert_ok(u->w, collect_step(u->w, s, 0, &next));
    }
    if (next == TASK_END)
        return reruns;
    assert_ok(u->w, (u->w->err.code == ERR_NONE));
    office_snapshot(u);
    assert_ok(u->w, collect_step(u->w, s, 1, &next));
    assert_int_equal(next, TASK_END);
    return reruns;
}

static struct submission post(struct office *o, struct submission s, enum collect_end end)
{
    struct rig_unit *u = office_unit(o, 0);

    drive(o, u, &s);
    assert_int_equal(s.end, end);
    return s;
}

static void a_post_becomes_six_rows(void **state)
{
    static const char *const tables[] = { "subject", "retention", "record", "outbox", "once", "fact" };
    struct office *o = office_open();

    (void)state;
    post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        assert_rows(o, tables[i], 1);
    assert_int_equal(o->pokes, 1);
    assert_int_equal(rig_number(&o->rig, "SELECT basis FROM record"), BASIS_CONTRACT);
    assert_int_equal(rig_number(&o->rig, "SELECT length(fields) FROM record WHERE hex(fields) = '0602'"), 2);
    assert_int_equal(rig_number(&o->rig, "SELECT length(email_index) FROM record"), 16);
    assert_int_equal(rig_number(&o->rig, "SELECT due_at > trigger_at FROM retention"), 1);
    rig_check_log(&o->rig);
    office_close(&o);
}

static bool only_column(struct work *w, void *context, const struct sql_row *row)
{
    return sql_row_bytes(w, row, 0, context) && work_copy(w, *(struct text *)context, context);
}

static void what_was_sealed_opens_under_its_place_and_says_the_same(void **state)
{
    static const struct sql_query sealed = { "sealed", "SELECT sealed FROM record", 0 };
    struct record_fields *back = calloc(1, sizeof *back);
    struct office *o = office_open();
    struct submission s = post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    struct rig_unit *u = office_unit(o, 0);
    struct vault_opening opening = { .place = { o->site.uid, TABLE_RECORD, GROUP_FIELDS, s.record } };
    struct text value;

    (void)state;
    assert_ok(u->w, sql_stream(u->w, u->connection, &sealed, NULL, 0, only_column, &opening.sealed));
    assert_ok(u->w, vault_open_many(u->w, o->rig.vault, 1, &opening, 1));
    assert_int_equal(opening.status, VAULT_OK);
    assert_ok(u->w, record_decode(u->w, opening.plaintext, back));
    assert_int_equal(back->count, 3);
    assert_true(record_find(back, TEXT("name"), &value));
    assert_true(text_equal(value, office_person[0].value));
    free(back);
    office_close(&o);
}

static bool file_holds(const char *path, struct text planted)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(16u << 20);
    bool found;

    assert_non_null(file);
    assert_non_null(bytes);
    found = memmem(bytes, fread(bytes, 1, 16u << 20, file), planted.at, planted.length) != NULL;
    fclose(file);
    free(bytes);
    return found;
}

/* How often a value of the person stands in a file of the data directory. */
static int planted_values(struct office *o)
{
    DIR *folder = opendir(o->rig.folder);
    struct dirent *entry;
    char path[1024];
    int found = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", o->rig.folder, entry->d_name);
        for (size_t i = 0; i < COUNT_OF(office_person) && entry->d_type == DT_REG; i++)
            found += file_holds(path, office_person[i].value);
    }
    closedir(folder);
    return found;
}

static void planted_values_are_nowhere_in_the_data_directory(void **state)
{
    struct office *o = office_open();

    (void)state;
    post(o, form_post(o, "contact", "Wilhelmina Plantedname"), COLLECT_KEPT);
    assert_int_equal(planted_values(o), 0);
    tooth_pull(TOOTH_SEAL); /* the search itself finds what is not sealed */
    post(o, form_post(o, "contact", "another body"), COLLECT_KEPT);
    tooth_restore(TOOTH_SEAL);
    assert_true(planted_values(o) >= 3);
    office_close(&o);
}

static struct submission keyed(struct office *o, const char *body)
{
    struct submission s = form_post(o, "contact", body);

    s.door = DOOR_JSON;
    s.idempotency_key = TEXT("0b0e6f2c");
    return s;
}

static void the_same_post_again_gives_the_first_answer(void **state)
{
    struct office *o = office_open();
    struct submission first = post(o, keyed(o, "a"), COLLECT_KEPT);
    struct submission again = post(o, keyed(o, "a"), COLLECT_AGAIN);

    (void)state;
    assert_memory_equal(&first.subject, &again.subject, sizeof first.subject);
    assert_memory_equal(&first.record, &again.record, sizeof first.record);
    assert_int_equal(first.position, again.position);
    assert_true(text_equal(first.receipt_token, again.receipt_token));
    assert_rows(o, "record", 1);
    post(o, form_post(o, "contact", "b"), COLLECT_KEPT);
    assert_rows(o, "record", 2);
    office_close(&o);
}

static void an_equal_form_learns_nothing_of_the_first(void **state)
{
    struct office *o = office_open();
    static const struct handle nobody;
    struct submission equal;

    (void)state;
    post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    equal = post(o, form_post(o, "contact", "a"), COLLECT_EQUAL);
    assert_memory_equal(&nobody, &equal.subject, sizeof nobody);
    assert_int_equal(equal.receipt_token.length, 0);
    assert_int_equal(equal.position, 0);
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void after_ten_minutes_an_equal_form_is_a_new_one(void **state)
{
    struct office *o = office_open();
    struct submission s = form_post(o, "contact", "a");
    struct rig_unit *u;

    (void)state;
    post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    u = office_unit(o, 1);
    assert_int_equal(drive(o, u, &s), 0);
    assert_int_equal(s.end, COLLECT_KEPT);
    assert_rows(o, "record", 2);
    assert_rows(o, "once", 1);
    office_close(&o);
}

static void equal_posts_in_one_group_are_kept_once(void **state)
{
    struct office *o = office_open();
    struct rig_unit *units[2] = { office_unit(o, 0), office_unit(o, 0) };
    struct submission s[2] = { form_post(o, "contact", "a"), form_post(o, "contact", "a") };
    enum task_next next;

    (void)state;
    for (int i = 0; i < 2; i++)
        assert_ok(units[i]->w, collect_step(units[i]->w, &s[i], 0, &next));
    rig_group(&o->rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_NONE);
    assert_int_equal(units[1]->w->err.code, ERR_CONFLICT);
    rig_again(units[1]);
    assert_ok(units[1]->w, collect_step(units[1]->w, &s[1], 0, &next));
    assert_int_equal(s[1].end, COLLECT_EQUAL);
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void a_key_with_another_body_is_told(void **state)
{
    struct office *o = office_open();

    (void)state;
    post(o, keyed(o, "a"), COLLECT_KEPT);
    post(o, keyed(o, "a"), COLLECT_AGAIN);
    post(o, keyed(o, "b"), COLLECT_OTHER_BODY);
    assert_rows(o, "record", 1);
    assert_rows(o, "refusal", 0);
    office_close(&o);
}

static void a_refusal_leaves_a_count_and_nothing_else(void **state)
{
    static const struct gate_field birthdate[] = { { TEXT("birthdate"), TEXT("1990-01-01") } };
    struct office *o = office_open();
    struct submission s = form_post(o, "contact", "a");

    (void)state;
    s.door = DOOR_JSON;
    s.fields = birthdate;
    s.field_count = 1;
    s = post(o, s, COLLECT_REFUSED);
    assert_int_equal(s.verdict->problems[0].reason, GATE_UNDECLARED);
    assert_rows(o, "record", 0);
    assert_rows(o, "subject", 0);
    assert_rows(o, "once", 0);
    assert_rows(o, "fact", 0);
    assert_int_equal(rig_number(&o->rig, "SELECT count FROM refusal WHERE reason = 2 AND channel = 1"), 1);
    s = form_post(o, "contact", "a");
    s.region = TEXT("BR");
    s = post(o, s, COLLECT_REFUSED);
    assert_int_equal(s.verdict->problems[0].reason, GATE_UNKNOWN_REGION);
    s = post(o, form_post(o, "nothing", "a"), COLLECT_REFUSED);
    assert_int_equal(s.verdict->problems[0].reason, GATE_UNKNOWN_CHANNEL);
    assert_rows(o, "refusal", 3);
    office_close(&o);
}

static struct submission by_handle(struct office *o, const struct handle *h, const char *body)
{
    struct submission s = form_post(o, "contact", body);

    s.handle = h;
    return s;
}

static void a_known_subject_keeps_her_key_and_her_period_begins_again(void **state)
{
    struct office *o = office_open();
    struct submission first = post(o, form_post(o, "contact", "a"), COLLECT_KEPT), s = by_handle(o, &first.subject, "b");
    int64_t due = rig_number(&o->rig, "SELECT due_at FROM retention");

    (void)state;
    drive(o, office_unit(o, 24 * 40), &s);
    assert_int_equal(s.end, COLLECT_KEPT);
    assert_rows(o, "subject", 1);
    assert_rows(o, "retention", 1);
    assert_rows(o, "record", 2);
    assert_true(rig_number(&o->rig, "SELECT due_at FROM retention") > due);
    assert_int_equal(rig_number(&o->rig, "SELECT count(DISTINCT substr(sealed, 5, 20)) FROM record"), 1);
    rig_check_log(&o->rig);
    office_close(&o);
}

static void an_older_contact_does_not_shorten_the_period(void **state)
{
    struct office *o = office_open();
    struct submission first = post(o, form_post(o, "contact", "a"), COLLECT_KEPT), late = by_handle(o, &first.subject, "b"), s = by_handle(o, &first.subject, "c");
    int64_t due;

    (void)state;
    drive(o, office_unit(o, 24 * 40), &late);
    due = rig_number(&o->rig, "SELECT due_at FROM retention");
    assert_int_equal(drive(o, office_unit(o, 24 * 20), &s), 0);
    assert_int_equal(s.end, COLLECT_KEPT);
    assert_int_equal(rig_number(&o->rig, "SELECT due_at FROM retention"), due);
    office_close(&o);
}

static void an_erased_subject_takes_nothing_more(void **state)
{
    struct office *o = office_open();
    struct submission first = post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    struct handle nobody = { { 7 } };

    (void)state;
    post(o, by_handle(o, &nobody, "b"), COLLECT_NO_SUBJECT);
    rig_script(&o->rig, "UPDATE subject SET state = 2, version = version + 1");
    post(o, by_handle(o, &first.subject, "b"), COLLECT_NO_SUBJECT);
    post(o, form_post(o, "contact", "a"), COLLECT_NO_SUBJECT); /* not even its own first answer again */
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void an_erase_between_decision_and_commit_wins(void **state)
{
    struct office *o = office_open();
    struct submission first = post(o, form_post(o, "contact", "a"), COLLECT_KEPT), s = by_handle(o, &first.subject, "b");
    struct rig_unit *u = office_unit(o, 0);
    enum task_next next;

    (void)state;
    assert_ok(u->w, collect_step(u->w, &s, 0, &next));
    assert_int_equal(next, TASK_COMMIT);
    rig_script(&o->rig, "UPDATE subject SET state = 1, version = version + 1");
    assert_int_equal(rig_commit(&o->rig, u), ERR_CONFLICT);
    rig_again(u);
    assert_ok(u->w, collect_step(u->w, &s, 0, &next));
    assert_int_equal(s.end, COLLECT_NO_SUBJECT);
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void a_publish_between_decision_and_commit_makes_it_decide_again(void **state)
{
    struct office *o = office_open();
    struct submission s = form_post(o, "contact", "a");
    struct rig_unit *u = office_unit(o, 0);
    enum task_next next;

    (void)state;
    assert_ok(u->w, collect_step(u->w, &s, 0, &next));
    rig_script(&o->rig, RIG_PUBLISHED(2));
    assert_int_equal(rig_commit(&o->rig, u), ERR_CONFLICT);
    assert_rows(o, "record", 0);
    office_close(&o);
}

static void a_channel_that_cannot_be_confirmed_keeps_nothing(void **state)
{
    struct office *o = office_open();
    struct submission s;

    (void)state;
    s = post(o, form_post(o, "newsletter", "a"), COLLECT_REFUSED);
    assert_int_equal(s.verdict->problems[0].reason, GATE_NOT_CONFIRMABLE);
    assert_rows(o, "record", 0);
    office_close(&o);
}

static void without_deliveries_nobody_is_told(void **state)
{
    struct office *o = office_open();

    (void)state;
    tooth_pull(TOOTH_DELIVERY);
    post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    tooth_restore(TOOTH_DELIVERY);
    assert_rows(o, "outbox", 0);
    office_close(&o);
}

static struct submission with_token(struct office *o, struct text token, const char *body)
{
    struct submission s = form_post(o, "contact", body);

    s.needs_token = true;
    s.form_token = token;
    return s;
}

static void a_form_token_passes_one_post(void **state)
{
    struct office *o = office_open();
    struct rig_unit *u = office_unit(o, 0);
    struct submission late, other, s;
    struct text token, wrong;

    (void)state;
    assert_ok(u->w, form_token_make(u->w, o->rig.vault, TEXT("contact"), &token));
    assert_int_equal(token.length, FORM_TOKEN_TEXT);
    late = with_token(o, token, "a");
    drive(o, office_unit(o, FORM_TOKEN_HOURS), &late);
    assert_int_equal(late.verdict->problems[0].reason, GATE_BAD_TOKEN);
    assert_ok(u->w, work_copy(u->w, token, &wrong));
    ((char *)(uintptr_t)wrong.at)[20] ^= 1;
    s = post(o, with_token(o, wrong, "a"), COLLECT_REFUSED);
    assert_int_equal(s.verdict->problems[0].reason, GATE_BAD_TOKEN);
    other = with_token(o, token, "a");
    other.channel = TEXT("newsletter");
    post(o, other, COLLECT_REFUSED);
    post(o, with_token(o, token, "a"), COLLECT_KEPT);
    post(o, with_token(o, token, "a"), COLLECT_AGAIN);
    post(o, with_token(o, token, "b"), COLLECT_REFUSED);
    post(o, with_token(o, TEXT(""), "b"), COLLECT_REFUSED);
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void assert_receipt_is_whole(struct office *o, struct work *w, struct text json, const struct submission *s)
{
    struct receipt *receipt = WORK_NEW(w, struct receipt, 1);
    struct ledger_head head;

    assert_ok(w, receipt_parse(w, json, receipt));
    assert_ok(w, receipt_verify(w, receipt, &head));
    assert_int_equal(receipt->position, s->position);
    assert_int_equal(receipt->fact.type, FACT_COLLECTED);
    assert_memory_equal(&receipt->fact.record, &s->record, sizeof receipt->fact.record);
    assert_null(memmem(json.at, json.length, office_person[0].value.at, office_person[0].value.length));
    (void)o;
}

static void a_receipt_may_be_looked_at_often_and_taken_once(void **state)
{
    struct office *o = office_open();
    struct submission s = post(o, form_post(o, "contact", "a"), COLLECT_KEPT);
    struct receipt_path r = { .services = &o->services, .token = s.receipt_token };
    struct rig_unit *u = office_unit(o, 71), *second = office_unit(o, 71), *after;
    enum task_next next;

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_ok(u->w, receipt_path_look(u->w, &r));
        assert_false(r.taken);
        assert_memory_equal(&r.handle, &s.subject, sizeof r.handle);
    }
    assert_ok(u->w, receipt_path_take_step(u->w, &r, 0, &next));
    assert_ok(second->w, receipt_path_take_step(second->w, &r, 0, &next));
    assert_int_equal(rig_commit(&o->rig, u), ERR_NONE);
    assert_int_equal(rig_commit(&o->rig, second), ERR_CONFLICT); /* taken twice at once: one wins */
    office_snapshot(u);
    assert_ok(u->w, receipt_path_take_step(u->w, &r, 1, &next));
    assert_receipt_is_whole(o, u->w, r.json, &s);
    after = office_unit(o, 71);
    assert_error(after->w, ERR_KEY_GONE, receipt_path_take_step(after->w, &r, 0, &next));
    assert_string_equal(after->w->err.message, "this receipt was fetched before; its address works once");
    office_close(&o);
}

static void assert_no_receipt(struct office *o, struct text token, int64_t hours)
{
    struct receipt_path r = { .services = &o->services, .token = token };
    struct rig_unit *u = office_unit(o, hours);

    assert_error(u->w, ERR_NOT_FOUND, receipt_path_look(u->w, &r));
    assert_string_equal(u->w->err.message, "no receipt is waiting at this address");
}

static void a_receipt_path_that_is_none_looks_like_one_that_ended(void **state)
{
    struct office *o = office_open();
    struct submission s = post(o, form_post(o, "contact", "a"), COLLECT_KEPT);

    (void)state;
    assert_no_receipt(o, TEXT(""), 0);
    assert_no_receipt(o, TEXT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 0);
    assert_no_receipt(o, s.receipt_token, OWN_RECEIPT_HOURS);
    rig_script(&o->rig, "UPDATE subject SET state = 2, version = version + 1");
    assert_no_receipt(o, s.receipt_token, 0);
    office_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_becomes_six_rows),
        cmocka_unit_test(what_was_sealed_opens_under_its_place_and_says_the_same),
        cmocka_unit_test(planted_values_are_nowhere_in_the_data_directory),
        cmocka_unit_test(the_same_post_again_gives_the_first_answer),
        cmocka_unit_test(an_equal_form_learns_nothing_of_the_first),
        cmocka_unit_test(after_ten_minutes_an_equal_form_is_a_new_one),
        cmocka_unit_test(equal_posts_in_one_group_are_kept_once),
        cmocka_unit_test(a_key_with_another_body_is_told),
        cmocka_unit_test(a_refusal_leaves_a_count_and_nothing_else),
        cmocka_unit_test(a_known_subject_keeps_her_key_and_her_period_begins_again),
        cmocka_unit_test(an_older_contact_does_not_shorten_the_period),
        cmocka_unit_test(an_erased_subject_takes_nothing_more),
        cmocka_unit_test(an_erase_between_decision_and_commit_wins),
        cmocka_unit_test(a_publish_between_decision_and_commit_makes_it_decide_again),
        cmocka_unit_test(a_channel_that_cannot_be_confirmed_keeps_nothing),
        cmocka_unit_test(without_deliveries_nobody_is_told),
        cmocka_unit_test(a_form_token_passes_one_post),
        cmocka_unit_test(a_receipt_may_be_looked_at_often_and_taken_once),
        cmocka_unit_test(a_receipt_path_that_is_none_looks_like_one_that_ended),
    };

    return cmocka_run_group_tests_name("collect/collect", tests, NULL, NULL);
}
