/* The first start after a restore: the rows of a database that is older than what its tombstones know. */
#include "main/server_inside.h"

#include "main/log.h"
#include "store/runtime.h"
#include "subject/erase.h"
#include "vault/vault.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void no_end(struct work *w, void *state)
{
    (void)w, (void)state;
}

static bool find_mark(struct work *w, struct server *s, const char **out_path)
{
    struct text path;

    TRY(work_format(w, &path, "%s/restored", s->folder.path));
    *out_path = access(path.at, F_OK) == 0 ? path.at : NULL;
    return true;
}

bool restored_begin(struct work *w, struct server *s)
{
    CLEANUP(vault_key_list_free) struct vault_key_list tombs = { NULL, 0, 0 };
    struct restoring r = { .tombs = &tombs, .more = true };
    struct task task = { .class = TASK_SLOW, .step = restored_step, .end = no_end, .state = &r, .arena_bytes = SLICE_ARENA_BYTES, .actor = { ACTOR_SYSTEM, 0 } };
    const char *mark;

    TRY(find_mark(w, s, &mark));
    if (!mark)
        return true;
    TRY(vault_tombstones_read(w, s->folder.vault, &tombs));
    vault_key_list_sort(&tombs);
    for (; r.more; r.after = r.last)
        TRY(runtime_call(w, s->runtime, &task));
    s->restored_rows = r.rows;
    return true;
}

static bool fact_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct server *s = state;
    struct fact fact = fact_begin(w, FACT_RESTORED, 0);

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    fact.number = s->restored_rows;
    TRY(list_open(w));
    TRY(list_fact(w, fact, NULL));
    *out_next = TASK_COMMIT;
    return true;
}

/* The mark goes last: whatever interrupts this, it is done again. */
bool restored_end(struct work *w, struct server *s)
{
    struct task task = { .class = TASK_SLOW, .step = fact_step, .end = no_end, .state = s, .actor = { ACTOR_SYSTEM, 0 } };
    const char *mark;

    TRY(find_mark(w, s, &mark));
    if (!mark)
        return true;
    TRY(runtime_call(w, s->runtime, &task));
    if (unlink(mark) != 0)
        FAIL(w, ERR_IO, "%s cannot be removed: %s", mark, strerror(errno));
    log_note(w->now, "the data directory came out of a backup; rows of destroyed keys that were put to their end again: %lld", (long long)s->restored_rows);
    return true;
}
