/* What may be called: the form of an address, and where the address of the peer leads. */
#include "unit.h"

#include "net/post.h"
#include "net/scope.h"

#include <arpa/inet.h>

static enum net_scope scope_of(const char *address)
{
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

    if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
        return net_scope_of((struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
    return net_scope_of((struct sockaddr *)&six);
}

static void an_address_leads_somewhere(void **state)
{
    static const struct {
        const char *address;
        enum net_scope scope;
    } cases[] = {
        { "8.8.8.8", SCOPE_PUBLIC }, { "223.255.255.255", SCOPE_PUBLIC }, { "172.15.255.255", SCOPE_PUBLIC }, { "172.32.0.0", SCOPE_PUBLIC }, { "100.63.255.255", SCOPE_PUBLIC },
        { "100.128.0.0", SCOPE_PUBLIC }, { "198.20.0.0", SCOPE_PUBLIC }, { "2606:4700::1111", SCOPE_PUBLIC }, { "2a00::1", SCOPE_PUBLIC }, { "3fff:1000::1", SCOPE_PUBLIC },
        { "127.0.0.1", SCOPE_PRIVATE }, { "127.255.255.255", SCOPE_PRIVATE }, { "10.0.0.1", SCOPE_PRIVATE }, { "172.16.0.1", SCOPE_PRIVATE }, { "172.31.255.255", SCOPE_PRIVATE },
        { "192.168.1.1", SCOPE_PRIVATE }, { "100.64.0.1", SCOPE_PRIVATE }, { "::1", SCOPE_PRIVATE }, { "fd00::1", SCOPE_PRIVATE }, { "::ffff:10.0.0.1", SCOPE_PRIVATE },
        { "::ffff:127.0.0.1", SCOPE_PRIVATE }, { "::ffff:8.8.8.8", SCOPE_PUBLIC },
        { "0.0.0.0", SCOPE_NEVER }, { "169.254.169.254", SCOPE_NEVER }, { "::ffff:169.254.169.254", SCOPE_NEVER }, { "224.0.0.1", SCOPE_NEVER }, { "240.0.0.1", SCOPE_NEVER },
        { "255.255.255.255", SCOPE_NEVER }, { "192.0.2.1", SCOPE_NEVER }, { "198.18.0.1", SCOPE_NEVER }, { "198.19.255.255", SCOPE_NEVER }, { "::", SCOPE_NEVER },
        { "fe80::1", SCOPE_NEVER }, { "ff02::1", SCOPE_NEVER }, { "2001:db8::1", SCOPE_NEVER }, { "2001::1", SCOPE_NEVER }, { "2002:7f00:1::", SCOPE_NEVER },
        { "64:ff9b::a00:1", SCOPE_NEVER }, { "::10.0.0.1", SCOPE_NEVER }, { "3fff::1", SCOPE_NEVER },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (scope_of(cases[i].address) != cases[i].scope)
            fail_msg("%s: expected %d, got %d", cases[i].address, cases[i].scope, scope_of(cases[i].address));
    assert_int_equal(net_scope_of(&(struct sockaddr){ .sa_family = AF_UNIX }), SCOPE_NEVER);
}

static void only_tls_leaves_this_machine(void **state)
{
    static const char *const good[] = { "https://lists.example.com/hook", "https://lists.example.com", "https://[2001:db8::1]:8443/x?y=z" };
    static const char *const local[] = { "http://127.0.0.1:8080/hook", "http://localhost/hook", "http://[::1]:80/hook" };
    static const char *const bad[] = { "", "https://", "https:///hook", "ftp://lists.example.com", "http://lists.example.com/hook", "https://user:pass@lists.example.com/",
                                       "https://lists.example.com/a b", "https://lists.example.com/\r\nX: y", "http://127.0.0.1.example.com/", "http://localhost.example.com/",
                                       "file:///etc/passwd", "https://lists.example.com\\@127.0.0.1/" };
    const char *right;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(post_url_good(text_of(good[i]), false, &right));
    for (size_t i = 0; i < COUNT_OF(local); i++) {
        assert_false(post_url_good(text_of(local[i]), false, &right));
        assert_true(post_url_good(text_of(local[i]), true, &right));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (post_url_good(text_of(bad[i]), true, &right))
            fail_msg("%s was taken", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_leads_somewhere),
        cmocka_unit_test(only_tls_leaves_this_machine),
    };

    return cmocka_run_group_tests_name("net/post", tests, NULL, NULL);
}
