#include "assurance/look.h"

#include "assurance_queries.h"
#include "html/html.h"
#include "policy/site.h"

struct walk {
    document_look look;
    void *context;
};

static bool document_row(struct work *w, void *context, const struct sql_row *row)
{
    struct walk *walk = context;
    struct document d;
    int64_t version;

    TRY(sql_row_number(w, row, 0, &version));
    TRY(document_of_row(w, row, 1, &d));
    return walk->look(w, walk->context, version, &d);
}

bool look_walk(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, document_look look, void *context)
{
    struct walk walk = { look, context };

    return sql_stream(w, w->snapshot, q, values, count, document_row, &walk);
}

bool look_holds(const struct document *d, struct text bytes)
{
    size_t at;

    return text_find(d->bytes, bytes, &at);
}

bool look_open(struct work *w, size_t max, struct look *out_look)
{
    *out_look = (struct look){ .list = WORK_NEW(w, struct expectation, max), .max = max };
    return out_look->list != NULL;
}

bool look_expect(struct work *w, struct look *look, struct text document, struct text words, int language)
{
    struct html_out out;
    struct html html;

    if (words.length == 0)
        return true;
    must(look->count < look->max);
    TRY(html_open(w, words.length * 6 + 16, &out));
    html_text(&out, words);
    TRY(html_close(w, &out, &html));
    look->list[look->count++] = (struct expectation){ .document = document, .words = html.markup, .language = language };
    return true;
}

bool look_expect_words(struct work *w, struct look *look, const struct policy *p, struct text document, const struct words *words)
{
    for (int language = 0; language < p->language_count; language++)
        TRY(look_expect(w, look, document, words_in(p, words, language), language));
    return true;
}

struct reading {
    struct look *look;
    const struct policy *policy;
};

static bool look_at(struct work *w, void *context, int64_t version, const struct document *d)
{
    struct reading *r = context;
    int language = policy_language(r->policy, d->language);
    bool wanted = false;

    (void)w, (void)version;
    for (size_t i = 0; i < r->look->count; i++) {
        struct expectation *e = &r->look->list[i];
        if (!text_equal(e->document, d->name) || (e->language >= 0 && e->language != language))
            continue;
        wanted = true;
        e->seen += look_holds(d, e->words);
    }
    r->look->documents += wanted;
    return true;
}

bool look_read(struct work *w, struct proving *c, struct look *look, int64_t *out_missing)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->version) };
    struct reading reading = { look, c->policy };

    look->documents = 0;
    TRY(look_walk(w, &query_promise_documents_in_force, values, 2, look_at, &reading));
    *out_missing = 0;
    for (size_t i = 0; i < look->count; i++)
        *out_missing += (look->list[i].language < 0 ? c->policy->language_count : 1) - look->list[i].seen;
    return true;
}

bool look_judge(struct work *w, struct proving *c, struct look *look, enum promise_state good, enum message message)
{
    int64_t missing;

    TRY(look_read(w, c, look, &missing));
    TRY(check_cite(w, c, FACT_POLICY_PUBLISHED));
    if (missing)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_WORDS_BROKEN, missing, c->version);
    if (look->count == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    return SAY_EVIDENCE(w, c, good, message, c->version, look->documents);
}
