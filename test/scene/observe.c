/* Observing: a site's own back end tells the names of its fields and learns what would be refused, and by which line; nothing is taken in. */
#include "scene.h"

#include <stdio.h>

static const char *key;

static struct scene *with_a_key(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_command(s, "/control/keys/create", "{\"name\":\"site\",\"channels\":\"contact\",\"scopes\":\"observe\"}");

    key = reply_member(s, &r, "key").at;
    return s;
}

static struct reply observe(struct scene *s, const char *body)
{
    return scene_post_json(s, "/privacy/api/v1/observe/contact", key, body);
}

static void a_form_that_does_not_fit_is_told_what_would_be_right(void **unused)
{
    struct scene *s = with_a_key();
    struct reply r = observe(s, "{\"fields\":[\"name\",\"e-mail\",\"message\",\"birthdate\",\"_csrf\",\"region\",\"next\"]}");

    (void)unused;
    assert_status(200, r);
    assert_true(reply_holds(&r, "\"fits\":false"));
    assert_true(reply_holds(&r, "{\"field\":\"e-mail\",\"reason\":\"undeclared\",\"effect\":\"dropped\",\"nearest\":\"email\",\"policy_line\":"));
    assert_true(reply_holds(&r, "{\"field\":\"birthdate\",\"reason\":\"undeclared\",\"effect\":\"dropped\",\"policy_line\":"));
    assert_true(reply_holds(&r, "{\"field\":\"email\",\"reason\":\"required_missing\",\"effect\":\"refused\",\"policy_line\":"));
    assert_false(reply_holds(&r, "_csrf"));
    r = observe(s, "{\"fields\":[\"name\",\"email\",\"message\",\"phone\"],\"region\":\"US-CA\"}");
    assert_true(reply_holds(&r, "{\"field\":\"phone\",\"reason\":\"not_in_region\",\"effect\":\"refused\",\"policy_line\":"));
    r = observe(s, "{\"fields\":[\"name\",\"email\",\"message\"]}");
    assert_true(reply_holds(&r, "{\"fits\":true,\"problems\":[]}"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 3"), 0);
    scene_close(&s);
}

static void the_operator_sees_since_when_it_fits(void **unused)
{
    struct scene *s = with_a_key();
    struct reply r;

    (void)unused;
    for (int i = 0; i < 3; i++)
        assert_status(200, observe(s, "{\"fields\":[\"name\",\"email\",\"message\",\"birthdate\"]}"));
    scene_stand(s, "2026-03-05T12:00:00Z");
    assert_status(200, observe(s, "{\"fields\":[\"name\",\"email\",\"message\"]}"));
    r = scene_command(s, "/control/observed", "{}");
    assert_true(reply_holds(&r, "{\"channel\":\"contact\",\"reason\":\"seen\",\"count\":4,\"first\":\"2026-03-01\",\"last\":\"2026-03-05\"}"));
    assert_true(reply_holds(&r, "{\"channel\":\"contact\",\"reason\":\"refused\",\"count\":3,\"first\":\"2026-03-01\",\"last\":\"2026-03-01\"}"));
    assert_true(reply_holds(&r, "{\"channel\":\"contact\",\"field\":\"birthdate\",\"reason\":\"undeclared\",\"count\":3,"));
    scene_move(s, "2026-04-10T12:00:00Z"); /* and after thirty days it is gone */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM observed"), 0);
    scene_close(&s);
}

/* Values are no business of this address, and nobody fills the table with words of his own. */
static void bad_input_is_refused_and_bounded(void **unused)
{
    struct scene *s = with_a_key();
    char body[256];

    (void)unused;
    assert_status(400, observe(s, "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\"}"));
    assert_status(400, observe(s, "{\"fields\":[\"name\"],\"values\":[\"Ada\"]}"));
    assert_status(400, observe(s, "{\"fields\":[1]}"));
    assert_status(400, observe(s, "[]"));
    assert_status(422, observe(s, "{\"fields\":[\"name\"],\"region\":\"ATLANTIS\"}"));
    assert_status(404, scene_post_json(s, "/privacy/api/v1/observe/newsletter", key, "{\"fields\":[\"email\"]}"));
    for (int i = 0; i < 100; i++) {
        snprintf(body, sizeof body, "{\"fields\":[\"name\",\"email\",\"message\",\"made_up_%d\",\"Ada Lovelace's secret %d\"]}", i, i);
        assert_status(200, observe(s, body));
    }
    assert_true(scene_number(s, "SELECT count(DISTINCT name) FROM observed") <= 66);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM observed WHERE name LIKE '%Lovelace%'"), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_that_does_not_fit_is_told_what_would_be_right),
        cmocka_unit_test(the_operator_sees_since_when_it_fits),
        cmocka_unit_test(bad_input_is_refused_and_bounded),
    };

    return cmocka_run_group_tests_name("observe", tests, NULL, NULL);
}
