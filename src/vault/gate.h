/* The file-system gate: whether overwriting a file in place leaves no old copy (security 4.5). ext4 (ordered) and xfs do; btrfs only with
 * NOCOW on the file; overlay, tmpfs, ZFS, network file systems and ext4 data=journal do not. */
#ifndef VAULT_GATE_H
#define VAULT_GATE_H

#include "base/work.h"

/* The name of the file system goes to out_name. Errors: UNSUPPORTED, saying which file system it is and what would be right. */
MUST_USE bool gate_filesystem(struct work *w, const char *folder, char out_name[16]);

#endif
