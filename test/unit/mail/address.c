#include "mail/address.h"
#include "unit.h"

static const char *const good[] = {
    "a@b", "support@hikari.example", "x.y+z@mail.hikari.example", "0@1.example", "!#$%&'*+-/=?^_`{|}~@x.example", "UPPER@Example.COM", "a@x--y.example",
};

static const char *const bad[] = {
    "", "@", "a@", "@b", "a", "a@b@c", ".a@b.example", "a.@b.example", "a..b@c.example", "a@.b", "a@b.", "a@b..c", "a@-b.example", "a@b-.example",
    " a@b.example", "a@b.example ", "a b@c.example", "a@b c.example", "\"a\"@b.example", "a@[192.0.2.1]", "<a@b.example>", "a(c)@b.example",
    "a@b.example\r\nBcc: c@d.example", "a\nb@c.example", "a,b@c.example", "a;b@c.example", "a@b_c.example", "caf\xC3\xA9@b.example", "a@caf\xC3\xA9.example",
    "a\x7f@b.example",
};

static void only_plain_addresses_are_taken(void **state)
{
    struct address a;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!address_parse(text_of(good[i]), &a))
            fail_msg("row %zu of the good ones is refused", i);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (address_parse(text_of(bad[i]), &a))
            fail_msg("row %zu of the bad ones is taken", i);
    assert_false(address_parse((struct text){ "a\0@b.example", 12 }, &a));
}

static void the_parts_of_an_address_are_found(void **state)
{
    struct address a;

    (void)state;
    assert_true(address_parse(TEXT("x.y@mail.hikari.example"), &a));
    assert_text("x.y", a.local);
    assert_text("mail.hikari.example", a.domain);
    assert_text("x.y@mail.hikari.example", a.spec);
}

static void an_address_has_its_lengths(void **state)
{
    char memory[400];
    struct address a;
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    for (int i = 0; i < ADDRESS_LOCAL_MAX; i++)
        draft_byte(&d, 'l');
    draft_add(&d, TEXT("@x.example"));
    assert_true(address_parse(draft_text(&d), &a));
    memory[ADDRESS_LOCAL_MAX] = 'l';
    memory[ADDRESS_LOCAL_MAX + 1] = '@';
    assert_false(address_parse(draft_text(&d), &a));

    d = draft_in(memory, sizeof memory);
    draft_add(&d, TEXT("a@"));
    for (int label = 0; label < 4; label++)
        draft_addf(&d, "%s%.62s", label ? "." : "", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd");
    assert_int_equal(d.length, 253);
    assert_true(address_parse(draft_text(&d), &a));
    draft_add(&d, TEXT("d"));
    assert_true(address_parse(draft_text(&d), &a));
    draft_add(&d, TEXT("d")); /* 255 bytes, and a label of 64 */
    assert_false(address_parse(draft_text(&d), &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_plain_addresses_are_taken),
        cmocka_unit_test(the_parts_of_an_address_are_found),
        cmocka_unit_test(an_address_has_its_lengths),
    };

    return cmocka_run_group_tests_name("mail/address", tests, NULL, NULL);
}
