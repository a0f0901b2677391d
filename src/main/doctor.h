/* privacyd doctor: what would stop the server, or what nobody would notice, each with the command that mends it. Looks only; at most a few seconds. */
#ifndef MAIN_DOCTOR_H
#define MAIN_DOCTOR_H

#include "cli/command.h"

/* Runs every check; at most `max` of them. */
MUST_USE bool doctor_look(struct work *w, const struct config *config, struct diagnosis *out_diagnoses, size_t max, size_t *out_count);

#endif
