/* The program: one unit of work for the command, everything real bound to it. */
#include "cli/command.h"
#include "main/backup.h"
#include "main/command.h"
#include "main/doctor.h"
#include "main/doctor_mail.h"
#include "main/run.h"

#include <sodium.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { COMMAND_ARENA_BYTES = 64 << 20 };

/* Keys and people's data must not reach a core file, nor a file that others may read. */
static void close_windows(void)
{
    struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    umask(0077);
}

int main(int count, char **arguments)
{
    static const struct cli_wiring wiring = { run_serve, run_dev, command_control, command_is_served, command_look,
                                              backup_make, backup_keys_age, backup_restore, command_unpack, command_unpack_end, doctor_look, doctor_mail };
    struct arena *arena = arena_create(COMMAND_ARENA_BYTES);
    struct clock clock = { 0 };
    struct work w = { .arena = arena, .now = clock_now(&clock), .actor = { ACTOR_OPERATOR, 0 } };
    struct cli c = { &w, stdin, stdout, stderr, (const char *const *)arguments + 1, count - 1, &wiring };
    uint8_t seed[32];
    int code;

    if (!arena || sodium_init() < 0) {
        fputs("privacyd: no memory to start\n", stderr);
        return EXIT_BAD;
    }
    close_windows();
    run_block_signals();
    entropy_fill(NULL, seed, sizeof seed);
    w.random = random_of_seed(seed);
    code = cli_run(&c);
    arena_destroy(&arena);
    return code;
}
