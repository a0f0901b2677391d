#include "source/width.h"

#include "source/lines.h"

static uint32_t number_of(struct text t)
{
    size_t length = t.length;
    uint32_t point = length == 1 ? (unsigned char)t.at[0] : (unsigned char)t.at[0] & (0xFFu >> (length + 1));

    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)t.at[i] & 0x3F);
    return point;
}

/* The blocks of East Asian wide characters and of combining marks, as far as policies use them. */
int width_of_point(struct text t)
{
    static const struct {
        uint32_t first, last;
        int width;
    } ranges[] = {
        { 0x0300, 0x036F, 0 }, { 0x1100, 0x115F, 2 }, { 0x200B, 0x200F, 0 }, { 0x20D0, 0x20FF, 0 }, { 0x2E80, 0x303E, 2 }, { 0x3041, 0x3098, 2 },
        { 0x3099, 0x309A, 0 }, { 0x309B, 0xA4CF, 2 }, { 0xAC00, 0xD7A3, 2 }, { 0xF900, 0xFAFF, 2 }, { 0xFE00, 0xFE0F, 0 }, { 0xFE30, 0xFE6F, 2 },
        { 0xFF00, 0xFF60, 2 }, { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1FAFF, 2 }, { 0x20000, 0x3FFFD, 2 },
    };
    uint32_t point = number_of(t);

    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return ranges[i].width;
    return 1;
}

int width_of_text(struct text t)
{
    int width = 0;

    for (size_t i = 0; i < t.length;) {
        size_t step = lines_step(text_from(t, i));
        width += width_of_point(text_first(text_from(t, i), step));
        i += step;
    }
    return width;
}
