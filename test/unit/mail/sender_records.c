/* SPF, DKIM and DMARC as they stand in the DNS: what is good, what is not, and which word of it. */
#include "mail/dkim_key.h"
#include "mail/dmarc.h"
#include "mail/spf.h"
#include "unit.h"

#define RSA_512 "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANX5BgwUL36CaYHdruP5dhW++6gOsBD3rA3+A3wroDZLpGVCpY9EHdrAKEe8j6nbIvZBzPAueENGNc6phTR7R2ECAwEAAQ=="
#define RSA_1024 "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDnnYHLRhrn1e7M3rqb89m11bnn69xz5gz7Mdj7UV4R4RNof5GFm1fUyqZhDJ54zFqqHwwNgC6lEi5KCjjfaH0J7EKq7QoBH1/PoP1lpJhOvbr/urK3rm8EwQkXFMMD6O2t0hhaUCdBQlbPceXxw7dz3tTI6qvVsG4yTkrZwiGjzwIDAQAB"
#define RSA_2048 "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlUP0iPBLFetKRYoDD15pHAoskZTh4QkFnYHyB+Euv+HTkrNOAij60cdPpQ6Qw/S+hD0T6A7AUhVdh3tQFfg1XaikZKngRdkkOJPVGbkSEahfAcUP7RcbnEkqMvodmLCTjfn+8wE793FKsQtMXosGo7TOZH5PasA+o35Ip7vosNacwHBs7aoqbUTLYjbCsFZIjhvEC4QWSOBQOVYzMnoeOy86OrZjiJn8UYqhblmKnjt01Dfg3kttuPq1U+O2O5AtDbagLCs3qcjte5aWaDmPfPHC2ABPKWfcoXdeYLxPA6T9LVCz/HQidhR6KCqktru6/tXOCdEKTlIGpiQp7tPq3wIDAQAB"
#define ED25519 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static void an_spf_record_tells_its_end_and_how_often_it_asks(void **state)
{
    static const struct {
        const char *record;
        enum spf_end end;
        int lookups;
        size_t followed;
    } cases[] = {
        { "v=spf1 -all", SPF_END_FAIL, 0, 0 },
        { "v=spf1", SPF_END_MISSING, 0, 0 },
        { "v=spf1 mx a:mail.x.example/24 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all", SPF_END_SOFTFAIL, 2, 0 },
        { "v=spf1 include:_spf.a.example include:_spf.b.example ?all", SPF_END_NEUTRAL, 2, 2 },
        { "v=spf1  INCLUDE:a.example  -ALL  ", SPF_END_FAIL, 1, 1 },
        { "v=spf1 exists:%{i}.x.example include:%{d}.y.example +all", SPF_END_PASS, 2, 0 },
        { "v=spf1 redirect=c.example", SPF_END_MISSING, 1, 1 },
        { "v=spf1 redirect=c.example -all", SPF_END_FAIL, 0, 0 },
        { "v=spf1 a/24 mx//64 op=wanted -all", SPF_END_FAIL, 2, 0 },
        { "v=spf1 -all +all", SPF_END_FAIL, 0, 0 },
    };
    struct spf_record r;
    struct text wrong;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_true(spf_is(text_of(cases[i].record)) && spf_parse(text_of(cases[i].record), &r, &wrong));
        assert_int_equal(r.end, cases[i].end);
        assert_int_equal(r.lookups, cases[i].lookups);
        assert_int_equal(r.followed_count, cases[i].followed);
    }
    assert_true(spf_parse(TEXT("v=spf1 ptr -all"), &r, &wrong) && r.asks_ptr);
}

static void the_term_of_an_spf_record_that_nobody_understands_is_named(void **state)
{
    static const struct {
        const char *record, *wrong;
    } cases[] = {
        { "v=spf1 ip4:192.0.2.300 -all", "ip4:192.0.2.300" }, { "v=spf1 ip4:192.0.2.0/33 -all", "ip4:192.0.2.0/33" },
        { "v=spf1 include -all", "include" },                 { "v=spf1 include: -all", "include:" },
        { "v=spf1 mail.x.example -all", "mail.x.example" },   { "v=spf1 all:x", "all:x" },
        { "v=spf1 ip6:192.0.2.1 -all", "ip6:192.0.2.1" },     { "v=spf1 redirect=a.example redirect=b.example", "redirect=b.example" },
        { "v=spf1 - all", "-" },                              { "v=spf1 =x -all", "=x" },
    };
    struct spf_record r;
    struct text wrong;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_false(spf_parse(text_of(cases[i].record), &r, &wrong));
        assert_text(cases[i].wrong, wrong);
    }
    assert_false(spf_is(TEXT("v=spf10 -all")));
    assert_false(spf_is(TEXT("google-site-verification=x")));
}

static void a_dkim_key_is_told_apart_from_what_is_none(void **state)
{
    static const struct {
        const char *record;
        enum dkim_state state;
        int bits;
    } cases[] = {
        { "v=DKIM1; k=rsa; p=" RSA_2048, DKIM_GOOD, 2048 },
        { "p=" RSA_1024 ";", DKIM_GOOD, 1024 },
        { "v=DKIM1; p=" RSA_512, DKIM_SHORT, 512 },
        { "v=DKIM1; k=ed25519; p=" ED25519, DKIM_GOOD, 256 },
        { "v=DKIM1; k=rsa; p=" ED25519, DKIM_UNREADABLE, 0 },
        { "v=DKIM1; k=ed25519; p=AAAA", DKIM_UNREADABLE, 256 },
        { "v=DKIM1; p=", DKIM_REVOKED, 0 },
        { "v=DKIM1; k=rsa", DKIM_NO_KEY, 0 },
        { "k=rsa; v=DKIM1; p=" RSA_2048, DKIM_NO_KEY, 0 },
        { "v=DKIM2; p=" RSA_2048, DKIM_NO_KEY, 0 },
        { "v=DKIM1; k=dsa; p=" RSA_2048, DKIM_UNKNOWN, 0 },
        { "v=DKIM1; p=not base64!", DKIM_UNREADABLE, 0 },
        { "v=spf1 -all", DKIM_NO_KEY, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct dkim_key k = dkim_key_parse(text_of(cases[i].record));
        assert_int_equal(k.state, cases[i].state);
        assert_int_equal(k.bits, cases[i].bits);
    }
    assert_true(dkim_key_parse(TEXT("v=DKIM1; t=s:y; p=" RSA_2048)).testing);
    assert_false(dkim_key_parse(TEXT("v=DKIM1; t=s; p=" RSA_2048)).testing);
}

static void a_dkim_key_may_have_white_space_in_it(void **state)
{
    char memory[1024];
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    draft_add(&d, TEXT("v=DKIM1; p="));
    for (size_t i = 0; i < strlen(RSA_2048); i++)
        draft_addf(&d, "%s%c", i % 64 == 60 ? " \r\n\t" : "", RSA_2048[i]);
    assert_int_equal(dkim_key_parse(draft_text(&d)).bits, 2048);
}

static void a_dmarc_record_tells_its_policy(void **state)
{
    struct dmarc_record r;
    struct text wrong;

    (void)state;
    assert_true(dmarc_parse(TEXT("v=DMARC1; p=reject; sp=none; adkim=s; rua=mailto:d@x.example"), &r, &wrong));
    assert_true(r.policy == DMARC_REJECT && r.subdomains == DMARC_NONE && r.strict_dkim && !r.strict_spf && r.reports);
    assert_true(dmarc_parse(TEXT("v=DMARC1;p=Quarantine"), &r, &wrong));
    assert_true(r.policy == DMARC_QUARANTINE && r.subdomains == DMARC_QUARANTINE && !r.reports);
    assert_true(dmarc_is(TEXT("v = DMARC1 ; p=none")));
    assert_false(dmarc_is(TEXT("p=none; v=DMARC1")));
}

static void the_tag_that_spoils_a_dmarc_record_is_named(void **state)
{
    static const struct {
        const char *record, *wrong;
    } cases[] = {
        { "v=DMARC1", "p" }, { "v=DMARC1; p=block", "p" }, { "v=DMARC1; p=none; aspf=x", "aspf" }, { "v=DMARC1; p=none; reject", "reject" }, { "v=DMARC2; p=none", "v=DMARC2; p=none" },
    };
    struct dmarc_record r;
    struct text wrong;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_false(dmarc_parse(text_of(cases[i].record), &r, &wrong));
        assert_text(cases[i].wrong, wrong);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_spf_record_tells_its_end_and_how_often_it_asks),
        cmocka_unit_test(the_term_of_an_spf_record_that_nobody_understands_is_named),
        cmocka_unit_test(a_dkim_key_is_told_apart_from_what_is_none),
        cmocka_unit_test(a_dkim_key_may_have_white_space_in_it),
        cmocka_unit_test(a_dmarc_record_tells_its_policy),
        cmocka_unit_test(the_tag_that_spoils_a_dmarc_record_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
