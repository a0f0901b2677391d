/* Sugiyama's way for fixed columns: twelve sweeps put every node at the mean place of its neighbours, and the order with the fewest
 * crossings counts. Integers only, so that every machine draws the same. */
#include "page/flow.h"

#include "page/text_width.h"

#include <string.h>

enum { SWEEPS = 12, HEAD = 40, PADDING = 8, LINE = 18, GAP = 10, PART = 1000 };

static int opposite(const struct flow_link *link, int node)
{
    return link->from == node ? link->to : link->to == node ? link->from : -1;
}

/* The mean place of the neighbours in a column, in thousandths; the node's own place when it has none there. */
static long mean_place(const struct flow *f, const struct flow_box *boxes, int node, enum flow_column column)
{
    long sum = 0, count = 0;

    for (int i = 0; i < f->link_count; i++) {
        int other = opposite(&f->links[i], node);

        if (other < 0 || f->nodes[other].column != column)
            continue;
        sum += boxes[other].place;
        count++;
    }
    return count ? sum * PART / count : boxes[node].place * (long)PART;
}

/* Orders one column by its neighbours in another; of equals the one that stood first stays first. */
static void order_column(const struct flow *f, struct flow_box *boxes, enum flow_column column, enum flow_column by, long *means)
{
    for (int i = 0; i < f->node_count; i++)
        if (f->nodes[i].column == column)
            means[i] = mean_place(f, boxes, i, by) * PART + boxes[i].place;
    for (int i = 0; i < f->node_count; i++) {
        if (f->nodes[i].column != column)
            continue;
        boxes[i].place = 0;
        for (int k = 0; k < f->node_count; k++)
            boxes[i].place += f->nodes[k].column == column && means[k] < means[i];
    }
}

static long crossings(const struct flow *f, const struct flow_box *boxes)
{
    long count = 0;

    for (int i = 0; i < f->link_count; i++) {
        for (int k = 0; k < i; k++) {
            const struct flow_link *a = &f->links[i], *b = &f->links[k];

            if (f->nodes[a->from].column == f->nodes[b->from].column)
                count += (boxes[a->from].place - boxes[b->from].place) * (boxes[a->to].place - boxes[b->to].place) < 0;
        }
    }
    return count;
}

static bool order(struct work *w, const struct flow *f, struct flow_box *boxes)
{
    size_t count = (size_t)f->node_count;
    struct flow_box *best = WORK_NEW(w, struct flow_box, count);
    long *means = WORK_NEW(w, long, count);
    long fewest = crossings(f, boxes);

    if (!best || !means)
        return false;
    memcpy(best, boxes, count * sizeof *boxes);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        bool forward = sweep % 2 == 0;
        long now;

        for (int i = 1; i < FLOW_COLUMNS; i++) {
            int column = forward ? i : FLOW_COLUMNS - 1 - i;

            order_column(f, boxes, (enum flow_column)column, (enum flow_column)(forward ? column - 1 : column + 1), means);
        }
        now = crossings(f, boxes);
        if (now >= fewest)
            continue;
        fewest = now;
        memcpy(best, boxes, count * sizeof *boxes);
    }
    memcpy(boxes, best, count * sizeof *boxes);
    return true;
}

static void measure(const struct flow_node *node, struct flow_box *box)
{
    box->line_count = text_wrap(node->label, (FLOW_BOX_WIDTH - 2 * PADDING) * 1000 / FLOW_FONT, box->lines, FLOW_LINES_MAX, &box->cut);
    box->height = 2 * PADDING + LINE * (int)(box->line_count ? box->line_count : 1) - 2;
}

/* A column from its upper end: the first place, then the next. */
static int stack(const struct flow *f, struct flow_box *boxes, int column, int y)
{
    int count = 0;

    for (int place = 0, i; place < f->node_count; place++) {
        for (i = 0; i < f->node_count; i++)
            if (f->nodes[i].column == (enum flow_column)column && boxes[i].place == place)
                break;
        if (i == f->node_count)
            break;
        boxes[i].y = y;
        y += boxes[i].height + GAP;
        count++;
    }
    return count ? y - GAP : y;
}

bool flow_layout(struct work *w, const struct flow *flow, bool mirrored, struct flow_box **out_boxes, int *out_height)
{
    struct flow_box *boxes = WORK_NEW(w, struct flow_box, (size_t)flow->node_count);
    int places[FLOW_COLUMNS] = { 0 }, ends[FLOW_COLUMNS], end = HEAD;

    if (!boxes)
        return false;
    for (int i = 0; i < flow->node_count; i++) {
        int x = 1 + flow->nodes[i].column * (FLOW_WIDTH - FLOW_BOX_WIDTH - 2) / (FLOW_COLUMNS - 1);

        boxes[i].place = places[flow->nodes[i].column]++;
        boxes[i].x = mirrored ? FLOW_WIDTH - FLOW_BOX_WIDTH - x : x;
        measure(&flow->nodes[i], &boxes[i]);
    }
    TRY(order(w, flow, boxes));
    for (int column = 0; column < FLOW_COLUMNS; column++) {
        ends[column] = stack(flow, boxes, column, HEAD);
        end = ends[column] > end ? ends[column] : end;
    }
    for (int column = 0; column < FLOW_COLUMNS; column++)
        stack(flow, boxes, column, HEAD + (end - ends[column]) / 2);
    *out_boxes = boxes;
    *out_height = end;
    return true;
}
