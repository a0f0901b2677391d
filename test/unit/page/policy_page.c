#include "base/teeth.h"
#include "markup.h"
#include "page/documents.h"
#include "policy/clause.h"
#include "sample.h"
#include "unit.h"

#include <stdio.h>

static struct policy policy;

static struct html policy_page_at(struct work *w, int language, struct instant posted)
{
    const struct edition edition = { .site = &sample_site, .policy = &policy, .number = 3, .posted = posted, .effective = instant_add(posted, SPAN_DAYS(30)) };
    struct document d;

    assert_ok(w, document_render(w, &edition, DOCUMENT_POLICY, language, &d));
    return (struct html){ d.bytes };
}

static struct html policy_page(struct work *w, int language)
{
    return policy_page_at(w, language, w->now);
}

static void the_policy_page_tells_when_it_was_changed_and_what_is_done_why_and_how_long(void **state)
{
    static const char *const shown[] = {
        "Last modified", "1 March 2026, 12:00 UTC", "31 March 2026, 12:00 UTC", "Version 3", "/privacy/v/3", "Hikari Optics Co., Ltd.", "1-2-3 Example",
        "Shop: <a href=\"https://shop.example/privacy\" rel=\"external\"><bdi>its own privacy policy", "The form &quot;Contact form&quot; needs: Name, E-mail address and Your message.",
        "Support <span class=\"why\">answer you and support the products you own", "European Union, United Kingdom, elsewhere: contract", "California: no legal ground is required",
        "24 months from the last contact", "until consent is withdrawn", "30 days from its arrival", "id=\"purpose-support\"", "newsletter, cookie seen",
        "We make no decision about you by a machine alone.", "href=\"/privacy/recipients?lang=en\"", "href=\"/privacy/cookies?lang=en\"",
        "European Union: <a href=\"/privacy/request?lang=en#EU\"><bdi>how to use your rights", "California: <a href=\"https://authority.example/complain\" rel=\"external\">",
        "What the privacy server itself keeps", "30 days from the end of the delivery", "from 10 minutes to 72 hours", "mailto:privacy@hikari.example",
        "tel:+442000000000", "Keizersgracht 1", "This office is also our representative there.", "Our representative: United Kingdom", "We have an office there.",
        "<dt>Data protection officer</dt>", "mailto:officer@hikari.example", "California: <a href=\"#section-C9\">",
        "Appendix: California", "Only these are collected there: Name, E-mail address, Company, Your message.",
        "Two people hold the keys.", "href=\"?lang=ja\"", "href=\"https://www.hikari.example/group\"><bdi>",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 0);

    (void)state;
    check_page(page, "policy", 0);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_shows(page, shown[i]);
    assert_shows_not(page, "This is a translation");
}

/* Clause C0-1: every key that the appendix overrides stands there, with what holds elsewhere. */
static void the_appendix_prints_what_it_changes(void **state)
{
    static const char *const shown[] = {
        "<th scope=\"row\"><bdi>Contact form</bdi></th><td>Postal address, Telephone, Serial number, Date of purchase</td><td>not taken</td>",
        "<th scope=\"row\"><bdi>Support</bdi></th><td><ul><li>contract</li></ul>\n</td><td>no legal ground is required</td>",
        "<th scope=\"row\"><bdi>cookie seen</bdi></th><td>set</td><td>not set</td>", "<th scope=\"row\"><bdi>helpers</bdi></th><td>gets data</td><td>gets nothing</td>",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 0);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_shows(page, shown[i]);
    assert_shows_not(page, "cookie session</th>"); /* it is set there too */
}

static void the_policy_page_in_japanese_says_that_it_is_a_translation(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 1);

    (void)state;
    check_page(page, "policy", 1);
    assert_shows(page, "最終更新日");
    assert_shows(page, "2026年3月1日 12:00 UTC");
    assert_shows(page, "最後の連絡から24か月");
    assert_shows(page, "これは翻訳です");
}

static void every_promised_clause_stands_on_the_policy_page_once_under_its_id(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 0);

    (void)state;
    for (int i = 0; i < clause_count; i++) {
        char anchor[64];

        snprintf(anchor, sizeof anchor, "<p class=\"clause\" id=\"%s\">", clauses[i].id);
        if (clauses[i].promised(&policy))
            assert_shows(page, anchor);
        else
            assert_shows_not(page, anchor);
    }
}

static void own_wording_shows_facts_and_leads_to_its_promises(void **state)
{
    static const char *const shown[] = {
        "<p class=\"own\">Two people hold the keys. They are changed often. <a class=\"ref\" href=\"/privacy/promises?lang=en#P7-1\" aria-label=",
        ">P7-1</a> <a class=\"ref\" href=\"/privacy/promises?lang=en#P9-2\"",
        "<p class=\"own\">Ask <a href=\"mailto:privacy@hikari.example\"><bdi>privacy@hikari.example</bdi></a> or see "
        "<a href=\"/privacy/promises?lang=en\"><bdi>the page of our promises</bdi></a>; &lt;b&gt;not&lt;/b&gt; [bold](x).</p>",
        "<p class=\"own\">It goes <bdi>24 months after you and we were last in touch</bdi>. Then <a href=\"https://www.hikari.example/terms\"><bdi>www.hikari.example</bdi></a> hold. "
        "<a class=\"ref\" href=\"/privacy/promises?lang=en#P9-2\"",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 0), other = policy_page(w, 1);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_shows(page, shown[i]);
    assert_shows(other, "<p class=\"own\">鍵は二人が持っています。<bdi>24か月</bdi>です。 <a class=\"ref\" href=\"/privacy/promises?lang=ja#P9-1\"");
    assert_shows(other, "<p class=\"own\" lang=\"en\" dir=\"ltr\">It goes <bdi>24 months after you"); /* the words that count, in their own language */
    assert_shows_not(page, "[P7-1]");
}

static void search_engines_get_a_description_and_whole_addresses(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = policy_page(w, 1);

    (void)state;
    assert_shows(page, "<meta name=\"description\" content=\"株式会社ヒカリ光学が個人データ");
    /* of the version, so that both languages are of one; the address of the newest shows another one tomorrow */
    assert_shows(page, "<link rel=\"alternate\" hreflang=\"en\" href=\"https://www.hikari.example/privacy/v/3?lang=en\">");
    assert_shows(page, "<link rel=\"alternate\" hreflang=\"ja\" href=\"https://www.hikari.example/privacy/v/3?lang=ja\">");
}

static void the_bytes_of_a_version_do_not_depend_on_when_they_are_made(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct instant posted = w->now;
    struct html first = policy_page(w, 0);

    (void)state;
    w->now = instant_add(w->now, SPAN_DAYS(400));
    w->random.block += 77;
    assert_true(text_equal(first.markup, policy_page_at(w, 0, posted).markup));
}

static void all_documents_in_eight_languages_fit_into_a_unit(void **state)
{
    static const char *const tags[POLICY_LANGUAGES_MAX] = { "en", "ja", "ar", "de", "es", "fr", "it", "nl" };
    CLEANUP(unit_work_end) struct work *w = unit_work(); /* as large as the unit of a publish */
    const struct document_item *items;
    const struct document *documents;
    struct policy many = policy;
    const struct edition edition = { .site = &sample_site, .policy = &many, .number = 3, .posted = w->now, .effective = w->now };
    size_t count, item_count;

    (void)state;
    many.language_count = POLICY_LANGUAGES_MAX;
    for (int i = 0; i < POLICY_LANGUAGES_MAX; i++)
        many.languages[i] = text_of(tags[i]);
    assert_ok(w, documents_render(w, &edition, &documents, &count));
    assert_ok(w, document_items(w, &many, &items, &item_count));
    assert_int_equal(count, item_count * POLICY_LANGUAGES_MAX);
    for (size_t i = 0; i < count; i++)
        assert_true(documents[i].bytes.length > 500 && documents[i].brotli.length > 100 && documents[i].gzip.length > 100);
}

static void without_the_contacts_the_page_shows_none(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
#ifdef PRIVACYD_TEETH
    tooth_pull(TOOTH_CONTACTS);
    assert_shows_not(policy_page(w, 0), "mailto:uk@hikari.example");
    tooth_restore(TOOTH_CONTACTS);
#endif
    assert_shows(policy_page(w, 0), "mailto:uk@hikari.example");
}

static int fill_policy(void **state)
{
    (void)state;
    sample_policy(&policy);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_policy_page_tells_when_it_was_changed_and_what_is_done_why_and_how_long),
        cmocka_unit_test(the_appendix_prints_what_it_changes),
        cmocka_unit_test(the_policy_page_in_japanese_says_that_it_is_a_translation),
        cmocka_unit_test(every_promised_clause_stands_on_the_policy_page_once_under_its_id),
        cmocka_unit_test(own_wording_shows_facts_and_leads_to_its_promises),
        cmocka_unit_test(search_engines_get_a_description_and_whole_addresses),
        cmocka_unit_test(the_bytes_of_a_version_do_not_depend_on_when_they_are_made),
        cmocka_unit_test(all_documents_in_eight_languages_fit_into_a_unit),
        cmocka_unit_test(without_the_contacts_the_page_shows_none),
    };

    return cmocka_run_group_tests(tests, fill_policy, NULL);
}
