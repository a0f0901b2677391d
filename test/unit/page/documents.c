#include "page/documents.h"

#include "base/teeth.h"
#include "law/load.h"
#include "markup.h"
#include "page/asset.h"
#include "sample.h"
#include "unit.h"

#include <stdio.h>

static struct policy policy;
static struct law law;
static struct work *long_lived;

static struct edition edition_of(struct work *w, const struct law *by)
{
    return (struct edition){ .site = &sample_site, .policy = &policy, .law = by, .number = 3, .posted = w->now, .effective = w->now };
}

static struct html document(struct work *w, const char *name, int language)
{
    struct edition edition = edition_of(w, &law);
    struct document d;

    assert_ok(w, document_render(w, &edition, text_of(name), language, &d));
    return (struct html){ d.bytes };
}

static void assert_all(struct html page, const char *const *shown, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_shows(page, shown[i]);
}
#define SHOWS(page, ...) assert_all(page, (const char *const[]){ __VA_ARGS__ }, COUNT_OF(((const char *const[]){ __VA_ARGS__ })))

static void every_document_is_a_page_with_the_date_and_number_of_its_version(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct document_item *items;
    struct text name;
    size_t count;
    int pages = 0;

    (void)state;
    assert_ok(w, document_items(w, &policy, &items, &count));
    for (size_t i = 0; i < 2 * count; i++) {
        const struct document_item *item = &items[i / 2];
        int language = (int)i % 2;
        struct html page;

        assert_ok(w, work_copy(w, item->name, &name));
        page = document(w, name.at, language);
        if (!text_starts(text_of(item->kind->type), TEXT("text/html")))
            continue;
        SHOWS(page, "datetime=\"2026-03-01T12:00:00Z\"", language ? "第3版" : "Version 3");
        if (text_ends(name, TEXT("/fragment")))
            continue;
        check_page(page, item->channel ? "notice" : name.at, language);
        pages++;
        if (!item->channel)
            SHOWS(page, "href=\"/privacy/v/3", language ? "最終更新日" : "Last modified");
        if (!item->channel && language == 1)
            SHOWS(page, "これは翻訳です");
    }
    assert_int_equal(pages, 2 * (5 + 2));
}

static void what_is_published_is_compressed_and_hashed_in_every_language(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct edition edition = edition_of(w, NULL);
    const struct document_item *items;
    const struct document *documents;
    size_t count, item_count;

    (void)state;
    assert_ok(w, document_items(w, &policy, &items, &item_count));
    assert_int_equal(item_count, document_kind_count + 2); /* two channels, and two documents of each */
    assert_ok(w, documents_render(w, &edition, &documents, &count));
    assert_int_equal(count, item_count * 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(document_is_whole(&documents[i]));
        assert_true(documents[i].brotli.length && documents[i].brotli.length < documents[i].gzip.length && documents[i].gzip.length < documents[i].bytes.length);
        assert_true(documents[i].brotli.length + assets[ASSET_VISITOR].brotli.length <= (text_equal(documents[i].name, DOCUMENT_POLICY) ? 12 : 6) * 1024);
    }
    assert_non_null(document_kind_at(TEXT("cookies")));
    assert_non_null(document_kind_at(TEXT("")));
    assert_null(document_kind_at(TEXT("policy")));
    assert_string_equal(document_kind_at(TEXT("notice/contact"))->name, "notice/{}");
    assert_string_equal(document_kind_at(TEXT("notice/contact/fragment"))->name, "notice/{}/fragment");
    assert_null(document_kind_at(TEXT("notice/")));
    assert_null(document_kind_at(TEXT("notice//fragment")));
    assert_null(document_kind_at(TEXT("notice/a/b")));
    assert_error(w, ERR_NOT_FOUND, document_render(w, &edition, TEXT("nothing"), 0, &(struct document){ 0 }));
}

static void the_page_of_cookies_tells_of_each_what_it_is_and_where_it_is_set(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = document(w, "cookies", 0);

    (void)state;
    SHOWS(page, "keeps on your device", "id=\"cookie-session\"", "<code><bdi>seen</bdi></code>", "local storage", "for counting", "which letters were read", "13 months",
          "until the browser is closed", "><bdi>List service</bdi></td>", "><bdi>Hikari Optics Co., Ltd.</bdi></td>", "#purpose-security_log\">keep the site safe", "#purpose-newsletter\">",
          "European Union, United Kingdom, elsewhere: consent", "California: not set", "How you get rid of them", "set no cookie");
    SHOWS(document(w, "cookies", 1), "計測のため", "どの号を読んだか", "13か月", "カリフォルニア州: 設定しない");
}

static void a_site_without_cookies_says_so(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    policy.cookie_count = 0;
    policy.recipient_count = policy.transfer_count = policy.rights_count = 0;
    SHOWS(document(w, "cookies", 0), "This site keeps nothing on your device.");
    assert_shows_not(document(w, "cookies", 0), "<table>");
    SHOWS(document(w, "recipients", 0), "Nobody else gets your data.", "names no transfer");
    SHOWS(document(w, "request", 0), "This policy names no rights.");
    sample_policy(&policy);
}

static void the_page_of_recipients_names_each_with_its_countries_and_safeguards(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = document(w, "recipients", 0);

    (void)state;
    SHOWS(page, "id=\"recipient-list_tool\"", "List service", "works for us, on our instructions", "sends e-mail, runs campaigns", "everybody&#39;s", "Japan, Brazil",
          "<time datetime=\"2031-03-31\">31 March 2031</time>", "affiliated company", "European Union, United Kingdom</td><td>Netherlands</td><td>none",
          "helpers also uses the data for purposes of its own.", "works with the data in this country: Japan", "adequacy decision<br><bdi>2019/419</bdi>",
          "standard contractual clauses", "Looked at again by 1 January 2027", "href=\"https://www.hikari.example/group\">");
    SHOWS(document(w, "recipients", 1), "配信サービス", "メールの送信、キャンペーンの運営", "日本、ブラジル", "標準契約条項");
}

static void the_page_of_rights_tells_how_and_by_when(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = document(w, "request", 0);

    (void)state;
    SHOWS(page, "<h2 id=\"EU\">European Union</h2>", "take it elsewhere <span class=\"quiet\">(where the ground is consent or a contract)", "mailto:eu@hikari.example",
          "Keizersgracht 1, Amsterdam", "There is no form on this server yet", "For this you need not prove who you are: withdraw consent.",
          "We answer within 1 month. If that is not enough, we tell you so in time and why, and answer within 3 months in all.");
    SHOWS(page, "<h2 id=\"US-CA\">California</h2>", "mailto:privacy@hikari.example", "ask for these: Name, E-mail address. It concerns: know what is held, have it deleted, have it corrected.",
          "it is enough to sign in", "know what is held: We answer within 45 days. If that is not enough",
          "have it deleted, have it corrected: We confirm within 10 business days that it is here. We answer within 45 days.",
          "limit the use of sensitive data, opt out of sale and sharing: We answer within 15 business days.", "https://authority.example/complain\" rel=\"external\"",
          "#appendix-US-CA\">", "(if data are sold or shared)", "This policy gives no address for it.");
    SHOWS(document(w, "request", 1), "10営業日以内にお知らせします", "1か月以内に回答します", "このサーバーにはまだフォームがありません");
    SHOWS(page, "<li><a href=\"#EU\">", "<li><a href=\"#US-CA\">");
    policy.rights_count = 1;
    assert_shows_not(document(w, "request", 0), "class=\"contents\""); /* nothing to choose from */
    sample_policy(&policy);
}

/* A row of law that nobody verified is not said on a page, unless the operator adopts it. */
static void only_verified_law_is_said(void **state)
{
    static const struct text adopted[] = { { "JP/clocks/JP-REQUEST", 20 } };
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    policy.regions[0].code = TEXT("JP");
    SHOWS(document(w, "request", 0), "We answer in the time that the law there sets.", "We ask only for what we need to find your data and to know that it is you.");
    policy.adopted = adopted;
    policy.adopted_count = 1;
    SHOWS(document(w, "request", 0), "We answer without delay.");
    sample_policy(&policy);
}

static void without_any_law_nothing_is_made_up(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct edition edition = edition_of(w, NULL);
    struct document d;

    (void)state;
    assert_ok(w, document_render(w, &edition, TEXT("request"), 0, &d));
    assert_shows((struct html){ d.bytes }, "We answer in the time that the law there sets.");
    assert_shows((struct html){ d.bytes }, "You may turn to the data authority where you live.");
    assert_shows_not((struct html){ d.bytes }, "1 month");
}

/* GDPR art. 13; California: 1798.100(a), 11 CCR 7012(e), (f). */
static void a_notice_tells_what_one_form_collects_and_where_the_promises_stand(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html page = document(w, "notice/contact", 0), fragment = document(w, "notice/contact/fragment", 0);
    size_t at;

    (void)state;
    SHOWS(page, "<h1>Notice at collection: Contact form</h1>", "<dd><bdi>Hikari Optics Co., Ltd.</bdi></dd>", "<dt>Needed</dt>\n<dd>Name, E-mail address, Your message</dd>",
          "<dd>Company, Postal address, Telephone, Serial number, Date of purchase<br>Not taken in California: Postal address, Telephone, Serial number, Date of purchase.</dd>",
          "answer you and support the products you own", "European Union, United Kingdom, elsewhere: contract", "California: no legal ground is required",
          "24 months from the last contact", "<dd>helpers</dd>", "It is never sold, and never shared for advertising across sites.",
          "href=\"/privacy/?lang=en#purpose-support\"", "href=\"/privacy/request?lang=en\"", "href=\"/privacy/?lang=en#appendix-US-CA\"", "href=\"/privacy/in/contact?lang=en\"");
    SHOWS(document(w, "notice/newsletter", 0), "<dt>Needed</dt>\n<dd>E-mail address</dd>", "<dd>List service</dd>", "until consent is withdrawn");
    assert_shows_not(document(w, "notice/newsletter", 0), "If you like");
    SHOWS(document(w, "notice/contact", 1), "送信した情報の取り扱い", "お名前、メールアドレス", "カリフォルニア州では受け取りません", "販売せず");
    /* markup to be put into another page: a section, and no page around it */
    assert_true(text_starts(fragment.markup, TEXT("<section class=\"notice\" lang=\"en\" dir=\"ltr\"")));
    assert_true(text_ends(text_trim(fragment.markup), TEXT("</section>")));
    assert_true(text_find(page.markup, text_trim(fragment.markup), &at));
    assert_shows_not(fragment, "<html");
    assert_shows_not(fragment, "<link");
}

static void each_tooth_takes_its_page_away(void **state)
{
    static const struct { enum tooth tooth; const char *document, *words; } cases[] = {
        { TOOTH_COOKIES, "cookies", "id=\"cookie-session\"" }, { TOOTH_RECIPIENTS, "recipients", "recipient-list_tool" },
        { TOOTH_RECIPIENTS, "recipients", "adequacy" },          { TOOTH_RIGHTS, "request", "mailto:eu@hikari.example" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_shows(document(w, cases[i].document, 0), cases[i].words);
#ifdef PRIVACYD_TEETH
        tooth_pull(cases[i].tooth);
        assert_shows_not(document(w, cases[i].document, 0), cases[i].words);
        tooth_restore(cases[i].tooth);
#endif
    }
}

static int begin(void **state)
{
    (void)state;
    sample_policy(&policy);
    long_lived = unit_work();
    return law_load(long_lived, NULL, 0, &law) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    unit_work_end(&long_lived);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_is_a_page_with_the_date_and_number_of_its_version),
        cmocka_unit_test(what_is_published_is_compressed_and_hashed_in_every_language),
        cmocka_unit_test(the_page_of_cookies_tells_of_each_what_it_is_and_where_it_is_set),
        cmocka_unit_test(a_site_without_cookies_says_so),
        cmocka_unit_test(the_page_of_recipients_names_each_with_its_countries_and_safeguards),
        cmocka_unit_test(the_page_of_rights_tells_how_and_by_when),
        cmocka_unit_test(only_verified_law_is_said),
        cmocka_unit_test(without_any_law_nothing_is_made_up),
        cmocka_unit_test(a_notice_tells_what_one_form_collects_and_where_the_promises_stand),
        cmocka_unit_test(each_tooth_takes_its_page_away),
    };

    return cmocka_run_group_tests_name("page/documents", tests, begin, end);
}
