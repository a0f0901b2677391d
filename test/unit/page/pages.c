#include "law/load.h"
#include "markup.h"
#include "page/answer_page.h"
#include "page/asset.h"
#include "page/categories_page.h"
#include "page/demo.h"
#include "page/dev_mail.h"
#include "page/error_page.h"
#include "page/form_page.h"
#include "page/promises_page.h"
#include "page/versions_page.h"
#include "sample.h"
#include "unit.h"

#include <stdio.h>

static struct policy policy;

static struct reader reader_of(int language)
{
    return (struct reader){ &sample_site, &policy, language };
}

static void the_list_of_versions_links_each_one(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    /* 2 was announced for a month later, and 3 took its place */
    const struct version_line lines[] = { { 3, w->now, w->now, false }, { 2, w->now, instant_add(w->now, SPAN_DAYS(30)), false }, { 1, instant_add(w->now, SPAN_DAYS(-100)), instant_add(w->now, SPAN_DAYS(-100)), false } };

    (void)state;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);
        struct html page;

        assert_ok(w, versions_page_render(w, &r, lines, 3, &page));
        check_page(page, "versions", language);
        assert_shows(page, "href=\"/privacy/v/2?lang=");
        assert_shows(page, "<time datetime=\"2025-11-21T12:00:00Z\">");
        assert_shows(page, "href=\"/privacy/v/2/changes?lang=");
        assert_shows(page, language ? "施行されませんでした" : "never counted");
    }
}

static void a_language_that_is_written_from_right_to_left_turns_the_page(void **state)
{
    static const struct { const char *tag, *html; } cases[] = {
        { "ar", "<html lang=\"ar\" dir=\"rtl\">" }, { "he-IL", "<html lang=\"he-IL\" dir=\"rtl\">" }, { "arn", "<html lang=\"arn\" dir=\"ltr\">" }, { "ja", "<html lang=\"ja\" dir=\"ltr\">" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy turned = policy;
    const struct reader r = { &sample_site, &turned, 1 };
    struct html page;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        turned.languages[1] = text_of(cases[i].tag);
        assert_ok(w, versions_page_render(w, &r, NULL, 0, &page));
        assert_shows(page, cases[i].html);
    }
}

static bool always(const struct policy *p)
{
    (void)p;
    return true;
}

static const struct clause sample_clauses[] = {
    { "P3A1-1", "P3A1", always, NULL, "the gate keeps the declared fields only", false },
    { "P7-1", "P7", always, NULL, "", false },
    { "P7-2", "P7", always, NULL, "", true },
    { "P9-2", "P9", always, NULL, "the sweeper", false },
    { "P10", "P10", always, NULL, "", false },
    { "C5", "C5", always, NULL, "", false },
    { "C9", "C9", always, NULL, "", false },
};

static void promises_fill(struct work *w, struct promises *out_promises)
{
    struct promise *list = WORK_NEW(w, struct promise, COUNT_OF(sample_clauses));

    assert_non_null(list);
    *out_promises = (struct promises){ .at = w->now, .version = 3, .list = list, .count = COUNT_OF(sample_clauses), .log_size = 1234 };
    for (int i = 0; i < out_promises->count; i++) {
        list[i] = (struct promise){ .clause = &sample_clauses[i], .state = (enum promise_state)i, .evidence = { .message = MSG_PAGE_THANKS_RECEIPT_HINT, .position = -1 } };
        list[i].sentence[0] = TEXT("We keep only what this page says & nothing more.");
        list[i].sentence[1] = TEXT("このページに書かれたものだけを保存します。");
        out_promises->by_state[i]++;
    }
    list[0].evidence.at = w->now;
    list[0].evidence.position = 1233;
    list[0].coverage = (struct coverage){ .since = instant_add(w->now, SPAN_DAYS(-9)), .door = "gate" };
    list[4].coverage = (struct coverage){ .attested = TEXT("warehouse"), .review = { 20600 } };
    out_promises->unbound[0] = WORK_NEW(w, struct unbound_sentence, 1);
    assert_non_null(out_promises->unbound[0]);
    out_promises->unbound[0][0] = (struct unbound_sentence){ TEXT("P7"), TEXT("We <b>do</b> our best.") };
    out_promises->unbound_count[0] = 1;
    list[3].coverage = (struct coverage){ .unseen = TEXT("crm, old_shop"), .door = "own rows" };
}

/* A unit of a visitor has 1 MiB, and what is told takes most of it when the policy has many languages. */
static void the_promises_page_takes_little_memory_beside_what_it_tells(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct promises promises = { .at = w->now, .version = 3, .count = clause_count };
    struct reader r = reader_of(0);
    struct arena *whole = w->arena;
    struct html page;

    (void)state;
    promises.list = WORK_NEW(w, struct promise, (size_t)clause_count);
    assert_non_null(promises.list);
    for (int i = 0; i < clause_count; i++)
        promises.list[i] = (struct promise){ .clause = &clauses[i], .state = PROMISE_UNPROVEN, .evidence = { .message = MSG_PAGE_THANKS_RECEIPT_HINT, .position = -1 },
            .sentence = { TEXT("We keep only what this page says.") } };
    w->arena = arena_create(HTML_PAGE_MAX + 100 * 1024);
    assert_non_null(w->arena);
    assert_ok(w, promises_page_render(w, &r, &promises, &page));
    arena_destroy(&w->arena);
    w->arena = whole;
}

static void the_promises_page_gives_each_state_a_word_and_a_shape(void **state)
{
    static const char *const shown[] = {
        "Kept</span><b>1</b>", "At risk</span><b>1</b>", "#s-broken", "#s-unproven", "Text only</span><b>2</b>",
        "Said in our own words", "We &lt;b&gt;do&lt;/b&gt; our best.", "/privacy/?lang=en#section-P7", "log entry 1233", "the gate where data enters", "1 March 2026, 12:00 UTC",
        "20 February 2026", "A person vouches for: warehouse.", "Next review: 27 May 2026.", "crm, old_shop", "<summary>What makes it true</summary>",
        "the gate keeps the declared fields only", "1234 entries", "privacyd verify receipt.json", "&amp; nothing more", "id=\"P3A1-1\"", "/privacy/?lang=en#P9-2",
        "<h2 id=\"section-P10\">", "https://www.hikari.example/privacy/log/checkpoint",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct promises promises;

    (void)state;
    promises_fill(w, &promises);
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);
        struct html page;

        assert_ok(w, promises_page_render(w, &r, &promises, &page));
        check_page(page, "promises", language);
        for (size_t i = 0; i < COUNT_OF(shown) && language == 0; i++)
            assert_shows(page, shown[i]);
        assert_shows_not(page, "id=\"C9\""); /* not promised */
    }
}

static void a_form_asks_for_what_the_region_allows_and_says_what_happens(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct form_page in = { .channel = &policy.channels[SAMPLE_CONTACT], .region = 0, .token = TEXT("tok"), .next = TEXT("/x"), .ask_region = true };
    struct reader r = reader_of(0);
    struct html page;

    (void)state;
    assert_ok(w, form_page_render(w, &r, &in, &page));
    check_page(page, "form", 0);
    assert_shows(page, "action=\"/privacy/in/contact?lang=");
    assert_shows(page, "name=\"token\" value=\"tok\"");
    assert_shows(page, "name=\"email\" type=\"email\" autocomplete=\"email\" inputmode=\"email\"");
    assert_shows(page, "name=\"purchase_date\" type=\"date\"");
    assert_shows(page, "<textarea dir=\"auto\" id=\"message\" name=\"message\"");
    assert_shows(page, "Postal address <span class=\"quiet\">(optional)</span>");
    assert_shows(page, "href=\"/privacy/?lang=en#purpose-support\"");
    assert_shows(page, "<dt>Legal ground</dt>\n<dd><ul><li>contract</li>");
    assert_shows(page, "href=\"/privacy/request?lang=en#EU\"");
    assert_shows(page, "<dt>If you like</dt>\n<dd>Company, Postal address, Telephone, Serial number, Date of purchase</dd>");
    assert_shows(page, "<option value=\"EU\" selected >European Union</option>");
    assert_shows(page, "<button>Send my message</button>");
    in.region = 2;
    assert_ok(w, form_page_render(w, &r, &in, &page));
    assert_shows_not(page, "name=\"phone\"");
    assert_shows(page, "<dt>If you like</dt>\n<dd>Company</dd>");
    assert_shows(page, "href=\"/privacy/?lang=en#appendix-US-CA\"");
    r.language = 1;
    in.region = 0;
    assert_ok(w, form_page_render(w, &r, &in, &page));
    check_page(page, "form", 1);
}

static void a_form_that_was_refused_keeps_what_was_typed_and_links_each_mistake(void **state)
{
    static const struct gate_field values[] = { { { "name", 4 }, { "\"><script>", 10 } }, { { "message", 7 }, { "</textarea>", 11 } } };
    static const struct gate_problem problems[] = {
        { { "email", 5 }, GATE_REQUIRED_MISSING, { 0 } }, { { "name", 4 }, GATE_INVALID_VALUE, { 0 } }, { { "shoe_size", 9 }, GATE_UNDECLARED, { 0 } } };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct form_page in = { .channel = &policy.channels[SAMPLE_CONTACT], .values = values, .value_count = 2, .problems = problems, .problem_count = 3 };
    struct html page;

    (void)state;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);

        assert_ok(w, form_page_render(w, &r, &in, &page));
        check_page(page, "form-errors", language);
        assert_shows(page, "<a href=\"#email\">");
        assert_shows(page, "aria-invalid=\"true\" aria-describedby=\"email-hint email-error\"");
        assert_shows(page, "value=\"&quot;&gt;&lt;script&gt;\"");
        assert_shows(page, "&lt;/textarea&gt;</textarea>");
        assert_shows_not(page, "#shoe_size");
        assert_shows_not(page, "<select");
    }
}

static void what_was_collected_is_counted_by_category(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const int64_t of_item[] = { 3, 3, 0, 0, 0, 0, 1, 2 };
    struct twelve_months months = { .since = w->now, .records = 3, .of_item = of_item, .looked_at = 3 };
    struct categories_page in = { .version = 2, .at = w->now, .months = &months };
    struct reader r = reader_of(0);
    struct appendix appendix = policy.appendices[0];
    static const struct text adopted[] = { { "US-CA/categories", 16 } };
    struct policy everyday = policy, adopting = policy;
    struct html page;
    struct law law;

    (void)state;
    assert_ok(w, law_load(w, NULL, 0, &law));
    assert_ok(w, categories_page_render(w, &r, &in, &page)); /* no law is known: everyday names */
    check_page(page, "categories", 0);
    assert_shows(page, "<h2 id=\"US-CA\"><bdi>California</bdi></h2>");
    assert_shows(page, "Records of people there: 3.");
    assert_shows(page, "<tr><th scope=\"row\">Contact details</th><td>E-mail address</td><td>3</td></tr>");
    assert_shows_not(page, "Postal address");
    assert_shows_not(page, "were looked at");
    in.law = &law;
    assert_ok(w, categories_page_render(w, &r, &in, &page)); /* nobody verified the law's names */
    assert_shows_not(page, "(A)");
    adopting.adopted = adopted;
    adopting.adopted_count = COUNT_OF(adopted);
    r.policy = &adopting;
    assert_ok(w, categories_page_render(w, &r, &in, &page));
    assert_shows(page, "identifiers <span class=\"why\">(A)</span></th><td>Name</td><td>3</td></tr>\n<tr><th scope=\"row\">identifiers <span class=\"why\">(A)</span></th><td>E-mail address</td>");
    assert_shows(page, "(D)</span></th><td>Date of purchase</td><td>1</td>");
    appendix.everyday_names = true;
    everyday = adopting;
    everyday.appendices = &appendix;
    r.policy = &everyday;
    months.unnamed = 1;
    months.bounded = true;
    assert_ok(w, categories_page_render(w, &r, &in, &page));
    assert_shows_not(page, "(A)");
    assert_shows(page, "which this version of the policy does not name: 1.");
    assert_shows(page, "Only the newest 3 records");
    r = reader_of(1);
    assert_ok(w, categories_page_render(w, &r, &in, &page));
    check_page(page, "categories", 1);
    everyday.appendix_count = 0;
    r.policy = &everyday;
    assert_ok(w, categories_page_render(w, &r, &in, &page));
    assert_shows(page, "このポリシーには付則がない");
}

static void thanks_and_receipt_say_what_to_keep(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page;

    (void)state;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);
        struct thanks_page thanks = { .receipt = TEXT("/privacy/receipt/abc"), .back = TEXT("/support"), .position = 0, .confirm = language == 1 };
        struct receipt_page receipt = { .handle = TEXT("ABCDEFGHIJ"), .download = TEXT("/privacy/receipt/abc"), .position = 7, .at = w->now,
                                        .until = instant_add(w->now, SPAN_HOURS(72)) };

        assert_ok(w, thanks_page_render(w, &r, &thanks, &page));
        check_page(page, "thanks", language);
        assert_shows(page, "href=\"/privacy/receipt/abc\"");
        assert_shows(page, language == 0 ? "Entry 0 of" : "項目0");
        assert_shows(page, "noindex");
        assert_ok(w, receipt_page_render(w, &r, &receipt, &page));
        check_page(page, "receipt", language);
        assert_shows(page, "<span>ABCD</span><span>EFGH</span><span>IJ</span>");
        assert_shows(page, language == 0 ? "until 4 March 2026, 12:00 UTC" : "2026年3月4日 12:00 UTCまで");
        assert_shows(page, "noindex");
    }
}

static void an_error_says_what_happened_why_and_what_to_do(void **state)
{
    static const int statuses[] = { 400, 403, 404, 405, 410, 413, 421, 422, 429, 500, 503, 418, 507 };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page;
    char number[16];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        assert_ok(w, error_page_render(w, &policy, &sample_site, TEXT("ja"), statuses[i], &page));
        check_page(page, "error", 1);
        snprintf(number, sizeof number, "%d", statuses[i]);
        assert_shows(page, number);
    }
    assert_ok(w, error_page_render(w, NULL, NULL, TEXT("nl, en;q=0.5"), 410, &page));
    assert_page(page, OWN_HOST);
    assert_shows(page, "This link is used up");
    assert_shows(page, "<html lang=\"en\" dir=\"ltr\">");
    assert_ok(w, error_page_render(w, NULL, &sample_site, TEXT("ja"), 503, &page));
    assert_page(page, OWN_HOST);
    assert_shows(page, "<html lang=\"ja\" dir=\"ltr\">");
}

static void the_demonstration_site_posts_its_own_form_and_says_that_it_is_one(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page;

    (void)state;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);

        policy.demonstration = false; /* the maker is fictional whatever its policy says */
        assert_ok(w, demo_home_render(w, &r, true, &page));
        check_page(page, "demo-home", language);
        assert_shows(page, "/_dev/clock");
        assert_ok(w, demo_support_render(w, &r, &policy.channels[SAMPLE_CONTACT], false, TEXT(""), false, &page));
        check_page(page, "demo-support", language);
        assert_shows(page, "action=\"/privacy/in/contact?lang=");
        assert_shows(page, "name=\"next\" value=\"/support?sent=1&amp;lang=");
        assert_shows_not(page, "/_dev/");
        assert_ok(w, demo_support_render(w, &r, &policy.channels[SAMPLE_CONTACT], true, TEXT("/privacy/receipt/abc"), true, &page));
        check_page(page, "demo-sent", language);
        assert_shows_not(page, "<form");
        assert_shows(page, "role=\"status\"");
        policy.demonstration = true;
    }
}

static void the_developer_sees_caught_mail_and_moves_the_clock(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct dev_mail mails[] = { { .number = 1, .from = TEXT("privacy@hikari.example"), .to = TEXT("support@hikari.example"), .subject = TEXT("New <message>"),
                                        .text = TEXT("One\n  two & three"), .at = w->now } };
    struct html page;

    (void)state;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);

        assert_ok(w, dev_mails_render(w, &r, mails, 1, &page));
        check_page(page, "dev-mails", language);
        assert_shows(page, "href=\"/_dev/mail/1\"");
        assert_ok(w, dev_mails_render(w, &r, mails, 0, &page));
        check_page(page, "dev-mails-none", language);
        assert_ok(w, dev_mail_render(w, &r, mails, &page));
        check_page(page, "dev-mail", language);
        assert_shows(page, "<h1>New &lt;message&gt;</h1>");
        assert_shows(page, "One\n  two &amp; three");
        assert_ok(w, dev_clock_render(w, &r, &page));
        check_page(page, "dev-clock", language);
        assert_shows(page, "name=\"now\" value=\"2026-03-02T12:00:00Z\"");
        assert_shows(page, "name=\"now\" value=\"2026-04-01T12:00:00Z\"");
        assert_shows(page, "name=\"now\" value=\"2028-03-01T12:00:00Z\"");
    }
}

static void an_asset_is_found_by_its_hash_and_by_an_older_one(void **state)
{
    char old[] = "visitor-0000000000000000.css";
    bool exact = false;

    (void)state;
    for (int i = 0; i < ASSETS; i++) {
        assert_ptr_equal(&assets[i], asset_find(assets[i].path, &exact));
        assert_int_equal(exact, i != ASSET_SCHEMA && i != ASSET_OPENAPI);
        assert_true(assets[i].brotli.length > 0 && assets[i].brotli.length < assets[i].plain.length);
    }
    assert_true(assets[ASSET_VISITOR].brotli.length <= 3072);
    assert_ptr_equal(&assets[ASSET_VISITOR], asset_find(text_of(old), &exact));
    assert_false(exact);
    old[9] = 'g';
    assert_null(asset_find(text_of(old), &exact));
    assert_null(asset_find(TEXT("visitor.css"), &exact));
    assert_null(asset_find(TEXT(""), &exact));
    assert_null(asset_find((struct text){ "visitor-000000000000000\0.css", 28 }, &exact));
}

static int fill_policy(void **state)
{
    (void)state;
    sample_policy(&policy);
    return 0;
}

static void the_demonstration_site_of_another_policy_has_its_forms_and_no_cameras(void **state)
{
    static const struct text elsewhere[] = { { "https://shop.example", 20 } };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy other = policy;
    struct html page;

    (void)state;
    other.origins = elsewhere;
    for (int language = 0; language < 2; language++) {
        struct reader r = reader_of(language);
        r.policy = &other;
        assert_ok(w, demo_home_render(w, &r, true, &page));
        check_page(page, "demo-other", language);
        assert_shows(page, "href=\"/privacy/in/contact?lang=");
        assert_shows_not(page, "Hikari Kumo");
        assert_shows_not(page, "href=\"/support");
        other.demonstration = false; /* it may be a real company */
        assert_ok(w, demo_home_render(w, &r, true, &page));
        assert_shows_not(page, "class=\"demo\"");
        other.demonstration = true;
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_of_versions_links_each_one),
        cmocka_unit_test(a_language_that_is_written_from_right_to_left_turns_the_page),
        cmocka_unit_test(the_promises_page_takes_little_memory_beside_what_it_tells),
        cmocka_unit_test(the_promises_page_gives_each_state_a_word_and_a_shape),
        cmocka_unit_test(a_form_asks_for_what_the_region_allows_and_says_what_happens),
        cmocka_unit_test(a_form_that_was_refused_keeps_what_was_typed_and_links_each_mistake),
        cmocka_unit_test(what_was_collected_is_counted_by_category),
        cmocka_unit_test(thanks_and_receipt_say_what_to_keep),
        cmocka_unit_test(an_error_says_what_happened_why_and_what_to_do),
        cmocka_unit_test(the_demonstration_site_posts_its_own_form_and_says_that_it_is_one),
        cmocka_unit_test(the_demonstration_site_of_another_policy_has_its_forms_and_no_cameras),
        cmocka_unit_test(the_developer_sees_caught_mail_and_moves_the_clock),
        cmocka_unit_test(an_asset_is_found_by_its_hash_and_by_an_older_one),
    };

    return cmocka_run_group_tests(tests, fill_policy, NULL);
}
