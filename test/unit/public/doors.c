#include "../collect/office.h"

#include "base/teeth.h"
#include "ledger/receipt.h"
#include "page/asset.h"
#include "public/doors.h"

#include <stdio.h>
#include <stdlib.h>

/* One visit of a route, as main runs it; what it answered stays until the office closes. */
struct visit {
    struct http_request request;
    struct http_header headers[6];
    struct exchange exchange;
    struct rig_unit *unit;
    bool good;
};

typedef bool (*step_function)(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

static struct visit visit_to(struct office *o, const char *first, const char *second)
{
    struct visit v = { .exchange = { .parameters = { text_of(first), text_of(second) }, .services = &o->services } };

    v.request = (struct http_request){ .method = TEXT("GET"), .peer_uid = -1 };
    return v;
}

static void with_header(struct visit *v, const char *name, const char *value)
{
    v->headers[v->request.header_count++] = (struct http_header){ text_of(name), text_of(value) };
}

static struct visit visit_form(struct office *o, const char *body)
{
    struct visit v = visit_to(o, "contact", "");

    v.request.method = TEXT("POST");
    v.request.body = text_of(body);
    with_header(&v, "Content-Type", "application/x-www-form-urlencoded");
    return v;
}

static void go(struct office *o, struct visit *v, step_function step)
{
    enum task_next next = TASK_END;
    int phase = 0;

    v->request.headers = v->headers;
    v->exchange.request = &v->request;
    v->unit = office_unit(o, 0);
    while ((v->good = step(v->unit->w, &v->exchange, phase, &next)) && next == TASK_COMMIT) {
        assert_int_equal(rig_commit(&o->rig, v->unit), ERR_NONE);
        office_snapshot(v->unit);
        phase++;
    }
}

static bool says(const struct visit *v, const char *words)
{
    struct text body = v->exchange.response.body;
    size_t at;

    return text_find(body, text_of(words), &at);
}

/* What stands between two marks of the answer. */
static const char *between(const struct visit *v, const char *before, const char *after)
{
    struct text rest = v->exchange.response.body, copy;
    size_t at;

    assert_true(text_find(rest, text_of(before), &at));
    rest = text_from(rest, at + strlen(before));
    assert_true(text_find(rest, text_of(after), &at));
    assert_ok(v->unit->w, work_copy(v->unit->w, text_first(rest, at), &copy));
    return copy.at;
}

static const char good_form[] = "name=Wilhelmina+Plantedname&email=planted.address%40example.org&message=planted+words";

static void our_own_form_has_a_token_and_posts_once(void **state)
{
    struct office *o = office_open();
    struct visit form = visit_to(o, "contact", ""), post, again, other;
    char body[512], longer[520];

    (void)state;
    go(o, &form, form_show);
    assert_true(form.good);
    assert_int_equal(form.exchange.response.status, 200);
    assert_int_equal(form.exchange.response.cache, HTTP_NO_STORE);
    assert_true(says(&form, "name=\"email\"") && says(&form, "action=\"/privacy/in/contact?lang=en\""));
    snprintf(body, sizeof body, "token=%s&%s", between(&form, "name=\"token\" value=\"", "\""), good_form);
    post = visit_form(o, body);
    post.request.query = TEXT("lang=en");
    with_header(&post, "Origin", "null"); /* as browsers send it under no-referrer */
    go(o, &post, form_post);
    assert_int_equal(post.exchange.response.status, 303);
    assert_true(text_starts(post.exchange.response.location, TEXT("/privacy/receipt/")));
    assert_true(text_ends(post.exchange.response.location, TEXT("?lang=en")));
    again = visit_form(o, body);
    again.request.query = TEXT("lang=en");
    go(o, &again, form_post);
    assert_true(text_equal(again.exchange.response.location, post.exchange.response.location));
    snprintf(longer, sizeof longer, "%s+more", body);
    other = visit_form(o, longer);
    go(o, &other, form_post);
    assert_int_equal(other.exchange.response.status, 403);
    assert_true(says(&other, "planted words more")); /* nothing that she wrote is lost */
    assert_rows(o, "record", 1);
    office_close(&o);
}

static void a_form_of_the_site_goes_on_to_its_own_page(void **state)
{
    static const char *const nexts[][2] = {
        { "https%3A%2F%2Fwww.hikari.example%2Fthanks", "https://www.hikari.example/thanks" },
        { "%2Fthanks%3Fsent%3D1", "/thanks?sent=1" },
        { "https%3A%2F%2Fevil.example%2F", "/privacy/receipt/" },
        { "%2F%2Fevil.example", "/privacy/receipt/" },
    };
    struct office *o = office_open();
    char body[512];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(nexts); i++) {
        struct visit v;
        snprintf(body, sizeof body, "%s&next=%s", good_form, nexts[i][0]);
        v = visit_form(o, body);
        with_header(&v, "Origin", "https://www.hikari.example");
        with_header(&v, "Sec-Fetch-Site", "same-origin");
        go(o, &v, form_post);
        assert_int_equal(v.exchange.response.status, 303);
        if (!text_starts(v.exchange.response.location, text_of(nexts[i][1])))
            fail_msg("case %zu went to %.*s", i, TEXT_ARGS(v.exchange.response.location));
    }
    office_close(&o);
}

static void a_form_with_mistakes_comes_back_as_it_was_sent(void **state)
{
    struct office *o = office_open();
    struct visit v = visit_form(o, "name=%3Cb%3EWilhelmina&email=nowhere&next=%2Fthanks");

    (void)state;
    go(o, &v, form_post);
    assert_true(v.good);
    assert_int_equal(v.exchange.response.status, 422);
    assert_true(says(&v, "value=\"&lt;b&gt;Wilhelmina\""));
    assert_true(says(&v, "id=\"email-error\""));
    assert_true(says(&v, "name=\"next\" value=\"/thanks\""));
    assert_rows(o, "record", 0);
    assert_rows(o, "refusal", 1);
    office_close(&o);
}

static void a_page_of_another_site_posts_nothing(void **state)
{
    struct office *o = office_open();
    struct visit v = visit_form(o, good_form), json = visit_form(o, good_form);

    (void)state;
    with_header(&v, "Origin", "https://evil.example");
    go(o, &v, form_post);
    assert_false(v.good);
    assert_int_equal(v.unit->w->err.code, ERR_REFUSED);
    assert_string_equal(v.unit->w->err.message, "the form was posted from a page of another site");
    with_header(&json, "Sec-Fetch-Site", "cross-site");
    with_header(&json, "Accept", "application/json");
    go(o, &json, form_post);
    assert_int_equal(json.exchange.response.status, 403);
    assert_true(says(&json, "\"reason\":\"wrong_origin\""));
    assert_rows(o, "record", 0);
    assert_int_equal(rig_number(&o->rig, "SELECT count FROM refusal WHERE reason = 8"), 2);
    office_close(&o);
}

static void a_form_that_asks_for_json_gets_it(void **state)
{
    struct office *o = office_open();
    struct visit kept = visit_form(o, good_form), refused = visit_form(o, "name=N"), broken = visit_form(o, "name=%zz"), typed = visit_form(o, "{}");

    (void)state;
    with_header(&kept, "Accept", "application/json");
    go(o, &kept, form_post);
    assert_int_equal(kept.exchange.response.status, 201);
    assert_true(says(&kept, "\"handle\":") && says(&kept, "\"receipt\":\"/privacy/receipt/"));
    with_header(&refused, "Accept", "application/problem+json, */*");
    go(o, &refused, form_post);
    assert_int_equal(refused.exchange.response.status, 422);
    assert_true(says(&refused, "`email` is required and was not given"));
    with_header(&broken, "Accept", "application/json");
    go(o, &broken, form_post);
    assert_int_equal(broken.exchange.response.status, 400);
    typed.headers[0].value = TEXT("multipart/form-data");
    go(o, &typed, form_post);
    assert_int_equal(typed.exchange.response.status, 415);
    office_close(&o);
}

static void a_channel_that_is_not_declared_has_no_form(void **state)
{
    struct office *o = office_open();
    struct visit show = visit_to(o, "visits", ""), post = visit_form(o, good_form);

    (void)state;
    go(o, &show, form_show);
    assert_false(show.good);
    assert_int_equal(show.unit->w->err.code, ERR_NOT_FOUND);
    post.exchange.parameters[0] = TEXT("visits");
    go(o, &post, form_post);
    assert_false(post.good);
    assert_int_equal(post.unit->w->err.code, ERR_NOT_FOUND);
    assert_int_equal(rig_number(&o->rig, "SELECT count FROM refusal WHERE reason = 7 AND channel = 0"), 1);
    office_close(&o);
}

static void assert_whole_receipt(const struct visit *v)
{
    struct receipt *receipt = WORK_NEW(v->unit->w, struct receipt, 1);
    struct ledger_head head;

    assert_ok(v->unit->w, receipt_parse(v->unit->w, v->exchange.response.body, receipt));
    assert_ok(v->unit->w, receipt_verify(v->unit->w, receipt, &head));
    assert_false(says(v, "Wilhelmina"));
}

static void the_way_from_the_form_leads_to_the_receipt(void **state)
{
    struct office *o = office_open();
    struct visit post = visit_form(o, good_form), shown, taken, late, after;
    const char *token;

    (void)state;
    go(o, &post, form_post);
    token = post.exchange.response.location.at + strlen("/privacy/receipt/");
    for (int i = 0; i < 2; i++) {
        shown = visit_to(o, token, "");
        go(o, &shown, receipt_show);
        assert_true(shown.good && says(&shown, "<button"));
        assert_int_equal(shown.exchange.response.cache, HTTP_NO_STORE);
    }
    taken = visit_to(o, token, "");
    go(o, &taken, receipt_take);
    assert_true(taken.good);
    assert_text("attachment; filename=\"receipt.json\"", taken.exchange.response.headers[0].value);
    assert_whole_receipt(&taken);
    late = visit_to(o, token, "");
    go(o, &late, receipt_take);
    assert_false(late.good);
    assert_int_equal(late.unit->w->err.code, ERR_KEY_GONE);
    after = visit_to(o, token, "");
    go(o, &after, receipt_show);
    assert_true(after.good && says(&after, "Thank you, it has arrived"));
    assert_false(says(&after, "<button"));
    office_close(&o);
}

static void the_log_is_public_and_tells_nothing(void **state)
{
    struct office *o = office_open();
    struct visit empty = visit_to(o, "", ""), head = visit_to(o, "", ""), tile = visit_to(o, "0/000.p/1", ""), wide = visit_to(o, "0/000.p/2", "");
    struct visit odd = visit_to(o, "0/0", ""), post = visit_form(o, good_form);

    (void)state;
    go(o, &empty, log_show_checkpoint);
    assert_false(empty.good);
    go(o, &post, form_post);
    go(o, &head, log_show_checkpoint);
    assert_true(text_starts(head.exchange.response.body, TEXT("www.hikari.example/privacy/log\n1\n")));
    go(o, &tile, log_show_tile);
    assert_true(tile.good);
    assert_int_equal(tile.exchange.response.body.length, 32);
    assert_int_equal(tile.exchange.response.cache, HTTP_IMMUTABLE);
    go(o, &wide, log_show_tile);
    assert_false(wide.good);
    go(o, &odd, log_show_tile);
    assert_int_equal(odd.unit->w->err.code, ERR_NOT_FOUND);
    office_close(&o);
}

static void the_schema_of_the_language_has_a_name_that_policies_can_point_to(void **state)
{
    struct office *o = office_open();
    struct visit v = visit_to(o, "schema.json", "");

    (void)state;
    v.exchange.parameters[0] = TEXT("schema.json");
    go(o, &v, asset_show);
    assert_int_equal(v.exchange.response.status, 200);
    assert_text("application/schema+json", v.exchange.response.content_type);
    assert_int_equal(v.exchange.response.cache, HTTP_REVALIDATE);
    office_close(&o);
}

static void a_style_sheet_comes_compressed_and_only_once(void **state)
{
    struct office *o = office_open();
    struct visit first = visit_to(o, assets[ASSET_VISITOR].path.at, ""), second = first, none = visit_to(o, "nothing.css", "");

    (void)state;
    first.exchange.parameters[0] = second.exchange.parameters[0] = assets[ASSET_VISITOR].path;
    with_header(&first, "Accept-Encoding", "gzip, br");
    go(o, &first, asset_show);
    assert_text("br", first.exchange.response.content_encoding);
    assert_int_equal(first.exchange.response.cache, HTTP_IMMUTABLE);
    with_header(&second, "Accept-Encoding", "br");
    second.headers[second.request.header_count++] = (struct http_header){ TEXT("If-None-Match"), first.exchange.response.headers[0].value };
    go(o, &second, asset_show);
    assert_int_equal(second.exchange.response.status, 304);
    assert_int_equal(second.exchange.response.body.length, 0);
    go(o, &none, asset_show);
    assert_int_equal(none.unit->w->err.code, ERR_NOT_FOUND);
    office_close(&o);
}

static void the_policy_is_served_from_its_stored_bytes(void **state)
{
    struct office *o = office_open();
    struct visit plain = visit_to(o, "", ""), packed = visit_to(o, "", ""), same = visit_to(o, "", ""), anew = visit_to(o, "", "");

    (void)state;
    go(o, &plain, document_show);
    assert_text("<p>policy 1", plain.exchange.response.body);
    assert_text("en", plain.exchange.response.headers[2].value);
    with_header(&packed, "Accept-Encoding", "br");
    go(o, &packed, document_show);
    assert_text("br 1", packed.exchange.response.body);
    assert_false(text_equal(plain.exchange.response.headers[0].value, packed.exchange.response.headers[0].value)); /* ETag */
    same.headers[same.request.header_count++] = (struct http_header){ TEXT("If-None-Match"), plain.exchange.response.headers[0].value };
    go(o, &same, document_show);
    assert_int_equal(same.exchange.response.status, 304);
    tooth_pull(TOOTH_VERSION_BYTES);
    go(o, &anew, document_show);
    tooth_restore(TOOTH_VERSION_BYTES);
    assert_false(text_equal(anew.exchange.response.body, plain.exchange.response.body));
    office_close(&o);
}

static void an_older_version_stays_readable_and_is_checked(void **state)
{
    struct office *o = office_open();
    struct visit english = visit_to(o, "7", ""), japanese = english, current = visit_to(o, "1", ""), none = visit_to(o, "8", ""), odd = visit_to(o, "1x", "");
    struct visit changed = english;

    (void)state;
    rig_script(&o->rig, "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, 7, x'', x'', 0, 0);"
                        "INSERT INTO policy_document VALUES (1, 7, 'policy', 'en', 'text/html; charset=utf-8', CAST('old' AS BLOB), x'01', x'02',"
                        " x'cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4');"
                        "INSERT INTO policy_document VALUES (1, 7, 'policy', 'ja', 'text/html; charset=utf-8', CAST('old' AS BLOB), x'01', x'02',"
                        " x'cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4');");
    go(o, &english, document_show_version);
    assert_text("old", english.exchange.response.body);
    japanese.request.query = TEXT("lang=ja");
    go(o, &japanese, document_show_version);
    assert_text("ja", japanese.exchange.response.headers[2].value);
    go(o, &current, document_show_version);
    assert_text("<p>policy 1", current.exchange.response.body);
    go(o, &none, document_show_version);
    assert_string_equal(none.unit->w->err.message, "there is no version 8");
    go(o, &odd, document_show_version);
    assert_int_equal(odd.unit->w->err.code, ERR_NOT_FOUND);
    rig_script(&o->rig, "UPDATE policy_document SET bytes = CAST('new' AS BLOB)");
    go(o, &changed, document_show_version);
    assert_int_equal(changed.unit->w->err.code, ERR_TAMPERED);
    office_close(&o);
}

/* The version in force has the policy alone: it was published by a program that made no other documents. */
static void a_document_that_a_version_lacks_is_missed_in_words(void **state)
{
    static const char *const unknown[] = { "policy", "nothing", "cookies/more", "v/", "in/nothing" };
    struct office *o = office_open();
    struct visit cookies = visit_to(o, "cookies", ""), japanese = visit_to(o, "cookies", ""), old = visit_to(o, "1", "");

    (void)state;
    go(o, &cookies, document_show);
    assert_int_equal(cookies.exchange.response.status, 404);
    assert_true(says(&cookies, "This version has no such page"));
    assert_true(says(&cookies, "href=\"/privacy/v/1?lang=en\""));
    old.exchange.parameters[1] = TEXT("request");
    go(o, &old, document_show_version);
    assert_int_equal(old.exchange.response.status, 404);
    assert_true(says(&old, "Version 1 was published before this page was made"));
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        struct visit none = visit_to(o, unknown[i], "");
        go(o, &none, document_show);
        assert_int_equal(none.unit->w->err.code, ERR_NOT_FOUND);
    }
    japanese.exchange.parameters[0] = TEXT("visitor-0000000000000000.css"); /* assets lie at the same place */
    go(o, &japanese, document_show);
    assert_int_equal(japanese.exchange.response.status, 200);
    office_close(&o);
}

static void documents_of_an_older_version_lie_below_it(void **state)
{
    struct office *o = office_open();
    struct visit cookies = visit_to(o, "7", ""), data = cookies, missing = cookies, unknown = cookies;

    (void)state;
    rig_script(&o->rig, "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, 7, x'', x'', 0, 0);"
                        "INSERT INTO policy_document SELECT 1, 7, 'policy', 'en', 'text/html; charset=utf-8', CAST('old' AS BLOB), x'', x'', x'cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4';"
                        "INSERT INTO policy_document SELECT site, 7, 'cookies', language, type, bytes, brotli, gzip, hash FROM policy_document;"
                        "INSERT INTO policy_document SELECT site, 7, 'gone/export.json', '', 'application/json', bytes, brotli, gzip, hash FROM policy_document WHERE name = 'policy';");
    cookies.exchange.parameters[1] = TEXT("cookies");
    go(o, &cookies, document_show_version);
    assert_text("old", cookies.exchange.response.body);
    data.exchange.parameters[1] = TEXT("gone/export.json"); /* a name that this program does not make any more */
    go(o, &data, document_show_version);
    assert_text("application/json", data.exchange.response.content_type);
    assert_int_equal(data.exchange.response.header_count, 2); /* no language */
    missing.exchange.parameters[1] = TEXT("recipients");
    go(o, &missing, document_show_version);
    assert_int_equal(missing.exchange.response.status, 404);
    unknown.exchange.parameters[1] = TEXT("policy");
    go(o, &unknown, document_show_version);
    assert_int_equal(unknown.unit->w->err.code, ERR_NOT_FOUND);
    office_close(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_form_has_a_token_and_posts_once),
        cmocka_unit_test(a_form_of_the_site_goes_on_to_its_own_page),
        cmocka_unit_test(a_form_with_mistakes_comes_back_as_it_was_sent),
        cmocka_unit_test(a_page_of_another_site_posts_nothing),
        cmocka_unit_test(a_form_that_asks_for_json_gets_it),
        cmocka_unit_test(a_channel_that_is_not_declared_has_no_form),
        cmocka_unit_test(the_way_from_the_form_leads_to_the_receipt),
        cmocka_unit_test(the_log_is_public_and_tells_nothing),
        cmocka_unit_test(the_policy_is_served_from_its_stored_bytes),
        cmocka_unit_test(an_older_version_stays_readable_and_is_checked),
        cmocka_unit_test(a_document_that_a_version_lacks_is_missed_in_words),
        cmocka_unit_test(documents_of_an_older_version_lie_below_it),
        cmocka_unit_test(the_schema_of_the_language_has_a_name_that_policies_can_point_to),
        cmocka_unit_test(a_style_sheet_comes_compressed_and_only_once),
    };

    return cmocka_run_group_tests_name("public/doors", tests, NULL, NULL);
}
