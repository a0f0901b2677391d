#include "main/run.h"

#include "mail/mailer.h"
#include "main/log.h"
#include "main/server.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { DRAIN_MS = 10 * 1000 };

static sigset_t our_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

void run_block_signals(void)
{
    sigset_t set = our_signals();

    must(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
    signal(SIGPIPE, SIG_IGN);
}

/* The next signal, or 0 when none came within `ms`; -1 waits for ever. */
static int wait_for_signal(int64_t ms)
{
    const struct timespec most = { ms / 1000, ms % 1000 * 1000000 };
    sigset_t set = our_signals();
    int number;

    do
        number = ms < 0 ? sigwaitinfo(&set, NULL) : sigtimedwait(&set, NULL, &most);
    while (number < 0 && errno == EINTR);
    return number < 0 ? 0 : number;
}

/* systemd's readiness protocol, without its library: one datagram. */
static void notify(const char *words)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int s;

    if (!path || strlen(path) >= sizeof address.sun_path || (s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0)
        return;
    memcpy(address.sun_path, path, strlen(path));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = 0;
    (void)!sendto(s, words, strlen(words), MSG_NOSIGNAL, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)));
    close(s);
}

/* How often systemd wants to hear that it lives, -1: never. */
static int64_t watchdog_ms(void)
{
    const char *words = getenv("WATCHDOG_USEC");
    uint64_t us;

    return words && text_to_u64(text_of(words), &us) && us >= 2000 ? (int64_t)(us / 2000) : -1;
}

static void reload(struct work *w, struct server *s, struct clock *clock)
{
    char words[64];

    snprintf(words, sizeof words, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)clock_monotonic().ms * 1000);
    notify(words);
    w->now = clock_now(clock);
    if (server_reload(w, s))
        log_note(w->now, "reloaded");
    else
        log_error(w->now, "reload", &w->err);
    error_clear(&w->err);
    notify("READY=1");
}

/* A net thread that stands still is not alive, whatever this thread can say: then systemd hears nothing and starts the server anew. */
static void serve_until_signal(struct work *w, struct server *s, struct clock *clock)
{
    int64_t every = watchdog_ms();

    for (;;) {
        int number = wait_for_signal(every);
        if (number == SIGHUP)
            reload(w, s, clock);
        else if (number != 0)
            return;
        if (every > 0 && clock_monotonic().ms - server_last_tick(s).ms < every)
            notify("WATCHDOG=1");
    }
}

int run_serve(struct cli *c, const struct config *config)
{
    struct clock clock = { 0 };
    struct server_options options = { .config = config, .clock = &clock };
    struct server *s = NULL;

    if (!server_open(c->w, &options, &s) || !server_listen(c->w, s)) {
        server_close(&s, 0);
        return cli_fail(c);
    }
    log_note(clock_now(&clock), "listening on %.*s", TEXT_ARGS(config->listen));
    notify("READY=1");
    serve_until_signal(c->w, s, &clock);
    notify("STOPPING=1");
    log_note(clock_now(&clock), "stopping; running requests may end");
    server_close(&s, DRAIN_MS);
    return EXIT_GOOD;
}

/* --- dev ---------------------------------------------------------------------------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

/* The folder of a dev server that was given none: made for this run, removed at its end. */
static bool temporary_folder(struct work *w, struct config *config, char folder[64])
{
    if (config->data.length)
        return true;
    snprintf(folder, 64, "/tmp/privacyd-dev-XXXXXX");
    if (!mkdtemp(folder))
        FAIL(w, ERR_IO, "%s cannot be made: %s", folder, strerror(errno));
    config->data = text_of(folder);
    return true;
}

/* As the command does it, by the same route. Whoever tries a policy wants to see it now. */
static bool publish(struct cli *c, struct server *s, const char *path)
{
    const struct cli_publish now = { .override_reason = "tried out by privacyd dev" };
    struct work *w = c->w;
    struct text answer, body;
    int status;

    TRY(cli_publish_body(c, path, &now, &body));
    TRY(server_command(w, s, TEXT("/control/publish"), body, &status, &answer));
    if (cli_print_findings(c, answer) && status < 300)
        return true;
    FAIL(w, ERR_INVALID, "%s was not published", path);
}

static void welcome(struct cli *c, const struct config *config)
{
    struct text url = config->url;

    fprintf(c->out,
            "\n  The demo site                  %.*s/\n"
            "  Privacy policy                 %.*s/privacy/\n"
            "  Promises with their evidence   %.*s/privacy/promises\n"
            "  Mail that was sent             %.*s/_dev/mail\n"
            "  The clock                      %.*s/_dev/clock\n\n"
            "  Commands: %s erase HANDLE --data %.*s\n"
            "  Ctrl-C ends it.\n\n",
            TEXT_ARGS(url), TEXT_ARGS(url), TEXT_ARGS(url), TEXT_ARGS(url), TEXT_ARGS(url), program_invocation_name, TEXT_ARGS(config->data));
    fflush(c->out);
}

static bool dev_until_signal(struct cli *c, struct config *config, const char *policy_path, struct clock *clock)
{
    struct server_options options = { .config = config, .clock = clock, .dev = true };
    struct server *s = NULL;
    struct work *w = c->w;
    bool good;

    TRY(mailer_memory_open(w, &options.mailer));
    TRY(work_format(w, &config->url, "http://%.*s", TEXT_ARGS(config->listen)));
    good = server_open(w, &options, &s) && publish(c, s, policy_path) && server_listen(w, s);
    if (good) {
        welcome(c, config);
        while (wait_for_signal(-1) == SIGHUP)
            continue;
    }
    server_close(&s, 1000);
    return good;
}

int run_dev(struct cli *c, struct config *config, const char *policy_path, struct text now)
{
    struct clock clock = { 0 };
    struct instant begin;
    char folder[64] = "";
    struct work *w = c->w;
    bool good;

    if (now.length && instant_parse(now, &begin))
        clock_move(&clock, begin);
    good = temporary_folder(w, config, folder) && work_format(w, &config->seal_key, "%.*s/seal.key", TEXT_ARGS(config->data)) &&
           dev_until_signal(c, config, policy_path, &clock);
    if (folder[0])
        nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return good ? EXIT_GOOD : cli_fail(c);
}
