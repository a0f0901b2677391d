#include "cli/init.h"

#include "html/message.h"
#include "law/country.h"
#include "source/findings.h"
#include "source/schema_value.h"

#include <string.h>

enum { ANSWER_MAX = 300 };

/* One line of text. */
static bool is_line(const struct law *law, struct text t)
{
    size_t at, length;

    (void)law;
    return t.length && t.length <= ANSWER_MAX && text_is_utf8(t) && !text_is_hostile(t, &at, &length) && !memchr(t.at, '\n', t.length) &&
        !memchr(t.at, '\t', t.length);
}

static bool is_origin(const struct law *law, struct text t)
{
    (void)law;
    return schema_is_origin(t) && text_starts(t, TEXT("https://"));
}

static bool is_country(const struct law *law, struct text t)
{
    (void)law;
    return country_exists(t);
}

static bool is_email(const struct law *law, struct text t)
{
    (void)law;
    return schema_values[VALUE_EMAIL].holds(t);
}

static bool is_region(const struct law *law, struct text t)
{
    const struct law_region *region = law_region(law, t);

    return region && text_equal(region->code, t);
}

static bool is_language(const struct law *law, struct text t)
{
    enum language found;

    (void)law;
    return language_find(t, &found) && text_equal(t, text_of(language_tag(found)));
}

static bool is_form(const struct law *law, struct text t)
{
    (void)law;
    return text_equal(t, TEXT("contact")) || text_equal(t, TEXT("newsletter")) || text_equal(t, TEXT("order"));
}

const struct init_asking init_askings[INIT_QUESTIONS] = {
    [INIT_SITE] = { "--site", "What is the site called?", "Example site", "one line of text", is_line, false },
    [INIT_ORIGIN] = { "--origin", "Its address", "https://www.example.org", "https:// and a host, without a path", is_origin, false },
    [INIT_CONTROLLER] = { "--controller", "Company or person responsible", "Example Ltd.", "one line of text", is_line, false },
    [INIT_ADDRESS] = { "--address", "Registered office", "1 Example Street, Example Town", "one line of text", is_line, false },
    [INIT_COUNTRY] = { "--country", "Country of the office", "NL", "two capital letters of ISO 3166, as in NL, JP, GB", is_country, false },
    [INIT_CONTACT] = { "--contact", "Mailbox for questions and forms", "", "an address that somebody reads: privacy@example.org", is_email, false },
    [INIT_REGIONS] = { "--regions", "Where people come from", "EU", "regions that `privacyd law` knows, as in EU UK US-CA JP", is_region, true },
    [INIT_LANGUAGES] = { "--languages", "Languages of the policy", "en", "en, ja, or both", is_language, true },
    [INIT_FORMS] = { "--forms", "Forms of the site", "contact newsletter", "some of: contact newsletter order", is_form, true },
};

/* Single spaces between; commas are as good. A word that stands there twice is taken once. */
static bool tidy_list(struct work *w, struct text t, struct text *out_list)
{
    struct text one;
    struct draft d;
    char word[64];

    TRY(work_draft(w, t.length + 1, &d));
    while (t.length) {
        size_t end = 0;
        while (end < t.length && t.at[end] != ' ' && t.at[end] != ',')
            end++;
        one = text_first(t, end);
        t = text_from(t, end < t.length ? end + 1 : end);
        if (one.length == 0)
            continue;
        snprintf(word, sizeof word, "%.*s", TEXT_ARGS(one));
        if (!text_has_word(draft_text(&d), text_of(word)))
            draft_addf(&d, "%s%.*s", d.length ? " " : "", TEXT_ARGS(one));
    }
    *out_list = draft_text(&d);
    return true;
}

static bool holds(const struct init_asking *q, const struct law *law, struct text answer)
{
    struct text one;

    if (!q->many)
        return q->holds(law, answer);
    if (answer.length == 0)
        return false;
    while (text_cut(&answer, ' ', &one))
        if (!q->holds(law, one))
            return false;
    return true;
}

/* The mailbox of the site's own host, which most sites have or can make. */
static bool standard(struct work *w, const struct init_answers *a, int question, struct text *out_text)
{
    struct text origin = a->to[INIT_ORIGIN], host;

    if (question != INIT_CONTACT) {
        *out_text = text_of(init_askings[question].standard);
        return true;
    }
    host = text_from(origin, 8);
    if (text_starts(host, TEXT("www.")))
        host = text_from(host, 4);
    (void)text_cut(&host, ':', &origin);
    return work_format(w, out_text, "privacy@%.*s", TEXT_ARGS(origin));
}

/* A line of standard input. False at its end. */
static bool read_line(char line[ANSWER_MAX * 2], struct text *out_line)
{
    if (!fgets(line, ANSWER_MAX * 2, stdin))
        return false;
    if (!strchr(line, '\n')) /* too long: the rest belongs to it */
        for (int c = getchar(); c != EOF && c != '\n';)
            c = getchar();
    *out_line = text_trim(text_of(line));
    return true;
}

static bool take(struct work *w, const struct init_asking *q, struct text answer, struct text *out_answer)
{
    TRY(work_copy(w, answer, out_answer));
    return q->many ? tidy_list(w, *out_answer, out_answer) : true;
}

static bool ask_one(struct cli *c, const struct law *law, int question, struct text proposed, struct text *out_answer)
{
    const struct init_asking *q = &init_askings[question];
    char line[ANSWER_MAX * 2];
    struct work *w = c->w;
    struct text said;

    for (;;) {
        fprintf(c->err, "%s [%.*s]: ", q->question, TEXT_ARGS(proposed));
        fflush(c->err);
        if (!read_line(line, &said))
            FAIL(w, ERR_INVALID, "the answers ended; nothing was written");
        TRY(take(w, q, said.length ? said : proposed, out_answer));
        if (holds(q, law, *out_answer))
            return true;
        fprintf(c->err, "  Please give %s.\n", q->right);
    }
}

bool init_ask(struct cli *c, const struct law *law, const char *const options[INIT_QUESTIONS], bool asks, struct init_answers *out_answers)
{
    struct init_answers a = { 0 };
    struct work *w = c->w;

    for (int i = 0; i < INIT_QUESTIONS; i++) {
        struct text proposed;
        TRY(standard(w, &a, i, &proposed));
        if (asks && !options[i]) {
            TRY(ask_one(c, law, i, proposed, &a.to[i]));
            continue;
        }
        TRY(take(w, &init_askings[i], options[i] ? text_of(options[i]) : proposed, &a.to[i]));
        if (!holds(&init_askings[i], law, a.to[i]))
            FAIL(w, ERR_INVALID, "%s %.*s: give %s", init_askings[i].option, NAME_ARGS(a.to[i]), init_askings[i].right);
    }
    *out_answers = a;
    return true;
}
