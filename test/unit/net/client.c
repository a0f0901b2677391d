#include "wire.h"

#include "net/client.h"

#include <stdio.h>
#include <unistd.h>

static void a_command_goes_over_the_unix_socket(void **state)
{
    char *folder = unit_folder(), address[256];
    struct http_client_answer got;
    struct wire *wire;

    (void)state;
    snprintf(address, sizeof address, "unix:%s/control.sock", folder);
    wire = wire_start((struct http_server_config){ .tick_ms = 5 }, address);
    assert_ok(wire->w, http_client_post(wire->w, text_of(address), TEXT("/echo"), TEXT("{\"a\":1}"), &got));
    assert_int_equal(200, got.status);
    assert_text("{\"a\":1}", got.body);
    assert_ok(wire->w, http_client_post(wire->w, text_of(address), TEXT("/none"), TEXT("{}"), &got));
    assert_int_equal(204, got.status);
    assert_text("", got.body);
    assert_error(wire->w, ERR_LIMIT, http_client_post(wire->w, text_of(address), TEXT("/big"), TEXT("{}"), &got));
    assert_string_equal("the answer of the server is larger than 4 MiB", wire->w->err.message);
    wire_stop(&wire);
    unit_folder_remove(&folder);
}

static void a_refusal_is_an_answer(void **state)
{
    struct wire *wire = wire_start((struct http_server_config){ .tick_ms = 5 }, NULL);
    struct http_client_answer got;
    char address[64];

    (void)state;
    snprintf(address, sizeof address, "http://127.0.0.1:%d", wire->listeners[0].port);
    assert_ok(wire->w, http_client_post(wire->w, text_of(address), TEXT("/echo"), TEXT("{}"), &got));
    assert_int_equal(421, got.status); /* 127.0.0.1 is not a name that is served */
    wire_stop(&wire);
}

static void nobody_there_is_unavailable_and_a_bad_address_invalid(void **state)
{
    char *folder = unit_folder(), address[256];
    struct http_client_answer got;
    struct wire *wire;
    struct work *w = unit_work();

    (void)state;
    snprintf(address, sizeof address, "unix:%s/control.sock", folder);
    assert_error(w, ERR_UNAVAILABLE, http_client_post(w, text_of(address), TEXT("/echo"), TEXT("{}"), &got));
    assert_true(text_starts(text_of(w->err.message), TEXT("the server does not answer: ")));
    wire = wire_start((struct http_server_config){ .tick_ms = 5 }, address);
    assert_error(w, ERR_INVALID, http_client_post(w, TEXT("ftp://127.0.0.1"), TEXT("/echo"), TEXT("{}"), &got));
    assert_error(w, ERR_INVALID, http_client_post(w, text_of(address), TEXT("echo"), TEXT("{}"), &got));
    wire_stop(&wire);
    unit_work_end(&w);
    unit_folder_remove(&folder);
}

static bool one_is_held(struct wire *wire)
{
    return wire_holds(wire) == 1;
}

static void *drain_when_held(void *context)
{
    struct wire *wire = context;

    wire_wait_until(one_is_held, wire);
    http_server_drain(wire->server, 0);
    return NULL;
}

static void a_server_that_ends_before_its_answer_leaves_us_uncertain(void **state)
{
    struct wire *wire;
    struct http_client_answer got;
    struct work *w = unit_work();
    char *folder = unit_folder(), address[256];
    pthread_t drainer;

    (void)state;
    snprintf(address, sizeof address, "unix:%s/control.sock", folder);
    wire = wire_start((struct http_server_config){ .tick_ms = 5 }, address);
    assert_int_equal(0, pthread_create(&drainer, NULL, drain_when_held, wire));
    assert_error(w, ERR_UNCERTAIN, http_client_post(w, text_of(address), TEXT("/held"), TEXT("{}"), &got));
    assert_true(text_starts(text_of(w->err.message), TEXT("no whole answer came from the server, which may have done it: ")));
    pthread_join(drainer, NULL);
    wire_stop(&wire);
    unit_work_end(&w);
    unit_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_goes_over_the_unix_socket),
        cmocka_unit_test(a_refusal_is_an_answer),
        cmocka_unit_test(nobody_there_is_unavailable_and_a_bad_address_invalid),
        cmocka_unit_test(a_server_that_ends_before_its_answer_leaves_us_uncertain),
    };

    return cmocka_run_group_tests_name("net/client", tests, NULL, NULL);
}
