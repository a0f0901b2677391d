/* Cookies, and whatever else is kept on the visitor's device. */
#include "policy/diff_inside.h"

static const struct cookie *cookie_named(const struct policy *p, struct text name)
{
    for (size_t i = 0; i < p->cookie_count; i++)
        if (text_equal(p->cookies[i].name, name))
            return &p->cookies[i];
    return NULL;
}

#define OF_COOKIE(was, is, key)                                                                                                      \
    .path = PATH(TEXT("cookies"), (is)->name, TEXT(key)), .subject = value_text((is)->name), .before_place = (was)->place, .after_place = (is)->place

static void class(struct differ *x, const struct cookie *was, const struct cookie *is)
{
    if (was->class != is->class)
        DIFF_ADD(x, .kind = was->class == COOKIE_ESSENTIAL ? CHANGE_COOKIE_CLASS_STRICTER : CHANGE_COOKIE_CLASS, OF_COOKIE(was, is, "class"),
            .before = value_number(FORM_CLASS, (int)was->class), .after = value_number(FORM_CLASS, (int)is->class));
}

/* A session is shorter than any period. */
static void lifetime(struct differ *x, const struct cookie *was, const struct cookie *is)
{
    bool session = text_equal(is->lifetime, TEXT("session"));
    enum period_order order = session ? PERIOD_SHORTER : periods_order_of(was->lifetime, is->lifetime);

    if (text_equal(was->lifetime, is->lifetime))
        return;
    DIFF_ADD(x, .kind = order == PERIOD_SAME ? CHANGE_COOKIE_WORDS : order == PERIOD_SHORTER ? CHANGE_COOKIE_SHORTER : CHANGE_COOKIE_LONGER,
        OF_COOKIE(was, is, "lifetime"), .before = value_code(FORM_LIFETIME, was->lifetime), .after = value_code(FORM_LIFETIME, is->lifetime));
}

/* A recipient that was renamed is the same one. */
static bool is_same_setter(const struct differ *x, struct text before, struct text after)
{
    const struct recipient *is = policy_recipient(x->after, after), *was = is ? recipient_before(x, is) : NULL;

    return was ? text_equal(was->id, before) : text_equal(before, after);
}

static void set_by(struct differ *x, const struct cookie *was, const struct cookie *is)
{
    if (!is_same_setter(x, was->set_by, is->set_by))
        DIFF_ADD(x, .kind = text_equal(is->set_by, TEXT("us")) ? CHANGE_COOKIE_SET_BY_US : CHANGE_COOKIE_SET_BY_OTHER, OF_COOKIE(was, is, "set_by"),
            .before = value_text(was->set_by), .after = value_text(is->set_by));
}

static void compare(struct differ *x, const struct cookie *was, const struct cookie *is)
{
    class(x, was, is);
    lifetime(x, was, is);
    set_by(x, was, is);
    if (!is_same_purpose(x, was->purpose->id, is->purpose->id))
        DIFF_ADD(x, .kind = CHANGE_COOKIE_PURPOSE, OF_COOKIE(was, is, "purpose"), .before = value_words(x->before, &was->purpose->label),
            .after = value_words(x->after, &is->purpose->label));
    if (was->kind != is->kind)
        DIFF_ADD(x, .kind = CHANGE_COOKIE_WORDS, OF_COOKIE(was, is, "kind"), .before = value_text(text_of(cookie_kind_name(was->kind))),
            .after = value_text(text_of(cookie_kind_name(is->kind))));
    diff_words(x, CHANGE_COOKIE_WORDS, "cookies", is->name, "what", &was->what, &is->what);
}

void diff_cookies(struct differ *x)
{
    for (size_t i = 0; i < x->after->cookie_count; i++) {
        const struct cookie *is = &x->after->cookies[i], *was = cookie_named(x->before, is->name);
        if (was)
            compare(x, was, is);
        else
            DIFF_ADD(x, .kind = is->class == COOKIE_ESSENTIAL ? CHANGE_COOKIE_ADDED_ESSENTIAL : CHANGE_COOKIE_ADDED, .path = PATH(TEXT("cookies"), is->name),
                .subject = value_text(is->name), .after = value_words(x->after, &is->purpose->label), .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->cookie_count; i++)
        if (!cookie_named(x->after, x->before->cookies[i].name))
            DIFF_ADD(x, .kind = CHANGE_COOKIE_REMOVED, .path = PATH(TEXT("cookies"), x->before->cookies[i].name),
                .subject = value_text(x->before->cookies[i].name), .before_place = x->before->cookies[i].place);
}
