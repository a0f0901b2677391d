/* Runs a fuzz target over the files of some folders: what a fuzzer once found is tried again in every check. */
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

static int replay_folder(const char *name)
{
    DIR *folder = opendir(name);
    struct dirent *entry;
    char path[4096];
    int files = 0;

    if (!folder) {
        fprintf(stderr, "%s: cannot be opened\n", name);
        exit(2);
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_type != DT_REG || entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
        files += replay(path);
    }
    closedir(folder);
    if (files == 0) {
        fprintf(stderr, "%s holds no inputs\n", name);
        exit(1);
    }
    return files;
}

int main(int count, char **arguments)
{
    int files = 0;

    if (count < 2) {
        fprintf(stderr, "usage: %s CORPUS...\n", arguments[0]);
        return 2;
    }
    for (int i = 1; i < count; i++)
        files += replay_folder(arguments[i]);
    printf("1..1\nok 1 - %d inputs replayed\n", files);
    return 0;
}
