/* A policy is edited: the page of changes tells what it means and in which words, both versions keep their addresses, and what has errors changes nothing. */
#include "scene.h"

static void assert_holds(struct scene *s, const char *path, const char *const *words, size_t count)
{
    struct reply r = scene_get(s, path);

    assert_status(200, r);
    for (size_t i = 0; i < count; i++)
        if (!reply_holds(&r, words[i]))
            fail_msg("%s has no \"%s\": %.*s", path, words[i], TEXT_ARGS(r.body));
}
#define HOLDS(s, path, ...) assert_holds(s, path, (const char *const[]){ __VA_ARGS__ }, COUNT_OF(((const char *const[]){ __VA_ARGS__ })))

/* Kept longer, another word for the purpose, an address; each in its own way. */
static struct text edited(struct scene *s)
{
    static const char *const edits[][2] = {
        { "keep: 24 months after last_contact", "keep: 36 months after last_contact" },
        { "      en: answer you and help you", "      en: answer you quickly and help you" },
        { "      ja: お問い合わせにお答えし", "      ja: お問い合わせに速やかにお答えし" },
        { "UK: { label: Hikari Optics UK Ltd., email: privacy-uk@", "UK: { label: Hikari Optics UK Ltd., email: uk@" },
    };

    for (size_t i = 0; i < COUNT_OF(edits); i++)
        s->policy = scene_policy_with(s, edits[i][0], edits[i][1]).at;
    return text_of(s->policy);
}

static void the_page_tells_what_changes_before_it_does(struct scene *s)
{
    HOLDS(s, "/privacy/changes", "From version 1 to version 2", "Support: kept longer: 24 months from the last contact → 36 months from the last contact.",
        "For everybody who uses: Contact form.", "<del>24 </del>", "<ins>36 </ins>", "answer you <ins>quickly </ins>and help you",
        "<span class=\"badge material\">Important</span>", "<span class=\"badge wording\">Wording</span>", "<span class=\"badge contact\">Contact</span>",
        "href=\"/privacy/v/1?lang=en\"", "href=\"/privacy/v/2?lang=en\"", "2026-03-31T15:00:00Z");
    HOLDS(s, "/privacy/changes?lang=ja", "第1版から第2版への変更", "サポート：保存期間が長くなります：最後の連絡から24か月 → 最後の連絡から36か月",
        "対象：お問い合わせフォームを利用する方", "<ins>速やかに</ins>", "<span class=\"badge material\">重要</span>");
    HOLDS(s, "/privacy/v/1/changes", "This is the first version");
    HOLDS(s, "/privacy/", "24 months");
}

static void every_version_keeps_its_page_of_changes(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply first = scene_get(s, "/privacy/v/1"), changes, again;

    (void)unused;
    assert_status(201, scene_publish_with(s, edited(s), "\"dry_run\":false"));
    the_page_tells_what_changes_before_it_does(s);
    changes = scene_get(s, "/privacy/changes");
    scene_move(s, "2026-03-31T15:00:00Z");
    HOLDS(s, "/privacy/", "36 months", "/privacy/changes");
    scene_restart(s);
    again = scene_get(s, "/privacy/changes");
    assert_true(text_equal(changes.body, again.body));
    again = scene_get(s, "/privacy/v/2/changes");
    assert_true(text_equal(changes.body, again.body));
    again = scene_get(s, "/privacy/v/1");
    assert_true(text_equal(first.body, again.body));
    HOLDS(s, "/privacy/v/2", "36 months", "answer you quickly");
    again = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &again, "violations"));
    assert_text("kept", scene_promise(s, "P0-1"));
    scene_close(&s);
}

/* The purpose loses its basis, which the law asks for. */
static void what_has_errors_changes_nothing(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply policy = scene_get(s, "/privacy/"), changes = scene_get(s, "/privacy/changes"), r;

    (void)unused;
    r = scene_publish_with(s, scene_policy_with(s, "    basis: contract\n", "    basis: contrat\n"), "\"dry_run\":false");
    assert_status(422, r);
    assert_true(reply_holds(&r, "PD0023") && reply_holds(&r, "contrat"));
    for (int times = 0; times < 2; times++, scene_restart(s)) {
        r = scene_get(s, "/privacy/");
        assert_true(text_equal(policy.body, r.body));
        r = scene_get(s, "/privacy/changes");
        assert_true(text_equal(changes.body, r.body));
        assert_status(404, scene_get(s, "/privacy/v/2"));
        assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version"), 1);
    }
    assert_text("kept", scene_promise(s, "P0-1"));
    scene_close(&s);
}

static void a_comment_is_no_change_for_anybody(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");

    (void)unused;
    assert_status(201, scene_publish_with(s, scene_policy_with(s, "purposes:\n", "# what for\npurposes:\n"), "\"dry_run\":false"));
    HOLDS(s, "/privacy/changes", "From version 1 to version 2", "Nothing changes in meaning.", "The words stay the same.");
    scene_close(&s);
}

/* Version 2 is announced and taken back: version 3 is told against the one that people have until it counts, and the table says what became of 2. */
static void a_version_that_never_counted_is_no_step(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");

    (void)unused;
    assert_status(201, scene_publish_with(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 36 months after last_contact"), "\"dry_run\":false"));
    scene_stand(s, "2026-03-10T09:00:00Z");
    assert_status(201, scene_publish_with(s, scene_policy_with(s, "email: privacy-uk@hikari.example", "email: uk@hikari.example"), "\"dry_run\":false"));
    HOLDS(s, "/privacy/changes", "From version 1 to version 3", "privacy-uk@hikari.example → uk@hikari.example", "never counted");
    HOLDS(s, "/privacy/v/2/changes", "From version 1 to version 2", "36 months");
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_keeps_its_page_of_changes),
        cmocka_unit_test(what_has_errors_changes_nothing),
        cmocka_unit_test(a_comment_is_no_change_for_anybody),
        cmocka_unit_test(a_version_that_never_counted_is_no_step),
    };

    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
