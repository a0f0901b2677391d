/* Signatures of webhooks: against a vector that another program made (python: hmac, hashlib, base64), and with two secrets. */
#include "unit.h"

#include "disclosure/webhook.h"

static struct webhook_message message(void)
{
    struct webhook_message m = { .at = { INT64_C(1614265330000) }, .body = TEXT("{\"test\": 2432232314}") };

    for (int i = 0; i < 16; i++)
        m.uid.bytes[i] = (uint8_t)(i * 17);
    return m;
}

static void a_signature_is_the_one_that_others_compute(void **state)
{
    struct work *w = unit_work();
    struct webhook hook = { .recipient = TEXT("list_tool") };
    struct webhook_message m = message();
    struct text signature;

    (void)state;
    assert_ok(w, webhook_secret_read(w, TEXT("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), &hook.secret));
    assert_int_equal(hook.secret.length, 24);
    assert_ok(w, webhook_sign(w, &hook, &m, &signature));
    assert_text("v1,Wl9Oe9sLKQsUvpaIiD9awExKQeo2Z8dp0RKCgO/IJgM=", signature);
    hook.old_secret = TEXT("the secret of last year, 24 bytes");
    assert_ok(w, webhook_sign(w, &hook, &m, &signature));
    assert_text("v1,Wl9Oe9sLKQsUvpaIiD9awExKQeo2Z8dp0RKCgO/IJgM= v1,Q8BJF4YWag1ed2cX20iIG1JEwoTrfQ2A6hQJXdxz918=", signature);
    unit_work_end(&w);
}

static void a_secret_is_long_enough_or_refused(void **state)
{
    struct work *w = unit_work();
    struct text secret;

    (void)state;
    assert_false(webhook_secret_read(w, TEXT("short"), &secret));
    assert_int_equal(w->err.code, ERR_INVALID);
    error_clear(&w->err);
    assert_false(webhook_secret_read(w, TEXT("whsec_AAAA"), &secret));
    error_clear(&w->err);
    assert_false(webhook_secret_read(w, TEXT("whsec_not base64 at all, though long enough"), &secret));
    error_clear(&w->err);
    assert_ok(w, webhook_secret_read(w, TEXT("twenty-four bytes or more"), &secret));
    assert_text("twenty-four bytes or more", secret);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signature_is_the_one_that_others_compute),
        cmocka_unit_test(a_secret_is_long_enough_or_refused),
    };

    return cmocka_run_group_tests_name("disclosure/webhook", tests, NULL, NULL);
}
