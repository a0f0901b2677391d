/* The story of one line: a post becomes a kept promise, is forgotten in time, and a second person is erased by key. */
#include "scene.h"

#include "ledger/receipt.h"

static struct reply post(struct scene *s, const char *form)
{
    struct reply r = scene_post_form(s, "/privacy/in/contact", form);

    assert_status(303, r);
    scene_settle(s);
    return r;
}

/* The one-time path: a page first, then the file, then nothing. */
static struct receipt take_receipt(struct scene *s, struct text location)
{
    struct receipt receipt;
    struct ledger_head head;
    struct reply r = scene_get(s, location.at);

    assert_status(200, r);
    assert_true(reply_holds(&r, "<button"));
    r = scene_post_form(s, location.at, "");
    assert_status(200, r);
    assert_text("no-store", reply_header(&r, "Cache-Control"));
    assert_ok(s->w, receipt_parse(s->w, r.body, &receipt));
    assert_ok(s->w, receipt_verify(s->w, &receipt, &head));
    r = scene_post_form(s, location.at, "");
    assert_status(410, r);
    return receipt;
}

static void a_form_post_becomes_a_kept_promise(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text location, location_copy;
    struct receipt receipt;
    struct caught_mail mail;
    struct reply r;

    (void)unused;
    r = post(s, "name=Ada+Plantagenet&email=ada%40visitor.example&message=My+shutter+sticks.&company=Byron+%26+Co&utm_source=x&birthdate=1815-12-10");
    location = reply_header(&r, "Location");
    assert_true(text_starts(location, TEXT("/privacy/receipt/")));
    assert_true(work_copy(s->w, location, &location_copy));

    assert_int_equal(scene_mail_count(s), 1);
    mail = scene_mail(s, 0);
    assert_text("support@hikari.example", mail.to);
    assert_true(memmem(mail.data.at, mail.data.length, "Ada Plantagenet", 15) != NULL);
    assert_true(memmem(mail.data.at, mail.data.length, "1815-12-10", 10) == NULL);
    assert_int_equal(scene_found_on_disk(s, "Plantagenet", 11), 0);
    assert_int_equal(scene_found_on_disk(s, "1815-12-10", 10), 0);

    receipt = take_receipt(s, location_copy);
    assert_int_equal(receipt.fact.type, FACT_COLLECTED);

    /* 24 months after the last contact, in the site's zone: 1 March 2028, 00:00 in Tokyo is 29 February, 15:00 UTC. */
    scene_move(s, "2028-02-29T14:59:59Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_move(s, "2028-02-29T15:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention"), 0);
    assert_text("kept", scene_promise(s, "P9-2"));
    r = scene_get(s, "/privacy/promises");
    assert_status(200, r);
    assert_true(reply_holds(&r, "P9-2"));
    scene_close(&s);
}

static void a_second_person_is_erased_by_key(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *first = scene_person(s, "First Person", "first@visitor.example", "hello");
    const char *second = scene_person(s, "Second Person", "second@visitor.example", "hello again");
    struct text json;
    struct reply r;

    (void)unused;
    scene_settle(s);
    assert_string_not_equal(first, second);
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", second));
    r = scene_command(s, "/control/erase", json.at);
    assert_status(200, r);
    assert_text("1", reply_member(s, &r, "keys"));
    assert_text("1", reply_member(s, &r, "records"));
    scene_settle(s);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_restart(s);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_post_becomes_a_kept_promise),
        cmocka_unit_test(a_second_person_is_erased_by_key),
    };

    return cmocka_run_group_tests_name("story", tests, NULL, NULL);
}
