#include "base/work.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int64_t actor_number(struct actor a)
{
    return ((int64_t)a.kind << 32) + a.number;
}

void *work_take(struct work *w, size_t size, size_t count)
{
    size_t total;
    void *piece = NULL;

    if (!__builtin_mul_overflow(size, count, &total))
        piece = arena_take(w->arena, total ? total : 1);
    if (!piece)
        error_set(&w->err, ERR_LIMIT, __func__, __LINE__, "the unit of work needs more memory than it may have");
    return piece;
}

bool work_copy(struct work *w, struct text t, struct text *out_copy)
{
    char *copy = work_take(w, 1, t.length + 1);

    if (!copy)
        return false;
    if (t.length)
        memcpy(copy, t.at, t.length);
    *out_copy = (struct text){ copy, t.length };
    return true;
}

bool work_draft(struct work *w, size_t size, struct draft *out_draft)
{
    char *memory = work_take(w, 1, size);

    if (!memory)
        return false;
    *out_draft = draft_in(memory, size);
    return true;
}

struct text work_draft_end(struct work *w, struct draft *d)
{
    arena_trim(w->arena, d->at, d->size, d->length);
    d->size = d->length;
    return draft_text(d);
}

bool work_format(struct work *w, struct text *out_text, const char *format, ...)
{
    char line[4096];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof line)
        FAIL(w, ERR_LIMIT, "formatted text is longer than 4 KiB");
    return work_copy(w, text_of_bytes(line, (size_t)length), out_text);
}
