/* The exports say all that the policy says of purposes, recipients, countries and periods, and nothing else. */
#include "drawn.h"
#include "law/category.h"
#include "policy/vocabulary.h"
#include "said.h"

#include <jansson.h>

enum { NAMES_MAX = 1024 };

/* A set of texts. */
struct names {
    struct text at[NAMES_MAX];
    size_t count;
};

static void add(struct names *n, struct text name)
{
    for (size_t i = 0; i < n->count; i++)
        if (text_equal(n->at[i], name))
            return;
    assert_true(n->count < NAMES_MAX);
    n->at[n->count++] = name;
}

static bool has(const struct names *n, struct text name)
{
    for (size_t i = 0; i < n->count; i++)
        if (text_equal(n->at[i], name))
            return true;
    return false;
}

static void assert_same(const struct names *declared, const struct names *said, const char *what)
{
    for (size_t i = 0; i < declared->count; i++)
        if (!has(said, declared->at[i]))
            fail_msg("%s: the policy has %.*s, the export has not", what, TEXT_ARGS(declared->at[i]));
    for (size_t i = 0; i < said->count; i++)
        if (!has(declared, said->at[i]))
            fail_msg("%s: the export has %.*s, the policy has not", what, TEXT_ARGS(said->at[i]));
    assert_true(declared->count > 0);
}

/* What the policy declares. */
struct declared {
    struct names purposes, collecting, recipients, countries, periods;
};

static struct text period_of(struct work *w, const struct retention_rule *keep)
{
    static const char letters[] = { 'D', 'M', 'Y' };
    struct text t = TEXT("");

    if (keep->trigger != TRIGGER_WITHDRAWN && keep->trigger != TRIGGER_AS_NEEDED)
        assert_ok(w, work_format(w, &t, "P%d%c", keep->count, letters[keep->unit]));
    return t;
}

static void declare_purposes(struct work *w, const struct policy *p, struct declared *d)
{
    for (size_t i = 0; i < p->purpose_count; i++) {
        struct text period = period_of(w, &p->purposes[i].keep);

        add(&d->purposes, p->purposes[i].id);
        if (period.length)
            add(&d->periods, period);
    }
    for (size_t i = 0; i < p->channel_count; i++)
        if (p->channels[i].purpose != &policy_no_purpose && p->channels[i].field_count)
            add(&d->collecting, p->channels[i].purpose->id);
    for (size_t i = 0; i < p->cookie_count; i++) {
        add(&d->collecting, p->cookies[i].purpose->id);
        if (text_equal(p->cookies[i].lifetime, TEXT("13 months")))
            add(&d->periods, TEXT("P13M"));
    }
}

static struct declared *declare(struct work *w, const struct policy *p)
{
    struct declared *d = WORK_NEW(w, struct declared, 1);

    declare_purposes(w, p, d);
    add(&d->countries, p->controller_country.length ? p->controller_country : TEXT("ZZ"));
    for (size_t i = 0; i < p->recipient_count; i++) {
        add(&d->recipients, p->recipients[i].id);
        for (size_t k = 0; k < p->recipients[i].country_count; k++)
            add(&d->countries, p->recipients[i].countries[k]);
    }
    for (size_t i = 0; i < p->transfer_count; i++)
        add(&d->countries, p->transfers[i].country);
    return d;
}

static json_t *parsed(struct text bytes)
{
    json_error_t error;
    json_t *document = json_loadb(bytes.at, bytes.length, JSON_REJECT_DUPLICATES, &error);

    if (!document)
        fail_msg("no JSON: %s at %d", error.text, error.position);
    return document;
}

static struct text string_of(const json_t *value)
{
    return text_of_bytes(json_string_value(value), json_string_length(value));
}

/* Every text that stands under a key, at any depth. */
static void collect(json_t *value, const char *wanted, struct names *out)
{
    const char *key;
    json_t *inner;
    size_t i;

    json_object_foreach(value, key, inner) {
        if (strcmp(key, wanted) == 0 && json_is_string(inner))
            add(out, string_of(inner));
        collect(inner, wanted, out);
    }
    json_array_foreach(value, i, inner)
        collect(inner, wanted, out);
}

static json_t *member(json_t *value, const char *key)
{
    json_t *inner = json_object_get(value, key);

    if (!inner)
        fail_msg("no member %s", key);
    return inner;
}

static void assert_tilt_says(struct work *w, const struct policy *p, struct text bytes)
{
    const struct declared *d = declare(w, p);
    struct names *said = WORK_NEW(w, struct names, 6);
    json_t *document = parsed(bytes), *item, *purposes, *recipients;
    size_t i, k;

    collect(document, "ttl", &said[0]);
    assert_same(&d->periods, &said[0], "periods");
    collect(document, "country", &said[1]);
    json_array_foreach(member(member(document, "privacyd"), "recipients"), i, item) {
        json_t *country;
        json_array_foreach(member(item, "countries"), k, country)
            add(&said[1], string_of(country));
        add(&said[2], string_of(member(item, "id")));
    }
    assert_same(&d->countries, &said[1], "countries");
    assert_same(&d->recipients, &said[2], "recipients");
    json_array_foreach(member(member(document, "privacyd"), "purposes"), i, item)
        add(&said[3], string_of(member(item, "id")));
    assert_same(&d->purposes, &said[3], "purposes");
    json_array_foreach(member(document, "dataDisclosed"), i, item) {
        purposes = member(item, "purposes");
        recipients = member(item, "recipients");
        collect(purposes, "id", &said[4]);
        collect(recipients, "id", &said[5]);
        for (k = 0; k < json_array_size(recipients); k++)
            assert_true(has(&d->recipients, string_of(member(member(json_array_get(recipients, k), "privacyd"), "id"))));
    }
    assert_same(&d->collecting, &said[4], "purposes of what is disclosed");
    json_decref(document);
}

/* "#recipient-list_tool" of nodes or of references. */
static void fragments(const struct names *ids, const char *prefix, struct names *out)
{
    for (size_t i = 0; i < ids->count; i++)
        if (text_starts(ids->at[i], text_of(prefix)))
            add(out, text_from(ids->at[i], strlen(prefix)));
}

static void assert_dpv_says(struct work *w, const struct policy *p, struct text bytes)
{
    static const char *const prefixes[] = { "#purpose-", "#process-", "#recipient-", "#country-" };
    const struct declared *d = declare(w, p);
    const struct names *const declared[] = { &d->purposes, &d->purposes, &d->recipients, &d->countries };
    struct names *said = WORK_NEW(w, struct names, COUNT_OF(prefixes) + 2), *ids = WORK_NEW(w, struct names, 1);
    json_t *document = parsed(bytes), *graph = member(document, "@graph"), *node;
    size_t i;

    collect(document, "@id", ids);
    for (i = 0; i < COUNT_OF(prefixes); i++) {
        fragments(ids, prefixes[i], &said[i]);
        if (!(p->controller_country.length == 0 && i == 3))
            assert_same(declared[i], &said[i], prefixes[i]);
    }
    json_array_foreach(graph, i, node) {
        json_t *storage = json_object_get(node, "dpv:hasStorageCondition"), *device = json_object_get(node, "privacyd:keepsOnDevice");

        if (storage)
            collect(json_object_get(member(storage, "dpv:hasDuration"), "privacyd:period"), "@value", &said[4]);
        for (size_t k = 0; k < json_array_size(device); k++)
            collect(json_object_get(json_array_get(device, k), "privacyd:lifetime"), "@value", &said[4]);
    }
    assert_same(&d->periods, &said[4], "periods");
    json_decref(document);
}

static void both_say_all_of_the_policy_and_nothing_else(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy policies[3];

    (void)state;
    policies[0] = *said_policy(w, NULL, NULL);
    small_policy(&policies[1]);
    large_policy(w, &policies[2]);
    for (size_t i = 0; i < COUNT_OF(policies); i++) {
        for (int language = 0; language < policies[i].language_count; language++) {
            assert_tilt_says(w, &policies[i], said_document(w, &policies[i], "policy.tilt.json", language));
            assert_dpv_says(w, &policies[i], said_document(w, &policies[i], "policy.dpv.jsonld", language));
        }
    }
}

/* Keys and values that name something of the vocabulary, by prefix or in full. */
static void assert_words_are_known(json_t *value)
{
    static const char *const prefixes[] = { "dpv:", "eu-gdpr:", "pd:" };
    const char *key;
    json_t *inner;
    size_t i;

    json_object_foreach(value, key, inner) {
        for (size_t k = 0; k < COUNT_OF(prefixes); k++) {
            bool wanted = strncmp(key, prefixes[k], strlen(prefixes[k])) == 0, known = !wanted;

            for (int term = 1; term < VOCABULARY_COUNT; term++)
                known |= strcmp(key, vocabulary_name((enum vocabulary_term)term)) == 0;
            if (!known)
                fail_msg("%s is no word of the vocabulary", key);
        }
        if (strcmp(key, "@type") == 0 || strcmp(key, "@id") == 0) {
            json_t *list = json_is_array(inner) ? json_incref(inner) : json_pack("[O]", inner), *name;

            json_array_foreach(list, i, name) {
                bool wanted = false, known = false;

                for (size_t k = 0; k < COUNT_OF(prefixes); k++)
                    wanted |= text_starts(string_of(name), text_of(prefixes[k]));
                for (int term = 1; term < VOCABULARY_COUNT; term++)
                    known |= text_equal(string_of(name), text_of(vocabulary_name((enum vocabulary_term)term)));
                if (wanted && !known)
                    fail_msg("%s is no word of the vocabulary", json_string_value(name));
            }
            json_decref(list);
        }
        assert_words_are_known(inner);
    }
    json_array_foreach(value, i, inner)
        assert_words_are_known(inner);
}

static void linked_data_use_no_word_that_the_vocabulary_has_not(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy large;
    json_t *document = parsed(said_document(w, said_policy(w, NULL, NULL), "policy.dpv.jsonld", 0));

    (void)state;
    assert_words_are_known(document);
    json_decref(document);
    large_policy(w, &large);
    document = parsed(said_document(w, &large, "policy.dpv.jsonld", 0));
    assert_words_are_known(document);
    json_decref(document);
}

static void every_category_has_a_word_and_the_nearest_counts(void **state)
{
    static const struct { const char *key, *name; } cases[] = {
        { "user.contact.email", "pd:EmailAddress" }, { "user.contact.fax_number", "pd:Contact" }, { "user.content.private", "pd:Communication" },
        { "user.childrens", "dpv:PersonalData" }, { "no.such", "dpv:PersonalData" }, { "", "dpv:PersonalData" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(cases[i].name, vocabulary_name(vocabulary_category(text_of(cases[i].key))));
    for (int i = 0; category_name(i); i++) {
        const char *name = vocabulary_name(vocabulary_category(text_of(category_name(i))));

        assert_true(strncmp(name, "pd:", 3) == 0 || strcmp(name, "dpv:PersonalData") == 0);
    }
}

static void each_ground_right_and_safeguard_has_its_article(void **state)
{
    static const struct { const char *kind, *name; } rights[] = { { "access", "eu-gdpr:A15" }, { "withdraw", "eu-gdpr:A7-3" }, { "know", "dpv:DataSubjectRight" } };

    (void)state;
    assert_string_equal("eu-gdpr:A6-1-f", vocabulary_name(vocabulary_basis(BASIS_LEGITIMATE_INTERESTS, true)));
    assert_string_equal("dpv:LegitimateInterest", vocabulary_name(vocabulary_basis(BASIS_LEGITIMATE_INTERESTS, false)));
    assert_int_equal(VOCABULARY_NONE, vocabulary_basis(BASIS_NOT_REQUIRED, true));
    for (size_t i = 0; i < COUNT_OF(rights); i++)
        assert_string_equal(rights[i].name, vocabulary_name(vocabulary_right(text_of(rights[i].kind), true)));
    assert_string_equal("dpv:DataSubjectRight", vocabulary_name(vocabulary_right(TEXT("access"), false)));
    assert_string_equal("eu-gdpr:A46-2-c", vocabulary_name(vocabulary_safeguard(TEXT("standard_clauses"), true)));
    assert_string_equal("dpv:SafeguardForDataTransfer", vocabulary_name(vocabulary_safeguard(TEXT("idta"), true)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_say_all_of_the_policy_and_nothing_else),
        cmocka_unit_test(linked_data_use_no_word_that_the_vocabulary_has_not),
        cmocka_unit_test(every_category_has_a_word_and_the_nearest_counts),
        cmocka_unit_test(each_ground_right_and_safeguard_has_its_article),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
