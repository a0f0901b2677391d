#include "page/flow.h"

#include "page/text_width.h"
#include "page/words.h"

enum { INSET = 8, BASELINE = 21, LINE = 18, LEGEND_LINE = 24, SAMPLE = 34, SAMPLE_GAP = 8, LEGEND_GAP = 26, PATH_MAX = 64 };

struct drawing {
    struct work *w;
    const struct reader *r;
    struct flow flow;
    struct flow_box *boxes;
    bool mirrored;
    int height;
};

/* Classes of the stylesheet: the pattern of the line tells the legal ground. */
static const char *basis_class(int basis)
{
    return basis == FLOW_BASIS_NONE ? "goes" : basis == FLOW_BASIS_VARIES ? "varies" : legal_basis_name((enum legal_basis)basis);
}

static struct text basis_words(const struct drawing *d, int basis)
{
    return basis == FLOW_BASIS_VARIES ? message_text(reader_words(d->r), MSG_PAGE_FLOW_VARIES) : words_basis(reader_words(d->r), (enum legal_basis)basis);
}

static bool number(struct drawing *d, int value, struct text *out_text)
{
    return words_number(d->w, (uint64_t)(value > 0 ? value : 0), out_text);
}

/* Where a text that begins `inset` units behind the edge of a column is set. */
static int text_x(const struct drawing *d, int x, int width, int inset)
{
    return d->mirrored ? x + width - inset : x + inset;
}

static bool heads_fill(struct drawing *d, struct page_flow *page)
{
    static const enum message words[FLOW_COLUMNS] = { MSG_PAGE_FLOW_WHAT, MSG_PAGE_FLOW_WHY, MSG_PAGE_FLOW_WHO, MSG_PAGE_FLOW_WHERE };
    struct page_flow_heads *heads = WORK_NEW(d->w, struct page_flow_heads, FLOW_COLUMNS);
    struct work *w = d->w;

    if (!heads)
        return false;
    page->heads = heads;
    for (int i = 0; i < d->flow.node_count; i++) {
        struct page_flow_heads *head = &heads[page->heads_count];

        if (d->boxes[i].place != 0)
            continue;
        head->words = message_text(reader_words(d->r), words[d->flow.nodes[i].column]);
        TRY(number(d, text_x(d, d->boxes[i].x, FLOW_BOX_WIDTH, 0), &head->x));
        page->heads_count++;
    }
    return true;
}

/* A link leaves and enters at a height of its own, in the order of what it leads to. */
static int port(const struct drawing *d, int link, bool leaving)
{
    const struct flow_link *links = d->flow.links;
    int node = leaving ? links[link].from : links[link].to, far = d->boxes[leaving ? links[link].to : links[link].from].place;
    int before = 0, count = 0;

    for (int i = 0; i < d->flow.link_count; i++) {
        if ((leaving ? links[i].from : links[i].to) != node)
            continue;
        before += d->boxes[leaving ? links[i].to : links[i].from].place < far;
        count++;
    }
    return d->boxes[node].y + d->boxes[node].height * (before + 1) / (count + 1);
}

static void link_draw(const struct drawing *d, int link, struct draft *path)
{
    int from = d->boxes[d->flow.links[link].from].x + (d->mirrored ? 0 : FLOW_BOX_WIDTH);
    int to = d->boxes[d->flow.links[link].to].x + (d->mirrored ? FLOW_BOX_WIDTH : 0), middle = (from + to) / 2;
    int y = port(d, link, true), end = port(d, link, false);

    draft_addf(path, "M%d %dC%d %d %d %d %d %d", from, y, middle, y, middle, end, to, end);
}

static bool styles_fill(struct drawing *d, struct page_flow *page)
{
    struct page_flow_styles *styles = WORK_NEW(d->w, struct page_flow_styles, FLOW_BASES);
    struct work *w = d->w;

    if (!styles)
        return false;
    page->styles = styles;
    for (int basis = 0; basis < FLOW_BASES; basis++) {
        struct draft path;

        TRY(work_draft(w, (size_t)d->flow.link_count * PATH_MAX + 1, &path));
        for (int i = 0; i < d->flow.link_count; i++)
            if (d->flow.links[i].basis == basis)
                link_draw(d, i, &path);
        must(!path.overflow);
        if (path.length)
            styles[page->styles_count++] = (struct page_flow_styles){ text_of(basis_class(basis)), draft_text(&path) };
    }
    return true;
}

static bool lines_fill(struct drawing *d, const struct flow_box *box, struct page_flow_nodes *node)
{
    struct page_flow_nodes_lines *lines = WORK_NEW(d->w, struct page_flow_nodes_lines, FLOW_LINES_MAX);
    struct work *w = d->w;

    if (!lines)
        return false;
    for (size_t i = 0; i < box->line_count; i++) {
        lines[i].words = box->lines[i];
        lines[i].cut = box->cut && i + 1 == box->line_count;
        TRY(number(d, text_x(d, box->x, FLOW_BOX_WIDTH, INSET), &lines[i].x));
        TRY(number(d, box->y + BASELINE + LINE * (int)i, &lines[i].y));
    }
    node->lines = lines;
    node->lines_count = box->line_count;
    return true;
}

static bool nodes_fill(struct drawing *d, struct page_flow *page)
{
    size_t count = (size_t)d->flow.node_count;
    struct page_flow_nodes *nodes = WORK_NEW(d->w, struct page_flow_nodes, count);
    struct work *w = d->w;

    if (!nodes)
        return false;
    for (size_t i = 0; i < count; i++) {
        nodes[i].grouped = d->flow.nodes[i].members > 1;
        nodes[i].whole = d->boxes[i].cut ? d->flow.nodes[i].label : TEXT("");
        TRY(number(d, d->boxes[i].x, &nodes[i].x));
        TRY(number(d, d->boxes[i].y, &nodes[i].y));
        TRY(number(d, d->boxes[i].height, &nodes[i].height));
        TRY(lines_fill(d, &d->boxes[i], &nodes[i]));
    }
    page->nodes = nodes;
    page->nodes_count = count;
    return true;
}

/* One sample of the legend at x and y, before mirroring. */
static bool sample_fill(struct drawing *d, int basis, int x, int y, struct page_flow_legend *out)
{
    int from = d->mirrored ? FLOW_WIDTH - x : x, to = d->mirrored ? from - SAMPLE : from + SAMPLE;
    struct work *w = d->w;

    out->name = text_of(basis_class(basis));
    out->words = basis_words(d, basis);
    TRY(work_format(w, &out->d, "M%d %dH%d", from, y - 5, to));
    TRY(number(d, d->mirrored ? to - SAMPLE_GAP : to + SAMPLE_GAP, &out->x));
    return number(d, y, &out->y);
}

static bool legend_fill(struct drawing *d, struct page_flow *page)
{
    struct page_flow_legend *legend = WORK_NEW(d->w, struct page_flow_legend, page->styles_count);
    int x = 1, y = d->height + LEGEND_LINE + 8;
    struct work *w = d->w;

    if (!legend)
        return false;
    page->legend = legend;
    for (size_t i = 0; i < page->styles_count; i++) {
        int basis = 0, width;

        while (!text_equal(page->styles[i].name, text_of(basis_class(basis))))
            basis++;
        if (basis == FLOW_BASIS_NONE)
            continue;
        width = SAMPLE + SAMPLE_GAP + text_width(basis_words(d, basis)) * FLOW_FONT / 1000;
        if (x > 1 && x + width > FLOW_WIDTH) {
            x = 1;
            y += LEGEND_LINE;
        }
        TRY(sample_fill(d, basis, x, y, &legend[page->legend_count++]));
        x += width + LEGEND_GAP;
    }
    d->height = y + INSET;
    return true;
}

static bool draw(struct work *w, const struct reader *r, struct page_flow *page)
{
    struct drawing d = { .w = w, .r = r, .mirrored = reader_mirrored(r) };

    TRY(flow_graph(w, r, &d.flow));
    TRY(flow_group(w, reader_words(r), &d.flow));
    TRY(flow_layout(w, &d.flow, d.mirrored, &d.boxes, &d.height));
    TRY(heads_fill(&d, page));
    TRY(styles_fill(&d, page));
    TRY(nodes_fill(&d, page));
    TRY(legend_fill(&d, page));
    TRY(number(&d, FLOW_WIDTH, &page->width));
    TRY(number(&d, FLOW_BOX_WIDTH, &page->box_width));
    return number(&d, d.height, &page->height);
}

bool flow_fill(struct work *w, const struct reader *r, struct page_flow *out_flow)
{
    struct page_flow page = { 0 };

    TRY(draw(w, r, &page));
    TRY(flow_rows_fill(w, r, &page));
    *out_flow = page;
    return true;
}
