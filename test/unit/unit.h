/* What unit tests share: cmocka with its preludes, and a unit of work to give to the functions under test. */
#ifndef UNIT_H
#define UNIT_H

#include "base/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* now = 2026-03-01T12:00:00Z, randomness from a fixed seed, 16 MiB of arena. */
struct work *unit_work(void);
void unit_work_end(struct work **w);
/* Opens a path below the project's own folder. */
const char *unit_source_path(const char *relative);
/* A new empty folder below $TMPDIR, removed with all it holds by unit_folder_remove. */
char *unit_folder(void);
void unit_folder_remove(char **folder);

#define assert_ok(w, call)                                                                                              \
    do {                                                                                                                \
        if (!(call))                                                                                                    \
            fail_msg("%s: %s: %s", #call, error_name((w)->err.code), (w)->err.message);                                 \
    } while (0)
#define assert_error(w, expected, call)                                      \
    do {                                                                     \
        error_clear(&(w)->err);                                              \
        assert_false(call);                                                  \
        assert_string_equal(error_name((w)->err.code), error_name(expected)); \
    } while (0)
#define assert_text(expected, got)                                                                             \
    do {                                                                                                       \
        struct text got_ = (got), expected_ = text_of(expected);                                               \
        if (!text_equal(got_, expected_))                                                                      \
            fail_msg("expected \"%.*s\", got \"%.*s\"", TEXT_ARGS(expected_), TEXT_ARGS(got_));                 \
    } while (0)

#endif
