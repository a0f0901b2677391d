#include "net/sink.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_sink(int input, int output, char **arguments)
{
    dup2(input, 0);
    dup2(output, 1);
    execv("/usr/bin/python3", arguments);
    _exit(127);
}

struct sink sink_start(const char *const *more)
{
    struct sink s = { .folder = unit_folder() };
    char *arguments[16] = { "python3", (char *)unit_source_path("test/tools/smtp_sink.py"), s.folder };
    int in[2], out[2], port = 0;
    FILE *lines;

    for (int i = 0; more[i]; i++)
        arguments[3 + i] = (char *)more[i];
    assert_int_equal(0, pipe2(in, O_CLOEXEC));
    assert_int_equal(0, pipe2(out, O_CLOEXEC));
    s.process = fork();
    assert_true(s.process >= 0);
    if (s.process == 0)
        run_sink(in[0], out[1], arguments);
    close(in[0]);
    close(out[1]);
    s.input = in[1];
    lines = fdopen(out[0], "r");
    assert_int_equal(1, fscanf(lines, "%d", &port));
    fclose(lines);
    snprintf(s.url, sizeof s.url, "smtp://127.0.0.1:%d", port);
    return s;
}

void sink_stop(struct sink *s)
{
    close(s->input);
    waitpid(s->process, NULL, 0);
    unit_folder_remove(&s->folder);
}

struct text sink_file(const struct sink *s, const char *name)
{
    static char bytes[1 << 20];
    char path[512];
    FILE *file;
    size_t length = 0;

    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    file = fopen(path, "rb");
    if (file) {
        length = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
    }
    return text_of_bytes(bytes, length);
}

