/* Lines for a terminal. */
#include "base/text.h"

#include <stdint.h>

struct column {
    struct draft *d;
    int indent, width, at;
};

static void new_line(struct column *c)
{
    draft_addf(c->d, "\n%*s", c->indent, "");
    c->at = c->indent;
}

static int columns_of(struct text word)
{
    uint32_t point;
    int columns = 0;

    while (text_cut_point(&word, &point))
        columns += point_is_wide(point) ? 2 : 1;
    return columns;
}

/* A word that is longer than a line is broken where the line ends. */
static void add_word(struct column *c, struct text word)
{
    struct text rest = word;
    uint32_t point;

    while (text_cut_point(&rest, &point)) {
        int columns = point_is_wide(point) ? 2 : 1;
        if (c->at + columns > c->width && c->at > c->indent)
            new_line(c);
        draft_add(c->d, text_first(word, word.length - rest.length));
        c->at += columns;
        word = rest;
    }
}

void draft_wrapped(struct draft *d, struct text words, int indent, int width)
{
    struct column c = { d, indent, width, indent };
    struct text word;

    while (text_cut(&words, ' ', &word)) {
        int columns = columns_of(word);
        if (c.at > indent && c.at + 1 + columns > width && indent + columns <= width) {
            new_line(&c);
        } else if (c.at > indent) {
            draft_byte(d, ' ');
            c.at++;
        }
        add_word(&c, word);
    }
    draft_byte(d, '\n');
}
