/* The subcommands. One table yields the program's help and what each command takes; main binds what a command needs from outside. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/work.h"
#include "cli/config.h"
#include "store/services.h"

#include <jansson.h>
#include <stdio.h>

enum exit_code { EXIT_GOOD = 0, EXIT_BAD = 1, EXIT_USAGE = 2, EXIT_UNREADABLE = 3, EXIT_MATERIAL = 10 };

/* What a restore takes; paths of folders. */
struct cli_restore {
    const char *from, *keys, *to;
    const char *tombstones; /* NULL: only where the settings lead */
    bool accepts_returned;  /* whoever was erased since may be readable again */
};

struct cli_restored {
    int64_t tombstones;
    uint64_t destroyed; /* keys that the backup had brought back */
};

/* What one check of `doctor` has seen. */
enum diagnosis_state { DIAGNOSIS_GOOD, DIAGNOSIS_WARNING, DIAGNOSIS_WRONG, DIAGNOSIS_SKIPPED };
enum { DIAGNOSES_MAX = 32 };
struct diagnosis {
    int number; /* D07: never reused */
    const char *name;
    enum diagnosis_state state;
    char words[400];
    char mend[300]; /* the command that mends it; empty: nothing is to be done */
};

/* How `doctor mail` looks; empty: as the settings say. */
struct doctor_mail {
    struct text to;       /* a test mail goes there; empty: none is sent */
    struct text resolver; /* ADDRESS:PORT to ask in place of the system's */
    struct text selector; /* of the DKIM key */
};

struct cli;
struct law; /* law/law.h */

/* What main gives: the real thing for each. */
struct cli_wiring {
    /* Runs until a signal comes. */
    int (*serve)(struct cli *c, const struct config *config);
    int (*dev)(struct cli *c, struct config *config, const char *policy_path, struct text now);
    /* A command to the running server, or, when none runs, carried out here under the lock of the data directory. Body: JSON. */
    bool (*control)(struct work *w, const struct config *config, const char *path, struct text body, int *out_status, struct text *out_body);
    /* Whether a server answers for the data directory. */
    bool (*is_served)(struct work *w, const struct config *config, bool *out_served);
    /* Calls `act` with a snapshot of a data directory that no server uses; reads only. w->snapshot and w->site are set, w->policy is NULL when
     * no version can be read, s->vault when the vault cannot be opened (w->err of that is told as a note). */
    bool (*look)(struct work *w, const struct config *config, bool (*act)(struct work *w, struct services *s, void *context), void *context);
    /* main/backup.h */
    bool (*backup)(struct work *w, const struct config *config, const char *to, const char *keys_to);
    bool (*keys_age)(struct work *w, const char *keys, int64_t *out_days);
    bool (*restore)(struct work *w, const struct config *config, const struct cli_restore *r, struct cli_restored *out_restored);
    /* A temporary data directory out of a backup; unpack_end removes it. */
    bool (*unpack)(struct work *w, const char *from, const char *keys, struct text *out_data);
    void (*unpack_end)(struct text data);
    /* main/doctor.h */
    bool (*doctor)(struct work *w, const struct config *config, struct diagnosis *out_diagnoses, size_t max, size_t *out_count);
    /* main/doctor_mail.h */
    bool (*doctor_mail)(struct work *w, const struct config *config, const struct doctor_mail *how, struct diagnosis *out_diagnoses, size_t max, size_t *out_count);
};

struct cli {
    struct work *w;
    FILE *in, *out, *err;
    const char *const *arguments; /* after the name of the command */
    int count;
    const struct cli_wiring *wiring;
};

struct command {
    const char *name, *usage, *summary;
    const char *details; /* prose and examples for `privacyd help NAME` */
    int (*run)(struct cli *c);
};

extern const struct command commands[];
extern const int command_count;

/* Runs `privacyd ARGUMENTS`; gives the exit code. */
int cli_run(struct cli *c);

/* --- shared by the commands --- */

/* Options of a command: --name VALUE, --name=VALUE, or --name alone. */
struct cli_option {
    const char *name; /* "--format" */
    bool takes_value;
    const char *value; /* out; "" for a flag that was given, NULL when it was not */
};

/* Sorts the arguments into options and the rest (at most `rest_max`). False: wrong usage, told on err with a suggestion. */
bool cli_options(struct cli *c, struct cli_option *options, int count, const char **rest, int rest_max, int *out_rest);
/* Reads a whole file of at most `max` bytes into the arena. Errors: IO with the reason. */
MUST_USE bool cli_read_file(struct work *w, const char *path, size_t max, struct text *out_bytes);
/* The folders above a path. Errors: IO. */
MUST_USE bool cli_make_folders(struct work *w, const char *path);
/* Whether nothing lies in a folder; one that is not there is empty. Errors: IO. */
MUST_USE bool cli_folder_empty(struct work *w, const char *path, bool *out_empty);
/* A file of these bytes, for everybody to read, in the place of what was there. Errors: IO. */
MUST_USE bool cli_write_bytes(struct work *w, const char *path, struct text bytes);
/* --now: the moment for which a command works. False: no date, told on err. NULL changes nothing. */
bool cli_set_now(struct cli *c, const char *value);
/* All of the bytes, and a sync. False: errno says why. */
MUST_USE bool cli_write_file(int file, struct text bytes);
/* Standard input up to its end, at most `max` bytes. Errors: IO. */
MUST_USE bool cli_read_input(struct cli *c, size_t max, struct text *out_bytes);
/* Prints the error of w and gives EXIT_BAD. */
int cli_fail(struct cli *c);
int cli_usage(struct cli *c, const char *format, ...) PRINTF_LIKE(2, 3);
void cli_print(FILE *to, struct text t);
enum { POLICY_FILE_MAX = 4 << 20 };
/* How a policy is published; NULL: nothing is said. */
struct cli_publish {
    const char *effective, *override_reason;
    bool dry_run;
    bool documents; /* the answer shows them */
};
/* What /control/publish takes: the file with its name, as JSON. Errors: IO, INVALID (not UTF-8). */
MUST_USE bool cli_publish_body(struct cli *c, const char *path, const struct cli_publish *how, struct text *out_body);
/* Options that every acting command takes, the first of its list. */
enum { OPTION_CONFIG, OPTION_DATA, OPTIONS_SHARED };
#define SHARED_OPTIONS { "--config", true, NULL }, { "--data", true, NULL }
/* Sends a command with the settings that its first options name, and hands the answer to `print` when it was done. An exit code. */
int cli_do(struct cli *c, const struct cli_option *shared, const char *path, struct text body, void (*print)(struct cli *c, const json_t *answer));
/* A text of an answer; empty when it is not there. */
const char *cli_member(const json_t *object, const char *name);
/* Sends a command. An exit code: unless it is EXIT_GOOD, what is wrong was told on err. *out_answer is the caller's in any case. */
int cli_act(struct cli *c, const struct config *config, const char *path, struct text body, json_t **out_answer);
/* Prints the findings inside the answer to a publish; false when the answer is no JSON. */
bool cli_print_findings(struct cli *c, struct text answer);
/* The law tables with the files of a folder (NULL: none) over them. What is wrong in these is told on err; *out_whole is false when a file
 * has errors and therefore counts for nothing. Errors: IO, LIMIT. */
MUST_USE bool cli_load_law(struct cli *c, const char *folder, struct law *out_law, bool *out_whole);
/* Checks every invariant of a data directory and prints what is wrong; an exit code. */
int cli_verify_folder(struct cli *c, const struct config *config);
/* The file of a published version, from the server or out of the data directory; an exit code. */
int cli_source(struct cli *c, const struct config *config, int64_t version, struct text *out_source);
/* privacyd.yaml by --config or PRIVACYD_CONFIG or /etc/privacyd/privacyd.yaml; --data overrides. False: told on err. */
bool cli_config(struct cli *c, const char *config_path, const char *data, struct config *out_config);

#endif
