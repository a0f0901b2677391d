/* One name for one company, one way to write an address, one word for one thing. */
#include "policy/rules_court.h"

static void rule_one_name(struct court *c)
{
    const struct policy *p = c->p;
    struct text name = p->controller_name.in[p->authoritative];

    for (size_t i = 0; i < p->appendix_count; i++) {
        const struct appendix *a = &p->appendices[i];
        struct text other = a->controller_name.in[p->authoritative];
        if (other.length && !text_equal(other, name))
            court_find(c, PD_NAMED_DIFFERENTLY, a->controller_place, "one name; leave `controller` out of the appendix",
                "the controller is `%.*s` here and `%.*s` elsewhere", NAME_ARGS(other), NAME_ARGS(name))->second = p->controller_place;
    }
}

/* The next word of an address; false at its end. */
static bool next_word(struct text *rest, struct text *out_word)
{
    size_t length = 0;

    while (rest->length && (rest->at[0] == ' ' || rest->at[0] == ',' || rest->at[0] == '\n'))
        *rest = text_from(*rest, 1);
    while (length < rest->length && rest->at[length] != ' ' && rest->at[length] != ',' && rest->at[length] != '\n')
        length++;
    *out_word = text_first(*rest, length);
    *rest = text_from(*rest, length);
    return length > 0;
}

static bool has_digit(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.at[i] >= '0' && word.at[i] <= '9')
            return true;
    return false;
}

/* The longer one says what the shorter one says, and a number more: a post code that is left out. */
static bool only_lacks_numbers(struct text longer, struct text shorter)
{
    struct text a, b;
    int more = 0;

    while (next_word(&shorter, &b)) {
        while (next_word(&longer, &a) && !text_equal(a, b)) {
            if (!has_digit(a))
                return false;
            more++;
        }
        if (!text_equal(a, b))
            return false;
    }
    while (next_word(&longer, &a)) {
        if (!has_digit(a))
            return false;
        more++;
    }
    return more > 0;
}

static void one_address(struct court *c, struct text other, struct place place)
{
    struct text ours = c->p->controller_address;

    if (ours.length && other.length && (only_lacks_numbers(other, ours) || only_lacks_numbers(ours, other)))
        court_find(c, PD_NAMED_DIFFERENTLY, place, "the same in every place, with its post code", "the address of the controller is written in another way here")
            ->second = c->p->controller_address_place;
}

static void rule_one_address(struct court *c)
{
    for (size_t i = 0; i < c->p->contact_count; i++)
        one_address(c, c->p->contacts[i].address, c->p->contacts[i].address_place);
    for (size_t i = 0; i < c->p->appendix_count; i++)
        one_address(c, c->p->appendices[i].controller_address, c->p->appendices[i].controller_address_place);
}

static void rule_word_twice(struct court *c)
{
    const struct policy *p = c->p;

    for (size_t i = 1; i < p->term_count; i++)
        for (size_t k = 0; k < i; k++) {
            struct text word = p->terms[i].word.in[p->authoritative];
            if (word.length == 0 || !text_equal(word, p->terms[k].word.in[p->authoritative]))
                continue;
            court_find(c, PD_WORD_TWICE, p->terms[i].word.place, "one word for each thing", "`%.*s` is the word of two things",
                NAME_ARGS(word))->second = p->terms[k].word.place;
            break;
        }
}

static void rule_one_word(struct court *c)
{
    for (size_t i = 0; i < c->p->term_count; i++) {
        const struct term *term = &c->p->terms[i];
        if (term->also_count)
            court_find(c, PD_TWO_WORDS, term->also_place, "use one word everywhere, and take `also` out", "`%.*s` stands for the same as `%.*s`",
                NAME_ARGS(term->also[0]), NAME_ARGS(term->word.in[c->p->authoritative]))->second = term->place;
    }
}

void rules_names(struct court *c)
{
    rule_one_name(c);
    rule_one_address(c);
    rule_one_word(c);
    rule_word_twice(c);
}
