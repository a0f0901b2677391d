/* YAML 1.2 -> a plain tree in the arena of w: maps, lists and scalars, each with its place. Nothing is ever resolved: anchors, aliases, tags
 * and merge keys are findings, and so are equal keys. Size, depth and number of nodes are capped. Knows no key by name: policy.yaml and
 * privacyd.yaml are both read with it. */
#ifndef SOURCE_YAML_H
#define SOURCE_YAML_H

#include "base/work.h"
#include "source/findings.h"

enum { YAML_SOURCE_MAX = 4 << 20, YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 100000 };

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    struct text text;               /* of a scalar */
    bool quoted;                    /* in quotes or a block: meant as text, never empty by omission */
    struct text key;                /* in a map */
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
/* `key:` with nothing behind it. */
bool yaml_is_empty(const struct yaml_node *node);

#endif
