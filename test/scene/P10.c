/* P10: Links that lead to other sites are marked, and no page loads anything from another host. */
#include "scene.h"

/* The tag that begins before the place. */
static struct text tag_at(struct text page, size_t at)
{
    size_t end = at;

    while (page.at[at] != '<')
        at--;
    while (page.at[end] != '>')
        end++;
    return (struct text){ page.at + at, end - at };
}

static void links_that_lead_away_are_marked(void **unused)
{
    static const char *const pages[] = { "/privacy/", "/privacy/?lang=ja", "/privacy/cookies", "/privacy/recipients", "/privacy/request" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    int away = 0;

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct text page = scene_get(s, pages[i]).body;
        size_t at, from = 0;

        for (; text_find(text_from(page, from), TEXT("=\"http"), &at); from += at + 2) {
            struct text tag = tag_at(page, from + at), url = text_from(page, from + at + 2);
            if (text_starts(url, TEXT("https://www.hikari.example/")))
                continue;
            away++;
            assert_true(text_starts(tag, TEXT("<a ")) && text_ends(tag, TEXT(" rel=\"external\"")));
        }
    }
    assert_true(away >= 12);
    assert_text("kept", scene_promise(s, "P10"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_that_lead_away_are_marked),
    };

    return cmocka_run_group_tests_name("P10", tests, NULL, NULL);
}
