/* The promises for programs and for a terminal. */
#include "assurance/promise.h"
#include "base/json.h"

enum { LINE_WIDTH = 98, WORDS_AT = 22 };

static bool evidence_words(struct work *w, const struct promise *p, struct text *out_words)
{
    return message_format(w, LANGUAGE_EN, p->evidence.message, p->evidence.values, (size_t)p->evidence.value_count, out_words);
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------------------------------------- */

static void known_instant(struct json *j, const char *key, struct instant at)
{
    if (at.ms)
        json_instant(j, key, at);
    else
        json_nothing(j, key);
}

static void known_day(struct json *j, const char *key, struct day day)
{
    char memory[16];
    struct draft d = draft_in(memory, sizeof memory);

    draft_day(&d, day);
    if (day.number)
        json_text(j, key, draft_text(&d));
    else
        json_nothing(j, key);
}

static void json_sentences(struct json *j, const struct policy *policy, const struct promise *p)
{
    char tag[16];

    json_open_object(j, "sentence");
    for (int i = 0; i < policy->language_count; i++) {
        struct draft d = draft_in(tag, sizeof tag - 1);
        draft_add(&d, policy->languages[i]);
        tag[d.length] = 0;
        if (p->sentence[i].length)
            json_text(j, tag, p->sentence[i]);
    }
    json_close_object(j);
}

static bool json_evidence(struct work *w, struct json *j, const struct promise *p)
{
    struct text words;

    TRY(evidence_words(w, p, &words));
    json_open_object(j, "evidence");
    json_text(j, "text", words);
    known_instant(j, "at", p->evidence.at);
    if (p->evidence.position >= 0)
        json_number(j, "position", p->evidence.position);
    else
        json_nothing(j, "position");
    json_close_object(j);
    return true;
}

static void json_coverage(struct json *j, const struct coverage *c)
{
    json_open_object(j, "coverage");
    known_instant(j, "since", c->since);
    if (c->door)
        json_text(j, "door", text_of(c->door));
    else
        json_nothing(j, "door");
    json_text(j, "attested", c->attested);
    json_text(j, "unseen", c->unseen);
    known_day(j, "review", c->review);
    json_close_object(j);
}

static bool json_promise(struct work *w, struct json *j, const struct promise *p)
{
    json_open_object(j, NULL);
    json_text(j, "clause", text_of(p->clause->id));
    json_text(j, "state", text_of(promise_state_name(p->state)));
    json_sentences(j, w->policy, p);
    json_text(j, "mechanism", text_of(p->clause->mechanism));
    TRY(json_evidence(w, j, p));
    json_coverage(j, &p->coverage);
    json_close_object(j);
    return true;
}

static void json_counts(struct json *j, const struct promises *p)
{
    json_open_object(j, "counts");
    for (int i = 0; i < PROMISE_STATES; i++)
        json_number(j, promise_state_name((enum promise_state)i), p->by_state[i]);
    json_close_object(j);
}

/* Sentences of own wording that are text only. */
static void json_unbound(struct json *j, const struct policy *policy, const struct promises *p)
{
    json_open_list(j, "text_only");
    for (int i = 0; i < policy->language_count; i++)
        for (size_t k = 0; k < p->unbound_count[i]; k++) {
            json_open_object(j, NULL);
            json_text(j, "section", p->unbound[i][k].section);
            json_text(j, "language", policy->languages[i]);
            json_text(j, "sentence", p->unbound[i][k].sentence);
            json_close_object(j);
        }
    json_close_list(j);
}

static size_t json_size(const struct promises *p)
{
    size_t size = 1024;

    for (int i = 0; i < POLICY_LANGUAGES_MAX; i++)
        for (size_t k = 0; k < p->unbound_count[i]; k++)
            size += 100 + p->unbound[i][k].sentence.length * 6;

    for (int i = 0; i < p->count; i++) {
        const struct promise *one = &p->list[i];
        size += 1024 + text_of(one->clause->mechanism).length * 2 + (one->coverage.attested.length + one->coverage.unseen.length) * 6;
        for (int k = 0; k < POLICY_LANGUAGES_MAX; k++)
            size += one->sentence[k].length * 2 + 32;
    }
    return size;
}

bool promises_as_json(struct work *w, const struct promises *p, struct text *out_json)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, json_size(p), &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    known_instant(&j, "at", p->at);
    json_number(&j, "version", p->version);
    json_number(&j, "log_size", (int64_t)p->log_size);
    json_text(&j, "log_key", p->log_key);
    json_counts(&j, p);
    json_open_list(&j, "promises");
    for (int i = 0; i < p->count; i++)
        TRY(json_promise(w, &j, &p->list[i]));
    json_close_list(&j);
    json_unbound(&j, w->policy, p);
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the promises do not fit into %zu bytes of JSON", d.size);
    *out_json = draft_text(&d);
    return true;
}

/* --- the terminal ---------------------------------------------------------------------------------------------------------------------------------------- */

static bool text_promise(struct work *w, struct draft *d, const struct promise *p)
{
    struct text words, with_unseen;

    TRY(evidence_words(w, p, &words));
    if (p->coverage.unseen.length) {
        TRY(work_format(w, &with_unseen, "%.*s Not seen: %.*s.", TEXT_ARGS(words), TEXT_ARGS(p->coverage.unseen)));
        words = with_unseen;
    }
    draft_addf(d, "%-8s %-12s ", p->clause->id, promise_state_name(p->state));
    draft_wrapped(d, words, WORDS_AT, LINE_WIDTH);
    return true;
}

static void text_summary(struct draft *d, const struct promises *p)
{
    draft_byte(d, '\n');
    for (int i = 0; i < PROMISE_STATES; i++)
        draft_addf(d, "%s%d %s", i ? ", " : "", p->by_state[i], promise_state_name((enum promise_state)i));
    draft_addf(d, "\nversion %lld, %llu log entries, at ", (long long)p->version, (unsigned long long)p->log_size);
    draft_instant(d, p->at);
    draft_byte(d, '\n');
}

bool promises_as_text(struct work *w, const struct promises *p, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, (size_t)p->count * 600 + 1024, &d));
    for (int i = 0; i < p->count; i++)
        TRY(text_promise(w, &d, &p->list[i]));
    text_summary(&d, p);
    if (p->unbound_count[w->policy->authoritative])
        draft_addf(&d, "%zu of your own sentences bound to no promise: text only\n", p->unbound_count[w->policy->authoritative]);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the promises do not fit into %zu bytes of text", d.size);
    *out_text = draft_text(&d);
    return true;
}
