/* Checks of what the page says: the stored bytes are the published ones, they are what is served, and they hold what they must. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "html/html.h"
#include "policy/clause_condition.h"
#include "policy/site.h"
#include "sql/sql.h"

enum { PAGES_LOOKED_AT = 40 };

/* A page as its row has it. */
struct page_row {
    int64_t number;
    struct text language, bytes, brotli, gzip;
    struct hash hash;
};

typedef bool (*page_look)(struct work *w, void *context, const struct page_row *page);

struct page_walk {
    page_look look;
    void *context;
};

/* Changed bytes may have changed their type too; they are looked at all the same. */
static struct text bytes_of(const struct sql_row *row, int column)
{
    return row->values[column].type == SQL_BYTES || row->values[column].type == SQL_TEXT ? row->values[column].bytes : TEXT("");
}

static bool page_row(struct work *w, void *context, const struct sql_row *row)
{
    struct page_walk *walk = context;
    struct page_row page = { .bytes = bytes_of(row, 2), .brotli = bytes_of(row, 3), .gzip = bytes_of(row, 4) };

    TRY(sql_row_number(w, row, 0, &page.number));
    TRY(sql_row_text(w, row, 1, &page.language));
    TRY(sql_row_hash(w, row, 5, page.hash.bytes));
    return walk->look(w, walk->context, &page);
}

static bool pages_walk(struct work *w, page_look look, void *context)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(PAGES_LOOKED_AT) };
    struct page_walk walk = { look, context };

    return sql_stream(w, w->snapshot, &query_promise_pages, values, 2, page_row, &walk);
}

static bool holds(struct text page, struct text words)
{
    size_t at;

    return text_find(page, words, &at);
}

/* --- P0-1, P12-1, C0-2: the bytes -------------------------------------------------------------------------------------------------------------- */

struct bytes_look {
    struct proving *c;
    struct text date; /* as the page of the version in force must show it */
    int64_t pages, changed, other_served, undated, current;
};

static bool is_served(const struct proving *c, const struct page_row *page)
{
    const struct version_page *served;

    if (!c->served || c->served->number != page->number)
        return true; /* older ones are read from their row for each visitor */
    served = version_served(c->served, policy_language(&c->served->policy, page->language));
    return served && text_equal(served->bytes, page->bytes) && hash_equal(served->hash, page->hash) && text_equal(served->brotli, page->brotli) &&
           text_equal(served->gzip, page->gzip);
}

static bool look_at_bytes(struct work *w, void *context, const struct page_row *page)
{
    struct bytes_look *look = context;

    (void)w;
    look->pages++;
    look->changed += !hash_equal(hash_bytes(page->bytes.at, page->bytes.length), page->hash);
    look->other_served += !is_served(look->c, page);
    if (page->number != look->c->version)
        return true;
    look->current++;
    look->undated += !holds(page->bytes, look->date);
    return true;
}

static const struct version_line *line_in_force(const struct proving *c)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].number == c->version)
            return &c->versions[i];
    return NULL;
}

static bool date_in_page(struct work *w, struct instant posted, struct text *out_date)
{
    struct draft d;

    TRY(work_draft(w, 64, &d));
    draft_add(&d, TEXT("datetime=\""));
    draft_instant(&d, posted);
    draft_byte(&d, '"');
    *out_date = draft_text(&d);
    return true;
}

/* The log says which source was published; the fact goes in its time, and then the row stands alone. */
static bool source_is_the_published_one(struct work *w, struct proving *c, bool *out_same)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(c->version) };
    struct fact_row fact;
    struct sql_row row;
    struct text source;

    *out_same = true;
    TRY(facts_newest(w, w->site->key, FACT_POLICY_PUBLISHED, &fact));
    if (fact.position < 0)
        return true;
    TRY(sql_load(w, w->snapshot, &query_promise_source, values, 2, &row));
    TRY(sql_row_bytes(w, &row, 0, &source));
    *out_same = fact.fact.number == c->version && hash_equal(hash_bytes(source.at, source.length), fact.fact.hash);
    return true;
}

/* Fills `look`; sets the verdict only when something is wrong. */
static bool judge_bytes(struct work *w, struct proving *c, struct bytes_look *look, bool *out_good)
{
    const struct version_line *line = line_in_force(c);
    bool same = false;

    *out_good = false;
    look->c = c;
    if (line) {
        TRY(date_in_page(w, line->posted_at, &look->date));
        TRY(source_is_the_published_one(w, c, &same));
        c->promise->evidence.at = line->posted_at;
    }
    TRY(pages_walk(w, look_at_bytes, look));
    TRY(check_cite(w, c, FACT_POLICY_PUBLISHED));
    if (!line || !same || look->current < c->policy->language_count)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_VERSION_BROKEN, c->version);
    if (look->changed || look->other_served || look->undated)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_BYTES_BROKEN, look->changed, look->other_served, look->undated, look->pages);
    *out_good = true;
    return true;
}

bool check_page_bytes(struct work *w, struct proving *c)
{
    struct bytes_look look = { 0 };
    bool good;

    TRY(judge_bytes(w, c, &look, &good));
    return !good || SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_BYTES, c->version, look.pages);
}

/* The appendix is part of the page and has its date; telling people of a change is not built. */
bool check_appendix_date(struct work *w, struct proving *c)
{
    struct bytes_look look = { 0 };
    bool good;

    TRY(judge_bytes(w, c, &look, &good));
    return !good || SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NO_NOTICES, c->version);
}

bool check_versions(struct work *w, struct proving *c)
{
    struct bytes_look look = { 0 };
    int64_t early = 0;
    bool good;

    for (size_t i = 0; i < c->version_count; i++)
        early += instant_compare(c->versions[i].effective_at, c->versions[i].posted_at) < 0;
    TRY(survey_take(w, c));
    TRY(judge_bytes(w, c, &look, &good));
    if (!good)
        return true;
    if (early || c->survey.before_version)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_VERSIONS_BROKEN, early, c->survey.before_version);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_VERSIONS, (int64_t)c->version_count, c->survey.records);
}

/* --- what the page must hold -------------------------------------------------------------------------------------------------------------------- */

enum { WORDS_MAX = 256 };

struct holds_look {
    const struct proving *c;
    struct text words[WORDS_MAX]; /* as markup has them; of which `by_language` ones stand in their own language's page only */
    int language_of[WORDS_MAX];   /* -1: in each */
    int count;
    int64_t pages, missing;
};

static bool expect(struct work *w, struct holds_look *look, struct text words, int language)
{
    struct html_out out;

    if (words.length == 0)
        return true;
    if (look->count == WORDS_MAX)
        FAIL(w, ERR_LIMIT, "more than %d words to look for on the page", WORDS_MAX);
    TRY(html_open(w, words.length * 6 + 16, &out));
    html_text(&out, words);
    look->language_of[look->count] = language;
    look->words[look->count++] = draft_text(&out.draft);
    return true;
}

static bool look_at_words(struct work *w, void *context, const struct page_row *page)
{
    struct holds_look *look = context;
    int language = policy_language(look->c->policy, page->language);

    (void)w;
    if (page->number != look->c->version)
        return true;
    look->pages++;
    for (int i = 0; i < look->count; i++)
        look->missing += (look->language_of[i] < 0 || look->language_of[i] == language) && !holds(page->bytes, look->words[i]);
    return true;
}

static bool judge_words(struct work *w, struct proving *c, struct holds_look *look, enum promise_state good, enum message message)
{
    look->c = c;
    TRY(pages_walk(w, look_at_words, look));
    TRY(check_cite(w, c, FACT_POLICY_PUBLISHED));
    if (look->missing || look->pages < c->policy->language_count)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_WORDS_BROKEN, look->missing, c->version);
    if (look->count == 0)
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTHING_YET);
    return SAY_EVIDENCE(w, c, good, message, c->version, look->pages);
}

static struct holds_look *look_new(struct work *w)
{
    return WORK_NEW(w, struct holds_look, 1);
}

bool check_controller(struct work *w, struct proving *c)
{
    struct holds_look *look = look_new(w);
    struct text sentence;

    if (!look)
        return false;
    /* The whole sentence: name and address alone stand among the contacts as well. */
    for (int language = 0; language < c->policy->language_count; language++) {
        TRY(clause_find(TEXT("P1-1"))->sentence(w, c->policy, language, &sentence));
        TRY(expect(w, look, sentence, language));
    }
    TRY(expect(w, look, c->policy->controller_address, -1));
    return judge_words(w, c, look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

static bool expect_contact(struct work *w, struct holds_look *look, const struct contact *contact)
{
    TRY(expect(w, look, contact->email, -1));
    TRY(expect(w, look, contact->address, -1));
    return expect(w, look, contact->phone, -1);
}

bool check_contacts(struct work *w, struct proving *c)
{
    struct holds_look *look = look_new(w);

    if (!look)
        return false;
    for (size_t i = 0; i < c->policy->contact_count; i++)
        TRY(expect_contact(w, look, &c->policy->contacts[i]));
    return judge_words(w, c, look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

bool check_contact_california(struct work *w, struct proving *c)
{
    const struct contact *contact = policy_contact(c->policy, TEXT("US-CA"));
    struct holds_look *look = look_new(w);

    if (!look)
        return false;
    if (contact)
        TRY(expect_contact(w, look, contact));
    return judge_words(w, c, look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

/* Nobody follows the link from here, so more than that it stands there is not known. */
bool check_affiliates(struct work *w, struct proving *c)
{
    struct holds_look *look = look_new(w);

    if (!look)
        return false;
    if (!text_starts(c->policy->affiliates_link, TEXT("https://")))
        return check_say_nothing(c, PROMISE_BROKEN, MSG_EVIDENCE_LINK_BROKEN);
    TRY(expect(w, look, c->policy->affiliates_link, -1));
    return judge_words(w, c, look, PROMISE_UNPROVEN, MSG_EVIDENCE_LINK);
}

/* --- P7-3: the yearly review ----------------------------------------------------------------------------------------------------------------------- */

bool check_review(struct work *w, struct proving *c)
{
    const struct statement *security = policy_statement(c->policy, TEXT("security"));
    struct day reviewed, today = zone_day_of(c->policy->zone, w->now);
    struct text value = TEXT("");

    if (security)
        value = statement_value(c->policy, security, TEXT("reviewed"), 0, c->policy->authoritative);
    if (!day_parse(value, &reviewed))
        return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_REVIEW_UNKNOWN);
    c->promise->evidence.at = zone_instant_of(c->policy->zone, reviewed);
    if (day_add_months(reviewed, 12).number < today.number)
        return check_say_nothing(c, PROMISE_BROKEN, MSG_EVIDENCE_REVIEW_BROKEN);
    return check_say_nothing(c, PROMISE_UNPROVEN, MSG_EVIDENCE_REVIEW);
}
