#include "base/sequence.h"

#include <string.h>

/* Furthest points on each diagonal, forward and backward; diagonal k is element k + middle. */
struct comparing {
    const uint32_t *a, *b;
    bool *gone, *new;
    int64_t *forward, *backward, middle;
    struct patience *patience;
};

/* A part of both: from..to of a, and of b. */
struct part {
    int64_t a_from, a_to, b_from, b_to;
};

/* Where the shortest edit is cut in two. */
struct cut {
    int64_t a, b;
};

static int64_t next_on(const int64_t *furthest, int64_t k, int64_t d)
{
    return k == -d || (k != d && furthest[k - 1] < furthest[k + 1]) ? furthest[k + 1] : furthest[k - 1] + 1;
}

/* Along the diagonal as far as both are equal. */
static int64_t slide(struct comparing *c, const struct part *p, int64_t x, int64_t y, bool backward)
{
    int64_t n = p->a_to - p->a_from, m = p->b_to - p->b_from, from = x;

    while (x < n && y < m && y >= 0) {
        int64_t i = backward ? p->a_to - 1 - x : p->a_from + x, j = backward ? p->b_to - 1 - y : p->b_from + y;
        if (c->a[i] != c->b[j])
            break;
        x++, y++;
    }
    c->patience->steps -= x - from + 1;
    return x;
}

static bool in_grid(int64_t x, int64_t y, int64_t n, int64_t m)
{
    return x <= n && y >= 0 && y <= m;
}

/* One round of `d` edits from both ends; true when they met. */
static bool meet(struct comparing *c, const struct part *p, int64_t d, struct cut *out_cut)
{
    int64_t n = p->a_to - p->a_from, m = p->b_to - p->b_from, delta = n - m, *f = c->forward + c->middle, *r = c->backward + c->middle;

    for (int64_t k = -d; k <= d; k += 2) {
        int64_t x = next_on(f, k, d);
        x = slide(c, p, x, x - k, false);
        f[k] = x;
        if ((delta & 1) && k > delta - d && k < delta + d && in_grid(x, x - k, n, m) && x + r[delta - k] >= n) {
            *out_cut = (struct cut){ p->a_from + x, p->b_from + x - k };
            return true;
        }
    }
    for (int64_t k = -d; k <= d; k += 2) {
        int64_t x = next_on(r, k, d);
        x = slide(c, p, x, x - k, true);
        r[k] = x;
        if (!(delta & 1) && delta - k >= -d && delta - k <= d && in_grid(x, x - k, n, m) && x + f[delta - k] >= n) {
            *out_cut = (struct cut){ p->a_to - x, p->b_to - (x - k) };
            return true;
        }
    }
    return false;
}

static bool find_cut(struct comparing *c, const struct part *p, struct cut *out_cut)
{
    int64_t most = (p->a_to - p->a_from + p->b_to - p->b_from + 1) / 2;

    c->forward[c->middle + 1] = c->backward[c->middle + 1] = 0;
    for (int64_t d = 0; d <= most && c->patience->steps > 0; d++)
        if (meet(c, p, d, out_cut))
            return true;
    return false;
}

static void trim(const struct comparing *c, struct part *p)
{
    while (p->a_from < p->a_to && p->b_from < p->b_to && c->a[p->a_from] == c->b[p->b_from])
        p->a_from++, p->b_from++;
    while (p->a_from < p->a_to && p->b_from < p->b_to && c->a[p->a_to - 1] == c->b[p->b_to - 1])
        p->a_to--, p->b_to--;
}

static void replace(struct comparing *c, const struct part *p)
{
    memset(c->gone + p->a_from, true, (size_t)(p->a_to - p->a_from));
    memset(c->new + p->b_from, true, (size_t)(p->b_to - p->b_from));
}

/* Each cut leaves parts with half the edits, so that this goes as deep as their logarithm. */
static void compare(struct comparing *c, struct part p)
{
    struct part first, second;
    struct cut cut;

    trim(c, &p);
    if (p.a_from == p.a_to || p.b_from == p.b_to || !find_cut(c, &p, &cut)) {
        replace(c, &p);
        return;
    }
    first = (struct part){ p.a_from, cut.a, p.b_from, cut.b };
    second = (struct part){ cut.a, p.a_to, cut.b, p.b_to };
    if (memcmp(&first, &p, sizeof p) == 0 || memcmp(&second, &p, sizeof p) == 0) {
        replace(c, &p);
        return;
    }
    compare(c, first);
    compare(c, second);
}

bool sequences_compare(struct work *w, struct sequence a, struct sequence b, struct patience *patience, bool *out_gone, bool *out_new)
{
    size_t diagonals = a.length + b.length + 4;
    struct comparing c = { .a = a.at, .b = b.at, .gone = out_gone, .new = out_new, .middle = (int64_t)diagonals / 2 + 1, .patience = patience };

    memset(out_gone, false, a.length);
    memset(out_new, false, b.length);
    c.forward = WORK_NEW(w, int64_t, diagonals + 4);
    c.backward = WORK_NEW(w, int64_t, diagonals + 4);
    if (!c.forward || !c.backward)
        return false;
    compare(&c, (struct part){ 0, (int64_t)a.length, 0, (int64_t)b.length });
    return true;
}
