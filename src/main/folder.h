/* The data directory: one server at a time, nobody else reads it. Holds privacyd.db, vault/, lock, control.sock and reserve
 * (store/reserve.h). */
#ifndef MAIN_FOLDER_H
#define MAIN_FOLDER_H

#include "base/work.h"

struct folder {
    int lock;          /* descriptor; -1 when not held */
    bool fresh;        /* it held no database when it was opened */
    char path[1024];
    char database[1100], vault[1100], control[1100], reserve[1100];
};

/* Makes the folder when it is missing (mode 0700), takes its lock. Errors: CONFLICT with the pid of the server that has it; INVALID when it
 * is no folder, is not ours, or others may read it (the message gives the chmod); IO; UNAVAILABLE when it cannot be written. */
MUST_USE bool folder_open(struct work *w, const char *path, struct folder *out_folder);
/* Names only, for commands that read beside a running server. Errors: NOT_FOUND when there is no database. */
MUST_USE bool folder_look(struct work *w, const char *path, struct folder *out_folder);
/* Names only, whether anything is there or not. */
MUST_USE bool folder_names(struct work *w, struct text path, struct folder *out_folder);
void folder_close(struct folder *f);

#endif
