#include "vault/gate.h"

#include "vault/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

enum place { PLACE_NEVER, PLACE_EXT4, PLACE_XFS, PLACE_BTRFS };

/* Magic numbers of statfs(2). What is not listed is refused by number. */
static const struct {
    uint32_t magic;
    enum place place;
    const char *name;
} filesystems[] = {
    { 0x0000EF53, PLACE_EXT4, "ext4" },
    { 0x58465342, PLACE_XFS, "xfs" },
    { 0x9123683E, PLACE_BTRFS, "btrfs" },
    { 0x794C7630, PLACE_NEVER, "overlay" },
    { 0x01021994, PLACE_NEVER, "tmpfs" },
    { 0x858458F6, PLACE_NEVER, "ramfs" },
    { 0x2FC12FC1, PLACE_NEVER, "zfs" },
    { 0xCA451A4E, PLACE_NEVER, "bcachefs" },
    { 0xF2F52010, PLACE_NEVER, "f2fs" },
    { 0x00006969, PLACE_NEVER, "nfs" },
    { 0xFF534D42, PLACE_NEVER, "cifs" },
    { 0xFE534D42, PLACE_NEVER, "smb2" },
    { 0x65735546, PLACE_NEVER, "fuse" },
    { 0x01021997, PLACE_NEVER, "9p" },
    { 0x00C36400, PLACE_NEVER, "ceph" },
};

#define RIGHT "what is right: ext4 without data=journal, xfs, or btrfs with NOCOW; or set vault.filesystem: weaker, and the policy page says so"

static enum place place_of(uint32_t magic, char out_name[16])
{
    for (size_t i = 0; i < COUNT_OF(filesystems); i++)
        if (filesystems[i].magic == magic) {
            snprintf(out_name, 16, "%s", filesystems[i].name);
            return filesystems[i].place;
        }
    snprintf(out_name, 16, "0x%08X", magic);
    return PLACE_NEVER;
}

static bool read_mounts(struct work *w, struct text *out_table)
{
    enum { TABLE_MAX = 256 * 1024 };
    char *table = WORK_NEW(w, char, TABLE_MAX);
    int fd = table ? open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC) : -1;
    ssize_t got;
    size_t length = 0;

    if (!table)
        return false;
    if (fd < 0)
        FAIL(w, ERR_UNSUPPORTED, "/proc/self/mountinfo cannot be read, so nobody can tell whether the key folder lies on ext4 with data=journal");
    while (length < TABLE_MAX && (got = read(fd, table + length, TABLE_MAX - length)) > 0)
        length += (size_t)got;
    close(fd);
    *out_table = text_of_bytes(table, length);
    return true;
}

/* With data=journal every overwritten block has a copy in the journal; the magic number does not tell. */
static bool check_ext4(struct work *w, const char *folder, dev_t device, int flags)
{
    struct text table, options;

    if (flags & FS_JOURNAL_DATA_FL)
        FAIL(w, ERR_UNSUPPORTED, "%s has the attribute j (data journalling), which keeps old copies of keys: run chattr -j; %s", folder, RIGHT);
    TRY(read_mounts(w, &table));
    if (!mount_find(table, major(device), minor(device), &options))
        FAIL(w, ERR_UNSUPPORTED, "the mount of %s is not listed in /proc/self/mountinfo, so data=journal cannot be ruled out; %s", folder, RIGHT);
    if (mount_has(options, TEXT("data=journal")))
        FAIL(w, ERR_UNSUPPORTED, "%s lies on ext4 with data=journal, which keeps old copies of keys in the journal; %s", folder, RIGHT);
    return true;
}

static bool check_place(struct work *w, const char *folder, enum place place, const char *name, dev_t device, int flags)
{
    switch (place) {
    case PLACE_EXT4:
        return check_ext4(w, folder, device, flags);
    case PLACE_XFS:
        return true;
    case PLACE_BTRFS:
        if (flags & FS_NOCOW_FL)
            return true;
        FAIL(w, ERR_UNSUPPORTED, "%s lies on btrfs with copy-on-write, which keeps old copies of keys: run chattr +C on the empty folder; %s", folder, RIGHT);
    case PLACE_NEVER:
        break;
    }
    FAIL(w, ERR_UNSUPPORTED, "%s lies on %s, which may keep old copies of an overwritten key; %s", folder, name, RIGHT);
}

bool gate_filesystem(struct work *w, const char *folder, char out_name[16])
{
    struct statfs system;
    struct stat status;
    enum place place;
    int flags = 0, fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool known;

    if (fd < 0)
        FAIL(w, ERR_IO, "cannot open the key folder %s: %s", folder, strerror(errno));
    known = fstatfs(fd, &system) == 0 && fstat(fd, &status) == 0;
    if (known && ioctl(fd, FS_IOC_GETFLAGS, &flags) != 0)
        flags = 0; /* a file system without attributes has none that hurt; btrfs always has them */
    close(fd);
    if (!known)
        FAIL(w, ERR_IO, "cannot learn the file system of %s: %s", folder, strerror(errno));
    place = place_of((uint32_t)system.f_type, out_name);
    return check_place(w, folder, place, out_name, status.st_dev, flags);
}
