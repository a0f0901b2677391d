/* The log: one line an event on standard error, logfmt. No personal data by construction: routes instead of paths, no addresses, no queries;
 * messages of errors hold ids and names of settings only. */
#ifndef MAIN_LOG_H
#define MAIN_LOG_H

#include "base/work.h"

/* at=... route="POST /in/{}" status=303 ms=4 */
void log_request(struct instant at, const char *method, const char *route, int status, int64_t ms);
/* at=... error=CONFLICT where="gate_decide:41 < collect_step:77" message="..." */
void log_error(struct instant at, const char *what, const struct error *err);
void log_note(struct instant at, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
