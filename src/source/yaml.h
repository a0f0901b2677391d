/* YAML 1.2 -> a plain tree in the arena of w: maps, lists and scalars, each with its place. Nothing is ever resolved: anchors, aliases, tags
 * and merge keys are findings, and so are equal keys. Size, depth and number of nodes are capped. Knows no key by name: policy.yaml and
 * privacyd.yaml are both read with it. */
#ifndef SOURCE_YAML_H
#define SOURCE_YAML_H

#include "base/work.h"
#include "source/findings.h"

enum { YAML_SOURCE_MAX = 4 << 20, YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 100000 };

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };
enum yaml_style { YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED, YAML_LITERAL, YAML_FOLDED };

struct yaml_block;

struct yaml_node {
    enum yaml_kind kind : 2;
    enum yaml_style style : 3, key_style : 3;
    bool quoted : 1;                /* in quotes or a block: meant as text, never empty by omission */
    bool flow : 1;                  /* a collection in { } or [ ] */
    struct text text;               /* of a scalar */
    struct text key;                /* in a map */
    /* In the source without its mark of byte order. With quotes and brackets; a block of text without its header, up to what follows it; a block
     * of keys or items is only where it begins. */
    struct extent extent, key_extent;
    const struct yaml_block *block; /* source/yaml_block.h; NULL: no block of text */
    struct place place, key_place;  /* place of a map is that of its key; of a list element, its own */
    struct yaml_node *first, *next; /* children in the order of the file */
    int count, index;               /* children; place among the siblings */
    struct yaml_node **by_name;     /* of a map: children sorted by key */
};

/* *out_root is NULL when the source is not one document; then there are findings. Errors: LIMIT (a source over 4 MiB, memory). */
MUST_USE bool yaml_parse(struct work *w, struct text source, struct findings *f, struct yaml_node **out_root);

/* The child of a map by its key; NULL when there is none, when `map` is NULL or is no map. */
const struct yaml_node *yaml_find(const struct yaml_node *map, struct text key);
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
/* The text of a scalar; empty for NULL and for anything else. */
struct text yaml_text(const struct yaml_node *node);
/* Whether both say the same: keys in any order, items in theirs. Quotes count where they make a text of what is else a number, true or nothing. */
bool yaml_equal(const struct yaml_node *a, const struct yaml_node *b);
/* A plain word that YAML (the core schema of 1.2) reads as something else than text: 12, true, null, nothing. */
bool yaml_is_no_text(struct text plain);
/* `key:` with nothing behind it. */
bool yaml_is_empty(const struct yaml_node *node);

#endif
