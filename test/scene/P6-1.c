/* P6-1: Nobody gets data for purposes of his own without the person's consent. What was given on a contract does not go to such a recipient, also when
 * the purpose rests on consent by the time it would leave. */
#include "receiver.h"

static struct receiver *office;

static struct text changed(struct scene *s, const char *from, const char *to)
{
    struct text copy;

    assert_ok(s->w, work_copy(s->w, scene_policy_with(s, from, to), &copy));
    s->policy = copy.at;
    return copy;
}

/* The office in Amsterdam uses what it gets for itself; and the appendix no longer says that nothing goes to third parties. */
static struct text for_its_own(struct scene *s)
{
    changed(s, "  no_business_disclosure: true\n", "");
    return changed(s, "    role: affiliate\n    for: [support]\n    countries: [NL]", "    role: third_party\n    own_purposes: true\n    for: [support]\n    countries: [NL]");
}

static void what_was_given_on_a_contract_does_not_leave(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_status(201, scene_publish(s, changed(s, "deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - webhook: hikari_europe\n      - mail: support@hikari.example\n")));
    office = receiver_open();
    receiver_answers(office, (const int[]){ 503, 200, -1 }); /* down at first */
    receiver_use(s, office, "hikari_europe");
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_int_equal(receiver_count(office), 1); /* to an affiliate it may go, and is tried */
    for_its_own(s);
    assert_status(201, scene_publish(s, changed(s, "    basis: contract\n", "    basis: consent\n")));
    scene_move(s, "2026-03-01T14:00:00Z");
    assert_int_equal(receiver_count(office), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE place = 0 AND state = 3"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 1);
    receiver_close(&office);
    scene_close(&s);
}

/* Without consent the compiler does not even let such a policy out. */
static void such_a_policy_without_consent_is_refused(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, for_its_own(s));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "uses data for purposes of its own, and no consent is asked"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_on_a_contract_does_not_leave),
        cmocka_unit_test(such_a_policy_without_consent_is_refused),
    };

    return cmocka_run_group_tests_name("P6-1", tests, NULL, NULL);
}
