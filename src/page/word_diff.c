#include "page/word_diff.h"

#include <string.h>

enum { GAP_BYTES = 4, ALIKE_PERCENT = 30 };

struct words {
    struct text *list; /* each with the spaces that follow it */
    uint32_t *ids;
    bool *changed;
    size_t count;
};

/* --- words -------------------------------------------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Letters and digits of scripts that part words by spaces. */
static bool is_letter(uint32_t point)
{
    return (point >= '0' && point <= '9') || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z') || (point >= 0xC0 && !point_is_wide(point) && !(point >= 0x2000 && point <= 0x206F));
}

/* A run of letters, or one other character; then spaces. */
static struct text next_word(struct text *rest)
{
    struct text start = *rest, after = *rest;
    uint32_t point;
    bool letter;

    (void)text_cut_point(&after, &point);
    letter = is_letter(point);
    do
        *rest = after;
    while (letter && text_cut_point(&after, &point) && is_letter(point));
    while (rest->length && is_space(rest->at[0]))
        *rest = text_from(*rest, 1);
    return text_first(start, start.length - rest->length);
}

static struct text bare(struct text word)
{
    while (word.length > 1 && is_space(word.at[word.length - 1]))
        word.length--;
    return word;
}

static size_t count_words(struct text t, size_t most)
{
    size_t count = 0;

    for (; t.length && count <= most; count++)
        (void)next_word(&t);
    return count;
}

static bool cut_words(struct work *w, struct text t, size_t count, struct words *out_words)
{
    out_words->list = WORK_NEW(w, struct text, count + 1);
    out_words->ids = WORK_NEW(w, uint32_t, count + 1);
    out_words->changed = WORK_NEW(w, bool, count + 1);
    if (!out_words->list || !out_words->ids || !out_words->changed)
        return false;
    while (t.length)
        out_words->list[out_words->count++] = next_word(&t);
    return true;
}

/* --- equal words get equal numbers ------------------------------------------------------------------------------------------------------------------ */

struct dictionary {
    struct text *slots;
    size_t size; /* a power of two, at least twice what goes in */
};

static uint32_t hash_of(struct text t)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < t.length; i++)
        h = (h ^ (unsigned char)t.at[i]) * 16777619u;
    return h;
}

static uint32_t number_of(struct dictionary *d, struct text word)
{
    size_t slot = hash_of(word) & (d->size - 1);

    while (d->slots[slot].length && !text_equal(d->slots[slot], word))
        slot = (slot + 1) & (d->size - 1);
    d->slots[slot] = word;
    return (uint32_t)slot;
}

static bool number_words(struct work *w, struct words *a, struct words *b)
{
    struct dictionary d = { .size = 16 };

    while (d.size < 2 * (a->count + b->count))
        d.size *= 2;
    d.slots = WORK_NEW(w, struct text, d.size);
    if (!d.slots)
        return false;
    for (size_t i = 0; i < a->count; i++)
        a->ids[i] = number_of(&d, bare(a->list[i]));
    for (size_t i = 0; i < b->count; i++)
        b->ids[i] = number_of(&d, bare(b->list[i]));
    return true;
}

/* --- what a reader can follow ------------------------------------------------------------------------------------------------------------------------- */

/* A lonely word or sign that both happen to have between two changes is no help. Both walk along what they have in common. */
static void close_gaps(struct words *a, struct words *b)
{
    size_t i = 0, j = 0;
    bool before = false;

    while (i < a->count || j < b->count) {
        size_t i_end, j_end, bytes = 0;
        while ((i < a->count && a->changed[i]) || (j < b->count && b->changed[j])) {
            before = true;
            i += i < a->count && a->changed[i];
            j += j < b->count && b->changed[j];
        }
        for (i_end = i, j_end = j; i_end < a->count && j_end < b->count && !a->changed[i_end] && !b->changed[j_end]; i_end++, j_end++)
            bytes += bare(a->list[i_end]).length;
        if (before && bytes <= GAP_BYTES && (i_end < a->count || j_end < b->count)) {
            memset(a->changed + i, true, i_end - i);
            memset(b->changed + j, true, j_end - j);
        }
        i = i_end, j = j_end;
    }
}

static bool is_alike(const struct words *a, const struct words *b)
{
    size_t same = 0, most = a->count > b->count ? a->count : b->count;

    for (size_t i = 0; i < a->count; i++)
        same += !a->changed[i];
    return same * 100 >= most * ALIKE_PERCENT;
}

static size_t stretches_of(const struct words *words, struct stretch *list)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++) {
        if (count && list[count - 1].changed == words->changed[i])
            list[count - 1].text.length += words->list[i].length;
        else
            list[count++] = (struct stretch){ words->list[i], words->changed[i] };
    }
    return count;
}

static void as_a_whole(struct text before, struct text after, struct stretch *list, struct word_diff *out_diff)
{
    list[0] = (struct stretch){ before, true };
    list[1] = (struct stretch){ after, true };
    *out_diff = (struct word_diff){ &list[0], &list[1], before.length > 0, after.length > 0, true };
}

/* `list` has a place for every word of both. */
static bool compare(struct work *w, struct words *a, struct words *b, struct patience *patience, struct stretch *list, struct word_diff *out_diff)
{
    TRY(number_words(w, a, b));
    TRY(sequences_compare(w, (struct sequence){ a->ids, a->count }, (struct sequence){ b->ids, b->count }, patience, a->changed, b->changed));
    out_diff->whole = !is_alike(a, b);
    if (out_diff->whole)
        return true;
    close_gaps(a, b);
    out_diff->before = list;
    out_diff->before_count = stretches_of(a, list);
    out_diff->after = list + out_diff->before_count;
    out_diff->after_count = stretches_of(b, list + out_diff->before_count);
    return true;
}

bool word_diff_make(struct work *w, struct text before, struct text after, struct patience *patience, struct word_diff *out_diff)
{
    size_t before_count = count_words(before, DIFF_WORDS_MAX), after_count = count_words(after, DIFF_WORDS_MAX), most = before_count + after_count + 2;
    struct words a = { .count = 0 }, b = { .count = 0 };
    struct stretch *list = WORK_NEW(w, struct stretch, most);
    struct arena_mark mark = arena_mark(w->arena);

    *out_diff = (struct word_diff){ .whole = before_count > DIFF_WORDS_MAX || after_count > DIFF_WORDS_MAX };
    if (!list)
        return false;
    if (!out_diff->whole) {
        TRY(cut_words(w, before, before_count, &a));
        TRY(cut_words(w, after, after_count, &b));
        TRY(compare(w, &a, &b, patience, list, out_diff));
        arena_release(w->arena, mark); /* or a page of many long paragraphs would not fit into a unit */
    }
    if (out_diff->whole)
        as_a_whole(before, after, list, out_diff);
    arena_trim(w->arena, list, most * sizeof *list, (out_diff->before_count + out_diff->after_count + (out_diff->whole ? 2 : 0)) * sizeof *list);
    return true;
}
