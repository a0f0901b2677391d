/* Reads the rows of a checked law file. Private to the room. */
#ifndef LAW_READ_H
#define LAW_READ_H

#include "base/work.h"
#include "law/law.h"
#include "source/findings.h"
#include "source/yaml.h"

/* While reading one file. */
struct law_reader {
    struct work *w;
    struct findings *f;
    struct text file;
};

/* A row with its name, provenance and content. `key` is empty for tables with one row a region. */
MUST_USE bool law_row_read(struct law_reader *r, struct text region, enum law_table table, struct text key, const struct yaml_node *node,
                           struct law_row *out_row);
MUST_USE bool law_words_read(struct law_reader *r, const struct yaml_node *node, struct law_words *out_words);

#endif
