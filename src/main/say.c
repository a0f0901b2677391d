#include "main/say.h"

#include <stdarg.h>
#include <stdio.h>

/* Some of it was written by others, and goes to a terminal: no control characters, neither of ASCII nor U+0080 to U+009F. */
static void clean(char *words)
{
    unsigned char *to = (unsigned char *)words;

    for (const unsigned char *at = to; *at; at++) {
        bool is_c1 = at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f;
        *to++ = *at < ' ' || *at == 0x7f || is_c1 ? '?' : *at;
        at += is_c1;
    }
    *to = '\0';
}

void say(struct diagnosis *d, enum diagnosis_state state, const char *format, ...)
{
    va_list arguments;

    d->state = state;
    va_start(arguments, format);
    vsnprintf(d->words, sizeof d->words, format, arguments);
    va_end(arguments);
    clean(d->words);
}

void mend(struct diagnosis *d, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(d->mend, sizeof d->mend, format, arguments);
    va_end(arguments);
    clean(d->mend);
}

void say_error(struct work *w, struct diagnosis *d)
{
    say(d, DIAGNOSIS_WRONG, "%s", w->err.message);
    error_clear(&w->err);
}
