/* A file as entries with the comments around them. Private to source/layout*.c. */
#ifndef SOURCE_LAYOUT_ENTRY_H
#define SOURCE_LAYOUT_ENTRY_H

#include "source/layout.h"

/* A comment or a blank line. */
struct layout_note {
    struct text comment; /* from its #; empty: a blank line */
    size_t at;
    int column;          /* counts bytes from 1 */
    bool alone;          /* nothing else stands in its line */
    struct layout_note *next;      /* of the same entry */
    struct layout_note *following; /* in the source */
};

struct layout_notes {
    struct layout_note *first, *last;
};

/* A key with what is behind it, an item of a list, or the file. */
struct layout_entry {
    struct layout_entry *parent, *first, *last, *next; /* children in the order in which they are written */
    const struct yaml_node *node;
    const struct schema_section *section;              /* that its keys are of; NULL when the table does not tell */
    int rank;                                          /* of its key among those of the section */
    size_t at;                                         /* the first byte: of the key, or the dash */
    int column;
    struct layout_notes above, below;                  /* below: behind its last child */
    struct text beside;
    bool noted;                                        /* a comment stands between its brackets */
};

struct layout {
    struct text source;
    struct layout_entry *root;
    struct layout_notes header; /* what the file says of itself before its first key */
    struct layout_note *notes;  /* all of them, as they stand in the source */
    int entry_count, note_count;
};

MUST_USE bool layout_read(struct work *w, struct text source, const struct yaml_node *root, const struct schema_section *section, struct layout *out_layout);
/* Gives each note to an entry. `entries`: all but the root, as they stand in the source. */
MUST_USE bool layout_attach(struct work *w, struct layout *l, struct layout_entry *const *entries);
/* Children into the order of the table. */
MUST_USE bool layout_order(struct work *w, struct layout_entry *e);
void layout_notes_add(struct layout_notes *list, struct layout_note *note);

/* --- how a scalar is written (layout_scalar.c) --- */

/* Whether it takes several lines whatever is done. */
bool layout_is_long(const struct layout *l, const struct yaml_node *node);
/* On one line; `flow`: between brackets. */
MUST_USE bool layout_scalar(struct work *w, const struct layout *l, const struct yaml_node *node, bool flow, struct text *out_text);
MUST_USE bool layout_key(struct work *w, const struct layout *l, const struct yaml_node *node, bool flow, struct text *out_text);
/* "|-" of a block of text; empty: it is written in quotes. *out_raw: its lines can be moved as they are; else they are made from the value. */
struct text layout_block_header(const struct yaml_node *node, char memory[4], bool *out_raw);

#endif
