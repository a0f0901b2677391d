/* The parser of reports that mail systems send back. */
#include "base/work.h"
#include "mail/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(8 << 20) };
    struct mail_report r;

    must(w.arena);
    if (mail_report_parse(&w, text_of_bytes(bytes, length), &r))
        must(r.kind >= REPORT_NONE && r.kind <= REPORT_COMPLAINT);
    arena_destroy(&w.arena);
    return 0;
}
