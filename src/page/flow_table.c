#include "page/flow.h"

#include "page/basis_list.h"
#include "page/words.h"

/* Marks the nodes that lead to a node, or to which it leads. */
static bool neighbours(struct work *w, const struct flow *f, int node, bool before, bool **out_marked)
{
    bool *marked = WORK_NEW(w, bool, (size_t)f->node_count);

    if (!marked)
        return false;
    for (int i = 0; i < f->link_count; i++)
        if ((before ? f->links[i].to : f->links[i].from) == node)
            marked[before ? f->links[i].from : f->links[i].to] = true;
    *out_marked = marked;
    return true;
}

/* Their labels in a row, in the order of the policy. Nothing: it leads nowhere. */
static bool neighbours_words(struct work *w, const struct reader *r, const struct flow *f, int node, bool before, struct text *out_text)
{
    struct text *labels = WORK_NEW(w, struct text, (size_t)f->node_count);
    size_t count = 0;
    bool *marked;

    if (!labels)
        return false;
    TRY(neighbours(w, f, node, before, &marked));
    for (int i = 0; i < f->node_count; i++)
        if (marked[i])
            labels[count++] = f->nodes[i].label;
    *out_text = TEXT("");
    return (count == 0 && !before) || words_list(w, reader_words(r), labels, count, out_text);
}

static bool who_fill(struct work *w, const struct reader *r, const struct flow *f, int why, struct page_flow_rows *row)
{
    struct page_flow_rows_who *list = WORK_NEW(w, struct page_flow_rows_who, (size_t)f->node_count);
    bool *marked;

    if (!list)
        return false;
    TRY(neighbours(w, f, why, false, &marked));
    row->who = list;
    for (int i = 0; i < f->node_count; i++) {
        if (!marked[i])
            continue;
        list[row->who_count].name = f->nodes[i].label;
        TRY(neighbours_words(w, r, f, i, false, &list[row->who_count++].countries));
    }
    return true;
}

bool flow_rows_fill(struct work *w, const struct reader *r, struct page_flow *page)
{
    struct page_flow_rows *rows = WORK_NEW(w, struct page_flow_rows, r->policy->purpose_count);
    struct flow f;

    if (!rows)
        return false;
    TRY(flow_graph(w, r, &f));
    for (int i = 0; i < f.node_count; i++) {
        struct page_flow_rows *row = &rows[page->rows_count];

        if (f.nodes[i].column != FLOW_WHY)
            continue;
        row->why = words_purpose(r, &r->policy->purposes[page->rows_count]);
        TRY(neighbours_words(w, r, &f, i, true, &row->what));
        const struct bases bases = bases_of(r->policy, &r->policy->purposes[page->rows_count++]);
        TRY(basis_list_fill(w, r, &bases, MSG_PAGE_BASIS_OFF, &row->bases));
        TRY(who_fill(w, r, &f, i, row));
    }
    page->rows = rows;
    return true;
}
