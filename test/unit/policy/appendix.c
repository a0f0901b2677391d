#include "policy/appendix.h"

#include "base/teeth.h"
#include "example.h"
#include "unit.h"

static struct policy *parsed(struct work *w, const char *from, const char *to)
{
    struct policy *p = WORK_NEW(w, struct policy, 1);
    struct policy_options options = { 0 };
    struct findings f;
    int line, column;

    assert_ok(w, policy_parse(w, from ? example_changed(w, from, to, &line, &column) : example_source(w), &options, p, &f));
    assert_int_equal(f.breaking, 0);
    return p;
}

static struct hash content(struct work *w, const struct policy *p)
{
    struct hash h;

    assert_ok(w, appendix_content(w, p, &p->appendices[0], &h));
    return h;
}

/* What the appendix says, and what people in its region are treated by. */
static void whatever_the_appendix_says_is_in_its_content(void **state)
{
    static const struct { const char *from, *to; } cases[] = {
        { "collects: [name, email, company, message]", "collects: [name, email, message]" },
        { "    cookies: essential\n", "" },
        { "    prevails: true\n", "" },
        { "JP: consent, US-CA: off", "JP: consent, US-CA: consent" },
        { "US-CA: { en: California, ja: カリフォルニア州 }", "US-CA: { en: The State of California, ja: カリフォルニア州 }" },
        { "US-CA: { en: California, ja: カリフォルニア州 }", "US-CA: { en: California, ja: カリフォルニア }" },
        { "label: { en: Company, ja: 会社名 }", "label: { en: Firm, ja: 会社名 }" },
        { "email: privacy-california@hikari.example", "email: california@hikari.example" },
        { "kinds: [know, delete, correct, limit, opt_out]", "kinds: [know, delete, correct, limit]" },
        { "minors: { under: 16,", "minors: { under: 18," },
        { "audiences: [consumers, employees, applicants]", "audiences: [consumers, employees]" },
        { "  no_business_disclosure: true\n", "" },
        { "never: [sell, share]", "never: [sell]" },
        { "controller:\n  name: Hikari Optics Co., Ltd.", "controller:\n  name: Hikari Optics" },
        { "text:\n", "text:\n  C1: { en: A household counts., ja: 世帯も含みます。 }\n" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct hash as_it_is = content(w, parsed(w, NULL, NULL));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (hash_equal(as_it_is, content(w, parsed(w, cases[i].from, cases[i].to))))
            fail_msg("\"%s\" changed, and the content of the appendix did not", cases[i].from);
}

static void what_it_does_not_say_is_not(void **state)
{
    static const struct { const char *from, *to; } cases[] = {
        { "US-CA: [address, phone, contact_preference, product_serial, purchase_date]", "US-CA: [address, phone, contact_preference, product_serial]" }, /* the closed list says the same */
        { "keep: 13 months after collected", "keep: 12 months after collected" },
        { "email: privacy-uk@hikari.example", "email: uk@hikari.example" },
        { "lifetime: 13 months", "lifetime: 12 months" },
        { "  no_guarantee: true\n", "" },
        { "    EU:\n      label: Hikari Optics Europe B.V.", "    EU:\n      label: Hikari Optics Europe" },
        { "# A text is either", "# a text is either" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct hash as_it_is = content(w, parsed(w, NULL, NULL));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (!hash_equal(as_it_is, content(w, parsed(w, cases[i].from, cases[i].to))))
            fail_msg("\"%s\" changed, and with it the content of the appendix", cases[i].from);
}

static struct text page_with(struct work *w, const struct appendix_mark *mark)
{
    struct draft d;

    assert_ok(w, work_draft(w, 512, &d));
    draft_add(&d, TEXT("<p id=\"date-EU\" data-content=\"00\">x</p><p id=\"date-US-CA\" data-content=\""));
    draft_hex(&d, mark->content.bytes, 32);
    draft_add(&d, TEXT("\">Last modified <time datetime=\""));
    draft_instant(&d, mark->posted);
    draft_addf(&d, "\">then</time> <a href=\"/privacy/v/%lld?lang=en#appendix-US-CA\">", (long long)mark->version);
    return draft_text(&d);
}

static void the_mark_stays_as_long_as_nothing_changed(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parsed(w, NULL, NULL), *changed = parsed(w, "never: [sell, share]", "never: [sell]");
    struct appendix_mark old = { .version = 3, .posted = { 1700000000123 } }, mark;
    struct instant now = { 1800000000000 };
    struct text page;

    (void)state;
    old.content = content(w, p);
    page = page_with(w, &old);
    assert_true(appendix_mark_find(page, TEXT("US-CA"), &mark));
    assert_true(mark.version == 3 && mark.posted.ms == old.posted.ms && hash_equal(mark.content, old.content));
    assert_ok(w, appendix_mark_next(w, p, &p->appendices[0], page, 9, now, &mark));
    assert_true(mark.version == 3 && mark.posted.ms == old.posted.ms);
    assert_ok(w, appendix_mark_next(w, changed, &changed->appendices[0], page, 9, now, &mark));
    assert_true(mark.version == 9 && mark.posted.ms == now.ms && hash_equal(mark.content, content(w, changed)));
    assert_ok(w, appendix_mark_next(w, p, &p->appendices[0], TEXT(""), 9, now, &mark));
    assert_int_equal(mark.version, 9);
#ifdef PRIVACYD_TEETH
    tooth_pull(TOOTH_APPENDIX_DATE);
    assert_ok(w, appendix_mark_next(w, p, &p->appendices[0], page, 9, now, &mark));
    assert_int_equal(mark.version, 9);
    tooth_restore(TOOTH_APPENDIX_DATE);
#endif
}

static void a_mark_that_is_not_whole_is_none(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct appendix_mark old = { .version = 3, .posted = { 1700000000000 } }, mark = { .version = 77 };
    struct text page = page_with(w, &old);

    (void)state;
    assert_false(appendix_mark_find(page, TEXT("JP"), &mark));
    assert_false(appendix_mark_find(page, TEXT("EU"), &mark));
    for (size_t length = 0; length + 20 < page.length; length++)
        assert_false(appendix_mark_find(text_first(page, length), TEXT("US-CA"), &mark));
    assert_int_equal(mark.version, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_the_appendix_says_is_in_its_content),
        cmocka_unit_test(what_it_does_not_say_is_not),
        cmocka_unit_test(the_mark_stays_as_long_as_nothing_changed),
        cmocka_unit_test(a_mark_that_is_not_whole_is_none),
    };

    return cmocka_run_group_tests_name("policy/appendix", tests, NULL, NULL);
}
