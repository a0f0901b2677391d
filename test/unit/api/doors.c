#include "../collect/office.h"

#include "api/doors.h"
#include "api/enter.h"
#include "api/key_use.h"
#include "api/routes.h"
#include "api/scope.h"
#include "collect/collect.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* One request to a step, as main runs it. */
struct call {
    struct http_request request;
    struct http_header headers[4];
    struct exchange exchange;
    json_t *answer;
};

typedef bool (*step_function)(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

static struct call *call_open(struct office *o, const char *body)
{
    struct call *c = calloc(1, sizeof *c);

    assert_non_null(c);
    c->request = (struct http_request){ .method = TEXT("POST"), .headers = c->headers, .body = text_of(body), .peer_uid = -1 };
    c->exchange = (struct exchange){ .request = &c->request, .services = &o->services };
    return c;
}

static void call_header(struct call *c, const char *name, const char *value)
{
    c->headers[c->request.header_count++] = (struct http_header){ text_of(name), text_of(value) };
}

static void call_close(struct call **c)
{
    json_decref((*c)->answer);
    free(*c);
    *c = NULL;
}

/* False when the step ended with an error, which is then in the unit. */
static bool call_run(struct office *o, struct rig_unit *u, struct call *c, step_function step)
{
    enum task_next next = TASK_END;
    int phase = 0;

    for (;;) {
        if (!step(u->w, &c->exchange, phase, &next))
            return false;
        if (next == TASK_END)
            break;
        assert_int_equal(rig_commit(&o->rig, u), ERR_NONE);
        office_snapshot(u);
        phase++;
    }
    c->answer = json_loadb(c->exchange.response.body.at, c->exchange.response.body.length, 0, NULL);
    assert_non_null(c->answer);
    return true;
}

static const char *member(const struct call *c, const char *name)
{
    return json_string_value(json_object_get(c->answer, name));
}

/* Makes a key for the channels; the caller frees it. */
static char *new_key(struct office *o, const char *name, const char *channels)
{
    struct rig_unit *u = office_unit(o, 0);
    char body[200], *key;
    struct call *c;

    snprintf(body, sizeof body, "{\"name\":\"%s\",\"channels\":\"%s\"}", name, channels);
    c = call_open(o, body);
    assert_ok(u->w, call_run(o, u, c, control_key_create));
    assert_int_equal(c->exchange.response.status, 201);
    key = strdup(member(c, "key"));
    assert_int_equal(strlen(key), 47);
    call_close(&c);
    return key;
}

/* As main does: through the door of keys. */
static bool enter_collect(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    static const struct route route = { "POST", "/collect/{}", TASK_PAGE, api_collect, SCOPE_COLLECT };

    return api_enter(w, x, &route, phase, out_next);
}

static struct call *collect(struct office *o, const char *key, const char *channel, const char *idempotency, const char *body)
{
    struct rig_unit *u = office_unit(o, 0);
    struct call *c = call_open(o, body);
    char value[100];

    snprintf(value, sizeof value, "Bearer %s", key);
    c->exchange.parameters[0] = text_of(channel);
    call_header(c, "Content-Type", "application/json");
    if (*key)
        call_header(c, "Authorization", value);
    if (*idempotency)
        call_header(c, "Idempotency-Key", idempotency);
    assert_ok(u->w, call_run(o, u, c, enter_collect));
    return c;
}

static const char person[] = "{\"name\":\"Wilhelmina Plantedname\",\"email\":\"planted.address@example.org\",\"message\":\"planted words\"}";

static void a_submission_with_a_key_is_kept_and_answered(void **state)
{
    struct office *o = office_open();
    char *key = new_key(o, "shop", "contact");
    struct call *first = collect(o, key, "contact", "k1", person), *again = collect(o, key, "contact", "k1", person);
    struct call *other = collect(o, key, "contact", "k1", "{\"name\":\"x\"}");

    (void)state;
    assert_int_equal(first->exchange.response.status, 201);
    assert_int_equal(strlen(member(first, "handle")), 32);
    assert_int_equal(strncmp(member(first, "receipt"), "/privacy/receipt/", 17), 0);
    assert_int_equal(json_integer_value(json_object_get(first->answer, "position")), 1);
    assert_true(text_equal(first->exchange.response.content_type, TEXT("application/json")));
    assert_true(json_equal(first->answer, again->answer));
    assert_int_equal(other->exchange.response.status, 422);
    assert_string_equal(member(other, "title"), "The Idempotency-Key was used before with another body");
    assert_rows(o, "record", 1);
    assert_int_equal(rig_number(&o->rig, "SELECT count(*) FROM fact WHERE type = 3"), 1);
    call_close(&first);
    call_close(&again);
    call_close(&other);
    free(key);
    office_close(&o);
}

static void each_field_is_told_what_is_wrong_with_it(void **state)
{
    struct office *o = office_open();
    char *key = new_key(o, "shop", "*");
    struct call *c = collect(o, key, "contact", "", "{\"name\":\"N\",\"email\":\"planted\",\"birthdate\":\"1990-01-01\"}");
    const json_t *errors = json_object_get(c->answer, "errors"), *first = json_array_get(errors, 0), *second = json_array_get(errors, 1);

    (void)state;
    assert_int_equal(c->exchange.response.status, 422);
    assert_true(text_equal(c->exchange.response.content_type, TEXT("application/problem+json")));
    assert_int_equal(json_array_size(errors), 2);
    assert_string_equal(json_string_value(json_object_get(first, "field")), "email");
    assert_string_equal(json_string_value(json_object_get(first, "reason")), "invalid_value");
    assert_string_equal(json_string_value(json_object_get(second, "message")), "`birthdate` is not declared for this channel");
    assert_null(memmem(c->exchange.response.body.at, c->exchange.response.body.length, "planted", 7));
    assert_null(memmem(c->exchange.response.body.at, c->exchange.response.body.length, "1990", 4));
    assert_rows(o, "record", 0);
    assert_rows(o, "refusal", 1);
    call_close(&c);
    free(key);
    office_close(&o);
}

struct status_case {
    const char *key, *channel, *idempotency, *body;
    int status;
    const char *title;
};

static void every_refusal_has_its_status(void **state)
{
    static char long_key[IDEMPOTENCY_KEY_MAX + 2];
    static const struct status_case cases[] = {
        { "", "contact", "", person, 401, "The API key is missing, unknown, expired or revoked" },
        { "pdk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "contact", "", person, 401, "The API key is missing, unknown, expired or revoked" },
        { NULL, "newsletter", "", person, 404, "There is no channel of this name that the API key is for" },
        { NULL, "nowhere", "", person, 404, "There is no channel of this name that the API key is for" },
        { NULL, "contact", "", "[1]", 400, "The submission was refused; nothing was kept" },
        { NULL, "contact", "", "{\"name\":7}", 422, "The submission was refused; nothing was kept" },
        { NULL, "contact", "", "{\"handle\":\"00000000000000000000000000000000\",\"name\":\"N\",\"email\":\"n@example.org\"}", 404, "No subject has this handle" },
        { NULL, "contact", "", "{\"handle\":\"x\",\"name\":\"N\",\"email\":\"n@example.org\"}", 422, "The submission was refused; nothing was kept" },
        { NULL, "contact", "", "{\"region\":\"BR\",\"name\":\"N\",\"email\":\"n@example.org\"}", 422, "The submission was refused; nothing was kept" },
        { NULL, "contact", long_key, person, 400, "The Idempotency-Key must have 1 to 255 characters" },
    };
    struct office *o = office_open();
    char *key = new_key(o, "shop", "contact");

    (void)state;
    memset(long_key, 'k', sizeof long_key - 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct call *c = collect(o, cases[i].key ? cases[i].key : key, cases[i].channel, cases[i].idempotency, cases[i].body);
        if (c->exchange.response.status != cases[i].status)
            fail_msg("case %zu: status %d", i, c->exchange.response.status);
        assert_string_equal(member(c, "title"), cases[i].title);
        call_close(&c);
    }
    assert_rows(o, "record", 0);
    free(key);
    office_close(&o);
}

static void a_body_of_another_type_is_not_read(void **state)
{
    struct office *o = office_open();
    struct rig_unit *u = office_unit(o, 0);
    struct call *c = call_open(o, person);

    (void)state;
    call_header(c, "Content-Type", "text/plain");
    assert_ok(u->w, call_run(o, u, c, api_collect));
    assert_int_equal(c->exchange.response.status, 415);
    call_close(&c);
    office_close(&o);
}

static void a_subject_is_named_by_her_handle(void **state)
{
    struct office *o = office_open();
    char *key = new_key(o, "shop", "*"), body[300];
    struct call *first = collect(o, key, "contact", "", person), *second;

    (void)state;
    snprintf(body, sizeof body, "{\"handle\":\"%s\",\"name\":\"N\",\"email\":\"n@example.org\"}", member(first, "handle"));
    second = collect(o, key, "contact", "", body);
    assert_int_equal(second->exchange.response.status, 201);
    assert_string_equal(member(first, "handle"), member(second, "handle"));
    assert_rows(o, "subject", 1);
    assert_rows(o, "record", 2);
    call_close(&first);
    call_close(&second);
    free(key);
    office_close(&o);
}

static void a_revoked_key_opens_nothing(void **state)
{
    struct office *o = office_open();
    char *key = new_key(o, "shop", "*");
    struct rig_unit *u = office_unit(o, 1);
    struct call *c = call_open(o, "{\"name\":\"shop\"}"), *refused, *list, *second;

    (void)state;
    assert_ok(u->w, call_run(o, u, c, control_key_revoke));
    refused = collect(o, key, "contact", "", person);
    assert_int_equal(refused->exchange.response.status, 401);
    u = office_unit(o, 1);
    second = call_open(o, "{\"name\":\"shop\"}");
    assert_false(call_run(o, u, second, control_key_revoke));
    assert_string_equal(u->w->err.message, "no living key has this name");
    list = call_open(o, "{}");
    u = office_unit(o, 1);
    assert_ok(u->w, call_run(o, u, list, control_key_list));
    assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(list->answer, "keys"), 0), "revoked_at")), "2026-03-01T13:00:00Z");
    assert_null(memmem(list->exchange.response.body.at, list->exchange.response.body.length, key, 20));
    call_close(&c);
    call_close(&second);
    call_close(&refused);
    call_close(&list);
    free(key);
    office_close(&o);
}

static void a_key_is_made_for_what_the_policy_declares(void **state)
{
    static const char *const bad[][2] = {
        { "{\"name\":\"a\",\"channels\":\"visits\"}", "the policy in force declares no channel `visits`" },
        { "{\"name\":\"a\"}", "a key needs the channels that it is for, or * for all" },
        { "{\"name\":\"\",\"channels\":\"*\"}", "the name of a key has 1 to 64 characters and no control characters" },
        { "{\"name\":\"shop\",\"channels\":\"*\"}", "a key of this name is in use; revoke it first, or choose another name" },
        { "{\"name\":\"a\",\"channels\":\"*\",\"purposes\":\"spam\"}", "the policy in force declares no purpose `spam`" },
        { "{\"name\":\"a\",\"channels\":\"*\",\"scopes\":\"admin\"}", "`admin` is no scope; there are: collect, observe, uploads, decide, consents, deliveries, inbox, lists, mail_events, events" },
        { "{\"name\":\"a\",\"channels\":\"*\",\"expires\":\"2026-01-01\"}", "`expires` is a date to come, like 2027-01-31" },
        { "{\"channels\":\"*\"}", "the member \"name\" must be there and be a text" },
    };
    struct office *o = office_open();
    char *key = new_key(o, "shop", "contact newsletter");

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct rig_unit *u = office_unit(o, 0);
        struct call *c = call_open(o, bad[i][0]);
        assert_false(call_run(o, u, c, control_key_create));
        assert_string_equal(u->w->err.message, bad[i][1]);
        call_close(&c);
    }
    assert_rows(o, "api_key", 1);
    assert_int_equal(rig_number(&o->rig, "SELECT count(*) FROM fact WHERE type = 11"), 1);
    free(key);
    office_close(&o);
}

static char *key_act(struct office *o, step_function step, int64_t hours, const char *body)
{
    struct rig_unit *u = office_unit(o, hours);
    struct call *c = call_open(o, body);
    char *key = NULL;

    assert_ok(u->w, call_run(o, u, c, step));
    if (member(c, "key"))
        key = strdup(member(c, "key"));
    call_close(&c);
    return key;
}

/* The status of a post with the key, that many hours later. */
static int status_at(struct office *o, const char *key, int64_t hours)
{
    struct rig_unit *u = office_unit(o, hours);
    struct call *c = call_open(o, person);
    char value[100];
    int status;

    snprintf(value, sizeof value, "Bearer %s", key);
    c->exchange.parameters[0] = TEXT("contact");
    call_header(c, "Content-Type", "application/json");
    call_header(c, "Authorization", value);
    assert_ok(u->w, call_run(o, u, c, enter_collect));
    status = c->exchange.response.status;
    call_close(&c);
    return status;
}

static void a_key_of_another_scope_is_told_which_it_needs(void **state)
{
    struct office *o = office_open();
    char *key = key_act(o, control_key_create, 0, "{\"name\":\"crm\",\"channels\":\"*\",\"scopes\":\"decide inbox\"}");
    struct call *c = collect(o, key, "contact", "", person);

    (void)state;
    assert_int_equal(c->exchange.response.status, 403);
    assert_string_equal(member(c, "detail"), "It needs the scope `collect`; a key is given its scopes when it is made: privacyd keys create NAME --scope \"collect\"");
    assert_rows(o, "record", 0);
    call_close(&c);
    free(key);
    office_close(&o);
}

static void a_key_ends_with_its_time(void **state)
{
    struct office *o = office_open();
    char *key = key_act(o, control_key_create, 0, "{\"name\":\"shop\",\"channels\":\"*\",\"expires\":\"2026-03-01T14:00:00Z\"}");

    (void)state;
    assert_int_equal(status_at(o, key, 1), 201);
    assert_int_equal(status_at(o, key, 2), 401);
    free(key_act(o, control_key_create, 2, "{\"name\":\"shop\",\"channels\":\"*\"}"));
    assert_rows(o, "api_key", 2);
    free(key);
    office_close(&o);
}

static void a_rotated_key_lives_on_for_a_while(void **state)
{
    struct office *o = office_open();
    char *old = new_key(o, "shop", "contact"), *new = key_act(o, control_key_rotate, 0, "{\"name\":\"shop\",\"overlap_hours\":2}"), *third;

    (void)state;
    assert_string_not_equal(old, new);
    assert_int_equal(status_at(o, old, 1), 201);
    assert_int_equal(status_at(o, new, 1), 201);
    assert_int_equal(status_at(o, old, 2), 401);
    third = key_act(o, control_key_rotate, 2, "{\"name\":\"shop\",\"overlap_hours\":0}");
    assert_int_equal(status_at(o, new, 2), 401);
    free(key_act(o, control_key_revoke, 2, "{\"name\":\"shop\"}"));
    assert_int_equal(status_at(o, third, 2), 401);
    free(old);
    free(new);
    free(third);
    office_close(&o);
}

static void the_last_day_of_use_is_written_once_a_day(void **state)
{
    struct office *o = office_open();
    char *key = new_key(o, "shop", "*");
    struct slice slice = { .services = &o->services };

    (void)state;
    o->services.key_uses = key_uses_create();
    assert_int_equal(status_at(o, key, 0), 201);
    assert_int_equal(rig_number(&o->rig, "SELECT count(*) FROM api_key WHERE last_used_day IS NOT NULL"), 0);
    for (int round = 0; round < 2; round++) {
        struct rig_unit *u = office_unit(o, 1);
        enum task_next next;
        assert_ok(u->w, key_use_step(u->w, &slice, 0, &next));
        assert_int_equal(next, round == 0 ? TASK_COMMIT : TASK_END);
        if (round == 0)
            assert_int_equal(rig_commit(&o->rig, u), ERR_NONE);
        assert_ok(u->w, key_use_step(u->w, &slice, 1, &next));
        assert_int_equal(rig_number(&o->rig, "SELECT last_used_day FROM api_key"), 20513);
        status_at(o, key, 2);
    }
    key_uses_destroy(&o->services.key_uses);
    free(key);
    office_close(&o);
}

/* Only what everybody may read asks for no key. */
static void every_route_for_programs_names_its_scope(void **state)
{
    (void)state;
    for (size_t i = 0; i < api_route_count; i++)
        if (api_routes[i].scope == SCOPE_NONE && strcmp(api_routes[i].pattern, "/openapi.json") != 0)
            fail_msg("%s asks for no key", api_routes[i].pattern);
}

static json_int_t number(const struct call *c, const char *name)
{
    return json_integer_value(json_object_get(c->answer, name));
}

static struct call *hold_act(struct office *o, step_function step, const char *body)
{
    struct rig_unit *u = office_unit(o, 0);
    struct call *c = call_open(o, body);

    assert_ok(u->w, call_run(o, u, c, step));
    assert_int_equal(c->exchange.response.status, 200);
    return c;
}

/* The position that is answered is the entry of the act itself, and names the version that was in force. */
static void a_hold_is_told_in_the_log_once(void **state)
{
    struct office *o = office_open();
    struct call *set = hold_act(o, control_hold_set, "{\"reason\":\"order\",\"until\":\"2027-01-31\"}"), *list, *end;
    char body[60];

    (void)state;
    assert_string_equal(member(set, "state"), "stands");
    assert_int_equal(number(set, "position"), 0);
    assert_int_equal(rig_number(&o->rig, "SELECT count(*) FROM fact WHERE type = 13"), 1);
    list = hold_act(o, control_hold_list, "{}");
    assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(list->answer, "holds"), 0), "until")), "2027-01-31T00:00:00Z");
    snprintf(body, sizeof body, "{\"hold\":%lld}", (long long)number(set, "hold"));
    end = hold_act(o, control_hold_end, body);
    assert_string_equal(member(end, "state"), "has ended");
    assert_int_equal(number(end, "position"), 1);
    assert_int_equal(rig_number(&o->rig, "SELECT count(*) FROM fact WHERE type = 14"), 1);
    assert_rows(o, "fact", 2);
    call_close(&set);
    call_close(&list);
    call_close(&end);
    office_close(&o);
}

static void a_list_of_holds_that_was_cut_says_so(void **state)
{
    struct office *o = office_open();
    struct call *whole, *cut;

    (void)state;
    rig_script(&o->rig, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
                        "INSERT INTO hold (site, reason, set_at, expires_at) SELECT 1, 2, 0, 4000000000000 FROM n");
    whole = hold_act(o, control_hold_list, "{}");
    assert_int_equal(json_array_size(json_object_get(whole->answer, "holds")), 500);
    assert_null(json_object_get(whole->answer, "more"));
    rig_script(&o->rig, "INSERT INTO hold (site, reason, set_at, expires_at) VALUES (1, 2, 0, 4000000000000)");
    cut = hold_act(o, control_hold_list, "{}");
    assert_int_equal(json_array_size(json_object_get(cut->answer, "holds")), 500);
    assert_true(json_is_true(json_object_get(cut->answer, "more")));
    call_close(&whole);
    call_close(&cut);
    office_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_submission_with_a_key_is_kept_and_answered),
        cmocka_unit_test(each_field_is_told_what_is_wrong_with_it),
        cmocka_unit_test(every_refusal_has_its_status),
        cmocka_unit_test(a_body_of_another_type_is_not_read),
        cmocka_unit_test(a_subject_is_named_by_her_handle),
        cmocka_unit_test(a_revoked_key_opens_nothing),
        cmocka_unit_test(a_key_is_made_for_what_the_policy_declares),
        cmocka_unit_test(a_key_of_another_scope_is_told_which_it_needs),
        cmocka_unit_test(a_key_ends_with_its_time),
        cmocka_unit_test(a_rotated_key_lives_on_for_a_while),
        cmocka_unit_test(the_last_day_of_use_is_written_once_a_day),
        cmocka_unit_test(every_route_for_programs_names_its_scope),
        cmocka_unit_test(a_hold_is_told_in_the_log_once),
        cmocka_unit_test(a_list_of_holds_that_was_cut_says_so),
    };

    return cmocka_run_group_tests_name("api/doors", tests, NULL, NULL);
}
