/* Promises: what is never done, and statements with their parameters. */
#include "policy/diff_inside.h"

/* --- never ----------------------------------------------------------------------------------------------------------------------------------- */

static const struct never *never_like(const struct policy *p, struct text act, int region)
{
    for (size_t i = 0; i < p->never_count; i++)
        if (p->nevers[i].region == region && text_equal(p->nevers[i].act, act))
            return &p->nevers[i];
    return NULL;
}

/* The region of one policy in the other: -1 is everywhere; -2, that the other does not tell it apart. */
static int region_in(const struct policy *other, const struct policy *p, int region)
{
    int number = region < 0 ? -1 : policy_region(other, p->regions[region].code);

    return region >= 0 && number < 0 ? -2 : number;
}

static void nevers(struct differ *x)
{
    for (size_t i = 0; i < x->after->never_count; i++) {
        const struct never *is = &x->after->nevers[i];
        if (!never_like(x->before, is->act, region_in(x->before, x->after, is->region)))
            DIFF_ADD(x, .kind = CHANGE_NEVER_ADDED, .path = PATH(TEXT("never")), .subject = value_code(FORM_NEVER, is->act), .regions = diff_region_after(x, is->region),
                .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->never_count; i++) {
        const struct never *was = &x->before->nevers[i];
        if (!never_like(x->after, was->act, region_in(x->after, x->before, was->region)))
            DIFF_ADD(x, .kind = CHANGE_NEVER_REMOVED, .path = PATH(TEXT("never")), .subject = value_code(FORM_NEVER, was->act),
                .regions = diff_region_before(x, was->region), .before_place = was->place);
    }
}

/* --- statements ---------------------------------------------------------------------------------------------------------------------------------- */

/* How a parameter is held against what it was. */
enum parameter_order {
    MORE_IS_BETTER, /* a number */
    FEWER_IS_WORSE, /* a list of what is covered */
    FIRST_IS_BEST,  /* words, the best for people first */
    NO_ORDER,       /* dates, names, words for people */
};

static const struct parameter_rule {
    const char *statement, *parameter;
    enum parameter_order order;
    const char *words;    /* of FIRST_IS_BEST, separated by spaces */
    const char *fallback; /* what counts when it is left out */
} parameter_rules[] = {
    { "minors", "under", MORE_IS_BETTER, NULL, "0" },
    { "minors", "never", FEWER_IS_WORSE, NULL, "sell share" },
    { "minors", "actual_knowledge", FIRST_IS_BEST, "none some", "none" },
    { "retaliation", "audiences", FEWER_IS_WORSE, NULL, "" },
    { "retaliation", "qualifier", FIRST_IS_BEST, "none unreasonably", "none" },
    { "security", "certificate", FEWER_IS_WORSE, NULL, "" },
    { "changes", "notice", FEWER_IS_WORSE, NULL, "" },
    { "changes", "lead", MORE_IS_BETTER, NULL, "0" },
    { "changes", "effective", FIRST_IS_BEST, "after_lead on_posting", "after_lead" },
    { "agents", "identity_document", FIRST_IS_BEST, "never optional required", "never" },
    { "agents", "kinds", FEWER_IS_WORSE, NULL, "access rectify erase port object restrict withdraw know delete correct limit opt_out" },
    { "legal_demands", "approval", FIRST_IS_BEST, "two_persons one_person", "one_person" },
    { "automated_decisions", "made", FIRST_IS_BEST, "false true", "false" },
};

/* Sentences that free us of something; all others promise something to people. */
static const char *const reservations[] = { "no_guarantee", "other_sites", "at_your_direction", "corporate_transactions" };

static bool is_reservation(struct text statement)
{
    for (size_t i = 0; i < COUNT_OF(reservations); i++)
        if (text_equal(statement, text_of(reservations[i])))
            return true;
    return false;
}

static const struct statement *statement_like(const struct policy *p, struct text id, int region)
{
    for (size_t i = 0; i < p->statement_count; i++)
        if (p->statements[i].region == region && text_equal(p->statements[i].id, id))
            return &p->statements[i];
    return NULL;
}

/* The values of a parameter, in one text with spaces between; the fallback when there are none. */
static bool values_of(struct differ *x, const struct statement *s, struct text name, struct text fallback, struct text *out_values)
{
    struct draft d;
    size_t size = 1;

    for (size_t i = 0; i < s->parameter_count; i++)
        size += s->parameters[i].value.length + 1;
    if (!work_draft(x->w, size, &d)) {
        x->lost = true;
        return false;
    }
    for (size_t i = 0; i < s->parameter_count; i++) {
        if (!text_equal(s->parameters[i].name, name))
            continue;
        if (d.length)
            draft_byte(&d, ' ');
        draft_add(&d, s->parameters[i].value);
    }
    *out_values = d.length ? draft_text(&d) : fallback;
    return true;
}

static int place_among(struct text rest, struct text wanted)
{
    struct text word;

    for (int i = 0; text_cut(&rest, ' ', &word); i++)
        if (text_equal(word, wanted))
            return i;
    return -1;
}

static bool covers(struct text list, struct text other)
{
    struct text word;

    while (text_cut(&other, ' ', &word))
        if (word.length && place_among(list, word) < 0)
            return false;
    return true;
}

static enum change_kind lists_kind(struct text was, struct text is)
{
    if (covers(is, was))
        return covers(was, is) ? CHANGE_PROMISE_OTHER : CHANGE_PROMISE_STRONGER;
    return CHANGE_PROMISE_WEAKER;
}

static enum change_kind numbers_kind(struct text was, struct text is)
{
    uint64_t before, after;

    if (!text_to_u64(was, &before) || !text_to_u64(is, &after) || before == after)
        return CHANGE_PROMISE_OTHER;
    return after < before ? CHANGE_PROMISE_WEAKER : CHANGE_PROMISE_STRONGER;
}

static enum change_kind parameter_kind(const struct parameter_rule *rule, struct text was, struct text is)
{
    switch (rule->order) {
    case MORE_IS_BETTER: return numbers_kind(was, is);
    case FEWER_IS_WORSE: return lists_kind(was, is);
    case FIRST_IS_BEST: return place_among(text_of(rule->words), is) > place_among(text_of(rule->words), was) ? CHANGE_PROMISE_WEAKER : CHANGE_PROMISE_STRONGER;
    default: return CHANGE_PROMISE_OTHER;
    }
}

static const struct parameter_rule *rule_of(struct text statement, struct text parameter)
{
    for (size_t i = 0; i < COUNT_OF(parameter_rules); i++)
        if (text_equal(statement, text_of(parameter_rules[i].statement)) && text_equal(parameter, text_of(parameter_rules[i].parameter)))
            return &parameter_rules[i];
    return NULL;
}

static void parameter(struct differ *x, const struct statement *was, const struct statement *is, struct text name)
{
    const struct parameter_rule *rule = rule_of(is->id, name);
    struct text before, after, fallback = text_of(rule ? rule->fallback : "");

    if (!values_of(x, was, name, fallback, &before) || !values_of(x, is, name, fallback, &after) || text_equal(before, after))
        return;
    DIFF_ADD(x, .kind = rule ? parameter_kind(rule, before, after) : CHANGE_PROMISE_OTHER, .path = PATH(TEXT("statements"), is->id, name),
        .subject = value_code(FORM_STATEMENT, is->id), .before = value_text(before), .after = value_text(after), .regions = diff_region_after(x, is->region),
        .before_place = was->place, .after_place = is->place);
}

static bool stands_before(const struct statement *s, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (text_equal(s->parameters[i].name, s->parameters[place].name))
            return true;
    return false;
}

static bool has_parameter(const struct statement *s, struct text name)
{
    for (size_t i = 0; i < s->parameter_count; i++)
        if (text_equal(s->parameters[i].name, name))
            return true;
    return false;
}

static void compare(struct differ *x, const struct statement *was, const struct statement *is)
{
    for (size_t i = 0; i < is->parameter_count; i++)
        if (!stands_before(is, i))
            parameter(x, was, is, is->parameters[i].name);
    for (size_t i = 0; i < was->parameter_count; i++)
        if (!stands_before(was, i) && !has_parameter(is, was->parameters[i].name))
            parameter(x, was, is, was->parameters[i].name);
}

static void statements(struct differ *x)
{
    for (size_t i = 0; i < x->after->statement_count; i++) {
        const struct statement *is = &x->after->statements[i];
        const struct statement *was = statement_like(x->before, is->id, region_in(x->before, x->after, is->region));
        if (was)
            compare(x, was, is);
        else
            DIFF_ADD(x, .kind = is_reservation(is->id) ? CHANGE_RESERVATION_ADDED : CHANGE_PROMISE_ADDED, .path = PATH(TEXT("statements"), is->id),
                .subject = value_code(FORM_STATEMENT, is->id), .regions = diff_region_after(x, is->region), .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->statement_count; i++) {
        const struct statement *was = &x->before->statements[i];
        if (!statement_like(x->after, was->id, region_in(x->after, x->before, was->region)))
            DIFF_ADD(x, .kind = is_reservation(was->id) ? CHANGE_RESERVATION_REMOVED : CHANGE_PROMISE_REMOVED, .path = PATH(TEXT("statements"), was->id),
                .subject = value_code(FORM_STATEMENT, was->id), .regions = diff_region_before(x, was->region), .before_place = was->place);
    }
}

void diff_promises(struct differ *x)
{
    nevers(x);
    statements(x);
}
