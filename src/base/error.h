/* Errors: what went wrong, for whom, and the trail on which it came up.
 *
 * Functions that can fail return bool and are MUST_USE; false means that w->err is set. A code exists when a caller acts on it
 * differently. The message is for the operator: it holds ids and names of keys in files, never personal data. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(place, first) __attribute__((__format__(__printf__, place, first)))

enum error_code {
    ERR_NONE = 0,
    ERR_INVALID,     /* the input is wrong; the caller must change it */
    ERR_NOT_FOUND,   /* what was named is not there */
    ERR_REFUSED,     /* the policy, a limit of rights or a credential says no */
    ERR_CONFLICT,    /* somebody else was first: run the unit again */
    ERR_LIMIT,       /* larger than a unit of work may be; nothing was written */
    ERR_UNAVAILABLE, /* cannot be done now, may be later; nothing was written */
    ERR_UNCERTAIN,   /* the other side may or may not have done it */
    ERR_KEY_GONE,    /* the key was shredded: the data no longer exist */
    ERR_TAMPERED,    /* stored bytes fail their check */
    ERR_IO,          /* the operating system or the database failed */
    ERR_UNSUPPORTED, /* a format or version that this program does not know */
    ERR_CODES
};

struct error_step {
    const char *function;
    int line;
};

enum { ERROR_MESSAGE_MAX = 320, ERROR_TRAIL_MAX = 12 };

struct error {
    enum error_code code;
    int steps;
    struct error_step trail[ERROR_TRAIL_MAX];
    char message[ERROR_MESSAGE_MAX];
};

/* The name of a code, for logs: "CONFLICT". Never NULL. */
const char *error_name(enum error_code code);

/* Makes the error and returns false. Use FAIL, which adds the place. */
bool error_set(struct error *err, enum error_code code, const char *function, int line, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* Notes one more place on the way up and returns false. Use TRY. */
bool error_pass(struct error *err, const char *function, int line);

void error_clear(struct error *err);

/* FAIL(w, ERR_CONFLICT, "record %s is already swept", id): leaves the function with the error set. */
#define FAIL(w, code, ...)                                                          \
    do {                                                                            \
        error_set(&(w)->err, (code), __func__, __LINE__, __VA_ARGS__);              \
        return false;                                                               \
    } while (0)

/* TRY(f(w, ...)): goes on when f succeeded, else hands the error up. The unit must be called w. */
#define TRY(call)                                                \
    do {                                                         \
        if (!(call)) {                                           \
            error_pass(&w->err, __func__, __LINE__);             \
            return false;                                        \
        }                                                        \
    } while (0)

/* For our own mistakes only, on in production: prints the place and ends the process. */
#define must(condition) ((condition) ? (void)0 : must_failed(#condition, __FILE__, __LINE__))
_Noreturn void must_failed(const char *condition, const char *file, int line);

/* The variable owns something: `closer` is called with its address when it leaves scope. */
#define CLEANUP(closer) __attribute__((cleanup(closer)))
/* Hands ownership on: gives the pointer and leaves NULL behind. */
#define TAKE(pointer)                    \
    (__extension__({                     \
        __typeof__(pointer) taken_ = (pointer); \
        (pointer) = NULL;                \
        taken_;                          \
    }))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
