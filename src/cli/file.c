/* Files that commands write for their users. Nothing secret stands in them. */
#include "cli/command.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

bool cli_make_folders(struct work *w, const char *path)
{
    char part[PATH_ROOM];

    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            FAIL(w, ERR_IO, "%s cannot be made: %s", part, strerror(errno));
    }
    return true;
}

bool cli_folder_empty(struct work *w, const char *path, bool *out_empty)
{
    DIR *folder = opendir(path);

    *out_empty = true;
    if (!folder && errno == ENOENT)
        return true;
    if (!folder)
        FAIL(w, ERR_IO, "%s cannot be looked into: %s", path, strerror(errno));
    for (const struct dirent *entry = readdir(folder); entry && *out_empty; entry = readdir(folder))
        *out_empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(folder);
    return true;
}

bool cli_write_file(int file, struct text bytes)
{
    while (bytes.length) {
        ssize_t part = write(file, bytes.at, bytes.length);
        if (part < 0 && errno == EINTR)
            continue;
        if (part <= 0)
            return false;
        bytes = text_from(bytes, (size_t)part);
    }
    return fsync(file) == 0;
}

bool cli_write_bytes(struct work *w, const char *path, struct text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool good;

    if (file < 0)
        FAIL(w, ERR_IO, "%s cannot be written: %s", path, strerror(errno));
    good = fchmod(file, 0644) == 0 && cli_write_file(file, bytes); /* whatever the umask of the program */
    if (close(file) != 0 || !good)
        FAIL(w, ERR_IO, "%s cannot be written: %s", path, strerror(errno));
    return true;
}
