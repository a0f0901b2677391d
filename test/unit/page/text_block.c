#include "unit.h"

#include "page/text_block.h"

static void assert_blocks(const char *page, const char *expected)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct text_block *blocks;
    struct draft d;
    size_t count;

    assert_ok(w, text_blocks_read(w, text_of(page), &blocks, &count));
    assert_ok(w, work_draft(w, 4096, &d));
    for (size_t i = 0; i < count; i++)
        draft_addf(&d, "%s%.*s|%.*s|%.*s\n", blocks[i].is_heading ? "# " : "", TEXT_ARGS(blocks[i].anchor), TEXT_ARGS(blocks[i].heading), TEXT_ARGS(blocks[i].text));
    assert_text(expected, draft_text(&d));
}

static void the_text_is_what_people_read(void **state)
{
    (void)state;
    assert_blocks("<head><title>T</title></head><header>head</header><main id=\"main\" tabindex=\"-1\">\n<h1>Title</h1>\n"
                  "<div class=\"facts\"><p>Posted <time datetime=\"x\">today</time></p><div>more</div></div>"
                  "<nav class=\"contents\"><ul><li><a href=\"#a\">A</a></li></ul></nav>"
                  "<section aria-labelledby=\"section-P9\"><h2 id=\"section-P9\">How  long</h2>"
                  "<p class=\"clause\" id=\"P9-1\">We keep it\n 24 months. <a class=\"ref\" href=\"x\">P9-1</a></p>"
                  "<table><caption>C</caption><tr id=\"purpose-support\"><th scope=\"row\">Support</th><td>24 &lt;months&gt; &amp; a day</td></tr></table>"
                  "</section></main><footer>foot</footer>",
                  "# main|Title|Title\n# section-P9|How long|How long\nP9-1|How long|We keep it 24 months.\nP9-1|How long|C\n"
                  "purpose-support|How long|Support\npurpose-support|How long|24 <months> & a day\n");
}

static void what_is_no_markup_of_ours_is_read_all_the_same(void **state)
{
    (void)state;
    assert_blocks("", "");
    assert_blocks("no main at all", "");
    assert_blocks("<main>text without an end", "||text without an end\n");
    assert_blocks("<main><p>a<p>b<", "||a\n||b\n");
    assert_blocks("<main><nav><nav>x</nav>y</nav>z", "||z\n");
    assert_blocks("<main>&nbsp;&unknown; &", "||&nbsp;&unknown; &\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_is_what_people_read),
        cmocka_unit_test(what_is_no_markup_of_ours_is_read_all_the_same),
    };

    return cmocka_run_group_tests_name("page/text_block", tests, NULL, NULL);
}
