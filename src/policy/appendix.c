#include "policy/appendix.h"

#include "base/teeth.h"
#include "policy/clause.h"
#include "policy/clause_condition.h"
#include "policy/resolution.h"

struct chain {
    struct hash at;
};

/* The same on every machine. */
struct eight {
    uint8_t bytes[8];
};

static struct eight eight_bytes(uint64_t number)
{
    struct eight e;

    for (size_t i = 0; i < sizeof e.bytes; i++)
        e.bytes[i] = (uint8_t)(number >> (8 * i));
    return e;
}

static void add(struct chain *c, struct text t)
{
    const struct eight length = eight_bytes(t.length);
    const struct text parts[] = { text_of_bytes(c->at.bytes, sizeof c->at.bytes), text_of_bytes(length.bytes, sizeof length.bytes), t };

    c->at = hash_parts(parts, COUNT_OF(parts));
}

static void add_number(struct chain *c, int64_t number)
{
    const struct eight e = eight_bytes((uint64_t)number);

    add(c, text_of_bytes(e.bytes, sizeof e.bytes));
}

static void add_words(struct chain *c, const struct policy *p, const struct words *words)
{
    for (int i = 0; i < p->language_count; i++)
        add(c, words_in(p, words, i));
}

static void add_appendix(struct chain *c, const struct policy *p, const struct appendix *a)
{
    add(c, p->regions[a->region].code);
    add_words(c, p, &p->regions[a->region].name);
    add_number(c, a->prevails * 64 + a->collects_computed * 32 + a->essential_cookies_only * 16 + a->everyday_names * 8 + a->own_definitions * 4);
    for (size_t i = 0; i < a->collect_count; i++)
        add_words(c, p, &a->collects[i]->label);
    add_words(c, p, &a->controller_name);
    add(c, a->controller_address);
}

static void add_difference(struct chain *c, const struct policy *p, const struct difference *d)
{
    add_number(c, d->kind);
    add(c, d->channel ? d->channel->id : d->purpose ? d->purpose->id : d->cookie ? d->cookie->name : d->recipient ? d->recipient->id : TEXT(""));
    add(c, d->data ? d->data->id : d->statement ? d->statement->id : d->never ? d->never->act : TEXT(""));
    for (int i = 0; d->purpose && i < p->region_count; i++)
        add_number(c, d->purpose->basis[i]);
    for (size_t i = 0; d->statement && i < d->statement->parameter_count; i++) {
        add(c, d->statement->parameters[i].name);
        add(c, d->statement->parameters[i].value);
    }
}

static bool add_differences(struct work *w, struct chain *c, const struct policy *p, const struct appendix *a)
{
    const struct difference *differences;
    size_t count;

    TRY(resolution_of(w, p, a, &differences, &count));
    for (size_t i = 0; i < count; i++)
        add_difference(c, p, &differences[i]);
    return true;
}

/* The clauses of the appendix are those whose section begins with C. */
static bool add_sentences(struct work *w, struct chain *c, const struct policy *p)
{
    struct text sentence;

    for (int i = 0; i < clause_count; i++) {
        if (clauses[i].section[0] != 'C' || !clauses[i].promised(p))
            continue;
        add(c, text_of(clauses[i].id));
        for (int language = 0; language < p->language_count; language++) {
            TRY(clauses[i].sentence(w, p, language, &sentence));
            add(c, sentence);
        }
    }
    return true;
}

static void add_rest(struct chain *c, const struct policy *p)
{
    const struct contact *contact = policy_contact(p, TEXT("US-CA"));

    if (contact) {
        add_words(c, p, &contact->label);
        add(c, contact->email);
        add(c, contact->address);
        add(c, contact->phone);
    }
    for (size_t i = 0; i < p->text_count; i++) {
        if (!text_starts(p->texts[i].clause, TEXT("C")))
            continue;
        add(c, p->texts[i].clause);
        add_words(c, p, &p->texts[i].words);
    }
}

bool appendix_content(struct work *w, const struct policy *p, const struct appendix *a, struct hash *out_hash)
{
    struct chain c = { .at = hash_bytes("privacyd/appendix/1", 19) };

    add_appendix(&c, p, a);
    TRY(add_differences(w, &c, p, a));
    if (text_equal(p->regions[a->region].code, TEXT("US-CA"))) {
        TRY(add_sentences(w, &c, p));
        add_rest(&c, p);
    }
    *out_hash = c.at;
    return true;
}

/* What stands between the next `before` and a quote; the rest begins behind it. */
static bool cut_value(struct text *rest, struct text before, struct text *out_value)
{
    size_t at;

    if (!text_find(*rest, before, &at))
        return false;
    *rest = text_from(*rest, at + before.length);
    return text_find(*rest, TEXT("\""), &at) && text_cut(rest, '"', out_value);
}

/* "/privacy/v/12?lang=en#appendix-US-CA" */
static bool version_of(struct text url, int64_t *out_version)
{
    struct text digits;
    uint64_t number;
    size_t at;

    if (!text_find(url, TEXT("/v/"), &at))
        return false;
    url = text_from(url, at + 3);
    if (!text_cut(&url, '?', &digits) || !text_to_u64(digits, &number) || number > INT64_MAX)
        return false;
    *out_version = (int64_t)number;
    return true;
}

bool appendix_mark_find(struct text page, struct text region, struct appendix_mark *out_mark)
{
    struct text rest = page, value = TEXT("");
    struct appendix_mark mark;
    size_t length;

    while (cut_value(&rest, TEXT(" id=\"date-"), &value))
        if (text_equal(value, region))
            break;
    if (!text_equal(value, region) || !cut_value(&rest, TEXT(" data-content=\""), &value) ||
        !text_unhex(value, mark.content.bytes, sizeof mark.content.bytes, &length) || length != sizeof mark.content.bytes)
        return false;
    if (!cut_value(&rest, TEXT(" datetime=\""), &value) || !instant_parse(value, &mark.posted))
        return false;
    if (!cut_value(&rest, TEXT(" href=\""), &value) || !version_of(value, &mark.version))
        return false;
    *out_mark = mark;
    return true;
}

bool appendix_mark_next(struct work *w, const struct policy *p, const struct appendix *a, struct text before, int64_t version, struct instant posted,
                        struct appendix_mark *out_mark)
{
    struct appendix_mark mark = { .version = version, .posted = posted }, old;

    TRY(appendix_content(w, p, a, &mark.content));
    *out_mark = mark;
    if (!TEETH_OUT(TOOTH_APPENDIX_DATE) && appendix_mark_find(before, p->regions[a->region].code, &old) && hash_equal(old.content, mark.content))
        *out_mark = old;
    return true;
}
