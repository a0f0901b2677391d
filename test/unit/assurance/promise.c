#include "assurance/check.h"
#include "base/teeth.h"
#include "disclosure/delivery.h"
#include "policy/appendix.h"
#include "policy/retention_due.h"
#include "retention/sweep.h"
#include "subject/erase.h"
#include "subject/site_rig.h"

#include <jansson.h>
#include <stdio.h>

static struct site_rig rig;
static struct rig_person person;
static struct contact contacts[2];
static struct appendix appendix;
static struct rights rights;
static const struct data_item *listed[2];
static const struct text right_kinds[] = { TEXT("erase") };
static struct document documents[4]; /* in memory, as the server serves them */
static struct cookie cookie;
static struct recipient recipient;
static struct transfer transfer;
static const struct statement statements[] = { { .id = TEXT("complaints"), .region = -1 }, { .id = TEXT("other_sites"), .region = -1 } };
static const struct text countries[] = { TEXT("JP") }, right_methods[] = { TEXT("email") }, unbuilt_methods[] = { TEXT("email"), TEXT("form") };
static const char source[] = "privacyd: 1";

/* --- a site that keeps its word --------------------------------------------------------------------------------------------------------------- */

static void extend_policy(void)
{
    struct policy *p = &rig.version.policy;

    contacts[0] = (struct contact){ .key = TEXT("privacy"), .email = TEXT("privacy@hikari.example"), .address = TEXT("1-2-3 Example, Tokyo") };
    contacts[1] = (struct contact){ .key = TEXT("US-CA"), .email = TEXT("california@hikari.example") };
    listed[0] = &rig.data[0];
    listed[1] = &rig.data[1];
    appendix = (struct appendix){ .region = 1, .prevails = true, .collects = listed, .collect_count = 2 };
    rights = (struct rights){ .region = 0, .kinds = right_kinds, .kind_count = 1, .methods = right_methods, .method_count = 1, .authority = TEXT("https://authority.example") };
    cookie = (struct cookie){ .name = TEXT("session"), .purpose = &rig.purposes[0] };
    recipient = (struct recipient){ .id = TEXT("helper"), .role = ROLE_PROCESSOR, .countries = countries, .country_count = 1 };
    transfer = (struct transfer){ .country = TEXT("JP"), .safeguard = TEXT("adequacy"), .reference = TEXT("2019/419") };
    p->statements = statements;
    p->statement_count = COUNT_OF(statements);
    p->cookies = &cookie;
    p->recipients = &recipient;
    p->transfers = &transfer;
    p->cookie_count = p->recipient_count = p->transfer_count = 1;
    p->controller_name.in[0] = TEXT("Hikari & Co.");
    p->controller_address = TEXT("1-2-3 Example, Tokyo");
    p->contacts = contacts;
    p->contact_count = 2;
    p->appendices = &appendix;
    p->appendix_count = 1;
    p->rights = &rights;
    p->rights_count = 1;
    p->regions[1] = (struct region){ .code = TEXT("US-CA"), .name.in[0] = TEXT("California") };
    p->region_count = 2;
    p->affiliates_link = TEXT("https://www.hikari.example/group");
    rig.purposes[0].basis[1] = BASIS_CONTRACT;
    rig.purposes[1].basis[1] = BASIS_CONSENT;
    rig.channels[0].deliver_count = 1;
    rig.deliver[0].attested = true;
    rig.deliver[0].review = day_of_civil((struct civil){ 2029, 2, 1 });
}

static bool publish_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct fact fact = { .type = FACT_POLICY_PUBLISHED, .at = w->now, .policy_number = 1, .number = 1, .hash = hash_bytes(source, sizeof source - 1) };

    (void)state;
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return list_fact(w, fact, NULL);
}

#define DATE "<time datetime=\"2026-03-01T12:00:00Z\">1 March 2026</time> "

/* What each must hold, and no more. */
static const struct { const char *name, *bytes; } published[] = {
    { "policy", DATE "Hikari &amp; Co. is responsible for your data. Its office is at this address: 1-2-3 Example, Tokyo. privacy@hikari.example, california@hikari.example, "
                "https://www.hikari.example/group <a href=\"https://authority.example\" rel=\"external\">" },
    { "cookies", DATE "session, support" },
    { "recipients", DATE "helper, Japan, 2019/419" },
    { "request", DATE "privacy@hikari.example <a href=\"https://authority.example\" rel=\"external\">" },
};

/* The mark of the appendix, as the page carries it. */
static struct text with_mark(const char *bytes)
{
    static char page[2048];
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct draft d = draft_in(page, sizeof page);
    struct hash content;

    assert_ok(w, appendix_content(w, &rig.version.policy, &appendix, &content));
    draft_addf(&d, "%s<p id=\"date-US-CA\" data-content=\"", bytes);
    draft_hex(&d, content.bytes, sizeof content.bytes);
    draft_add(&d, TEXT("\"><time datetime=\"2026-03-01T12:00:00Z\"> <a href=\"/privacy/v/1?lang=en\">"));
    return draft_text(&d);
}

static void add_document(size_t i)
{
    static char sql[8192];
    struct draft d = draft_in(sql, sizeof sql - 1);
    struct document *document = &documents[i];

    *document = (struct document){ .name = text_of(published[i].name), .language = TEXT("en"), .type = TEXT("text/html; charset=utf-8"),
                                   .bytes = i == 0 ? with_mark(published[i].bytes) : text_of(published[i].bytes), .brotli = TEXT("b"), .gzip = TEXT("g") };
    document->hash = hash_bytes(document->bytes.at, document->bytes.length);
    draft_addf(&d, "INSERT INTO policy_document (site, number, name, language, type, bytes, brotli, gzip, hash) VALUES (1, 1, '%s', 'en', 'text/html; charset=utf-8', x'", published[i].name);
    draft_hex(&d, (const uint8_t *)document->bytes.at, document->bytes.length);
    draft_add(&d, TEXT("', CAST('b' AS BLOB), CAST('g' AS BLOB), x'"));
    draft_hex(&d, document->hash.bytes, 32);
    draft_add(&d, TEXT("')"));
    sql[d.length] = 0;
    rig_script(&rig, sql);
}

static void publish(void)
{
    static char sql[512];

    rig.version.posted_at = rig.version.effective_at = rig.now;
    rig.version.documents = documents;
    rig.version.document_count = COUNT_OF(documents);
    snprintf(sql, sizeof sql, "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, 1, CAST('%s' AS BLOB), zeroblob(32), %lld, %lld)",
             source, (long long)rig.now.ms, (long long)rig.now.ms);
    rig_script(&rig, sql);
    for (size_t i = 0; i < COUNT_OF(published); i++)
        add_document(i);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = publish_step }));
}

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    extend_policy();
    publish();
    rig_script(&rig, "INSERT INTO pulse (site, mechanism, at, number) VALUES (1, 'retention.recompute', 0, 1)");
    return 0;
}

static int end(void **state)
{
    (void)state;
    for (int t = 0; t < TEETH; t++)
        tooth_restore((enum tooth)t);
    rig_close(&rig);
    return 0;
}

/* One message collected and delivered, the sweep alive. */
static void live(void)
{
    struct instant due;

    assert_true(retention_due(&rig.purposes[0].keep, &(struct retention_history){ .since = rig.now }, zone_utc, &due));
    person = rig_collect(&rig, RIG_SUPPORT, due.ms, "My camera does not focus.");
    rig_script(&rig, "UPDATE record SET fields = x'0E'"); /* items 1, 2 and 3 */
    rig_slice(&rig, delivery_step, 10);
    rig_slice(&rig, sweep_step, 10);
}

/* --- what is promised ------------------------------------------------------------------------------------------------------------------------- */

static bool evaluate_step(struct work *w, void *promises, int phase, enum task_next *out_next)
{
    (void)phase;
    *out_next = TASK_END;
    return promises_evaluate(w, &rig.services, promises);
}

static struct promises evaluate(struct work **out_w)
{
    struct promises promises = { 0 };
    struct work *w = rig_run(&rig, (struct rig_task){ .step = evaluate_step, .state = &promises });

    assert_ended(w);
    assert_int_equal(promises.count, 73);
    *out_w = w;
    return promises;
}

static const struct promise *promise_of(const struct promises *all, const char *clause)
{
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->list[i].clause->id, clause) == 0)
            return &all->list[i];
    fail_msg("no clause %s", clause);
    return NULL;
}

static void assert_promise(const char *clause, enum promise_state expected)
{
    struct work *w;
    struct promises all = evaluate(&w);
    const struct promise *p = promise_of(&all, clause);
    struct text words;

    assert_ok(w, message_format(w, LANGUAGE_EN, p->evidence.message, p->evidence.values, (size_t)p->evidence.value_count, &words));
    if (p->state != expected)
        fail_msg("%s should be %s and is %s: %.*s", clause, promise_state_name(expected), promise_state_name(p->state), TEXT_ARGS(words));
}

static void a_fresh_site_keeps_what_the_gate_shows_and_proves_nothing_about_rows(void **state)
{
    static const char *const kept[] = { "P3-1", "P3A1-1", "P3A1-3", "P4-1", "P5-1", "P9-1", "C0-1", "P0-1", "P12-1", "P1-1", "P13", "C9" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        assert_promise(kept[i], PROMISE_KEPT);
    assert_promise("P7-1", PROMISE_UNPROVEN);
    assert_promise("P9-2", PROMISE_UNPROVEN);
    assert_promise("P8.1-5", PROMISE_UNPROVEN);
    assert_promise("P2-1", PROMISE_UNPROVEN);
    assert_promise("P11-2", PROMISE_UNPROVEN); /* what the site sets beyond the policy is not seen */
    assert_promise("P6B-2", PROMISE_UNPROVEN); /* whether a safeguard protects is for people to judge */
    assert_promise("P7-2", PROMISE_NOT_MADE);
}

/* What the policy itself lacks breaks the promise, whatever the page says. */
static void a_register_with_a_hole_is_noticed(void **state)
{
    (void)state;
    assert_promise("P6B-1", PROMISE_KEPT);
    recipient.country_count = 0;
    assert_promise("P6B-1", PROMISE_BROKEN);
    transfer.has_review = true;
    transfer.review = instant_day_utc(rig.now);
    assert_promise("P6B-2", PROMISE_UNPROVEN);
    transfer.review.number--;
    assert_promise("P6B-2", PROMISE_BROKEN);
    assert_promise("P8.2", PROMISE_KEPT);
    rights.methods = unbuilt_methods;
    rights.method_count = 2;
    assert_promise("P8.2", PROMISE_UNPROVEN);
    rights.methods++;
    rights.method_count = 1;
    assert_promise("P8.2", PROMISE_BROKEN);
    assert_promise("P8.3-2", PROMISE_KEPT);
    rights.authority = TEXT("");
    assert_promise("P8.3-2", PROMISE_UNPROVEN);
}

static void a_message_that_was_kept_and_delivered_is_evidence(void **state)
{
    static const char *const kept[] = { "P3-1", "P3A1-1", "P3A1-3", "P4-1", "P5-1", "P7-1", "P9-1", "P9-2", "C0-1", "P0-1", "P12-1" };
    struct promises all;
    struct work *w;

    (void)state;
    live();
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        assert_promise(kept[i], PROMISE_KEPT);
    all = evaluate(&w);
    assert_text("support@desk.example", promise_of(&all, "P9-2")->coverage.attested);
    assert_int_equal(promise_of(&all, "P9-2")->evidence.position, rig_number(&rig, "SELECT max(position) FROM fact WHERE type = 16"));
    assert_int_equal(promise_of(&all, "P3A1-3")->evidence.position, rig_number(&rig, "SELECT max(position) FROM fact WHERE type = 8"));
    assert_int_equal(promise_of(&all, "P0-1")->coverage.since.ms, rig.version.posted_at.ms);
    assert_int_equal(all.by_state[PROMISE_BROKEN], 0);
}

/* --- what breaks them ----------------------------------------------------------------------------------------------------------------------------- */

#define HOURS(n) "(1772366400000 + " #n " * 3600000)" /* from 2026-03-01T12:00:00Z */

static const struct damage {
    const char *sql, *clause;
    enum promise_state state;
} damages[] = {
    { "UPDATE record SET fields = x'0F'", "P3A1-1", PROMISE_BROKEN },
    { "UPDATE record SET fields = x'8E'", "P3A1-1", PROMISE_BROKEN },
    { "UPDATE record SET fields = x'8E', policy_number = 0", "P3A1-1", PROMISE_KEPT }, /* the rules of that version are not known here */
    { "UPDATE record SET fields = x'0F', policy_number = 0", "P3A1-1", PROMISE_BROKEN },
    { "UPDATE record SET basis = 1", "P4-1", PROMISE_BROKEN },
    { "UPDATE record SET region = 'US-CA'", "C0-1", PROMISE_BROKEN },
    { "UPDATE record SET region = ''", "C0-1", PROMISE_BROKEN },
    { "UPDATE record SET region = 'US-CA', fields = x'06'", "C0-1", PROMISE_KEPT },
    { "UPDATE record SET region = 'US-CA'", "C2", PROMISE_BROKEN },
    { "UPDATE record SET purpose = 7", "P5-1", PROMISE_BROKEN },
    { "UPDATE record SET policy_number = 9", "P12-1", PROMISE_BROKEN },
    { "UPDATE record SET collected_at = collected_at - 1", "P12-1", PROMISE_BROKEN },
    { "UPDATE policy_version SET effective_at = posted_at - 1", "P12-1", PROMISE_BROKEN },
    { "UPDATE policy_version SET source = x'00'", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_version SET posted_at = posted_at - 1", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'Hikari', 'Hikaru')", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'Hikari', 'Hikaru')", "C0-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'date-US-CA', 'date-')", "C0-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'Hikari', 'Hikaru')", "P1-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'privacy@', '')", "P13", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'california@', '')", "C9", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, '/group', '')", "P1-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET brotli = x'00'", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET type = 'text/plain'", "P0-1", PROMISE_BROKEN },
    { "DELETE FROM policy_document", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET name = 'promise' WHERE name = 'policy'", "P0-1", PROMISE_BROKEN },
    { "DELETE FROM policy_document WHERE name = 'cookies'", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'session', 'tracker') WHERE name = 'cookies'", "P0-1", PROMISE_BROKEN },
    { "INSERT INTO policy_document SELECT site, number, 'more', 'en', type, bytes, brotli, gzip, zeroblob(32) FROM policy_document WHERE name = 'policy'", "P0-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'session', 'tracker')", "P11-2", PROMISE_BROKEN },
    { "DELETE FROM policy_document WHERE name = 'cookies'", "P11-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'Japan', '')", "P6B-1", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, '2019/419', '')", "P6B-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'privacy@', '') WHERE name = 'request'", "P8.2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'privacy@', '') WHERE name = 'policy'", "P8.2", PROMISE_KEPT },
    { "UPDATE policy_document SET bytes = replace(bytes, 'authority', 'nobody') WHERE name = 'request'", "P8.3-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = replace(bytes, 'authority', 'nobody') WHERE name = 'policy'", "P8.3-2", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = bytes || '<img src=\"https://tracker.example/x\">' WHERE name = 'cookies'", "P10", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = bytes || '<a href=\"https://other.example/x\">' WHERE name = 'cookies'", "P10", PROMISE_BROKEN },
    { "UPDATE policy_document SET bytes = bytes || '<a href=\"https://other.example/x\" rel=\"external\">' WHERE name = 'cookies'", "P10", PROMISE_KEPT },
    { "DELETE FROM policy_document", "P13", PROMISE_BROKEN },
    { "UPDATE record SET sealed = x'00'", "P7-1", PROMISE_BROKEN },
    { "UPDATE retention SET key_generation = key_generation + 1", "P7-1", PROMISE_BROKEN },
    { "INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, state) SELECT 1, 99, 1, key_id, key_generation, 2, 0, 0 FROM retention",
      "P7-1", PROMISE_BROKEN },
    { "UPDATE retention SET due_at = due_at + 1", "P9-1", PROMISE_BROKEN },
    { "UPDATE retention SET due_at = NULL", "P9-1", PROMISE_BROKEN },
    { "UPDATE retention SET trigger_kind = 1", "P9-1", PROMISE_BROKEN },
    { "DELETE FROM retention", "P9-1", PROMISE_BROKEN },
    { "UPDATE retention SET due_at = " HOURS(-2), "P9-2", PROMISE_BROKEN },
    { "UPDATE retention SET due_at = " HOURS(-2) "; INSERT INTO hold (site, reason, set_at, expires_at) VALUES (1, 1, 0, " HOURS(9) ")", "P9-2", PROMISE_KEPT },
    { "UPDATE retention SET due_at = " HOURS(0), "P9-2", PROMISE_AT_RISK },
    { "UPDATE pulse SET at = at - 27 * 3600000 WHERE mechanism = 'retention.sweep'", "P9-2", PROMISE_UNPROVEN },
    { "DELETE FROM pulse WHERE mechanism = 'retention.sweep'", "P9-2", PROMISE_UNPROVEN },
    { "DELETE FROM pulse WHERE mechanism = 'retention.recompute'", "P9-2", PROMISE_UNPROVEN },
    { "INSERT INTO commit_group (site, at) VALUES (1, " HOURS(100) ")", "P9-2", PROMISE_AT_RISK },
    { "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 1, 2, 0, 0 FROM retention", "P9-2", PROMISE_BROKEN },
    { "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 1, 1, " HOURS(-2) ", NULL FROM retention", "P9-2", PROMISE_BROKEN },
    { "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 2, 2, 0, 0 FROM retention", "P8.1-5", PROMISE_BROKEN },
    { "UPDATE retention SET state = 2", "P8.1-5", PROMISE_BROKEN },
    { "UPDATE subject SET state = 2", "P8.1-5", PROMISE_BROKEN },
    { "DELETE FROM outbox", "P3A1-3", PROMISE_BROKEN },
    { "UPDATE outbox SET state = 2", "P3A1-3", PROMISE_BROKEN },
    { "UPDATE outbox SET state = 0, ended_at = NULL, due_at = " HOURS(-2) ", created_at = " HOURS(-2), "P3A1-3", PROMISE_BROKEN },
    { "UPDATE outbox SET state = 0, ended_at = NULL, due_at = " HOURS(2) ", created_at = " HOURS(-2), "P3A1-3", PROMISE_AT_RISK },
    { "UPDATE tile SET hashes = zeroblob(length(hashes))", "P0-1", PROMISE_UNPROVEN },
    { "UPDATE tile SET hashes = zeroblob(length(hashes))", "P9-2", PROMISE_UNPROVEN },
    { "UPDATE fact SET salt = zeroblob(32)", "P12-1", PROMISE_UNPROVEN },
    { "UPDATE log_head SET size = 1", "P9-2", PROMISE_UNPROVEN },
    { "UPDATE record SET region = x'00'", "P3A1-1", PROMISE_UNPROVEN }, /* cannot be read */
    { "UPDATE record SET region = x'00'", "P1-1", PROMISE_KEPT },       /* and the others are still judged */
    { "UPDATE fact SET canonical = x'00' WHERE type = 5", "P4-1", PROMISE_UNPROVEN },
};

static void every_bad_row_shows_in_its_promise(void **state)
{
    for (size_t i = 0; i < COUNT_OF(damages); i++) {
        if (i) {
            end(state);
            begin(state);
        }
        live();
        rig_script(&rig, damages[i].sql);
        print_message("# %s\n", damages[i].sql);
        assert_promise(damages[i].clause, damages[i].state);
    }
}

static void a_desk_that_nobody_vouches_for_is_unseen(void **state)
{
    static const char *const beyond[] = { "P7-1", "P9-1", "P9-2", "P3A1-3", "P5-1" };
    struct promises all;
    struct work *w;

    (void)state;
    live();
    rig.deliver[0].attested = false;
    for (size_t i = 0; i < COUNT_OF(beyond); i++)
        assert_promise(beyond[i], PROMISE_UNPROVEN);
    assert_promise("P3A1-1", PROMISE_KEPT); /* looks at the gate alone */
    all = evaluate(&w);
    assert_text("support@desk.example", promise_of(&all, "P9-2")->coverage.unseen);
}

static void a_desk_to_which_nothing_went_has_nothing(void **state)
{
    struct promises all;
    struct work *w;

    (void)state;
    rig.deliver[0].attested = false;
    rig_slice(&rig, sweep_step, 10);
    assert_promise("P9-2", PROMISE_KEPT);
    rig_script(&rig, "DELETE FROM fact WHERE position = 0"); /* but what older entries said is not known any more */
    assert_promise("P9-2", PROMISE_UNPROVEN);
    all = evaluate(&w);
    assert_text("support@desk.example", promise_of(&all, "P9-2")->coverage.unseen);
}

/* Systems are called, and fetch, like desks are mailed: what older entries said of them is not known either. */
static void a_system_that_may_have_been_called_is_unseen(void **state)
{
    static const enum delivery_kind kinds[] = { DELIVER_WEBHOOK, DELIVER_PULL };
    struct promises all;
    struct work *w;

    (void)state;
    rig.deliver[0].attested = false;
    rig.deliver[0].to = rig.recipients[0].id;
    rig_slice(&rig, sweep_step, 10);
    rig_script(&rig, "DELETE FROM fact WHERE position = 0");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        rig.deliver[0].kind = kinds[i];
        assert_promise("P9-2", PROMISE_UNPROVEN);
        all = evaluate(&w);
        assert_text(rig.recipients[0].id.at, promise_of(&all, "P9-2")->coverage.unseen);
    }
}

static void an_attestation_runs_out(void **state)
{
    (void)state;
    live();
    rig.deliver[0].review = day_of_civil((struct civil){ 2026, 3, 31 });
    assert_promise("P9-2", PROMISE_AT_RISK);
    rig.deliver[0].review = day_of_civil((struct civil){ 2026, 4, 1 });
    assert_promise("P9-2", PROMISE_KEPT);
    rig.deliver[0].review = day_of_civil((struct civil){ 2026, 3, 1 });
    assert_promise("P9-2", PROMISE_AT_RISK);
    rig.deliver[0].review = day_of_civil((struct civil){ 2026, 2, 28 });
    assert_promise("P9-2", PROMISE_UNPROVEN);
}

static void an_erase_is_proved_by_the_key_that_is_gone(void **state)
{
    struct erasure e = { .vault = rig.vault };
    struct promises all;
    struct work *w;

    (void)state;
    live();
    e.handle = person.handle;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    all = evaluate(&w);
    assert_int_equal(promise_of(&all, "P8.1-5")->state, PROMISE_UNPROVEN); /* no visitor can ask for it yet */
    assert_int_equal(promise_of(&all, "P8.1-5")->evidence.message, vault_state(rig.vault).weaker_filesystem ? MSG_EVIDENCE_ERASED_WEAKER : MSG_EVIDENCE_ERASED);
    assert_text("1", promise_of(&all, "P8.1-5")->evidence.values[0]);
    assert_text("1", promise_of(&all, "P8.1-5")->evidence.values[1]); /* once, though its tombstone and its row name it */
}

static void without_a_vault_or_a_server_nothing_is_made_up(void **state)
{
    (void)state;
    live();
    rig.services.vault = NULL;
    rig.services.version = NULL;
    assert_promise("P7-1", PROMISE_UNPROVEN);
    assert_promise("P9-2", PROMISE_UNPROVEN);
    assert_promise("P8.1-5", PROMISE_UNPROVEN);
    assert_promise("P0-1", PROMISE_KEPT);
}

static void other_bytes_in_memory_than_in_the_row_are_seen(void **state)
{
    (void)state;
    documents[0].bytes = TEXT("another page");
    assert_promise("P0-1", PROMISE_BROKEN);
}

/* --- teeth ------------------------------------------------------------------------------------------------------------------------------------------ */

#ifdef PRIVACYD_TEETH
static void assert_bites(enum tooth tooth, const char *clause, enum promise_state state)
{
    const struct check *check = check_find(clause);

    assert_non_null(check);
    if (!(check->teeth & TOOTH_BIT(tooth)))
        fail_msg("the table does not say that %s notices %s", clause, tooth_name(tooth));
    tooth_pull(tooth);
    assert_promise(clause, state);
    tooth_restore(tooth);
}

static void a_gate_that_lets_all_pass_is_found_out_before_anybody_comes(void **state)
{
    (void)state;
    assert_bites(TOOTH_GATE_FIELDS, "P3A1-1", PROMISE_BROKEN);
    assert_bites(TOOTH_GATE_BASIS, "P4-1", PROMISE_BROKEN);
    assert_bites(TOOTH_GATE_REGION, "C0-1", PROMISE_BROKEN);
    assert_bites(TOOTH_PURPOSE_BIND, "P3A1-3", PROMISE_BROKEN);
    assert_bites(TOOTH_PURPOSE_BIND, "P5-1", PROMISE_BROKEN);
    assert_bites(TOOTH_PURPOSE_BIND, "P4-2", PROMISE_BROKEN);
    assert_bites(TOOTH_VERSION_BYTES, "P0-1", PROMISE_BROKEN);
    assert_bites(TOOTH_VERSION_BYTES, "P12-1", PROMISE_BROKEN);
}

static void a_vault_that_seals_nothing_is_found_out(void **state)
{
    (void)state;
    tooth_pull(TOOTH_SEAL);
    live();
    assert_bites(TOOTH_SEAL, "P7-1", PROMISE_BROKEN);
    assert_promise("P7-1", PROMISE_BROKEN); /* what lies there in clear stays in clear */
}

static void a_sweep_that_sleeps_is_found_out(void **state)
{
    (void)state;
    live();
    rig.now = instant_add(rig.now, SPAN_HOURS(27));
    assert_bites(TOOTH_RETENTION_SWEEP, "P9-2", PROMISE_UNPROVEN);
    rig.now = instant_add(rig.now, SPAN_DAYS(1000));
    assert_bites(TOOTH_RETENTION_SWEEP, "P9-2", PROMISE_BROKEN);
}

static void a_vault_that_destroys_nothing_is_found_out_when_the_rows_are_gone_too(void **state)
{
    struct erasure e = { .vault = rig.vault };

    (void)state;
    live();
    e.handle = person.handle;
    tooth_pull(TOOTH_SHRED);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    while (rig_slice(&rig, reclaim_step, 10).more)
        ;
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM retention"), 0);
    assert_bites(TOOTH_SHRED, "P8.1-5", PROMISE_BROKEN);
}

static void a_desk_that_hears_nothing_is_found_out(void **state)
{
    (void)state;
    tooth_pull(TOOTH_DELIVERY);
    live();
    rig.now = instant_add(rig.now, SPAN_HOURS(2));
    assert_bites(TOOTH_DELIVERY, "P3A1-3", PROMISE_BROKEN);
}

static void a_delivery_without_a_ground_is_found_out(void **state)
{
    (void)state;
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "My camera does not focus.");
    tooth_pull(TOOTH_DELIVERY_DECISION);
    rig.purposes[0].basis[0] = BASIS_OFF;
    rig_slice(&rig, delivery_step, 10);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERED), 1);
    assert_bites(TOOTH_DELIVERY_DECISION, "P4-1", PROMISE_BROKEN);
    assert_promise("P4-1", PROMISE_BROKEN);
}

static void facts_without_leaves_prove_nothing(void **state)
{
    (void)state;
    tooth_pull(TOOTH_LEDGER);
    live();
    assert_promise("P9-2", PROMISE_UNPROVEN);
    assert_promise("P3A1-3", PROMISE_UNPROVEN);
}

/* test/teeth.txt is what tools/teeth.py runs. */
static void every_line_of_the_teeth_stands_in_the_table(void **state)
{
    FILE *file = fopen(unit_source_path("test/teeth.txt"), "r");
    char line[200], tooth[40], scene[40], clause[40];
    uint64_t seen = 0;
    enum tooth t;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        assert_int_equal(sscanf(line, "%39s %39s %39s", tooth, scene, clause), 3);
        assert_true(tooth_find(text_of(tooth), &t));
        assert_non_null(check_find(clause));
        if (!(check_find(clause)->teeth & TOOTH_BIT(t)))
            fail_msg("%s does not notice %s", clause, tooth);
        seen |= TOOTH_BIT(t);
    }
    fclose(file);
    assert_true(seen == TOOTH_BIT(TEETH) - 1); /* no mechanism without a scene */
}
#endif

/* --- the table and the words --------------------------------------------------------------------------------------------------------------------------- */

static void every_check_belongs_to_a_clause_and_every_mechanism_to_a_check(void **state)
{
    (void)state;
    for (int i = 0; i < check_count; i++) {
        assert_non_null(clause_find(text_of(checks[i].clause)));
        assert_ptr_equal(check_find(checks[i].clause), &checks[i]);
    }
    for (int i = 0; i < clause_count; i++)
        if (clauses[i].mechanism[0] && !check_find(clauses[i].id))
            fail_msg("%s says what makes it true, and nothing looks whether it does", clauses[i].id);
}

static void programs_get_all_of_it(void **state)
{
    struct work *w;
    struct promises all;
    struct text text;
    json_t *json, *first;

    (void)state;
    live();
    all = evaluate(&w);
    w->policy = &rig.version.policy;
    assert_ok(w, promises_as_json(w, &all, &text));
    json = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "at")), "2026-03-01T12:00:00Z");
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    assert_int_equal(json_integer_value(json_object_get(json, "log_size")), (json_int_t)all.log_size);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(json, "counts"), "kept")), all.by_state[PROMISE_KEPT]);
    assert_int_equal(json_array_size(json_object_get(json, "promises")), 73);
    assert_int_equal(json_array_size(json_object_get(json, "text_only")), 0);
    first = json_array_get(json_object_get(json, "promises"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "clause")), "P0-1");
    assert_string_equal(json_string_value(json_object_get(first, "state")), "kept");
    assert_string_equal(json_string_value(json_object_get(json_object_get(first, "evidence"), "at")), "2026-03-01T12:00:00Z");
    assert_non_null(json_string_value(json_object_get(json_object_get(first, "sentence"), "en")));
    assert_string_equal(json_string_value(json_object_get(json_object_get(first, "coverage"), "door")), "page");
    json_decref(json);
}

static void the_terminal_gets_lines_that_fit(void **state)
{
    struct text text, line;
    struct promises all;
    struct work *w;
    size_t at;

    (void)state;
    live();
    rig.deliver[0].attested = false;
    all = evaluate(&w);
    assert_ok(w, promises_as_text(w, &all, &text));
    assert_true(text_find(text, TEXT("P9-2     unproven     Nothing is overdue."), &at));
    assert_true(text_find(text, TEXT("Not seen: support@desk.example."), &at));
    assert_true(text_find(text, TEXT(" 0 broken, "), &at));
    while (text_cut(&text, '\n', &line))
        if (line.length > 100)
            fail_msg("too wide: %.*s", TEXT_ARGS(line));
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(a_fresh_site_keeps_what_the_gate_shows_and_proves_nothing_about_rows),
        TESTED(a_register_with_a_hole_is_noticed),
        TESTED(a_message_that_was_kept_and_delivered_is_evidence),
        TESTED(every_bad_row_shows_in_its_promise),
        TESTED(a_desk_that_nobody_vouches_for_is_unseen),
        TESTED(a_desk_to_which_nothing_went_has_nothing),
        TESTED(a_system_that_may_have_been_called_is_unseen),
        TESTED(an_attestation_runs_out),
        TESTED(an_erase_is_proved_by_the_key_that_is_gone),
        TESTED(without_a_vault_or_a_server_nothing_is_made_up),
        TESTED(other_bytes_in_memory_than_in_the_row_are_seen),
#ifdef PRIVACYD_TEETH
        TESTED(a_gate_that_lets_all_pass_is_found_out_before_anybody_comes),
        TESTED(a_vault_that_seals_nothing_is_found_out),
        TESTED(a_sweep_that_sleeps_is_found_out),
        TESTED(a_vault_that_destroys_nothing_is_found_out_when_the_rows_are_gone_too),
        TESTED(a_desk_that_hears_nothing_is_found_out),
        TESTED(a_delivery_without_a_ground_is_found_out),
        TESTED(facts_without_leaves_prove_nothing),
        TESTED(every_line_of_the_teeth_stands_in_the_table),
#endif
        TESTED(every_check_belongs_to_a_clause_and_every_mechanism_to_a_check),
        TESTED(programs_get_all_of_it),
        TESTED(the_terminal_gets_lines_that_fit),
    };

    return cmocka_run_group_tests_name("assurance/promise", tests, NULL, NULL);
}
