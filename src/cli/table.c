/* The table of subcommands. */
#include "cli/commands.h"

#define CONFIG_HELP "  --config FILE   settings (else $PRIVACYD_CONFIG, else /etc/privacyd/privacyd.yaml)\n  --data FOLDER   the data directory, whatever the settings say\n"

const struct command commands[] = {
    { "check", "[--format=text|json] [--strict] [--now DATE] FILE", "find what is wrong in a policy file",
      "Prints every finding of one run with its line, why it is wrong and what would be\nright. Changes nothing.\n\n"
      "  --format=json   findings for programs\n  --strict        warnings count as errors\n  --now DATE      check dates as if it were that day\n\n"
      "Exit: 0 no errors, 1 errors, 2 wrong usage, 3 the file cannot be read.\n\n  privacyd check policy.yaml\n",
      cli_check },
    { "publish", "[--config FILE] [--data FOLDER] FILE", "make a policy file the version in force",
      "Checks the file, stores its bytes and the rendered pages as the next version, and\nserves it. With errors nothing is published and the version in force stays.\n\n" CONFIG_HELP
      "\n  privacyd publish policy.yaml\n",
      cli_publish },
    { "serve", "[--config FILE] [--data FOLDER]", "run the server",
      "Runs until SIGTERM or SIGINT, then lets running requests end.\n\n" CONFIG_HELP "\n  privacyd serve --config /etc/privacyd/privacyd.yaml\n",
      cli_serve },
    { "dev", "[--listen ADDRESS:PORT] [--data DIR] [--now INSTANT] [POLICY]", "try a policy: demo site, mail catcher, movable clock",
      "Starts the demo site at /, the mail catcher at /_dev/mail and a clock that can be\nmoved at /_dev/clock. Keeps its data in a temporary folder unless --data is given.\n\n"
      "  --listen ADDR:PORT  where to listen (127.0.0.1:8123)\n  --data DIR          keep the data there\n  --now INSTANT       begin at that moment, e.g. 2026-03-01T12:00:00Z\n\n"
      "  privacyd dev examples/camera-maker/policy.yaml\n",
      cli_dev },
    { "erase", "[--config FILE] [--data FOLDER] HANDLE", "destroy every key of a person",
      "What was stored under the person's keys can never be read again; the rows go in the\nbackground. Refused while a hold covers the person. The act is put on record.\n\n" CONFIG_HELP
      "\n  privacyd erase 7K3M-92QD-...\n",
      cli_erase },
    { "keys", "create NAME [--channel ID]... | list | revoke NAME", "keys for programs that call the API",
      "A key is printed once and stored only as a hash. Without --channel it may post to\nevery channel.\n\n" CONFIG_HELP "\n  privacyd keys create website --channel contact\n", cli_keys },
    { "hold", "set [HANDLE|--site] --reason claim|order|duty --until DATE | end NUMBER | list", "keep data that must not go yet",
      "While a hold stands, neither the sweep nor an erase touches what it covers. Every\nhold ends by itself on its date.\n\n" CONFIG_HELP
      "\n  privacyd hold set 7K3M-92QD-... --reason claim --until 2027-01-31\n",
      cli_hold },
    { "sweep", "--dry-run [--at INSTANT]", "what the retention sweep would remove",
      "Counts by purpose what is due at the instant (now, if left out). Removes nothing:\nthe server sweeps by itself.\n\n" CONFIG_HELP, cli_sweep },
    { "clock", "confirm [--config FILE] [--data FOLDER]", "vouch for the clock after it was set back",
      "When the clock stands before what is known to have happened, nothing is deleted until it\nhas caught up. Look at the clock; when it is right, confirm it.\n\n" CONFIG_HELP, cli_clock },
    { "promises", "[--json] [--config FILE] [--data FOLDER]", "every promise of the policy with its evidence",
      "One line a clause: its state, what was looked at and what was seen.\n\n" CONFIG_HELP, cli_promises },
    { "verify", "[FILE] [--config FILE] [--data FOLDER]", "check a receipt, or the whole data directory",
      "With a file: checks a receipt offline, without server or data directory.\n"
      "Without: checks every invariant of the data directory. Reads only.\n\nExit: 0 all holds, 1 something does not, 3 cannot be read.\n\n" CONFIG_HELP
      "\n  privacyd verify receipt.json\n  privacyd verify\n",
      cli_verify },
    { "config", "example | dump [--config FILE]", "settings: an example file, or what is in force",
      "  example   every setting with its default and what it is for\n  dump      each value and where it comes from\n\n  privacyd config example > /etc/privacyd/privacyd.yaml\n", cli_settings },
    { "version", "", "print the version", "", cli_version },
};
const int command_count = COUNT_OF(commands);
