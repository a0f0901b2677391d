/* Runs a fuzz target over the files of a folder: what a fuzzer once found is tried again in every check. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(1 << 20);
    size_t length;

    if (!file || !bytes) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 1;
}

int main(int count, char **arguments)
{
    DIR *folder = count == 2 ? opendir(arguments[1]) : NULL;
    struct dirent *entry;
    char path[4096];
    int files = 0;

    if (!folder) {
        fprintf(stderr, "usage: %s CORPUS\n", arguments[0]);
        return 2;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name);
        files += replay(path);
    }
    closedir(folder);
    if (files == 0) {
        fprintf(stderr, "%s holds no inputs\n", arguments[1]);
        return 1;
    }
    printf("1..1\nok 1 - %d inputs replayed\n", files);
    return 0;
}
