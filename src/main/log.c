#include "main/log.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_MAX_BYTES = 2048 };

static struct draft line_open(char memory[LINE_MAX_BYTES], struct instant at)
{
    struct draft d = draft_in(memory, LINE_MAX_BYTES - 1);

    draft_add(&d, TEXT("at="));
    draft_instant(&d, at);
    return d;
}

/* Quotes a value so that one event stays one line: control characters cannot forge another. */
static void quoted(struct draft *d, const char *key, const char *value)
{
    draft_addf(d, " %s=\"", key);
    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;
        if (c == '"' || c == '\\')
            draft_byte(d, '\\');
        draft_byte(d, c < 0x20 || c == 0x7f ? '?' : (char)c);
    }
    draft_byte(d, '"');
}

static void line_write(struct draft *d)
{
    d->at[d->length] = '\n';
    fwrite(d->at, 1, d->length + 1, stderr);
}

void log_request(struct instant at, const char *method, const char *route, int status, int64_t ms)
{
    char memory[LINE_MAX_BYTES];
    struct draft d = line_open(memory, at);

    draft_addf(&d, " method=%s", method);
    quoted(&d, "route", route);
    draft_addf(&d, " status=%d ms=%lld", status, (long long)ms);
    line_write(&d);
}

void log_error(struct instant at, const char *what, const struct error *err)
{
    char memory[LINE_MAX_BYTES], where[512];
    struct draft d = line_open(memory, at), trail = draft_in(where, sizeof where - 1);

    for (int i = 0; i < err->steps && i < ERROR_TRAIL_MAX; i++)
        draft_addf(&trail, "%s%s:%d", i ? " < " : "", err->trail[i].function, err->trail[i].line);
    where[trail.length] = 0;
    quoted(&d, "what", what);
    draft_addf(&d, " error=%s", error_name(err->code));
    quoted(&d, "message", err->message);
    quoted(&d, "where", where);
    line_write(&d);
}

void log_note(struct instant at, const char *format, ...)
{
    char memory[LINE_MAX_BYTES], words[1024];
    struct draft d = line_open(memory, at);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    quoted(&d, "note", words);
    line_write(&d);
}
