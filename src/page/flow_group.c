#include "page/flow.h"

#include "page/words.h"

/* How many nodes a column may keep: 40 in all. */
static const int column_limits[FLOW_COLUMNS] = { [FLOW_WHAT] = 12, [FLOW_WHY] = 10, [FLOW_WHO] = 10, [FLOW_WHERE] = 8 };

static const enum message others[FLOW_COLUMNS] = {
    [FLOW_WHAT] = MSG_PAGE_FLOW_OTHER_DATA, [FLOW_WHY] = MSG_PAGE_FLOW_OTHER_PURPOSES, [FLOW_WHO] = MSG_PAGE_FLOW_OTHER_RECIPIENTS,
    [FLOW_WHERE] = MSG_PAGE_FLOW_OTHER_COUNTRIES,
};

static int column_length(const struct flow *f, enum flow_column column)
{
    int count = 0;

    for (int i = 0; i < f->node_count; i++)
        count += f->nodes[i].column == column;
    return count;
}

/* Puts each node into the node that `into` names (itself: it stays); links follow, and two that become one keep their ground or vary. */
static void merge(struct flow *f, const int *into, int *number)
{
    int nodes = 0, links = 0;

    for (int i = 0; i < f->node_count; i++) {
        if (into[i] != i)
            continue;
        number[i] = nodes;
        f->nodes[nodes++] = f->nodes[i];
    }
    for (int i = 0; i < f->link_count; i++) {
        struct flow_link link = { number[into[f->links[i].from]], number[into[f->links[i].to]], f->links[i].basis };
        int k = 0;

        while (k < links && (f->links[k].from != link.from || f->links[k].to != link.to))
            k++;
        if (k == links)
            f->links[links++] = link;
        else if (f->links[k].basis != link.basis)
            f->links[k].basis = FLOW_BASIS_VARIES;
    }
    f->node_count = nodes;
    f->link_count = links;
}

static bool group_name(struct work *w, enum language language, struct flow_node *node, int message)
{
    struct text values[2] = { message_text(language, (enum message)message) };

    TRY(words_number(w, (uint64_t)node->members, &values[1]));
    TRY(message_format(w, language, MSG_PAGE_FLOW_GROUP, values, COUNT_OF(values), &node->label));
    return true;
}

/* First step: those of one group become one. */
static bool by_group(struct work *w, enum language language, struct flow *f, enum flow_column column, int *into, int *number)
{
    for (int i = 0; i < f->node_count; i++) {
        into[i] = i;
        for (int k = 0; k < i && f->nodes[i].column == column && f->nodes[i].group >= 0 && into[i] == i; k++)
            if (f->nodes[k].column == column && f->nodes[k].group == f->nodes[i].group)
                into[i] = k;
        if (into[i] != i)
            f->nodes[into[i]].members += f->nodes[i].members;
    }
    for (int i = 0; i < f->node_count; i++)
        if (f->nodes[i].column == column && into[i] == i && f->nodes[i].members > 1)
            TRY(group_name(w, language, &f->nodes[i], f->nodes[i].group));
    merge(f, into, number);
    return true;
}

/* How many nodes of the column come before it: those with more links, and of equals the earlier. */
static int rank(const struct flow *f, const int *degrees, int node)
{
    int before = 0;

    for (int i = 0; i < f->node_count; i++)
        if (f->nodes[i].column == f->nodes[node].column)
            before += degrees[i] > degrees[node] || (i < node && degrees[i] == degrees[node]);
    return before;
}

static void degrees_count(const struct flow *f, int *degrees)
{
    for (int i = 0; i < f->node_count; i++)
        degrees[i] = 0;
    for (int i = 0; i < f->link_count; i++) {
        degrees[f->links[i].from]++;
        degrees[f->links[i].to]++;
    }
}

/* Second step: those with fewest links become "others". */
static bool by_rank(struct work *w, enum language language, struct flow *f, enum flow_column column, int *into, int *number)
{
    int first = -1, *degrees = number; /* needed before the numbers are */

    degrees_count(f, degrees);
    for (int i = 0; i < f->node_count; i++) {
        into[i] = i;
        if (f->nodes[i].column != column || rank(f, degrees, i) < column_limits[column] - 1)
            continue;
        if (first < 0)
            first = i;
        else
            f->nodes[first].members += f->nodes[i].members;
        into[i] = first;
    }
    TRY(group_name(w, language, &f->nodes[first], others[column]));
    merge(f, into, number);
    return true;
}

bool flow_group(struct work *w, enum language language, struct flow *flow)
{
    int *into = WORK_NEW(w, int, (size_t)flow->node_count), *number = WORK_NEW(w, int, (size_t)flow->node_count);

    if (!into || !number)
        return false;
    if (flow->node_count <= FLOW_NODES_MAX)
        return true;
    for (int column = 0; column < FLOW_COLUMNS; column++) {
        if (column_length(flow, (enum flow_column)column) > column_limits[column])
            TRY(by_group(w, language, flow, (enum flow_column)column, into, number));
        if (column_length(flow, (enum flow_column)column) > column_limits[column])
            TRY(by_rank(w, language, flow, (enum flow_column)column, into, number));
    }
    return true;
}
