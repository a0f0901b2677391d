#include "drawn.h"
#include "golden.h"
#include "markup.h"
#include "page/flow.h"
#include "page/text_width.h"
#include "unit.h"

#include <time.h>

enum { SIZE_MAX_BYTES = 30 * 1024, TIME_MAX_US = 10000, RUNS = 20 };

static struct html picture(struct work *w, const struct reader *r)
{
    struct page_flow page;
    struct html html;

    assert_ok(w, flow_fill(w, r, &page));
    page.rows_count = 0; /* the table is as long as the policy */
    assert_ok(w, page_flow_render(w, reader_words(r), &page, &html));
    return html;
}

static void the_picture_is_drawn_the_same_everywhere(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct reader r = { &sample_site, &p, 0 };

    (void)state;
    small_policy(&p);
    assert_golden(picture(w, &r), "flow-en");
    r.language = 1;
    assert_golden(picture(w, &r), "flow-ja");
    p.languages[1] = TEXT("ar"); /* written from right to left */
    assert_golden(picture(w, &r), "flow-ar");
    w->now = instant_add(w->now, SPAN_DAYS(400));
    w->random.block += 77;
    assert_golden(picture(w, &r), "flow-ar");
}

static void it_has_a_title_a_description_and_a_table_that_says_the_same(void **state)
{
    static const char *const shown[] = {
        "role=\"img\" aria-labelledby=\"flow-title flow-desc\"", "<title id=\"flow-title\">", "<desc id=\"flow-desc\">",
        "<th scope=\"row\">answer you and support the products you own</th><td>Name, E-mail address, Message</td>",
        "<td>E-mail address</td>", "<td>cookie visits</td>", "<td>Name, Postal address of the place to which we deliver</td>",
        "<li>European Union: consent</li><li>United Kingdom: legitimate interests</li>",
        "<li><bdi>Hikari Optics Co., Ltd. (us)</bdi>: Japan</li><li><bdi>Mailing Co.</bdi>: Japan, Netherlands</li>", "<li><bdi>tax_office</bdi>: Japan</li>",
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };
    struct page_flow page;
    struct html html;

    (void)state;
    small_policy(&p);
    assert_ok(w, flow_fill(w, &r, &page));
    assert_ok(w, page_flow_render(w, LANGUAGE_EN, &page, &html));
    assert_xml(html);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_shows(html, shown[i]);
    assert_shows_not(html, "Never collected");
}

static int sum_of_members(const struct flow *f, enum flow_column column)
{
    int sum = 0;

    for (int i = 0; i < f->node_count; i++)
        sum += f->nodes[i].column == column ? f->nodes[i].members : 0;
    return sum;
}

static void a_policy_ten_times_as_large_is_grouped_and_nothing_is_lost(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };
    struct flow whole, grouped;

    (void)state;
    large_policy(w, &p);
    assert_ok(w, flow_graph(w, &r, &whole));
    assert_ok(w, flow_graph(w, &r, &grouped));
    assert_ok(w, flow_group(w, LANGUAGE_EN, &grouped));
    assert_true(whole.node_count > 10 * 18);
    assert_true(grouped.node_count <= FLOW_NODES_MAX);
    for (int column = 0; column < FLOW_COLUMNS; column++)
        assert_int_equal(sum_of_members(&whole, (enum flow_column)column), sum_of_members(&grouped, (enum flow_column)column));
    for (int i = 0; i < grouped.link_count; i++) {
        assert_int_equal(grouped.nodes[grouped.links[i].from].column + 1, grouped.nodes[grouped.links[i].to].column);
        for (int k = 0; k < i; k++)
            assert_false(grouped.links[k].from == grouped.links[i].from && grouped.links[k].to == grouped.links[i].to);
    }
}

static void a_small_policy_is_not_grouped(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };
    struct flow f;

    (void)state;
    small_policy(&p);
    assert_ok(w, flow_graph(w, &r, &f));
    assert_int_equal(5 + 4 + 3 + 2, f.node_count); /* the item that nobody collects is not there */
    assert_ok(w, flow_group(w, LANGUAGE_EN, &f));
    assert_int_equal(14, f.node_count);
    for (int i = 0; i < f.node_count; i++)
        assert_int_equal(1, f.nodes[i].members);
}

static void check_boxes(struct work *w, const struct reader *r, bool mirrored)
{
    struct flow f;
    struct flow_box *boxes;
    int height;

    assert_ok(w, flow_graph(w, r, &f));
    assert_ok(w, flow_group(w, reader_words(r), &f));
    assert_ok(w, flow_layout(w, &f, mirrored, &boxes, &height));
    for (int i = 0; i < f.node_count; i++) {
        assert_true(boxes[i].x > 0 && boxes[i].x + FLOW_BOX_WIDTH < FLOW_WIDTH && boxes[i].y >= 0 && boxes[i].y + boxes[i].height <= height);
        for (size_t k = 0; k < boxes[i].line_count; k++)
            assert_true(text_width(boxes[i].lines[k]) * FLOW_FONT / 1000 <= FLOW_BOX_WIDTH - 16);
        for (int k = 0; k < i; k++) {
            if (f.nodes[k].column == f.nodes[i].column)
                assert_true(boxes[k].y + boxes[k].height < boxes[i].y || boxes[i].y + boxes[i].height < boxes[k].y);
            else
                assert_true((boxes[k].x < boxes[i].x) == (mirrored ? f.nodes[k].column > f.nodes[i].column : f.nodes[k].column < f.nodes[i].column));
        }
    }
}

static void no_box_overlaps_another_and_every_label_fits(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };

    (void)state;
    for (int mirrored = 0; mirrored < 2; mirrored++) {
        small_policy(&p);
        check_boxes(w, &r, mirrored);
        large_policy(w, &p);
        check_boxes(w, &r, mirrored);
    }
}

static void lines_that_need_not_cross_do_not(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct flow_node nodes[] = { { FLOW_WHAT, TEXT("a"), TEXT("a"), -1, 1 }, { FLOW_WHAT, TEXT("b"), TEXT("b"), -1, 1 }, { FLOW_WHAT, TEXT("c"), TEXT("c"), -1, 1 },
        { FLOW_WHY, TEXT("d"), TEXT("d"), -1, 1 }, { FLOW_WHY, TEXT("e"), TEXT("e"), -1, 1 }, { FLOW_WHO, TEXT("f"), TEXT("f"), -1, 1 }, { FLOW_WHO, TEXT("g"), TEXT("g"), -1, 1 } };
    struct flow_link links[] = { { 0, 4, BASIS_CONSENT }, { 1, 3, BASIS_CONSENT }, { 2, 4, BASIS_CONSENT }, { 4, 5, BASIS_CONSENT }, { 3, 6, BASIS_CONSENT } };
    const struct flow f = { nodes, COUNT_OF(nodes), links, COUNT_OF(links) };
    struct flow_box *boxes;
    int height;

    (void)state;
    assert_ok(w, flow_layout(w, &f, false, &boxes, &height));
    for (size_t i = 0; i < COUNT_OF(links); i++)
        for (size_t k = 0; k < i; k++)
            if (nodes[links[i].from].column == nodes[links[k].from].column)
                assert_true((boxes[links[i].from].y - boxes[links[k].from].y) * (boxes[links[i].to].y - boxes[links[k].to].y) >= 0);
}

static void labels_that_mean_harm_leave_it_well_formed_small_and_quick(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };
    long fastest = TIME_MAX_US * 100;
    struct html html = { 0 };

    (void)state;
    large_policy(w, &p);
    for (int i = 0; i < RUNS; i++) {
        CLEANUP(unit_work_end) struct work *run = unit_work();
        clock_t begun = clock();

        html = picture(run, &r);
        fastest = clock() - begun < fastest ? clock() - begun : fastest;
    }
    html = picture(w, &r);
    dump_page(html, "flow-large");
    assert_xml(html);
    assert_shows_not(html, "<script");
    assert_shows_not(html, "\x01");
    assert_true(html.markup.length < SIZE_MAX_BYTES);
    assert_true(fastest * 1000000 / CLOCKS_PER_SEC < TIME_MAX_US);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_picture_is_drawn_the_same_everywhere),
        cmocka_unit_test(it_has_a_title_a_description_and_a_table_that_says_the_same),
        cmocka_unit_test(a_policy_ten_times_as_large_is_grouped_and_nothing_is_lost),
        cmocka_unit_test(a_small_policy_is_not_grouped),
        cmocka_unit_test(no_box_overlaps_another_and_every_label_fits),
        cmocka_unit_test(lines_that_need_not_cross_do_not),
        cmocka_unit_test(labels_that_mean_harm_leave_it_well_formed_small_and_quick),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
