/* A system of a recipient is called: signed, under the same id for every attempt, once the decision has passed at that moment; and never where
 * it may not lead. */
#include "receiver.h"

#include <sodium.h>

#define SECRET "a secret of at least 24 bytes"

static struct receiver *office;

/* The office in Amsterdam is called for each message. */
static struct scene *with_a_webhook(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    assert_status(201, scene_publish(s, scene_policy_with(s, "deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - webhook: hikari_europe\n")));
    office = receiver_open();
    receiver_use(s, office, "hikari_europe");
    return s;
}

static void end(struct scene **s)
{
    receiver_close(&office);
    scene_close(s);
}

static int64_t ended(struct scene *s, const char *state)
{
    struct text sql;

    assert_ok(s->w, work_format(s->w, &sql, "SELECT count(*) FROM outbox WHERE state = %s", state));
    return scene_number(s, sql.at);
}

#define WAITING "0"
#define SENT "1"
#define FAILED "2"
#define CANCELLED "3"

/* As a receiver does it: over the id, the time and the body as they came. */
static bool is_signed(struct scene *s, int n, const char *secret)
{
    struct text id = receiver_header(office, n, "webhook-id"), at = receiver_header(office, n, "webhook-timestamp"), body = receiver_body(office, n), signed_part;
    crypto_auth_hmacsha256_state state;
    uint8_t mac[32];
    char memory[64];
    struct draft d = draft_in(memory, sizeof memory);

    assert_ok(s->w, work_format(s->w, &signed_part, "%.*s.%.*s.%.*s", TEXT_ARGS(id), TEXT_ARGS(at), TEXT_ARGS(body)));
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)signed_part.at, signed_part.length);
    crypto_auth_hmacsha256_final(&state, mac);
    draft_add(&d, TEXT("v1,"));
    draft_base64(&d, mac, sizeof mac);
    return text_equal(receiver_header(office, n, "webhook-signature"), draft_text(&d));
}

static void what_was_sent_is_signed_and_complete(void **unused)
{
    struct scene *s = with_a_webhook();
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "a \\\"quoted\\\" line");
    size_t at;

    (void)unused;
    scene_settle(s);
    assert_int_equal(receiver_count(office), 1);
    assert_true(is_signed(s, 0, SECRET));
    assert_false(is_signed(s, 0, "another secret of 24 bytes..."));
    assert_true(text_equal(receiver_header(office, 0, "Content-Type"), TEXT("application/json")));
    assert_true(text_equal(receiver_header(office, 0, "webhook-timestamp"), TEXT("1772366400")));
    assert_true(text_find(receiver_body(office, 0), TEXT("\"fields\":{\"email\":\"ada@visitor.example\",\"message\":\"a \\\"quoted\\\" line\",\"name\":\"Ada\"}"), &at));
    assert_true(text_find(receiver_body(office, 0), text_of(handle), &at));
    assert_int_equal(ended(s, SENT), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 0);
    end(&s);
}

/* A refusal, an answer that is lost, a redirect that nobody follows; then it is taken. */
static void it_is_tried_again_under_the_same_id(void **unused)
{
    struct scene *s = with_a_webhook();

    (void)unused;
    receiver_answers(office, (const int[]){ 503, 0, 302, 404, 202, -1 });
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    for (int hour = 13; hour < 23; hour++) {
        char when[32];
        snprintf(when, sizeof when, "2026-03-01T%02d:00:00Z", hour);
        scene_move(s, when);
    }
    assert_int_equal(receiver_count(office), 5);
    for (int i = 1; i < 5; i++) {
        assert_true(text_equal(receiver_header(office, 0, "webhook-id"), receiver_header(office, i, "webhook-id")));
        assert_false(text_equal(receiver_header(office, i - 1, "webhook-timestamp"), receiver_header(office, i, "webhook-timestamp")));
        assert_true(is_signed(s, i, SECRET));
    }
    assert_int_equal(ended(s, SENT), 1);
    end(&s);
}

static void who_wants_no_more_ends_it_loudly(void **unused)
{
    struct scene *s = with_a_webhook();

    (void)unused;
    receiver_answers(office, (const int[]){ 410, -1 });
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    scene_move(s, "2026-03-01T20:00:00Z");
    assert_int_equal(receiver_count(office), 1);
    assert_int_equal(ended(s, FAILED), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 7"), 1);
    end(&s);
}

static void who_was_erased_is_not_sent(void **unused)
{
    struct scene *s = with_a_webhook();
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    struct text command;

    (void)unused;
    assert_ok(s->w, work_format(s->w, &command, "{\"handle\":\"%s\"}", handle));
    assert_status(200, scene_command(s, "/control/erase", command.at));
    scene_settle(s);
    assert_int_equal(receiver_count(office), 0);
    assert_int_equal(ended(s, SENT), 0);
    end(&s);
}

/* What is due is swept before it is sent, also when the receiver was down until then. */
static void what_is_due_is_not_sent(void **unused)
{
    struct scene *s = with_a_webhook();

    (void)unused;
    receiver_answers(office, (const int[]){ 503, -1 });
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    receiver_answers(office, (const int[]){ 200, -1 });
    scene_move(s, "2028-03-02T12:00:00Z");
    assert_int_equal(receiver_count(office), 1);
    assert_int_equal(ended(s, SENT), 0);
    end(&s);
}

/* The same address without `private: yes`: no connection is made. */
static void our_own_network_is_not_called_unless_the_operator_says_so(void **unused)
{
    struct scene *s = with_a_webhook();

    (void)unused;
    s->config.webhooks[0].allow_private = false;
    s->config.webhooks[0].url = TEXT("https://localhost:1/hook");
    scene_restart(s);
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_int_equal(receiver_count(office), 0);
    assert_int_equal(ended(s, SENT), 0);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sent_is_signed_and_complete),
        cmocka_unit_test(it_is_tried_again_under_the_same_id),
        cmocka_unit_test(who_wants_no_more_ends_it_loudly),
        cmocka_unit_test(who_was_erased_is_not_sent),
        cmocka_unit_test(what_is_due_is_not_sent),
        cmocka_unit_test(our_own_network_is_not_called_unless_the_operator_says_so),
    };

    return cmocka_run_group_tests_name("webhook", tests, NULL, NULL);
}
