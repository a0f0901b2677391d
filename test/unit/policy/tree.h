/* A policy as a tree that can be changed: read, one node changed, written again with each value in a line of its own, so that the line of every
 * node is known. Paths are "purposes/support/keep"; in a pattern * is any one step. */
#ifndef TEST_POLICY_TREE_H
#define TEST_POLICY_TREE_H

#include "unit.h"

#include "source/yaml.h"

struct tree {
    enum yaml_kind kind;
    struct text key, text; /* of a child of a map; of a scalar */
    bool quoted;
    int line;              /* where it was written last */
    struct tree *first, *next, *parent;
};

struct tree *tree_read(struct work *w, struct text source); /* must be YAML */
struct tree *tree_copy(struct work *w, const struct tree *from);
struct text tree_write(struct work *w, struct tree *root);

/* The nth node that fits, in the order of the file; NULL when there are fewer. */
struct tree *tree_nth(struct tree *root, const char *pattern, int nth);
/* "." the node, "..", "../role"; "/site/name" from the top; NULL when there is none. */
struct tree *tree_at(struct tree *from, const char *path);
struct text tree_path(struct work *w, const struct tree *node);

void tree_remove(struct tree *node);
/* The node becomes what the YAML says; its key stays. */
void tree_set(struct work *w, struct tree *node, const char *yaml);
/* A child more at the end of a map or list: "key: value", or "value". Returns it. */
struct tree *tree_add(struct work *w, struct tree *parent, const char *yaml);

#endif
