/* One part of a backup: a folder of files with a manifest. Made beside its name and renamed when it is whole and durable, so that what has the
 * name is whole; what a kill leaves has another name and no manifest. */
#ifndef MAIN_BACKUP_PART_H
#define MAIN_BACKUP_PART_H

#include "base/work.h"

enum { BACKUP_FILES_MAX = 4200, BACKUP_PATH_MAX = 1024, BACKUP_NAME_MAX = 32 };

enum backup_kind { BACKUP_DATABASE, BACKUP_KEYS };

struct backup_file {
    char name[BACKUP_NAME_MAX];
    uint64_t bytes;
    char sha256[65];
};

struct backup_part {
    enum backup_kind kind;
    struct instant made;
    char path[BACKUP_PATH_MAX]; /* without slash at its end */
    char work[BACKUP_PATH_MAX + 8]; /* where it is made */
    struct backup_file *files; /* in the arena */
    size_t count;
};

/* Makes the folder in which the part grows. Errors: CONFLICT when something stands at the path: nothing is ever overwritten; IO. */
MUST_USE bool backup_part_begin(struct work *w, enum backup_kind kind, const char *path, struct backup_part *out_part);
/* Copies a file into the part. One that is being written to is read until two readings of each block agree. Errors: UNAVAILABLE (disk full), IO. */
MUST_USE bool backup_part_add(struct work *w, struct backup_part *p, const char *from, const char *name);
/* A file that stands in the folder already. */
MUST_USE bool backup_part_note(struct work *w, struct backup_part *p, const char *name);
/* Manifest, syncs, and the name. */
MUST_USE bool backup_part_end(struct work *w, struct backup_part *p);
/* After a failure: what was made goes. */
void backup_part_drop(struct backup_part *p);

/* Reads the manifest and every byte. Errors: NOT_FOUND (no manifest: no whole backup), INVALID (not a part of that kind), TAMPERED (a file is
 * not what the manifest says), IO. */
MUST_USE bool backup_part_check(struct work *w, enum backup_kind kind, const char *path, struct backup_part *out_part);
/* Copies a checked part's files into a folder. */
MUST_USE bool backup_part_unpack(struct work *w, const struct backup_part *p, const char *to);
/* Removes a folder with the files in it. */
void backup_remove(const char *path);

#endif
