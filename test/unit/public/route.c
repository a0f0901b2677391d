#include "unit.h"

#include "public/route.h"

static bool page(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    (void)w, (void)x, (void)phase, (void)out_next;
    return true;
}

static const struct route table[] = {
    { "GET", "/", TASK_PAGE, page },
    { "GET", "/in/{}", TASK_PAGE, page },
    { "POST", "/in/{}", TASK_PAGE, page },
    { "GET", "/log/tile/{*}", TASK_PAGE, page },
    { "GET", "/v/{}/{}", TASK_PAGE, page },
    { "GET", "/{}", TASK_PAGE, page },
};

struct route_case {
    const char *method, *path;
    int found; /* -1: none */
    const char *first, *second, *allowed;
};

static void a_path_finds_its_route_and_its_parameters(void **state)
{
    static const struct route_case cases[] = {
        { "GET", "/", 0, "", "", "" },
        { "HEAD", "/", 0, "", "", "" },
        { "POST", "/", -1, "", "", "GET" },
        { "GET", "/in/contact", 1, "contact", "", "" },
        { "POST", "/in/contact", 2, "contact", "", "" },
        { "PUT", "/in/contact", -1, "", "", "GET, POST" },
        { "GET", "/in/", -1, "", "", "" },
        { "GET", "/in/a/b", -1, "", "", "" },
        { "GET", "/log/tile/0/x001/067", 3, "0/x001/067", "", "" },
        { "GET", "/log/tile/", -1, "", "", "" },
        { "GET", "/v/1/en", 4, "1", "en", "" },
        { "GET", "/visitor-00.css", 5, "visitor-00.css", "", "" },
        { "GET", "", -1, "", "", "" },
        { "GET", "//", -1, "", "", "" },
        { "GET", "/in/{}", 1, "{}", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct route_case *c = &cases[i];
        struct text parameters[4] = { { 0 } };
        char memory[64];
        struct draft allowed = draft_in(memory, sizeof memory);
        const struct route *r = route_find(table, COUNT_OF(table), text_of(c->method), text_of(c->path), parameters, &allowed);
        if (r != (c->found < 0 ? NULL : &table[c->found]))
            fail_msg("%s %s found row %td", c->method, c->path, r ? r - table : -1);
        assert_text(c->allowed, draft_text(&allowed));
        if (!r)
            continue;
        assert_text(c->first, parameters[0]);
        assert_text(c->second, parameters[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_its_route_and_its_parameters),
    };

    return cmocka_run_group_tests_name("public/route", tests, NULL, NULL);
}
