/* The operator's law files, out of a folder. */
#include "law/load.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void folder_close(DIR **folder)
{
    if (*folder)
        closedir(*folder);
}

static void file_close(int *file)
{
    if (*file >= 0)
        close(*file);
}

static bool read_file(struct work *w, struct text path, struct text *out_source)
{
    CLEANUP(file_close) int file = open(path.at, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO would never open */
    ssize_t got = 0, part = 0;
    struct stat s;
    char *bytes;

    if (file < 0 || fstat(file, &s) != 0)
        FAIL(w, ERR_IO, "%s cannot be read: %s", path.at, strerror(errno));
    if (!S_ISREG(s.st_mode) || s.st_size > LAW_FILE_BYTES_MAX)
        FAIL(w, ERR_LIMIT, "%s is not a file of at most %d bytes", path.at, LAW_FILE_BYTES_MAX);
    bytes = work_take(w, 1, (size_t)s.st_size + 1);
    if (!bytes)
        return false;
    while (got < s.st_size && (part = read(file, bytes + got, (size_t)(s.st_size - got))) > 0)
        got += part;
    if (part < 0)
        FAIL(w, ERR_IO, "%s cannot be read: %s", path.at, strerror(errno));
    *out_source = text_of_bytes(bytes, (size_t)got);
    return true;
}

static bool is_law_file(struct text name)
{
    return text_ends(name, TEXT(".yaml")) && name.at[0] != '.';
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct law_file *)a)->name, ((const struct law_file *)b)->name);
}

bool law_read_folder(struct work *w, struct text folder, struct law_file **out_files, size_t *out_count)
{
    struct law_file *files = WORK_NEW(w, struct law_file, LAW_FILES_MAX);
    CLEANUP(folder_close) DIR *open_folder = NULL;
    struct dirent *entry;
    struct text path;
    size_t count = 0;

    if (!files)
        return false;
    TRY(work_copy(w, folder, &path));
    open_folder = folder.length ? opendir(path.at) : NULL;
    if (folder.length && !open_folder)
        FAIL(w, ERR_IO, "the folder of law files %s cannot be read: %s", path.at, strerror(errno));
    while (open_folder && (entry = readdir(open_folder)) != NULL) {
        if (!is_law_file(text_of(entry->d_name)))
            continue;
        if (count == LAW_FILES_MAX)
            FAIL(w, ERR_LIMIT, "%s holds more than %d law files", path.at, LAW_FILES_MAX);
        TRY(work_format(w, &files[count].name, "%s/%s", path.at, entry->d_name));
        TRY(read_file(w, files[count].name, &files[count].source));
        count++;
    }
    qsort(files, count, sizeof *files, by_name);
    *out_files = files;
    *out_count = count;
    return true;
}
