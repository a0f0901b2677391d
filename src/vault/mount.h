/* The table of mounts, /proc/self/mountinfo (proc(5)): the options of one device. Pure: the text comes from the caller. */
#ifndef VAULT_MOUNT_H
#define VAULT_MOUNT_H

#include "base/text.h"

/* The options of the super block mounted from device major:minor; the last mount in the table counts. */
bool mount_find(struct text table, unsigned device_major, unsigned device_minor, struct text *out_options);
/* Whether a list of options holds exactly this one. */
bool mount_has(struct text options, struct text option);

#endif
