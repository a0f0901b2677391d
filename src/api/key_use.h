/* On which day each API key was last used: noted in memory on the request's path, written by a job, so at most once a day for a key. What
 * a crash forgets, the next use notes again. */
#ifndef API_KEY_USE_H
#define API_KEY_USE_H

#include "api/key.h"
#include "store/slice.h"

struct key_uses;

struct key_uses *key_uses_create(void);
void key_uses_destroy(struct key_uses **u);
/* Any thread. Nothing when the key's row says the day already, or too many keys wait to be written. */
void key_use_note(struct key_uses *u, const struct api_key *key, struct day today);
/* A step for struct task with a struct slice: writes what was noted. */
MUST_USE bool key_use_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
