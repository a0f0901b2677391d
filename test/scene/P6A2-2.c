/* P6A2-2: Who sends our mails does so by the person's choice: a withdrawal is told to the list tool in the same commit, until it has heard it. */
#include "receiver.h"

#include <stdio.h>

static struct receiver *list_tool;

static void the_list_tool_is_told_of_a_withdrawal(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *path;
    struct text handle;
    size_t at;

    (void)unused;
    list_tool = receiver_open();
    receiver_use(s, list_tool, "list_tool");
    path = scene_confirm(s, scene_sign_up(s, "ada%40visitor.example"));
    assert_int_equal(receiver_count(list_tool), 1);
    assert_true(text_find(receiver_body(list_tool, 0), TEXT("\"handle\":\""), &at));
    handle = text_first(text_from(receiver_body(list_tool, 0), at), 10 + 32);
    receiver_answers(list_tool, (const int[]){ 503, 204, -1 });
    assert_status(200, scene_post_form(s, path, ""));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM signal WHERE state = 0"), 1); /* with the answer it is there */
    scene_settle(s);
    scene_move(s, "2026-03-01T14:00:00Z"); /* her rows are swept by now */
    scene_settle(s);
    assert_int_equal(receiver_count(list_tool), 3);
    for (int i = 1; i < 3; i++) {
        assert_true(text_find(receiver_body(list_tool, i), TEXT("\"type\":\"withdrawn\""), &at));
        assert_true(text_find(receiver_body(list_tool, i), handle, &at));
        assert_true(text_find(receiver_body(list_tool, i), TEXT("\"purpose\":\"newsletter\""), &at));
        assert_false(text_find(receiver_body(list_tool, i), TEXT("visitor.example"), &at));
    }
    assert_true(text_equal(receiver_header(list_tool, 1, "webhook-id"), receiver_header(list_tool, 2, "webhook-id")));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM signal WHERE state = 1"), 1);
    receiver_close(&list_tool);
    scene_close(&s);
}

/* Three days of silence are a task. */
static void what_could_not_be_told_is_a_task(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *path = scene_confirm(s, scene_sign_up(s, "ada%40visitor.example"));
    char when[32];

    (void)unused;
    assert_status(200, scene_post_form(s, path, "")); /* no webhook is configured */
    for (int day = 2; day < 7; day++) {
        snprintf(when, sizeof when, "2026-03-%02dT12:00:00Z", day);
        scene_move(s, when);
    }
    assert_int_equal(scene_number(s, "SELECT count(*) FROM signal WHERE state = 2"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM task WHERE kind = 6 AND done_at IS NULL"), 1);
    assert_text("broken", scene_promise(s, "P6A2-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_tool_is_told_of_a_withdrawal),
        cmocka_unit_test(what_could_not_be_told_is_a_task),
    };

    return cmocka_run_group_tests_name("P6A2-2", tests, NULL, NULL);
}
