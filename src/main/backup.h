/* Backup and restore of a data directory in two parts that never lie in one folder: the database, and the keys with the tombstones. Who was
 * erased after a backup stays erased after its restore: the tombstones tell, and they lie at a third place too (setting backup.tombstones). */
#ifndef MAIN_BACKUP_H
#define MAIN_BACKUP_H

#include "cli/command.h"

/* While a server runs, or without one. Either path may be NULL; the database is taken first, so that no key of its rows is missing. Errors:
 * INVALID (both in one folder), CONFLICT (a path is taken), UNAVAILABLE (disk full), IO. */
MUST_USE bool backup_make(struct work *w, const struct config *config, const char *to, const char *keys_to);
/* Both parts, checked, as a data directory at a path that is not there yet; keys NULL: without them. */
MUST_USE bool backup_unpack(struct work *w, const char *from, const char *keys, const char *to);
/* How old the keys of a part are, in days; a part that is older than OWN_TRACE_DAYS must not be there any more. */
MUST_USE bool backup_keys_age(struct work *w, const char *keys, int64_t *out_days);

/* A new data directory out of both parts, with everything that tombstones from after the backup tell of destroyed again. They are looked for in
 * the key part, at backup.tombstones, in the former data directory and at r->tombstones; without one of the last three the restore is refused
 * unless r->accepts_returned. The rows are put in order by the next start (the file `restored`). Errors as above. */
MUST_USE bool backup_restore(struct work *w, const struct config *config, const struct cli_restore *r, struct cli_restored *out_restored);

#endif
