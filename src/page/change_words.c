#include "page/change_words.h"

#include "page/key_words.h"
#include "page/words.h"

static struct text statement(enum language language, struct text id)
{
    static const struct key_words keys[] = {
        { "minors", MSG_CHANGE_STATEMENT_MINORS },
        { "retaliation", MSG_CHANGE_STATEMENT_RETALIATION },
        { "security", MSG_CHANGE_STATEMENT_SECURITY },
        { "changes", MSG_CHANGE_STATEMENT_CHANGES },
        { "agents", MSG_CHANGE_STATEMENT_AGENTS },
        { "request_records", MSG_CHANGE_STATEMENT_REQUEST_RECORDS },
        { "legal_demands", MSG_CHANGE_STATEMENT_LEGAL_DEMANDS },
        { "automated_decisions", MSG_CHANGE_STATEMENT_AUTOMATED_DECISIONS },
        { "diagnostics", MSG_CHANGE_STATEMENT_DIAGNOSTICS },
        { "own_purposes", MSG_CHANGE_STATEMENT_OWN_PURPOSES },
        { "affiliates_on_request", MSG_CHANGE_STATEMENT_AFFILIATES_ON_REQUEST },
        { "corporate_transactions", MSG_CHANGE_STATEMENT_CORPORATE_TRANSACTIONS },
        { "at_your_direction", MSG_CHANGE_STATEMENT_AT_YOUR_DIRECTION },
        { "no_guarantee", MSG_CHANGE_STATEMENT_NO_GUARANTEE },
        { "other_sites", MSG_CHANGE_STATEMENT_OTHER_SITES },
        { "complaints", MSG_CHANGE_STATEMENT_COMPLAINTS },
        { "new_purpose_consent", MSG_CHANGE_STATEMENT_NEW_PURPOSE_CONSENT },
        { "no_business_disclosure", MSG_CHANGE_STATEMENT_NO_BUSINESS_DISCLOSURE },
    };

    return key_words_find(language, keys, COUNT_OF(keys), id);
}

/* Words of the policy language that stand for themselves in few places. */
static struct text word(enum language language, struct text key)
{
    static const struct key_words keys[] = {
        { "sell", MSG_CHANGE_NEVER_SELL },       { "share", MSG_CHANGE_NEVER_SHARE },     { "required", MSG_CHANGE_FIELD_REQUIRED },
        { "optional", MSG_CHANGE_FIELD_OPTIONAL }, { "person", MSG_CHANGE_SOURCE_PERSON }, { "device", MSG_CHANGE_SOURCE_DEVICE },
        { "log", MSG_CHANGE_SOURCE_LOG },        { "law", MSG_CHANGE_SPAN_LAW },          { "extension", MSG_CHANGE_RIGHT_EXTENSION },
        { "privacy", MSG_CHANGE_CONTACT_EVERYBODY }, { "officer", MSG_CHANGE_CONTACT_OFFICER },
    };

    return key_words_find(language, keys, COUNT_OF(keys), key);
}

/* --- values --------------------------------------------------------------------------------------------------------------------------------------- */

/* The reader's language may have another number in the older policy, or none. */
static struct text words_of(const struct reader *r, const struct change_value *v)
{
    return words_in(v->policy, v->words, policy_language(v->policy, r->policy->languages[r->language]));
}

static struct text region_of(const struct reader *r, const struct change_value *v)
{
    const struct reader of = { r->site, v->policy, policy_language(v->policy, r->policy->languages[r->language]) };

    return of.language < 0 ? v->policy->regions[v->number].code : words_region(&of, v->number);
}

static struct text contact(const struct reader *r, struct text key)
{
    struct text known = word(reader_words(r), key);
    int region = policy_region(r->policy, key);

    if (region >= 0)
        return words_region(r, region);
    return text_equal(known, key) ? words_region_code(reader_words(r), key) : known;
}

static struct text plain(const struct reader *r, const struct change_value *v)
{
    enum language language = reader_words(r);

    switch (v->form) {
    case FORM_NONE: return message_text(language, MSG_CHANGE_NOTHING);
    case FORM_WORDS: return words_of(r, v);
    case FORM_BASIS: return words_basis(language, (enum legal_basis)v->number);
    case FORM_ROLE: return words_role(language, (enum recipient_role)v->number);
    case FORM_CLASS: return words_cookie_class(language, (enum cookie_class)v->number);
    case FORM_COUNTRY: return words_region_code(language, v->text);
    case FORM_METHOD: return words_method(language, v->text);
    case FORM_SAFEGUARD: return words_safeguard(language, v->text);
    case FORM_REGION: return region_of(r, v);
    case FORM_STATEMENT: return statement(language, v->text);
    case FORM_ACT: return words_act(language, v->text);
    case FORM_NEVER:
    case FORM_FIELD:
    case FORM_SOURCE: return word(language, v->text);
    case FORM_CONTACT: return contact(r, v->text);
    default: return v->text;
    }
}

static bool value(struct work *w, const struct reader *r, const struct change_value *v, struct text *out_words)
{
    enum language language = reader_words(r);
    struct text known = v->form == FORM_RIGHT || v->form == FORM_SPAN ? word(language, v->text) : v->text;

    switch (v->form) {
    case FORM_KEEP: return words_keep(w, language, v->keep, out_words);
    case FORM_LIFETIME: return words_lifetime(w, language, v->text, out_words);
    case FORM_SPAN: return words_span(w, language, known, out_words);
    case FORM_RIGHT: *out_words = text_equal(known, v->text) ? words_right(language, v->text) : known; return true;
    default: *out_words = plain(r, v); return true;
    }
}

bool change_sentence(struct work *w, const struct reader *r, const struct change *c, struct text *out_sentence)
{
    enum message words = change_rules[c->kind].words;
    struct text values[3];

    *out_sentence = TEXT("");
    if (words == MESSAGES)
        return true;
    TRY(value(w, r, &c->subject, &values[0]));
    TRY(value(w, r, &c->before, &values[1]));
    TRY(value(w, r, &c->after, &values[2]));
    return message_format(w, reader_words(r), words, values, COUNT_OF(values), out_sentence);
}

/* --- people --------------------------------------------------------------------------------------------------------------------------------------- */

static struct text region_name(const struct reader *r, const struct diff *d, int place)
{
    const struct reader before = { r->site, d->before, policy_language(d->before, r->policy->languages[r->language]) };

    if (place == d->region_count)
        return words_region(r, -1);
    if (d->regions[place].after >= 0 || before.language < 0)
        return words_region(r, d->regions[place].after);
    return words_region(&before, d->regions[place].before);
}

static bool region_names(struct work *w, const struct reader *r, const struct diff *d, uint64_t regions, struct text *out_words)
{
    struct text names[DIFF_REGIONS_MAX + 1];
    size_t count = 0;

    for (int i = 0; i <= d->region_count; i++)
        if (regions >> i & 1)
            names[count++] = region_name(r, d, i);
    return words_list(w, reader_words(r), names, count, out_words);
}

/* The doors through which they come; the purpose itself when there is none. *out_through is empty for everybody. */
static bool through(struct work *w, const struct reader *r, const struct change *c, struct text *out_through, bool *out_doors)
{
    const struct reader of = { r->site, c->of, policy_language(c->of, r->policy->languages[r->language]) };
    struct text *names = WORK_NEW(w, struct text, c->of->channel_count + 1);
    const struct purpose *purpose = policy_purpose(c->of, c->purpose);
    size_t count = 0;

    if (!names)
        return false;
    *out_through = TEXT("");
    *out_doors = true;
    for (size_t i = 0; i < c->of->channel_count; i++) {
        const struct channel *channel = &c->of->channels[i];
        if (text_equal(channel->id, c->channel) || (c->purpose.length && text_equal(channel->purpose->id, c->purpose)))
            names[count++] = of.language < 0 ? channel->id : words_channel(&of, channel);
    }
    if (count)
        return words_list(w, reader_words(r), names, count, out_through);
    *out_doors = false;
    if (purpose)
        *out_through = of.language < 0 ? purpose->id : words_purpose_name(&of, purpose);
    return true;
}

bool change_people(struct work *w, const struct reader *r, const struct diff *d, const struct change *c, struct text *out_words)
{
    static const enum message words[2][3] = {
        { MSG_CHANGE_PEOPLE_ALL, MSG_CHANGE_PEOPLE_USERS, MSG_CHANGE_PEOPLE_PURPOSE },
        { MSG_CHANGE_PEOPLE_REGIONS, MSG_CHANGE_PEOPLE_REGIONS_USERS, MSG_CHANGE_PEOPLE_REGIONS_PURPOSE },
    };
    bool some = c->regions != d->everywhere, doors;
    struct text values[2];

    TRY(region_names(w, r, d, c->regions, &values[0]));
    TRY(through(w, r, c, &values[1], &doors));
    return message_format(w, reader_words(r), words[some][values[1].length ? doors ? 1 : 2 : 0], some ? values : values + 1, some ? 2 : 1, out_words);
}

struct text change_badge_words(enum language language, enum change_badge badge)
{
    static const enum message words[BADGES] = { MSG_CHANGE_BADGE_MATERIAL, MSG_CHANGE_BADGE_OTHER, MSG_CHANGE_BADGE_CONTACT, MSG_CHANGE_BADGE_WORDING };

    return message_text(language, words[badge]);
}
