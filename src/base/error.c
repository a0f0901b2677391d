#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[ERR_CODES] = {
    [ERR_NONE] = "NONE",
    [ERR_INVALID] = "INVALID",
    [ERR_NOT_FOUND] = "NOT_FOUND",
    [ERR_REFUSED] = "REFUSED",
    [ERR_CONFLICT] = "CONFLICT",
    [ERR_LIMIT] = "LIMIT",
    [ERR_UNAVAILABLE] = "UNAVAILABLE",
    [ERR_UNCERTAIN] = "UNCERTAIN",
    [ERR_KEY_GONE] = "KEY_GONE",
    [ERR_TAMPERED] = "TAMPERED",
    [ERR_IO] = "IO",
    [ERR_UNSUPPORTED] = "UNSUPPORTED",
};

const char *error_name(enum error_code code)
{
    return (unsigned)code < ERR_CODES ? names[code] : "UNKNOWN";
}

bool error_set(struct error *err, enum error_code code, const char *function, int line, const char *format, ...)
{
    va_list arguments;

    err->code = code;
    err->steps = 0;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return error_pass(err, function, line);
}

bool error_pass(struct error *err, const char *function, int line)
{
    must(err->code != ERR_NONE); /* a function said false and set no error */
    if (err->steps < ERROR_TRAIL_MAX)
        err->trail[err->steps++] = (struct error_step){ function, line };
    return false;
}

void error_clear(struct error *err)
{
    memset(err, 0, sizeof *err);
}

void must_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "privacyd: broken assumption at %s:%d: %s\n", file, line, condition);
    abort();
}
