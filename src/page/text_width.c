#include "page/text_width.h"

/* Measured over DejaVu Sans, Liberation Sans, Lato and Noto Sans CJK: the widest of them. From U+0020 to U+007E. */
static const short ascii_widths[] = {
    318, 401, 474, 838, 636, 950, 780, 278, 390, 390, 500, 838, 318, 371, 318, 452, 636, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667, 611, 778, 763, 295, 535, 667, 557, 928, 763, 800,
    667, 800, 722, 667, 611, 735, 684, 1035, 685, 667, 685, 390, 452, 390, 838, 559, 606, 613, 635, 550, 635, 615, 352, 635,
    634, 278, 278, 579, 284, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
};

enum { WIDE = 1000, EMOJI = 1300, ELLIPSIS = 1000, ZERO_WIDTH_JOINER = 0x200D, REPLACEMENT = 0xFFFD };

/* Sorted. What is in no row is taken for wide. */
static const struct {
    uint32_t from, to;
    short width;
} ranges[] = {
    { 0x00A0, 0x036F, 800 },   { 0x0370, 0x052F, 850 },   { 0x0530, 0x058F, 900 },   { 0x0590, 0x05CF, 0 },     { 0x05D0, 0x05FF, 700 },
    { 0x0600, 0x064A, 800 },   { 0x064B, 0x065F, 0 },     { 0x0660, 0x06FF, 800 },   { 0x0E00, 0x0EFF, 800 },   { 0x1100, 0x115F, WIDE },
    { 0x1E00, 0x1FFF, 850 },   { 0x200B, 0x200F, 0 },     { 0x2010, 0x2015, WIDE },  { 0x2018, 0x2027, 600 },   { 0x2028, 0x202E, 0 },
    { 0x2060, 0x2069, 0 },     { 0x20D0, 0x20FF, 0 },     { 0xFE00, 0xFE0F, 0 },     { 0xFE20, 0xFE2F, 0 },     { 0xFEFF, 0xFEFF, 0 },
    { 0xFF61, 0xFFDC, 500 },   { 0x1F000, 0x1FAFF, EMOJI },
};

/* The code point at `i` of a text, and how many bytes it takes; a byte that belongs to none counts as one. */
static uint32_t point_at(struct text t, size_t i, size_t *out_length)
{
    unsigned char lead = (unsigned char)t.at[i];
    size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    uint32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));

    for (size_t k = 1; k < length; k++) {
        if (i + k == t.length || ((unsigned char)t.at[i + k] & 0xC0) != 0x80) {
            *out_length = 1;
            return REPLACEMENT;
        }
        point = point << 6 | ((unsigned char)t.at[i + k] & 0x3F);
    }
    *out_length = length;
    return point;
}

static int point_width(uint32_t point)
{
    if (point < 0x20)
        return ascii_widths[0];
    if (point < 0x20 + COUNT_OF(ascii_widths))
        return ascii_widths[point - 0x20];
    if (point >= 0x0300 && point <= 0x036F)
        return 0; /* set upon the letter before */
    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (point >= ranges[i].from && point <= ranges[i].to)
            return ranges[i].width;
    return WIDE;
}

int text_width(struct text t)
{
    int width = 0;

    for (size_t i = 0, length; i < t.length; i += length)
        width += point_width(point_at(t, i, &length));
    return width;
}

static bool is_space(uint32_t point)
{
    return point == ' ' || point == '\n' || point == '\t';
}

static bool is_wide(uint32_t point)
{
    return point >= 0x2E80 && point_width(point) >= WIDE;
}

static bool is_among(uint32_t point, struct text marks)
{
    for (size_t i = 0, length; i < marks.length; i += length)
        if (point_at(marks, i, &length) == point)
            return true;
    return false;
}

/* Whether a line may end between two characters, neither of them a space (JIS X 4051, in small). */
static bool may_break(uint32_t before, uint32_t after)
{
    const struct text closing = TEXT("、。，．・：；！？）］｝」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜");
    const struct text opening = TEXT("（［｛「『【〔〈《");

    if (is_among(before, TEXT("-/_")))
        return true;
    if (point_width(after) == 0 || before == ZERO_WIDTH_JOINER)
        return false;
    return (is_wide(before) || is_wide(after)) && !is_among(after, closing) && !is_among(before, opening);
}

/* A line that begins at 0: its length, and where the next one begins. */
struct line {
    size_t length, next;
};

static struct line line_take(struct text t, int width)
{
    struct line fit = { 0 };
    uint32_t before = ' ';
    int taken = 0;

    for (size_t i = 0, length; i < t.length; i += length) {
        uint32_t point = point_at(t, i, &length);

        if (is_space(point) && !is_space(before))
            fit = (struct line){ i, i };
        if (!is_space(point) && i > 0 && !is_space(before) && may_break(before, point))
            fit = (struct line){ i, i };
        taken += point_width(point);
        if (taken > width && i > 0 && !is_space(point))
            return fit.length ? fit : (struct line){ i, i };
        before = point;
    }
    return (struct line){ t.length, t.length };
}

static struct text without_spaces(struct text t)
{
    while (t.length && is_space((unsigned char)t.at[0]))
        t = text_from(t, 1);
    while (t.length && is_space((unsigned char)t.at[t.length - 1]))
        t.length--;
    return t;
}

size_t text_wrap(struct text t, int width, struct text *out_lines, size_t max, bool *out_cut)
{
    size_t count = 0;

    *out_cut = false;
    for (t = without_spaces(t); t.length && count < max; count++) {
        struct line line = line_take(t, width);

        if (count + 1 == max && line.next < t.length) {
            line = line_take(t, width - ELLIPSIS);
            *out_cut = true;
        }
        out_lines[count] = without_spaces(text_first(t, line.length));
        t = without_spaces(text_from(t, line.next));
    }
    return count;
}
