/* The inside of the diff: what its parts share. Each part compares one section of the file and adds what it finds. Private to policy/diff*.c. */
#ifndef POLICY_DIFF_INSIDE_H
#define POLICY_DIFF_INSIDE_H

#include "policy/diff.h"

struct found_change {
    struct change change;
    struct found_change *next;
};

struct differ {
    struct work *w;
    const struct policy *before, *after;
    struct diff *diff;
    struct found_change *first, **last;
    size_t count;
    bool lost; /* no memory for a change: w->err says so; checked once, at the end */
};

/* Regions stay empty for everybody; `of` is the newer policy where that knows the purpose or channel. */
void diff_add(struct differ *x, struct change change);
#define DIFF_ADD(x, ...) diff_add((x), (struct change){ __VA_ARGS__ })
#define PATH(...) { __VA_ARGS__ }

/* --- regions ------------------------------------------------------------------------------------------------------------------------------- */

/* The bit of a region (number in the policy); -1: everywhere. */
uint64_t diff_region_before(const struct differ *x, int region);
uint64_t diff_region_after(const struct differ *x, int region);
/* The bit of a region by its place in the diff; region_count stands for elsewhere. */
static inline uint64_t diff_bit(int place)
{
    return (uint64_t)1 << place;
}

/* --- names ---------------------------------------------------------------------------------------------------------------------------------- */

/* The same thing in the other policy, by its name or by the one it had before; NULL when it is not there. */
const struct purpose *purpose_before(const struct differ *x, const struct purpose *after);
const struct purpose *purpose_after(const struct differ *x, const struct purpose *before);
const struct data_item *data_before(const struct differ *x, const struct data_item *after);
const struct data_item *data_after(const struct differ *x, const struct data_item *before);
const struct channel *channel_before(const struct differ *x, const struct channel *after);
const struct channel *channel_after(const struct differ *x, const struct channel *before);
const struct recipient *recipient_before(const struct differ *x, const struct recipient *after);
const struct recipient *recipient_after(const struct differ *x, const struct recipient *before);
/* Whether two ids name the same purpose. */
bool is_same_purpose(const struct differ *x, struct text before, struct text after);
void diff_renamed(struct differ *x, const char *section, struct text before, const struct former *was, struct text after, struct place place);

/* --- values --------------------------------------------------------------------------------------------------------------------------------- */

static inline struct change_value value_text(struct text t)
{
    return (struct change_value){ .form = t.length ? FORM_TEXT : FORM_NONE, .text = t };
}

static inline struct change_value value_code(enum value_form form, struct text code)
{
    return (struct change_value){ .form = code.length ? form : FORM_NONE, .text = code };
}

static inline struct change_value value_number(enum value_form form, int number)
{
    return (struct change_value){ .form = form, .number = number };
}

static inline struct change_value value_words(const struct policy *p, const struct words *words)
{
    return (struct change_value){ .form = FORM_WORDS, .policy = p, .words = words };
}

static inline struct change_value value_keep(const struct retention_rule *keep)
{
    return (struct change_value){ .form = keep->trigger == TRIGGER_MISSING ? FORM_NONE : FORM_KEEP, .keep = keep };
}

static inline struct change_value value_region(const struct policy *p, int region)
{
    return (struct change_value){ .form = region < 0 ? FORM_NONE : FORM_REGION, .policy = p, .number = region };
}

/* --- comparing -------------------------------------------------------------------------------------------------------------------------------- */

/* In every language that both have. */
bool words_are_equal(const struct differ *x, const struct words *before, const struct words *after);
/* Adds a change of words when they differ. */
void diff_words(struct differ *x, enum change_kind kind, const char *section, struct text id, const char *key, const struct words *before,
    const struct words *after);
/* A label that is no more than the name changes with it. */
void diff_label(struct differ *x, enum change_kind kind, const char *section, struct text before_id, const struct words *before, struct text after_id,
    const struct words *after);
void diff_text(struct differ *x, enum change_kind kind, const char *section, struct text id, const char *key, struct text before, struct text after,
    struct place before_place, struct place after_place);
bool list_has(const struct text *list, size_t count, struct text wanted);
/* Whether each of `list` stands in `other`. */
bool list_within(const struct text *list, size_t count, const struct text *other, size_t other_count);
/* How the second period stands to the first. Months and days are compared as far as the calendar allows. */
enum period_order { PERIOD_SAME, PERIOD_SHORTER, PERIOD_LONGER, PERIOD_UNSURE };
enum period_order periods_order(const struct retention_rule *before, const struct retention_rule *after);
/* Of texts like "45 days". UNSURE when one of them is no period. */
enum period_order periods_order_of(struct text before, struct text after);

/* --- the parts ---------------------------------------------------------------------------------------------------------------------------------- */

void diff_site(struct differ *x);
void diff_controller(struct differ *x);
void diff_purposes(struct differ *x);
void diff_data(struct differ *x);
void diff_channels(struct differ *x);
void diff_cookies(struct differ *x);
void diff_recipients(struct differ *x);
void diff_countries(struct differ *x);
void diff_rights(struct differ *x);
void diff_promises(struct differ *x);
void diff_appendices(struct differ *x);
/* Whose data a recipient of either policy gets. */
uint64_t recipient_people(const struct differ *x, const struct policy *of, const struct recipient *r);
/* Whether data go there, or we are there. */
bool policy_has_country(const struct policy *p, struct text country);
/* Whether a purpose needs consent of its own for the people of these regions, none having been given. */
bool diff_needs_consent(const struct differ *x, const struct purpose *purpose, uint64_t regions);

#endif
