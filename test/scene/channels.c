/* What the keys of a channel do at its door: fields that a region excepts, values that no person gives, a purpose whose data never have to go. */
#include "scene.h"

static int answer(struct scene *s, const char *body)
{
    return scene_post_json(s, "/privacy/api/v1/collect/contact", scene_key(s), body).status;
}

static void a_field_is_refused_where_the_channel_excepts_it(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    static const char with_phone[] = "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hi\",\"phone\":\"+81312345678\",\"region\":\"JP\"}";

    (void)unused;
    assert_int_equal(answer(s, with_phone), 201);
    scene_command(s, "/control/keys/revoke", "{\"name\":\"scene\"}");
    assert_status(201, scene_publish(s, scene_policy_with(s, "    except:  # in", "    except:\n      JP: [phone] # in")));
    assert_int_equal(answer(s, with_phone), 422);
    scene_close(&s);
}

static void no_form_is_shown_for_what_a_device_gives(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_status(200, scene_get(s, "/privacy/in/contact"));
    assert_status(201, scene_publish(s, scene_policy_with(s, "お問い合わせフォーム }\n    purpose: support\n", "お問い合わせフォーム }\n    purpose: support\n    from: log\n")));
    assert_status(404, scene_get(s, "/privacy/in/contact"));
    scene_close(&s);
}

static void nothing_is_taken_that_would_stay_as_long_as_needed(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: as long as needed")));
    assert_int_equal(answer(s, "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hi\",\"region\":\"EU\"}"), 403);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_refused_where_the_channel_excepts_it),
        cmocka_unit_test(no_form_is_shown_for_what_a_device_gives),
        cmocka_unit_test(nothing_is_taken_that_would_stay_as_long_as_needed),
    };

    return cmocka_run_group_tests_name("channels", tests, NULL, NULL);
}
