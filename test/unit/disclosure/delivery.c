#include "disclosure/delivery.h"

#include "base/teeth.h"
#include "subject/erase.h"
#include "subject/hold.h"
#include "subject/site_rig.h"

#include <stdio.h>

static struct site_rig rig;
static struct rig_person person;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    person = rig_collect(&rig, RIG_SUPPORT, instant_add(rig.now, SPAN_DAYS(700)).ms, "It does not focus.\r\nReference: FORGED\x1B[2J\xE2\x80\xA8Reference: TOO\xE2\x80\xA9Mine");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static void fail_with(int first, int times, enum error_code code, int reply)
{
    assert_ok(rig.w, mailer_failing_open(rig.w, rig.services.mailer, first, times, code, reply, &rig.services.mailer));
}

/* One slice; what its delivery came to. */
static enum delivery_end deliver_with(void (*between)(struct site_rig *r, int phase, int rerun), struct delivering *out_g)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };
    struct work *w = rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice, .between = between });
    struct delivering *g = slice.inner;

    assert_ended(w);
    if (g && out_g)
        *out_g = *g;
    return g ? g->end : DELIVERY_NONE;
}

static enum delivery_end deliver(void)
{
    return deliver_with(NULL, NULL);
}

static size_t mails(struct caught_mail *out_mails)
{
    struct caught_mail all[20];
    size_t count;

    assert_ok(rig.w, mailer_memory_list(rig.w, rig.memory, all, COUNT_OF(all), &count));
    if (out_mails && count)
        *out_mails = all[0];
    return count;
}

static int64_t outbox(const char *column)
{
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT coalesce(%s, -1) FROM outbox ORDER BY id LIMIT 1", column);
    return rig_number(&rig, sql);
}

static bool has(struct text t, const char *part)
{
    size_t at;

    return text_find(t, text_of(part), &at);
}

static void what_was_accepted_reaches_the_desk_once(void **state)
{
    struct caught_mail mail;

    (void)state;
    assert_int_equal(deliver(), DELIVERY_SENT);
    assert_int_equal(mails(&mail), 1);
    assert_text("support@desk.example", mail.to);
    assert_text("privacy@hikari.example", mail.from);
    assert_int_equal(outbox("state"), OUTBOX_SENT);
    assert_int_equal(outbox("outcome"), 250);
    assert_true(outbox("ended_at") > 0);
    assert_int_equal(rig_facts(&rig, FACT_OPENED), 1);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERED), 1);
    assert_int_equal(rig_number(&rig, "SELECT position FROM pulse WHERE mechanism = 'delivery'"), rig_number(&rig, "SELECT position FROM fact WHERE type = 5"));
    assert_int_equal(deliver(), DELIVERY_NONE);
    assert_int_equal(mails(NULL), 1);
}

static void the_mail_says_what_was_given_and_no_value_can_pass_for_a_label(void **state)
{
    struct caught_mail mail;
    char memory[64], line[96];
    struct draft handle = draft_in(memory, sizeof memory);

    (void)state;
    draft_handle(&handle, &person.handle);
    snprintf(line, sizeof line, "\r\nReference of the person: %.*s\r\n", TEXT_ARGS(draft_text(&handle)));
    assert_int_equal(deliver(), DELIVERY_SENT);
    mails(&mail);
    assert_true(has(mail.data, "Subject: [Hikari camera website] New message: contact\r\n"));
    assert_true(has(mail.data, "From: Hikari camera website\r\n <privacy@hikari.example>\r\n"));
    assert_true(has(mail.data, "Channel: contact\r\nReceived: 1 March 2026, 12:00 UTC\r\nRegion: European Union\r\n"));
    assert_true(has(mail.data, "\r\nName:\r\n    Hanako Example\r\n"));
    assert_true(has(mail.data, "\r\nE-mail:\r\n    hanako@mail.example\r\n"));
    assert_true(has(mail.data, "\r\nMessage:\r\n    It does not focus.\r\n    Reference: FORGED=EF=BF=BD[2J\r\n    Reference: TOO\r\n    Mine\r\n"));
    assert_true(has(mail.data, line));
    assert_true(has(mail.data, "privacyd erase "));
    assert_false(has(text_first(mail.data, 400), "Hanako")); /* nothing personal in the headers */
}

/* `name: |` in YAML ends with a line break; a mail must not fail for it. */
static void a_site_name_of_several_lines_is_one_line_in_the_headers(void **state)
{
    struct caught_mail mail;

    (void)state;
    rig.version.policy.site_name.in[0] = TEXT("Hikari\ncamera website\n");
    assert_int_equal(deliver(), DELIVERY_SENT);
    mails(&mail);
    assert_true(has(mail.data, "Subject: [Hikari camera website] New message: contact\r\n"));
    assert_true(has(mail.data, "From: Hikari camera website\r\n <privacy@hikari.example>\r\n"));
}

static void an_item_that_the_policy_dropped_is_left_out(void **state)
{
    struct caught_mail mail;

    (void)state;
    rig.version.policy.data_count = 2; /* no message any more */
    assert_int_equal(deliver(), DELIVERY_SENT);
    mails(&mail);
    assert_false(has(mail.data, "It does not focus"));
    assert_true(has(mail.data, "Hanako Example"));
}

/* --- failures ---------------------------------------------------------------------------------------------------------------------------- */

static void what_fails_for_now_is_tried_again_with_the_same_message_id(void **state)
{
    struct caught_mail mail;
    struct instant first = rig.now;
    int64_t wait;

    (void)state;
    fail_with(1, 1, ERR_UNAVAILABLE, 451);
    assert_int_equal(deliver(), DELIVERY_AGAIN);
    assert_int_equal(outbox("state"), OUTBOX_WAITING);
    assert_int_equal(outbox("outcome"), 451);
    wait = outbox("due_at") - first.ms;
    assert_true(wait >= 48000 && wait <= 72000);
    assert_int_equal(deliver(), DELIVERY_NONE); /* not yet */
    rig.now = instant_add(first, SPAN_SECONDS(72));
    assert_int_equal(deliver(), DELIVERY_SENT);
    mails(&mail);
    assert_true(has(mail.data, "Message-ID: <"));
    assert_int_equal(outbox("attempts"), 2);
    assert_int_equal(rig_facts(&rig, FACT_OPENED), 2);
}

static struct text message_id(struct text data)
{
    size_t from;

    assert_true(text_find(data, TEXT("Message-ID: "), &from));
    return text_first(text_from(data, from), 60);
}

static void a_lost_250_repeats_the_mail_recognisably(void **state)
{
    struct caught_mail all[2];
    size_t count;

    (void)state;
    fail_with(1, 1, ERR_UNCERTAIN, 0);
    assert_int_equal(deliver(), DELIVERY_AGAIN);
    rig.now = instant_add(rig.now, SPAN_MINUTES(2));
    assert_int_equal(deliver(), DELIVERY_SENT);
    assert_ok(rig.w, mailer_memory_list(rig.w, rig.memory, all, 2, &count));
    assert_int_equal(count, 2);
    assert_true(text_equal(message_id(all[0].data), message_id(all[1].data)));
}

static void a_refusal_for_good_is_loud(void **state)
{
    struct delivering g;

    (void)state;
    fail_with(1, 1, ERR_REFUSED, 550);
    assert_int_equal(deliver_with(NULL, &g), DELIVERY_FAILED);
    assert_int_equal(g.trouble.code, ERR_REFUSED); /* main writes it into the log */
    assert_int_equal(outbox("state"), OUTBOX_FAILED);
    assert_int_equal(outbox("outcome"), 550);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERY_FAILED), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM pulse WHERE mechanism = 'delivery.failed'"), 1);
    rig.now = instant_add(rig.now, SPAN_DAYS(1));
    assert_int_equal(deliver(), DELIVERY_NONE);
}

static void a_dead_server_is_given_up_after_three_days(void **state)
{
    struct instant first = rig.now, last = first;
    enum delivery_end ended = DELIVERY_AGAIN;
    int attempts = 0;

    (void)state;
    fail_with(1, 1000, ERR_UNAVAILABLE, 0);
    while (ended == DELIVERY_AGAIN) {
        ended = deliver();
        last = rig.now;
        rig.now.ms = outbox("due_at");
        assert_true(++attempts < 40);
    }
    assert_int_equal(ended, DELIVERY_FAILED);
    assert_true(attempts > 15);
    assert_true(instant_since(last, first).ms <= SPAN_DAYS(3).ms);
    assert_true(instant_since(last, first).ms > SPAN_DAYS(2).ms);
}

static void waits_double_up_to_six_hours_and_scatter(void **state)
{
    int64_t before = 0, seen[2];

    (void)state;
    for (int i = 1; i <= 40; i++) {
        int64_t wait = delivery_wait(rig.w, i).ms, middle = i < 10 ? 60000ll << (i - 1) : SPAN_HOURS(6).ms;
        middle = middle < SPAN_HOURS(6).ms ? middle : SPAN_HOURS(6).ms;
        assert_true(wait >= middle * 8 / 10 && wait <= middle * 12 / 10);
        if (i < 8)
            assert_true(wait > before);
        before = wait;
    }
    seen[0] = delivery_wait(rig.w, 20).ms;
    seen[1] = delivery_wait(rig.w, 20).ms;
    assert_true(seen[0] != seen[1]);
}

static void an_address_that_is_none_fails_for_good_and_nothing_is_sent(void **state)
{
    (void)state;
    rig.deliver[0].to = TEXT("support@desk.example>\r\nRCPT TO:<x@y.example");
    assert_int_equal(deliver(), DELIVERY_FAILED);
    assert_int_equal(mails(NULL), 0);
}

/* --- the second decision ----------------------------------------------------------------------------------------------------------------- */

static void is_cancelled(enum cancel_reason reason)
{
    struct delivering g = { 0 };

    assert_int_equal(deliver_with(NULL, &g), DELIVERY_CANCELLED);
    assert_int_equal(g.reason, reason);
    assert_int_equal(mails(NULL), 0);
    assert_int_equal(outbox("state"), OUTBOX_CANCELLED);
    assert_int_equal(outbox("attempts"), 0);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERY_CANCELLED), 1);
    assert_int_equal(rig_facts(&rig, FACT_OPENED), 0);
}

static void a_purpose_without_a_basis_in_the_region_is_not_delivered(void **state)
{
    (void)state;
    rig.purposes[0].basis[0] = BASIS_OFF;
    is_cancelled(CANCELLED_NO_BASIS);
}

static void a_consent_that_was_never_given_is_no_basis(void **state)
{
    (void)state;
    rig.purposes[0].basis[0] = BASIS_CONSENT; /* collected under a contract */
    is_cancelled(CANCELLED_NO_BASIS);
}

static void what_is_due_to_go_is_not_delivered(void **state)
{
    (void)state;
    rig.now = instant_add(rig.now, SPAN_DAYS(700));
    is_cancelled(CANCELLED_SWEPT);
}

static void a_channel_that_is_gone_delivers_nowhere(void **state)
{
    (void)state;
    rig.version.policy.channel_count = 0;
    is_cancelled(CANCELLED_NO_PLACE);
}

static void a_channel_that_serves_another_purpose_now_delivers_nothing_old(void **state)
{
    (void)state;
    rig.channels[0].purpose = &rig.purposes[1];
    is_cancelled(CANCELLED_NO_PLACE);
}

static void a_recipient_whose_contract_has_ended_gets_nothing(void **state)
{
    (void)state;
    rig_script(&rig, "UPDATE outbox SET place = 1");
    assert_true(instant_parse(TEXT("2026-06-01T00:00:00Z"), &rig.now));
    is_cancelled(CANCELLED_RECIPIENT);
}

static void a_webhook_without_an_address_is_given_up_loudly_after_three_days(void **state)
{
    (void)state;
    rig_script(&rig, "UPDATE outbox SET place = 1");
    assert_true(instant_parse(TEXT("2026-05-31T23:59:59Z"), &rig.now));
    assert_int_equal(deliver(), DELIVERY_FAILED); /* allowed on the last day of the contract, and the settings do not say where it is called */
}

static void an_erased_person_is_not_delivered(void **state)
{
    struct erasure e = { .handle = person.handle, .vault = rig.vault };

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    assert_int_equal(deliver(), DELIVERY_NONE);
    assert_int_equal(mails(NULL), 0);
}

static void a_hold_does_not_stop_a_delivery(void **state)
{
    (void)state;
    rig_script(&rig, "INSERT INTO hold (site, subject, reason, set_at, expires_at) VALUES (1, NULL, 1, 0, 4102444800000)");
    assert_int_equal(deliver(), DELIVERY_SENT);
}

/* --- races ------------------------------------------------------------------------------------------------------------------------------- */

static int erase_at;

static void erase_between(struct site_rig *r, int phase, int rerun)
{
    struct erasure e = { .handle = person.handle, .vault = r->vault };

    if (phase == erase_at && rerun == 0)
        assert_ended(rig_run(r, (struct rig_task){ .step = erase_step, .state = &e }));
}

static void an_erase_before_the_claim_ends_the_delivery(void **state)
{
    (void)state;
    erase_at = 0;
    assert_int_equal(deliver_with(erase_between, NULL), DELIVERY_NONE);
    assert_int_equal(mails(NULL), 0);
    assert_int_equal(outbox("state"), OUTBOX_CANCELLED);
}

/* The mail has left when the erase comes: that it was sent is told, and it is not sent again. */
static void a_rerun_after_a_conflict_sends_once_and_tells_the_truth(void **state)
{
    (void)state;
    erase_at = 1;
    assert_int_equal(deliver_with(erase_between, NULL), DELIVERY_SENT);
    assert_true(pipeline_counters(rig.pipeline).conflicts > 0);
    assert_int_equal(mails(NULL), 1);
    assert_int_equal(outbox("state"), OUTBOX_SENT);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERED), 1);
}

static void a_crash_after_sending_repeats_after_the_lease(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice, .dies = true, .dies_at = 1 });
    assert_int_equal(mails(NULL), 1);
    rig_restart(&rig);
    assert_int_equal(deliver(), DELIVERY_NONE);
    rig.now = instant_add(rig.now, SPAN_MINUTES(DELIVERY_LEASE_MINUTES));
    assert_int_equal(deliver(), DELIVERY_SENT);
    assert_int_equal(mails(NULL), 2);
}

static void take_after(struct site_rig *r, int phase)
{
    if (phase == 0)
        rig_script(r, "UPDATE outbox SET attempts = attempts + 1"); /* our lease ran out, and another node has it */
}

static void who_lost_the_claim_sends_nothing(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice, .after = take_after }));
    assert_int_equal(mails(NULL), 0);
    assert_int_equal(outbox("state"), OUTBOX_WAITING);
}

static void erase_after(struct site_rig *r, int phase)
{
    erase_at = 0;
    erase_between(r, phase, 0);
}

static void an_erase_after_the_claim_still_ends_the_delivery(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice, .after = erase_after }));
    assert_int_equal(mails(NULL), 0);
    assert_int_equal(outbox("state"), OUTBOX_CANCELLED);
}

static void publish_between(struct site_rig *r, int phase, int rerun)
{
    if (phase != 0 || rerun != 0)
        return;
    rig_script(r, RIG_PUBLISHED(2));
    r->purposes[0].basis[0] = BASIS_OFF;
    r->version.number = 2;
}

static void a_version_published_while_it_is_decided_counts(void **state)
{
    (void)state;
    assert_int_equal(deliver_with(publish_between, NULL), DELIVERY_CANCELLED);
    assert_int_equal(mails(NULL), 0);
}

static void a_key_that_is_gone_cancels_and_a_spoilt_record_stops(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };
    struct vault_shredding shredding = { .key = person.key };
    struct work *w;

    (void)state;
    rig_script(&rig, "UPDATE record SET sealed = CAST(substr(sealed, 1, 60) || x'00000000' || substr(sealed, 65) AS BLOB)");
    w = rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice });
    assert_fails(w, ERR_TAMPERED);
    assert_string_equal(w->err.message, "record 1 fails its check");
    rig.now = instant_add(rig.now, SPAN_MINUTES(DELIVERY_LEASE_MINUTES));
    assert_ok(rig.w, vault_shred_many(rig.w, rig.vault, &shredding, 1));
    assert_int_equal(deliver(), DELIVERY_CANCELLED);
    rig_script(&rig, "UPDATE outbox SET state = 0");
    rig.now = instant_add(rig.now, SPAN_DAYS(DELIVERY_GIVE_UP_DAYS));
    assert_int_equal(deliver(), DELIVERY_FAILED); /* attempts that never said how they ended */
    assert_int_equal(mails(NULL), 0);
}

#ifdef PRIVACYD_TEETH
static void without_the_second_decision_it_would_leave(void **state)
{
    (void)state;
    rig.purposes[0].basis[0] = BASIS_OFF;
    tooth_pull(TOOTH_DELIVERY_DECISION);
    assert_int_equal(deliver(), DELIVERY_SENT);
    tooth_restore(TOOTH_DELIVERY_DECISION);
}
#endif

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(what_was_accepted_reaches_the_desk_once),
        TESTED(the_mail_says_what_was_given_and_no_value_can_pass_for_a_label),
        TESTED(a_site_name_of_several_lines_is_one_line_in_the_headers),
        TESTED(an_item_that_the_policy_dropped_is_left_out),
        TESTED(what_fails_for_now_is_tried_again_with_the_same_message_id),
        TESTED(a_lost_250_repeats_the_mail_recognisably),
        TESTED(a_refusal_for_good_is_loud),
        TESTED(a_dead_server_is_given_up_after_three_days),
        TESTED(waits_double_up_to_six_hours_and_scatter),
        TESTED(an_address_that_is_none_fails_for_good_and_nothing_is_sent),
        TESTED(a_purpose_without_a_basis_in_the_region_is_not_delivered),
        TESTED(a_consent_that_was_never_given_is_no_basis),
        TESTED(what_is_due_to_go_is_not_delivered),
        TESTED(a_channel_that_is_gone_delivers_nowhere),
        TESTED(a_channel_that_serves_another_purpose_now_delivers_nothing_old),
        TESTED(a_recipient_whose_contract_has_ended_gets_nothing),
        TESTED(a_webhook_without_an_address_is_given_up_loudly_after_three_days),
        TESTED(an_erased_person_is_not_delivered),
        TESTED(a_hold_does_not_stop_a_delivery),
        TESTED(an_erase_before_the_claim_ends_the_delivery),
        TESTED(a_rerun_after_a_conflict_sends_once_and_tells_the_truth),
        TESTED(who_lost_the_claim_sends_nothing),
        TESTED(an_erase_after_the_claim_still_ends_the_delivery),
        TESTED(a_crash_after_sending_repeats_after_the_lease),
        TESTED(a_version_published_while_it_is_decided_counts),
        TESTED(a_key_that_is_gone_cancels_and_a_spoilt_record_stops),
#ifdef PRIVACYD_TEETH
        TESTED(without_the_second_decision_it_would_leave),
#endif
    };

    return cmocka_run_group_tests_name("disclosure/delivery", tests, NULL, NULL);
}
