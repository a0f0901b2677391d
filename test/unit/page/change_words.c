#include "unit.h"

#include "../policy/example.h"
#include "page/change_words.h"
#include "policy/diff.h"

static const struct site site = { .mount = { "/privacy", 8 } };

/* Every change of the example, one a line: its sentence, and the people in brackets. `number` of the language: 0 en, 1 ja. */
static void assert_told(const char *from, const char *to, int language, const char *told)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy *before = WORK_NEW(w, struct policy, 1), *after = WORK_NEW(w, struct policy, 1);
    struct diff *d = WORK_NEW(w, struct diff, 1);
    const struct reader reader = { &site, after, language };
    struct text sentence, people;
    struct findings f;
    struct draft all;
    int line, column;

    assert_ok(w, policy_parse(w, example_source(w), shipped_law(), before, &f));
    assert_ok(w, policy_parse(w, example_changed(w, from, to, &line, &column), shipped_law(), after, &f));
    if (f.breaking)
        fail_msg("PD%04d: %.*s", f.first->code, TEXT_ARGS(f.first->message));
    assert_ok(w, policy_diff(w, before, after, d));
    assert_ok(w, work_draft(w, 64 * 1024, &all));
    for (size_t i = 0; i < d->count; i++) {
        assert_ok(w, change_sentence(w, &reader, &d->changes[i], &sentence));
        assert_ok(w, change_people(w, &reader, d, &d->changes[i], &people));
        draft_addf(&all, "%.*s [%.*s]\n", TEXT_ARGS(sentence), TEXT_ARGS(people));
    }
    draft_byte(&all, '\0');
    assert_string_equal(draft_text(&all).at, told);
}

static void a_change_is_told_with_those_whom_it_concerns(void **state)
{
    static const struct {
        const char *from, *to, *en, *ja;
    } cases[] = {
        { "keep: 24 months after last_contact", "keep: 36 months after last_contact",
          "Support: kept longer: 24 months from the last contact → 36 months from the last contact. [For everybody who uses: Contact form.]\n",
          "サポート：保存期間が長くなります：最後の連絡から24か月 → 最後の連絡から36か月 [対象：お問い合わせフォームを利用する方]\n" },
        { "never: [sell, share]", "never: [sell]",
          "No longer promised never to happen: sharing data for advertising across sites. [For everybody.]\n",
          "決して行わないという約束がなくなります：サイトをまたぐ広告のためのデータの共有 [対象：すべての方]\n" },
        { "countries: [JP]", "countries: [JP, US]",
          "Data now go to: United States. [For everybody.]\n",
          "新たにデータが移転される国：米国 [対象：すべての方]\n" },
        { "    class: essential", "    class: functional",
          "Cookie session is no longer said to be essential: the site needs it → for comfort. [For everybody.]\n",
          "Cookie sessionは必須ではなくなります：サイトに必須 → 使いやすさのため [対象：すべての方]\n" },
        { "privacy-uk@hikari.example, address", "uk@hikari.example, address",
          "Who represents us (United Kingdom): privacy-uk@hikari.example → uk@hikari.example. [For people in United Kingdom.]\n",
          "代理人・責任者（英国）：privacy-uk@hikari.example → uk@hikari.example [対象：英国の方]\n" },
        { "    does: [email]", "    does: [email, hosting]",
          "Hikari list service does one more thing with the data: runs servers. [For everybody who uses: Newsletter.]\n",
          "ヒカリ配信サービスが新たに行うこと：サーバーの運用 [対象：ニュースレターを利用する方]\n" },
        { "    exclusively_online: true\n", "    exclusively_online: true\n    clocks: { know: 30 days }\n",
          "Answers may take longer (know what is held): as the law says → 30 days. [For people in California.]\n",
          "回答までの期間が長くなります（保有内容の開示）：法律の定めによる → 30日 [対象：カリフォルニア州の方]\n" },
        { "  complaints: true\n", "",
          "A promise no longer holds: complaints to us and to the authority. [For everybody.]\n",
          "なくなる約束：当社や当局への苦情の申立て [対象：すべての方]\n" },
        { "optional: [company, address, phone,", "optional: [company, address,",
          "No longer taken: Telephone number. [For people in European Union and European Economic Area, United Kingdom, Japan, elsewhere who use: Contact form.]\n",
          "収集しなくなる項目：電話番号 [対象：欧州連合および欧州経済領域、英国、日本、その他の地域の方でお問い合わせフォームを利用する方]\n" },
        { "    cookies: essential\n", "",
          "Not only essential cookies any more for people in California. [For people in California.]\n",
          "カリフォルニア州の方にも必須以外のCookieが使われます。 [対象：カリフォルニア州の方]\n" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_told(cases[i].from, cases[i].to, 0, cases[i].en);
        assert_told(cases[i].from, cases[i].to, 1, cases[i].ja);
    }
}

/* In both languages, of whatever kind; where there is nothing to say, there is no place for it. */
static void every_kind_has_its_sentence(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text languages[] = { TEXT("en"), TEXT("ja") };
    struct policy policy = { .language_count = 2 };
    const struct change_value some = { .form = FORM_TEXT, .text = TEXT("X1") };
    struct text sentence;

    (void)state;
    memcpy(policy.languages, languages, sizeof languages);
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        for (int language = 0; language < 2; language++) {
            const struct change c = { .kind = (enum change_kind)kind, .subject = some, .before = some, .after = some };
            const struct reader reader = { &site, &policy, language };
            assert_ok(w, change_sentence(w, &reader, &c, &sentence));
            if (change_is_material(c.kind) && !sentence.length)
                fail_msg("nobody is told of %s", change_rules[kind].id);
            for (size_t i = 0; i < sentence.length; i++)
                assert_true(sentence.at[i] != '{');
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_told_with_those_whom_it_concerns),
        cmocka_unit_test(every_kind_has_its_sentence),
    };

    return cmocka_run_group_tests_name("page/change_words", tests, NULL, NULL);
}
