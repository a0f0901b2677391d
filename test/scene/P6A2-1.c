/* P6A2-1: Processors act under contract. A delivery to one whose contract has ended is cancelled: nothing is disclosed. */
#include "receiver.h"

static struct receiver *office;

/* The office in Amsterdam answers as a processor whose contract ends on the tenth. */
static struct scene *with_a_processor(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text copy;

    assert_ok(s->w, work_copy(s->w, scene_policy_with(s, "role: affiliate\n    for: [support]\n    countries: [NL]\n    contract: { ref: C-0003, until: 2031-03-31 }",
                                                      "role: processor\n    for: [support]\n    countries: [NL]\n    contract: { ref: C-0003, until: 2026-03-10 }"), &copy));
    s->policy = copy.at;
    assert_status(201, scene_publish(s, scene_policy_with(s, "deliver:\n      - mail: support@hikari.example\n",
                                                          "deliver:\n      - webhook: hikari_europe\n      - mail: support@hikari.example\n")));
    office = receiver_open();
    receiver_use(s, office, "hikari_europe");
    scene_stand(s, "2026-03-09T12:00:00Z");
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    return s;
}

static void a_processor_without_a_contract_gets_nothing(void **unused)
{
    struct scene *s = with_a_processor();

    (void)unused;
    scene_move(s, "2026-03-10T15:00:00Z"); /* the tenth is over in Tokyo, between post and sending */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE place = 0 AND state = 3"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE place = 1 AND state = 1"), 1); /* the desk is no recipient of ours */
    assert_int_equal(scene_mail_count(s), 1);
    assert_int_equal(receiver_count(office), 0);
    receiver_close(&office);
    scene_close(&s);
}

static void a_processor_under_contract_gets_it(void **unused)
{
    struct scene *s = with_a_processor();

    (void)unused;
    scene_move(s, "2026-03-10T14:59:59Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE place = 0 AND state = 1"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 0);
    assert_int_equal(receiver_count(office), 1);
    receiver_close(&office);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_processor_without_a_contract_gets_nothing),
        cmocka_unit_test(a_processor_under_contract_gets_it),
    };

    return cmocka_run_group_tests_name("P6A2-1", tests, NULL, NULL);
}
