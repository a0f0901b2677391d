/* Decisions about people: what the policy and their state say, asked by a program before each use. */
#include "scene.h"

#include <stdio.h>

static const char *key_for(struct scene *s, const char *name, const char *scopes, const char *purposes)
{
    char body[300];
    struct reply r;

    snprintf(body, sizeof body, "{\"name\":\"%s\",\"channels\":\"*\",\"scopes\":\"%s\",\"purposes\":\"%s\"}", name, scopes, purposes);
    r = scene_command(s, "/control/keys/create", body);
    assert_status(201, r);
    return reply_member(s, &r, "key").at;
}

static struct reply ask(struct scene *s, const char *key, const char *query, const char *type, const char *body)
{
    char path[300], headers[120];

    snprintf(path, sizeof path, "/privacy/api/v1/decisions%s", query);
    snprintf(headers, sizeof headers, "Authorization: Bearer %s\r\n", key);
    return scene_request(s, "POST", path, headers, type, text_of(body));
}

static void assert_lines(struct scene *s, const char *key, const char *query, const char *handles, const char *expected)
{
    struct reply r = ask(s, key, query, "text/plain", handles);

    assert_status(200, r);
    assert_string_equal(r.body.at, expected);
}

/* A person who wrote from Japan, in the contact form. */
static const char *writer(struct scene *s, const char *region)
{
    char form[300];
    struct reply r;

    if (!s->person_key)
        s->person_key = scene_key(s);
    snprintf(form, sizeof form, "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hi %s\",\"region\":\"%s\"}", region, region);
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", s->person_key, form);
    assert_status(201, r);
    return reply_member(s, &r, "handle").at;
}

static void the_policy_and_what_is_kept_decide(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "decide", "*"), *ada = writer(s, "EU");
    char two[200];

    (void)unused;
    snprintf(two, sizeof two, "%s\r\n00000000000000000000000000000000\n", ada);
    assert_lines(s, key, "?purpose=support", two, "+\n-no_subject\n");
    assert_lines(s, key, "?purpose=support&category=email", ada, "+\n");
    assert_lines(s, key, "?purpose=newsletter", ada, "-not_kept\n");
    assert_lines(s, key, "?purpose=support&recipient=list_tool", ada, "-recipient\n");
    scene_close(&s);
}

static void an_erase_counts_as_soon_as_it_is_answered(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "decide", "*"), *ada = writer(s, "EU");
    char body[100];

    (void)unused;
    assert_lines(s, key, "?purpose=support", ada, "+\n");
    snprintf(body, sizeof body, "{\"handle\":\"%s\"}", ada);
    assert_status(200, scene_command(s, "/control/erase", body));
    assert_lines(s, key, "?purpose=support", ada, "-no_subject\n");
    scene_close(&s);
}

/* The day is over before the sweep has run: nothing is used in between. */
static void what_is_due_is_not_used_any_more(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "decide", "*"), *ada = writer(s, "EU");

    (void)unused;
    scene_stand(s, "2028-02-28T12:00:00Z");
    assert_lines(s, key, "?purpose=support", ada, "+\n");
    scene_stand(s, "2028-03-02T12:00:00Z");
    assert_lines(s, key, "?purpose=support", ada, "-not_kept\n");
    scene_close(&s);
}

/* A version under which the purpose has no basis in a region counts from its publish on; the line of the file is told. */
static void a_new_version_decides_at_once(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "decide", "*"), *eu = writer(s, "EU"), *jp = writer(s, "JP");
    char json[200];
    struct reply r;

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { JP: contract }\n")));
    assert_lines(s, key, "?purpose=support", jp, "+\n");
    assert_lines(s, key, "?purpose=support", eu, "-no_basis\n");
    assert_lines(s, key, "?purpose=support&region=JP", eu, "+\n");
    snprintf(json, sizeof json, "{\"handles\":[\"%s\",\"%s\"]}", eu, jp);
    r = ask(s, key, "?purpose=support", "application/json", json);
    assert_status(200, r);
    assert_true(reply_holds(&r, "{\"decisions\":[{\"allowed\":false,\"reason\":\"no_basis\",\"message\":\"The purpose has no legal basis in this region"));
    assert_true(reply_holds(&r, "\"policy_line\":"));
    assert_true(reply_holds(&r, "{\"allowed\":true}]"));
    scene_close(&s);
}

/* A later version that names another ground does not undo what she took back. */
static void a_withdrawn_consent_is_not_swapped_for_another_ground(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "consents decide", "*"), *ada;
    char body[120];

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: consent\n")));
    ada = writer(s, "EU");
    snprintf(body, sizeof body, "{\"handle\":\"%s\",\"purpose\":\"support\",\"act\":\"withdraw\"}", ada);
    assert_lines(s, key, "?purpose=support", ada, "+\n");
    assert_status(200, scene_post_json(s, "/privacy/api/v1/consents", key, body));
    assert_lines(s, key, "?purpose=support", ada, "-no_basis\n");
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: contract\n")));
    assert_lines(s, key, "?purpose=support", ada, "-no_basis\n");
    scene_close(&s);
}

static void bad_questions_are_told_what_would_be_right(void **unused)
{
    static char lines[1001 * 33 + 1];
    static const struct {
        const char *query, *type, *body;
        int status;
        const char *words;
    } cases[] = {
        { "?purpose=suport", "text/plain", "x", 422, "There is no purpose `suport` that the API key is for; did you mean `support`?" },
        { "", "text/plain", "x", 422, "There is no purpose `` that the API key is for." },
        { "?purpose=newsletter", "text/plain", "x", 422, "There is no purpose `newsletter` that the API key is for." },
        { "?purpose=support&category=emial", "text/plain", "x", 422, "did you mean `email`?" },
        { "?purpose=support&recipient=list_tol", "text/plain", "x", 422, "did you mean `list_tool`?" },
        { "?purpose=support&region=BR", "text/plain", "x", 422, "There is no region `BR`" },
        { "?purpose=support", "text/plain", "00000000000000000000000000000000\n\n", 422, "Number 2 is no handle" },
        { "?purpose=support", "text/plain", "", 400, "One handle a line" },
        { "?purpose=support", "text/plain", lines, 413, "At most 1000 at once." },
        { "?purpose=support", "application/json", "{\"handles\":7}", 400, "the member `handles`" },
        { "?purpose=support", "application/json", "{\"handles\":[7]}", 422, "Number 1 is no handle" },
        { "?purpose=support", "text/html", "x", 415, "text/plain or application/json" },
    };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "crm", "decide", "support");

    (void)unused;
    for (int i = 0; i < 1001; i++)
        memcpy(lines + i * 33, "00000000000000000000000000000000\n", 33);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct reply r = ask(s, key, cases[i].query, cases[i].type, cases[i].body);
        if (r.status != cases[i].status || !reply_holds(&r, cases[i].words))
            fail_msg("case %zu: %d %.*s", i, r.status, TEXT_ARGS(r.body));
    }
    assert_status(401, ask(s, "pdk_x", "?purpose=support", "text/plain", "x"));
    assert_status(403, ask(s, key_for(s, "site", "collect", "*"), "?purpose=support", "text/plain", "x"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_policy_and_what_is_kept_decide),
        cmocka_unit_test(an_erase_counts_as_soon_as_it_is_answered),
        cmocka_unit_test(what_is_due_is_not_used_any_more),
        cmocka_unit_test(a_new_version_decides_at_once),
        cmocka_unit_test(a_withdrawn_consent_is_not_swapped_for_another_ground),
        cmocka_unit_test(bad_questions_are_told_what_would_be_right),
    };

    return cmocka_run_group_tests_name("decisions", tests, NULL, NULL);
}
