/* The policy as a picture: what is collected -> why -> who gets it -> where it goes, in four columns.
 *
 * flow_graph reads the policy, flow_group makes it small enough to be read, flow_layout gives every node its place, flow_fill does all of
 * it and writes template flow.html: the picture and the table that says the same in words, ungrouped. Pure: the same policy gives the same
 * bytes. Everything is in the arena of the unit. */
#ifndef PAGE_FLOW_H
#define PAGE_FLOW_H

#include "page/reader.h"

enum flow_column { FLOW_WHAT, FLOW_WHY, FLOW_WHO, FLOW_WHERE, FLOW_COLUMNS };

/* The legal ground of a link is an enum legal_basis, or: */
enum { FLOW_BASIS_VARIES = LEGAL_BASES, FLOW_BASIS_NONE /* from who to where */, FLOW_BASES };

enum {
    FLOW_NODES_MAX = 40, /* more are grouped */
    FLOW_LINES_MAX = 3,
};

struct flow_node {
    enum flow_column column;
    struct text key;   /* id of the data item, cookie, purpose, recipient or country; empty: the controller */
    struct text label;
    int group;         /* message of the group into which it goes when its column is too long; -1: none */
    int members;       /* what it stands for: 1, or those that were grouped */
};

struct flow_link {
    int from, to; /* indexes of nodes; `to` is in the next column */
    int basis;
};

struct flow {
    struct flow_node *nodes;
    int node_count;
    struct flow_link *links; /* no pair twice */
    int link_count;
};

/* Where a node is drawn, in units of the picture: 14 make a letter's height. */
struct flow_box {
    int x, y, height;
    struct text lines[FLOW_LINES_MAX];
    size_t line_count;
    bool cut;  /* the label goes on */
    int place; /* in its column, from 0 */
};

enum { FLOW_WIDTH = 960, FLOW_BOX_WIDTH = 176, FLOW_FONT = 14 };

MUST_USE bool flow_graph(struct work *w, const struct reader *r, struct flow *out_flow);
/* At most FLOW_NODES_MAX nodes: the longest columns keep those with most links, and group the others. */
MUST_USE bool flow_group(struct work *w, enum language language, struct flow *flow);
/* One box a node; *out_height is the lower end of the lowest. `mirrored`: the columns run from right to left. */
MUST_USE bool flow_layout(struct work *w, const struct flow *flow, bool mirrored, struct flow_box **out_boxes, int *out_height);
/* The twin of the picture: a row a purpose, nothing grouped. */
MUST_USE bool flow_rows_fill(struct work *w, const struct reader *r, struct page_flow *page);
MUST_USE bool flow_fill(struct work *w, const struct reader *r, struct page_flow *out_flow);

#endif
