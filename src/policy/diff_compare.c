/* What the parts of the diff compare with: names that were changed, words by language, lists, periods. */
#include "policy/bind.h"
#include "policy/diff_inside.h"

/* --- names ---------------------------------------------------------------------------------------------------------------------------------- */

/* By its name; else, in the newer policy, what says that it was called so; in the older one, what it says it was called. */
#define FIND_BEFORE(list, list_count, item)                                                   \
    for (int former = 0; former < 2; former++)                                                \
        for (size_t i = 0; i < (list_count); i++)                                             \
            if (text_equal((list)[i].id, former ? (item)->was.id : (item)->id))               \
                return &(list)[i];                                                            \
    return NULL

/* What had its name already before did not get it from another. */
#define FIND_AFTER(list, list_count, item, known)                                             \
    for (int former = 0; former < 2; former++)                                                \
        for (size_t i = 0; i < (list_count); i++)                                             \
            if (text_equal(former ? (list)[i].was.id : (list)[i].id, (item)->id) &&           \
                !(former && known(x->before, (list)[i].id)))                                  \
                return &(list)[i];                                                            \
    return NULL

const struct purpose *purpose_before(const struct differ *x, const struct purpose *after)
{
    FIND_BEFORE(x->before->purposes, x->before->purpose_count, after);
}

const struct purpose *purpose_after(const struct differ *x, const struct purpose *before)
{
    FIND_AFTER(x->after->purposes, x->after->purpose_count, before, policy_purpose);
}

const struct data_item *data_before(const struct differ *x, const struct data_item *after)
{
    FIND_BEFORE(x->before->data, x->before->data_count, after);
}

const struct data_item *data_after(const struct differ *x, const struct data_item *before)
{
    FIND_AFTER(x->after->data, x->after->data_count, before, policy_data);
}

const struct channel *channel_before(const struct differ *x, const struct channel *after)
{
    FIND_BEFORE(x->before->channels, x->before->channel_count, after);
}

const struct channel *channel_after(const struct differ *x, const struct channel *before)
{
    FIND_AFTER(x->after->channels, x->after->channel_count, before, policy_channel);
}

const struct recipient *recipient_before(const struct differ *x, const struct recipient *after)
{
    FIND_BEFORE(x->before->recipients, x->before->recipient_count, after);
}

const struct recipient *recipient_after(const struct differ *x, const struct recipient *before)
{
    FIND_AFTER(x->after->recipients, x->after->recipient_count, before, policy_recipient);
}

bool is_same_purpose(const struct differ *x, struct text before, struct text after)
{
    const struct purpose *purpose = policy_purpose(x->after, after), *was = purpose ? purpose_before(x, purpose) : NULL;

    return was ? text_equal(was->id, before) : text_equal(before, after);
}

void diff_renamed(struct differ *x, const char *section, struct text before, const struct former *was, struct text after, struct place place)
{
    if (!text_equal(before, after))
        DIFF_ADD(x, .kind = CHANGE_RENAMED, .path = PATH(text_of(section), after, TEXT("was")), .subject = value_text(after), .before = value_text(before),
            .after = value_text(after), .before_place = place, .after_place = was->place);
}

/* --- words ----------------------------------------------------------------------------------------------------------------------------------- */

static bool languages_differ(const struct differ *x, const struct words *before, const struct words *after, int language)
{
    int other = policy_language(x->before, x->after->languages[language]);

    return other >= 0 && !text_equal(words_in(x->before, before, other), words_in(x->after, after, language));
}

bool words_are_equal(const struct differ *x, const struct words *before, const struct words *after)
{
    for (int i = 0; i < x->after->language_count; i++)
        if (languages_differ(x, before, after, i))
            return false;
    return true;
}

void diff_words(struct differ *x, enum change_kind kind, const char *section, struct text id, const char *key, const struct words *before,
    const struct words *after)
{
    if (!words_are_equal(x, before, after))
        DIFF_ADD(x, .kind = kind, .path = PATH(text_of(section), id, text_of(key)), .subject = value_text(id), .before = value_words(x->before, before),
            .after = value_words(x->after, after), .before_place = before->place, .after_place = after->place);
}

void diff_label(struct differ *x, enum change_kind kind, const char *section, struct text before_id, const struct words *before, struct text after_id,
    const struct words *after)
{
    if (!text_equal(before->in[x->before->authoritative], before_id) || !text_equal(after->in[x->after->authoritative], after_id))
        diff_words(x, kind, section, after_id, "label", before, after);
}

void diff_text(struct differ *x, enum change_kind kind, const char *section, struct text id, const char *key, struct text before, struct text after,
    struct place before_place, struct place after_place)
{
    if (!text_equal(before, after))
        DIFF_ADD(x, .kind = kind, .path = PATH(text_of(section), id, text_of(key)), .subject = value_text(id), .before = value_text(before),
            .after = value_text(after), .before_place = before_place, .after_place = after_place);
}

/* --- lists ----------------------------------------------------------------------------------------------------------------------------------- */

bool list_has(const struct text *list, size_t count, struct text wanted)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i], wanted))
            return true;
    return false;
}

bool list_within(const struct text *list, size_t count, const struct text *other, size_t other_count)
{
    for (size_t i = 0; i < count; i++)
        if (!list_has(other, other_count, list[i]))
            return false;
    return true;
}

/* --- periods --------------------------------------------------------------------------------------------------------------------------------- */

/* 48 months are 1461 days or one less; a month or two vary more. */
static void months_days(int64_t months, int64_t *out_least, int64_t *out_most)
{
    int64_t mean = months * 1461 / 48;

    *out_least = months == 1 ? 28 : mean - 2;
    *out_most = mean + 2;
}

static void period_days(const struct retention_rule *r, int64_t *out_least, int64_t *out_most)
{
    if (r->unit == PERIOD_DAYS)
        *out_least = *out_most = r->count;
    else
        months_days(r->unit == PERIOD_YEARS ? (int64_t)r->count * 12 : r->count, out_least, out_most);
}

static enum period_order order_of(int64_t before, int64_t after)
{
    return before == after ? PERIOD_SAME : before < after ? PERIOD_LONGER : PERIOD_SHORTER;
}

enum period_order periods_order(const struct retention_rule *before, const struct retention_rule *after)
{
    int64_t was_least, was_most, is_least, is_most;

    if ((before->unit == PERIOD_DAYS) == (after->unit == PERIOD_DAYS))
        return order_of((int64_t)before->count * (before->unit == PERIOD_YEARS ? 12 : 1), (int64_t)after->count * (after->unit == PERIOD_YEARS ? 12 : 1));
    period_days(before, &was_least, &was_most);
    period_days(after, &is_least, &is_most);
    return was_most < is_least ? PERIOD_LONGER : is_most < was_least ? PERIOD_SHORTER : PERIOD_UNSURE;
}

enum period_order periods_order_of(struct text before, struct text after)
{
    struct retention_rule was = { 0 }, is = { 0 };

    if (text_equal(before, after))
        return PERIOD_SAME;
    return bind_count(before, &was) && bind_count(after, &is) ? periods_order(&was, &is) : PERIOD_UNSURE;
}
