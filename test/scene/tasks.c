/* What the program cannot see to by itself becomes a task: once, with whose it is and what to do, until somebody says that it is done. */
#include "scene.h"

static void expect_refused(struct scene *s, const char *body, const char *words)
{
    assert_status(503, scene_try(s, "/control/tasks/done", body));
    assert_string_equal(words, s->w->err.message);
    error_clear(&s->w->err);
}

static void a_delivery_that_fails_for_good_becomes_a_task_until_it_is_done(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;
    const char *handle;

    (void)unused;
    r = scene_command(s, "/control/tasks/list", "{}");
    assert_true(reply_holds(&r, "\"tasks\":[]"));
    s->mail_faults = (struct scene_mail_faults){ 1, 1, 550, ERR_REFUSED };
    scene_restart(s);
    handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    scene_settle(s);
    r = scene_command(s, "/control/tasks/list", "{}");
    assert_true(reply_holds(&r, "\"kind\":\"delivery failed\",\"since\":\"2026-03-01T12:00:00Z\",\"channel\":\"contact\""));
    assert_true(reply_holds(&r, handle));
    assert_true(reply_holds(&r, "\"reply\":550"));
    assert_false(reply_holds(&r, "ada@visitor.example"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM task"), 1);
    expect_refused(s, "{\"task\":2}", "no open task has the number 2");
    expect_refused(s, "{\"task\":\"one\"}", "the member \"task\" must be there and be a whole number, not below zero");
    assert_status(200, scene_command(s, "/control/tasks/done", "{\"task\":1}"));
    expect_refused(s, "{\"task\":1}", "no open task has the number 1");
    r = scene_command(s, "/control/tasks/list", "{}");
    assert_true(reply_holds(&r, "\"tasks\":[]"));
    scene_move(s, "2028-03-01T12:00:01Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM task WHERE done_at IS NOT NULL"), 0); /* gone after 24 months */
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delivery_that_fails_for_good_becomes_a_task_until_it_is_done),
    };

    return cmocka_run_group_tests_name("tasks", tests, NULL, NULL);
}
