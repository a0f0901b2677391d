#include "unit.h"

#include "vault/index.h"

static void spellings_of_one_address_become_one(void **state)
{
    static const char *const pairs[][2] = {
        { "  Taro.Yamada@Hikari.EXAMPLE\r\n", "taro.yamada@hikari.example" },
        { "taro+camera@hikari.example", "taro+camera@hikari.example" },   /* tags and dots stay: removing them would merge two people */
        { "taro..yamada.@docomo.example", "taro..yamada.@docomo.example" }, /* given out by carriers, whatever the RFC says */
        { "x@B\xC3\xBC"
          "cher.example", "x@xn--bcher-kva.example" },
        { "x@bu\xCC\x88"
          "cher.example", "x@xn--bcher-kva.example" },                    /* u and a combining diaeresis */
        { "x@XN--BCHER-KVA.example", "x@xn--bcher-kva.example" },
        { "x@stra\xC3\x9F"
          "e.example", "x@xn--strae-oqa.example" },                       /* not transitional: not strasse */
        { "\xC3\x89mile@example.org", "\xC3\xA9mile@example.org" },
        { "E\xCC\x81mile@example.org", "\xC3\xA9mile@example.org" },
    };
    struct work *w = unit_work();
    struct text normal;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_ok(w, index_normalise_email(w, text_of(pairs[i][0]), &normal));
        assert_text(pairs[i][1], normal);
        assert_ok(w, index_normalise_email(w, normal, &normal)); /* once more changes nothing */
        assert_text(pairs[i][1], normal);
    }
    unit_work_end(&w);
}

static void what_is_not_an_address_is_refused_without_repeating_it(void **state)
{
    static const char *const bad[] = { "", "@", "taro", "taro@", "@hikari.example", "a b@hikari.example", "a@b@hikari.example", "a@hikari",
                                       "a@hikari..example", "a@hikari.example.", "a@-hikari.example", "a@hik ari.example", "a@[192.0.2.1]",
                                       "\"a\"@hikari.example", "a<b@hikari.example", "a\r\nBcc: b@hikari.example", "a@xn--a.example", "\xFF@hikari.example",
                                       ("a@hik\xE2\x80\xAE" "ari.example") /* text direction turned round */ };
    struct work *w = unit_work();
    struct text normal;
    char long_local[80] = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        error_clear(&w->err);
        if (index_normalise_email(w, text_of(bad[i]), &normal))
            fail_msg("number %zu was taken for an address", i);
        assert_string_equal(error_name(w->err.code), "INVALID");
        assert_string_equal(w->err.message, "not an e-mail address: one name, one @ and a domain such as example.org are needed");
    }
    memset(long_local, 'a', 65);
    memcpy(long_local + 65, "@b.example", 11);
    assert_error(w, ERR_INVALID, index_normalise_email(w, text_of(long_local), &normal));
    unit_work_end(&w);
}

static void phone_numbers_become_e164(void **state)
{
    static const char *const rows[][3] = {
        { "+81 (3) 1234-5678", "", "+81312345678" },
        { "03-1234-5678", "81", "+81312345678" },
        { "03-1234-5678", "+81", "+81312345678" },
        { "\xEF\xBC\x90\xEF\xBC\x99\xEF\xBC\x90\xEF\xBC\x8D\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x8D\xEF\xBC\x95\xEF\xBC\x96\xEF\xBC\x97\xEF\xBC\x98", "81",
          "+819012345678" }, /* wide digits and hyphens */
        { "+44 (0)20 7946 0123", "", "+442079460123" },
        { "(212) 555-0123", "1", "+12125550123" },
        { "1 212 555 0123", "1", "+12125550123" },
        { "06 1234 5678", "39", "+390612345678" }, /* Italy keeps its zero */
        { "8 912 345-67-89", "7", "+79123456789" },
        { "06 30 123 4567", "36", "+36301234567" },
    };
    struct work *w = unit_work();
    struct text normal;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_ok(w, index_normalise_phone(w, text_of(rows[i][0]), text_of(rows[i][1]), &normal));
        assert_text(rows[i][2], normal);
    }
    unit_work_end(&w);
}

static void what_is_not_a_phone_number_is_refused(void **state)
{
    static const char *const bad[] = { "", "+", "+81", "03-1234-5678", "+81 3 1234 5678 ext 9", "+0123456789", "+1234567890123456", "+81a312345678", "call me" };
    struct work *w = unit_work();
    struct text normal;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_error(w, ERR_INVALID, index_normalise_phone(w, text_of(bad[i]), TEXT(""), &normal));
        assert_string_equal(w->err.message, "not a phone number: + with 7 to 15 digits is needed, or a national number where the country is known");
    }
    assert_error(w, ERR_INVALID, index_normalise_phone(w, TEXT("03-1234-5678"), TEXT("8x"), &normal));
    assert_error(w, ERR_INVALID, index_normalise_phone(w, TEXT("03-1234-5678"), TEXT("8181"), &normal));
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_address_become_one),
        cmocka_unit_test(what_is_not_an_address_is_refused_without_repeating_it),
        cmocka_unit_test(phone_numbers_become_e164),
        cmocka_unit_test(what_is_not_a_phone_number_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
