/* What a check of the doctor writes down. */
#ifndef MAIN_SAY_H
#define MAIN_SAY_H

#include "cli/command.h"

void say(struct diagnosis *d, enum diagnosis_state state, const char *format, ...) PRINTF_LIKE(3, 4);
/* The command or record that mends it. */
void mend(struct diagnosis *d, const char *format, ...) PRINTF_LIKE(2, 3);
/* What a call of ours has to say is the diagnosis; w->err is empty again. */
void say_error(struct work *w, struct diagnosis *d);

#endif
