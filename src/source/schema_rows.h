/* Shorthands for the rows of a table of keys (source/schema.h): a shape and a type. Only for files that hold such a table. */
#ifndef SOURCE_SCHEMA_ROWS_H
#define SOURCE_SCHEMA_ROWS_H

#include "source/schema.h"

#define SECTION(kind, title, ...)                                                   \
    {                                                                               \
        .name = title, .keys = kind, .rows = (const struct schema_key[]){ __VA_ARGS__ }, \
        .count = (int)COUNT_OF(((const struct schema_key[]){ __VA_ARGS__ }))        \
    }

#define A_TEXT .shapes = SHAPE_TEXT, .value = VALUE_TEXT
#define A_WORDS .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_WORDS, .section = &schema_words
#define A_LINE A_TEXT, ONE_LINE(200)   /* a name, a number, a reference */
#define A_TITLE A_WORDS, ONE_LINE(200) /* a name for people */
#define A_PERIOD .shapes = SHAPE_TEXT, .value = VALUE_PERIOD
#define A_BOOL .shapes = SHAPE_TEXT, .value = VALUE_BOOL
#define A_DAY .shapes = SHAPE_TEXT, .value = VALUE_DAY
#define A_NAME .shapes = SHAPE_TEXT, .value = VALUE_NAME
#define A_LINK .shapes = SHAPE_TEXT, .value = VALUE_LINK
#define AN_EMAIL .shapes = SHAPE_TEXT, .value = VALUE_EMAIL
#define A_CHOICE(words) .shapes = SHAPE_TEXT, .value = VALUE_CHOICE, .choices = words
#define A_NUMBER(from, to) .shapes = SHAPE_TEXT, .value = VALUE_NUMBER, .low = from, .high = to
#define NAMES .shapes = SHAPE_LIST, .value = VALUE_NAME
#define CHOICES(words) .shapes = SHAPE_LIST, .value = VALUE_CHOICE, .choices = words
#define A_MAP(of) .shapes = SHAPE_MAP, .section = &of
#define MAPS(of) .shapes = SHAPE_LIST, .section = &of
#define ONE_LINE(characters) .longest = characters
#define LINES(characters) .longest = characters, .lines = true
#define NEEDED .required = true
#define HELP(words) .help = words
#define REFS(ids) .refs = ids
#define LIKE(words) .example = words

#endif
