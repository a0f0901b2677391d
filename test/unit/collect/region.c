#include "unit.h"

#include "collect/region.h"

static const struct policy policy = { .regions = { { .code = TEXT("EU") }, { .code = TEXT("US-CA") } }, .region_count = 2 };

struct region_case {
    const char *said, *proxied, *hint;
    bool known; /* false: the person named a region that is not declared */
    int number;
    enum region_source source;
};

static void what_the_person_says_comes_first_then_the_proxy_then_the_hint(void **state)
{
    static const struct region_case cases[] = {
        { "US-CA", "", "EU", true, 1, REGION_SAID },
        { " EU ", "", "", true, 0, REGION_SAID },
        { "", "", "EU", true, 0, REGION_SITE },
        { "", "", "", true, -1, REGION_UNKNOWN },
        { "", "", "BR", true, -1, REGION_UNKNOWN },
        { "BR", "", "EU", false, 0, REGION_UNKNOWN },
        { "eu", "", "", false, 0, REGION_UNKNOWN },
        { "", " US-CA ", "EU", true, 1, REGION_PROXY },
        { "EU", "US-CA", "", true, 0, REGION_SAID },
        { "", "BR", "EU", true, -1, REGION_UNKNOWN },
        { "BR", "EU", "EU", false, 0, REGION_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct region_case *c = &cases[i];
        const struct site site = { .region = text_of(c->hint) };
        struct act_region act;
        assert_int_equal(region_of_act(&policy, &site, &(struct region_words){ text_of(c->said), text_of(c->proxied) }, &act), c->known);
        if (!c->known)
            continue;
        assert_int_equal(act.number, c->number);
        assert_int_equal(act.source, c->source);
        assert_true(text_equal(act.code, c->number < 0 ? TEXT("") : policy.regions[c->number].code));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_person_says_comes_first_then_the_proxy_then_the_hint),
    };

    return cmocka_run_group_tests_name("collect/region", tests, NULL, NULL);
}
