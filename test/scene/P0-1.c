/* P0-1: The page shows when it was last modified, and the date is true. */
#include "scene.h"

static void the_page_shows_the_date_of_its_version(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply first, old, now, later;

    (void)unused;
    first = scene_get(s, "/privacy/");
    assert_status(200, first);
    assert_true(reply_holds(&first, "<p>Last modified <time datetime=\"2026-03-01T12:00:00Z\">1 March 2026"));
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_DAYS(40).ms });
    assert_status(201, scene_publish(s, scene_policy_with(s, "answer you and help you", "answer you, and help you")));
    now = scene_get(s, "/privacy/");
    assert_true(reply_holds(&now, "<p>Last modified <time datetime=\"2026-04-10T12:00:00Z\">10 April 2026"));
    assert_false(reply_holds(&now, "<p>Last modified <time datetime=\"2026-03-01")); /* the appendix has a date of its own */
    old = scene_get(s, "/privacy/v/1");
    assert_status(200, old);
    assert_true(text_equal(old.body, first.body));
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_DAYS(41).ms });
    later = scene_get(s, "/privacy/");
    assert_true(text_equal(later.body, now.body)); /* a day later it still says when it was published */
    assert_text("kept", scene_promise(s, "P0-1"));
    scene_close(&s);
}

static void a_changed_byte_is_never_served(void **unused)
{
    static const char *const documents[] = { "policy", "cookies", "recipients", "request", "notice/contact", "notice/contact/fragment" };

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        struct scene *s = scene_open("2026-03-01T12:00:00Z");
        struct text sql;

        assert_ok(s->w, work_format(s->w, &sql, "UPDATE policy_document SET bytes = replace(bytes, 'Hikari', 'Hikaru') WHERE name = '%s'", documents[i]));
        scene_number(s, sql.at);
        assert_text("broken", scene_promise(s, "P0-1"));
        scene_close(&s);
    }
}

/* Every document has its address in every version. */
static void each_document_stays_readable(void **unused)
{
    static const char *const documents[] = { "", "/cookies", "/recipients", "/request", "/notice/contact", "/notice/newsletter/fragment" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply first[COUNT_OF(documents)], now, old;
    struct text path;

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        assert_ok(s->w, work_format(s->w, &path, "/privacy%s", *documents[i] ? documents[i] : "/"));
        first[i] = scene_get(s, path.at);
        assert_status(200, first[i]);
    }
    scene_stand(s, "2026-04-10T12:00:00Z");
    assert_status(201, scene_publish(s, scene_policy_with(s, "name: Hikari Optics Co., Ltd.", "name: Hikari Optics Ltd.")));
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        assert_ok(s->w, work_format(s->w, &path, "/privacy/v/1%s", documents[i]));
        old = scene_get(s, path.at);
        assert_true(text_equal(old.body, first[i].body));
        assert_ok(s->w, work_format(s->w, &path, "/privacy/v/2%s", documents[i]));
        now = scene_get(s, path.at);
        assert_true(reply_holds(&now, "10 April 2026"));
    }
    scene_close(&s);
}

/* A link that leads nowhere would hide what was promised. */
static void every_link_of_every_page_leads_somewhere(void **unused)
{
    static const char *const pages[] = { "/privacy/", "/privacy/cookies", "/privacy/recipients", "/privacy/request", "/privacy/promises", "/privacy/v/", "/privacy/categories", "/privacy/in/contact", "/privacy/notice/contact" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello"); /* so that the log has a checkpoint */
    scene_move(s, "2026-03-01T13:00:00Z");
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct text rest = scene_get(s, pages[i]).body, whole, link;
        size_t at;

        while (text_find(rest, TEXT("href=\"/"), &at)) {
            rest = text_from(rest, at + 6);
            assert_true(text_cut(&rest, '"', &whole) && text_cut(&whole, '#', &link));
            assert_ok(s->w, work_copy(s->w, link, &link));
            if (scene_get(s, link.at).status != 200)
                fail_msg("%s links %s, and there is nothing", pages[i], link.at);
        }
    }
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_shows_the_date_of_its_version),
        cmocka_unit_test(a_changed_byte_is_never_served),
        cmocka_unit_test(each_document_stays_readable),
        cmocka_unit_test(every_link_of_every_page_leads_somewhere),
    };

    return cmocka_run_group_tests_name("P0-1", tests, NULL, NULL);
}
