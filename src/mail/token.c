#include "mail/token.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 32 };

extern char **environ;

/* A token goes into one line of the login as it is. */
static bool is_token(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] <= 32 || t.at[i] == 127)
            return false;
    return t.length > 0 && t.length < TOKEN_MAX;
}

static bool parse_json(struct work *w, struct text printed, struct token *t)
{
    json_t *root = json_loadb(printed.at, printed.length, JSON_REJECT_DUPLICATES, NULL);
    json_t *value = json_object_get(root, "access_token"), *life = json_object_get(root, "expires_in");
    bool good = json_is_string(value) && work_copy(w, text_of_bytes(json_string_value(value), json_string_length(value)), &t->value);

    if (json_is_integer(life) && json_integer_value(life) > 0 && json_integer_value(life) < 366 * 86400)
        t->life = SPAN_SECONDS(json_integer_value(life));
    if (json_is_string(value))
        sodium_memzero((char *)(uintptr_t)json_string_value(value), json_string_length(value));
    json_decref(root);
    return good;
}

bool token_parse(struct work *w, struct text printed, struct token *out_token)
{
    struct token t = { .life = SPAN_SECONDS(TOKEN_LIFE_SECONDS) };
    bool good;

    printed = text_trim(printed);
    if (text_starts(printed, TEXT("{")))
        good = parse_json(w, printed, &t);
    else
        good = work_copy(w, printed, &t.value);
    if (!good || !is_token(t.value))
        FAIL(w, ERR_UNAVAILABLE, "mail.token_command printed no access token: a token alone on a line, or JSON with \"access_token\", is needed");
    *out_token = t;
    return true;
}

static bool split(struct work *w, struct text command, char *words[WORDS_MAX + 1])
{
    struct text rest = command, word, copy;
    int count = 0;

    while (text_cut(&rest, ' ', &word)) {
        if (word.length == 0)
            continue;
        if (count == WORDS_MAX)
            FAIL(w, ERR_INVALID, "mail.token_command has more than %d words", WORDS_MAX);
        TRY(work_copy(w, word, &copy));
        words[count++] = (char *)(uintptr_t)copy.at;
    }
    words[count] = NULL;
    if (count == 0 || words[0][0] != '/')
        FAIL(w, ERR_INVALID, "mail.token_command must begin with the full path of a program");
    return true;
}

/* The command with its output in a pipe; nothing else of ours is open in it. */
static bool start(struct work *w, char *const words[], pid_t *out_process, int *out_output)
{
    posix_spawn_file_actions_t actions;
    int ends[2], result;

    if (pipe2(ends, O_CLOEXEC) != 0)
        FAIL(w, ERR_UNAVAILABLE, "no pipe for mail.token_command: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    result = posix_spawn(out_process, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (result != 0) {
        close(ends[0]);
        FAIL(w, ERR_UNAVAILABLE, "mail.token_command: %s cannot be run: %s", words[0], strerror(result));
    }
    *out_output = ends[0];
    return true;
}

/* Up to the end of its output; false when the time is over before, or it prints too much. */
static bool read_all(int output, char *bytes, size_t size, size_t *out_length)
{
    struct itimerspec time = { .it_value.tv_sec = TOKEN_COMMAND_SECONDS };
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    struct pollfd watched[2] = { { .fd = output, .events = POLLIN }, { .fd = timer, .events = POLLIN } };
    ssize_t got = 1;

    *out_length = 0;
    if (timer < 0 || timerfd_settime(timer, 0, &time, NULL) != 0)
        got = -1;
    while (got > 0 && *out_length < size) {
        if (poll(watched, 2, -1) < 0 && errno == EINTR)
            continue;
        if (watched[1].revents || !watched[0].revents)
            break;
        got = read(output, bytes + *out_length, size - *out_length);
        *out_length += got > 0 ? (size_t)got : 0;
    }
    if (timer >= 0)
        close(timer);
    return got == 0;
}

bool token_fetch(struct work *w, struct text command, struct token *out_token)
{
    char *words[WORDS_MAX + 1], *bytes = WORK_NEW(w, char, TOKEN_MAX);
    int output, status = -1;
    size_t length;
    pid_t process;
    bool whole;

    if (!bytes)
        return false;
    TRY(split(w, command, words));
    TRY(start(w, words, &process, &output));
    whole = read_all(output, bytes, TOKEN_MAX, &length);
    close(output);
    if (!whole)
        kill(process, SIGKILL);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    if (!whole)
        FAIL(w, ERR_UNAVAILABLE, "mail.token_command did not end within %d seconds, or printed more than %d bytes", TOKEN_COMMAND_SECONDS, TOKEN_MAX);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        FAIL(w, ERR_UNAVAILABLE, "mail.token_command failed (exit %d)", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return token_parse(w, text_of_bytes(bytes, length), out_token);
}
