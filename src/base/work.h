/* The unit of work: everything done for one HTTP request, one slice of a job or one command.
 *
 * Always the first parameter, called w. It stays closed: arena, error, moment, randomness, actor, site, pinned policy version, snapshot
 * and write list; no other state of the domain. All rows of one act carry the same moment. Memory comes from the arena and is wiped when
 * the unit ends; nothing that lives longer keeps a pointer into it. A unit never holds the writer: it reads from its snapshot and collects
 * writes (store/list.h). */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/random.h"
#include "base/text.h"

struct sql_connection; /* sql/sql.h */
struct write_list;     /* store/list.h */
struct site;           /* policy/site.h */
struct policy;         /* policy/model.h */

enum actor_kind {
    ACTOR_NOBODY = 0, /* a visitor */
    ACTOR_PROGRAM,    /* an API key; number = its row */
    ACTOR_OPERATOR,   /* over the control socket; number = uid of the peer */
    ACTOR_SYSTEM,     /* our own jobs */
};

struct actor {
    enum actor_kind kind;
    int64_t number;
};

/* Both in one number, as facts carry it: kind * 2^32 + number. */
int64_t actor_number(struct actor a);

/* A point on the monotonic clock, for timeouts only; the legal clock is struct instant. */
struct moment {
    int64_t ms;
};

struct work {
    struct arena *arena;
    struct error err;
    struct instant now;
    struct random random;
    struct actor actor;
    const struct site *site;
    const struct policy *policy;
    struct sql_connection *snapshot;
    struct write_list *writes;
};

/* Zeroed memory for `count` things of a type; NULL with ERR_LIMIT set. */
#define WORK_NEW(w, type, count) ((type *)work_take((w), sizeof(type), (count)))
void *work_take(struct work *w, size_t size, size_t count);

/* A copy in the arena, with a NUL behind it. */
MUST_USE bool work_copy(struct work *w, struct text t, struct text *out_copy);
/* A draft of at most `size` bytes in the arena. */
MUST_USE bool work_draft(struct work *w, size_t size, struct draft *out_draft);
/* What a draft of work_draft holds. The memory behind it goes back when nothing was taken since. */
struct text work_draft_end(struct work *w, struct draft *d);
/* Formatted text in the arena, at most 4 KiB. */
MUST_USE bool work_format(struct work *w, struct text *out_text, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
