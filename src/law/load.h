/* Law files -> tables. Those in the binary come first; the operator's lie over them, row by row. */
#ifndef LAW_LOAD_H
#define LAW_LOAD_H

#include "base/work.h"
#include "law/law.h"
#include "source/findings.h"

enum { LAW_FILES_MAX = 64, LAW_FILE_BYTES_MAX = 1 << 20 };

struct law_file {
    struct text name; /* for messages: "/etc/privacyd/law/US-CA.yaml" */
    struct text source;
    struct findings findings; /* of law_load */
};

/* The operator's files of a folder: every *.yaml in it, by name. No folder (the empty text): none.
 * Errors: IO when the folder or a file cannot be read; LIMIT for too many or too large ones. */
MUST_USE bool law_read_folder(struct work *w, struct text folder, struct law_file **out_files, size_t *out_count);

/* The shipped tables and, over them, those of `files`: a row of the same name is replaced. What is wrong in a file becomes findings of that
 * file; a file with errors counts for nothing, so that the shipped rows hold. Everything lies in the arena of w, which the sources must
 * outlive. Errors: LIMIT. */
MUST_USE bool law_load(struct work *w, struct law_file *files, size_t count, struct law *out_law);
/* Whether a file of the operator has errors. */
bool law_files_have_errors(const struct law_file *files, size_t count);
/* All findings of all files, as text for people; empty when there are none. */
MUST_USE bool law_files_report(struct work *w, const struct law_file *files, size_t count, struct text *out_text);

#endif
