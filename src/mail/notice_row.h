/* The row of a notice: read, opened, ended, and its key destroyed. */
#ifndef MAIL_NOTICE_ROW_H
#define MAIL_NOTICE_ROW_H

#include "mail/letter.h"
#include "mail/notice.h"
#include "store/slice.h"

/* What a sealed notice is bound to; as in collect/record.h, and never reused either. */
enum { TABLE_NOTICE = 2, GROUP_LETTER = 1, CLASS_NOTICE = 2 };

struct notice_row {
    int64_t key, subject;
    enum notice_kind kind;
    struct record_id uid;
    int state; /* 0 live */
    struct text sealed, address; /* keyed hash of the address */
    struct id subject_uid; /* all zero: of nobody */
};

MUST_USE bool notice_row_find(struct work *w, int64_t key, struct notice_row *out_row, bool *out_found);
/* Errors: KEY_GONE, TAMPERED, UNAVAILABLE (another seal key). */
MUST_USE bool notice_row_open(struct work *w, struct vault *v, const struct notice_row *row, struct letter *out_letter);
/* Adds to the list that its key goes; one that is on its way out already stays so. */
MUST_USE bool notice_row_end(struct work *w, int64_t key);

/* Destroys the keys of notices that have ended: a step for struct task, state is a struct slice. The intent was committed with the end. */
MUST_USE bool notice_shred_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
