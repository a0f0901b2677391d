/* test/tools/smtp_sink.py, a real SMTP server. It ends when `input` is closed. */
#ifndef SINK_H
#define SINK_H

#include "unit.h"

#include <sys/types.h>

struct sink {
    char *folder, url[64];
    pid_t process;
    int input;
};

/* `more` up to a NULL follows the folder on the command line. */
struct sink sink_start(const char *const *more);
void sink_stop(struct sink *s);
/* What a file of its folder holds now; empty when it is not there. Until the next call. */
struct text sink_file(const struct sink *s, const char *name);

#define SINK(...) sink_start((const char *const[]){ __VA_ARGS__ __VA_OPT__(,) NULL })

#endif
