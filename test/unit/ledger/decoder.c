#include "decoder.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(char *const arguments[])
{
    char *environment[] = { NULL };
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status, failed;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    failed = posix_spawn(&child, "/usr/bin/python3", &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    if (failed || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

void decoder_or_skip(void)
{
    char *arguments[] = { "python3", "-c", "import cryptography.hazmat.primitives.asymmetric.ed25519", NULL };

    if (run(arguments) != 0) {
        print_message("SKIP decoder: python3-cryptography is not installed\n");
        skip();
    }
}

int decoder_run(const char *script, const char *first, const char *second)
{
    char path[4096];
    char *arguments[] = { "python3", path, (char *)first, (char *)second, NULL };

    snprintf(path, sizeof path, "%s/%s", unit_source_path("test/decoder"), script);
    return run(arguments);
}

void decoder_write(const char *folder, const char *name, struct text bytes)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *at = path + strlen(folder) + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = 0;
        mkdir(path, 0700);
        *at = '/';
    }
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
}
