/* The table of subcommands. */
#include "cli/commands.h"

#define CONFIG_HELP                                                          \
    "  --config FILE   settings (else $PRIVACYD_CONFIG, else\n"              \
    "                  /etc/privacyd/privacyd.yaml)\n"                       \
    "  --data FOLDER   the data directory, whatever the settings say\n"
#define CONFIG_USAGE "[--config FILE] [--data FOLDER]"

const struct command commands[] = {
    { "init", "[--yes] [--ci] [--site NAME] ... [FOLDER]", "write a first policy and its settings",
      "Asks nine questions and writes policy.yaml, privacyd.yaml and the schema for\neditors into the folder (this one, if left out). Nothing that is there is\noverwritten.\n\n"
      "  --yes               ask nothing: defaults for what no option says\n  --ci                also write .github/workflows/privacy.yml\n"
      "  --site NAME         what the site is called\n  --origin URL        its address: https://www.example.org\n"
      "  --controller NAME   company or person responsible\n  --address TEXT      registered office\n  --country CODE      country of the office: NL\n"
      "  --contact ADDRESS   mailbox for questions and forms\n  --regions LIST      where people come from: \"EU UK US-CA JP\"\n"
      "  --languages LIST    languages of the policy: \"en ja\"\n  --forms LIST        some of: contact newsletter order\n\n"
      "  privacyd init\n  privacyd init --yes --site \"Bell shop\" --origin https://bells.example shop\n",
      cli_init },
    { "check", "[--format=text|json|sarif|github] [--strict|--lenient]\n                      [--now DATE] [--law FOLDER] FILE", "find what is wrong in a policy file",
      "Prints every finding of one run with its line, why it is wrong and what would\nbe right. Changes nothing.\n\n"
      "  --format=text    for people, on stderr; colours on a terminal, unless\n                   NO_COLOR is set\n"
      "  --format=json    for programs, on stdout\n"
      "  --format=sarif   SARIF 2.1.0, on stdout, for code scanning\n"
      "  --format=github  annotations of GitHub Actions, on stdout\n"
      "  --strict         warnings count as errors\n"
      "  --lenient        the same findings, but exit 0 even with errors\n"
      "  --now DATE       check dates as if it were that day\n"
      "  --law FOLDER     your own law files, which replace rows of the law tables\n\n"
      "Exit: 0 no errors, 1 errors, 2 wrong usage, 3 the file cannot be read.\n\n"
      "  privacyd check policy.yaml\n  privacyd check --format=sarif policy.yaml > policy.sarif\n",
      cli_check },
    { "fmt", "[--check] FILE...", "write a policy file in its canonical layout",
      "Keys in the order of the reference, two spaces a level, quotes only where they\nare needed. Comments and groups stay; what the policy says never changes, or\nthe file is left alone. "
      "Prints the names of the files that were changed. With -\nit reads standard input and writes standard output.\n\n"
      "  --check         change nothing; exit 1 when a file would change\n\n"
      "Exit: 0 done, 1 would change or cannot be read as YAML, 2 wrong usage, 3 no\nsuch file.\n\n  privacyd fmt policy.yaml\n  privacyd fmt --check policy.yaml\n",
      cli_fmt },
    { "explain", "CODE", "what a finding of `check` means", "Prints what the finding says, why it matters and what would be right.\n\n  privacyd explain PD0107\n", cli_explain },
    { "language", "[--json-schema]", "the reference of the policy language",
      "Prints every key of a policy, the closed lists, the clauses and the findings as\nMarkdown.\n\n"
      "  --json-schema   the keys as JSON Schema (draft-07) instead, for editors\n\n"
      "  privacyd language > policy-language.md\n  privacyd language --json-schema > policy.schema.json\n",
      cli_language },
    { "law", "[--law FOLDER] [REGION]", "the law tables by which a policy is judged",
      "Prints every row as Markdown: what it says, its source, when that was consulted,\nand whether somebody held the row against it. With a region: what holds there.\n\n"
      "  --law FOLDER    your own law files, which replace rows of the program\n\nExit: 0 good, 1 a file of yours has errors, 3 it cannot be read.\n\n  privacyd law US-CA\n",
      cli_law },
    { "diff", "[--format=text|json] " CONFIG_USAGE "\n                     OLD NEW", "what changes between two policies, and for whom",
      "Prints what changes in meaning, by the people whom it concerns, and whether they\nmust be told before it counts. Layout, comments and order are no change. A side\n"
      "is a file, or @N: version N of the data directory.\n\n"
      "  --format=json   for programs\n" CONFIG_HELP
      "\nExit: 0 nothing material, 10 something material, 1 a file has errors, 2 wrong\nusage, 3 a side cannot be read.\n\n"
      "  privacyd diff old.yaml new.yaml\n  privacyd diff @3 policy.yaml\n",
      cli_diff },
    { "example", "[--curl] [--mount PATH] [--law FOLDER] CHANNEL FILE", "what a site writes to connect a channel",
      "Prints the plain HTML form of a channel, with its fields, what is required, the\nregions, and the link to its notice; it works without JavaScript.\n\n"
      "  --curl          the call of a back end in its place\n"
      "  --mount PATH    where privacyd lies on the site: /privacy\n"
      "  --law FOLDER    your own law files\n"
      "\n  privacyd example contact policy.yaml\n  privacyd example --curl contact policy.yaml\n",
      cli_example },
    { "render", "--out FOLDER [--force] [--now INSTANT] [--law FOLDER]\n                       " CONFIG_USAGE " FILE",
      "what a publish would make public, as files",
      "Checks the file and writes every document of the policy in every language into\nFOLDER/LANGUAGE (index.html, cookies.html, ...), and the style sheet beside.\n"
      "They are the bytes that a publish would store at that instant: with --config or\n--data as the next version of that site, by its law and with what changes; else\n"
      "as a first version. Nothing is published. The links are those of a site.\n\n"
      "  --out FOLDER    where to write; it is made, or empty\n"
      "  --force         files of the same names are replaced\n"
      "  --now INSTANT   as if it were posted then; not for a site\n"
      "  --law FOLDER    your own law files, which replace rows of the law tables; not\n                  for a site\n"
      "  --config FILE   settings of the site\n"
      "  --data FOLDER   its data directory, whatever the settings say\n"
      "\nExit: 0 written, 1 the file has errors or the folder is not empty, 2 wrong\nusage, 3 it cannot be read.\n\n"
      "  privacyd render --out public policy.yaml\n"
      "  privacyd render --out public --config /etc/privacyd/privacyd.yaml policy.yaml\n",
      cli_render },
    { "publish", "[--dry-run] [--effective DATE] [--override REASON]\n                        " CONFIG_USAGE " FILE", "make a policy file the next version",
      "Checks the file, prints what changes for whom and from when it counts, stores\nits bytes and the rendered pages as the next version, and serves it from its\ndate on. "
      "A material change counts after the notice that the policy in force\npromises; until then the page announces it. With errors nothing is published and\nthe version in force stays.\n\n"
      "  --dry-run           print the plan and do nothing\n"
      "  --effective DATE    count from that day (2026-04-01, in the time zone of the\n                      policy), that instant, or now\n"
      "  --override REASON   let a material change count without the promised notice.\n                      The log says so; the reason is kept with the version, so\n                      no names in it\n"
      CONFIG_HELP
      "\n  privacyd publish --dry-run policy.yaml\n  privacyd publish policy.yaml\n",
      cli_publish },
    { "serve", CONFIG_USAGE, "run the server",
      "Runs until SIGTERM or SIGINT, then lets running requests end.\n\n" CONFIG_HELP "\n  privacyd serve --config /etc/privacyd/privacyd.yaml\n",
      cli_serve },
    { "dev", "[--listen ADDR:PORT] [--data DIR] [--now INSTANT] [POLICY]", "try a policy: demo site, mail catcher, movable clock",
      "Starts the demo site at /, the mail catcher at /_dev/mail and a clock that can\nbe moved at /_dev/clock. Keeps its data in a temporary folder unless --data is\ngiven. "
      "Without POLICY: the camera maker's, out of the source tree.\n\n"
      "  --listen ADDR:PORT  where to listen (127.0.0.1:8123)\n  --data DIR          keep the data there\n  --now INSTANT       begin at that moment: 2026-03-01T12:00:00Z\n\n"
      "  privacyd dev examples/camera-maker/policy.yaml\n",
      cli_dev },
    { "erase", CONFIG_USAGE " HANDLE", "destroy every key of a person",
      "What was stored under the person's keys can never be read again; the rows go in\nthe background. Refused while a hold covers the person. The act is put on\nrecord.\n\n" CONFIG_HELP
      "\n  privacyd erase 7K3M-92QD-...\n",
      cli_erase },
    { "event", "HANDLE EVENT [--at WHEN] [--purpose NAME]\n                      " CONFIG_USAGE, "tell what a retention period waits for",
      "A purpose that keeps data `24 months after closed` waits until somebody says\nthat the case was closed: a program by the API, or you with this command.\nEvents: closed, purchased, contract_ended, account_closed. Each counts once;\ntelling it "
      "again changes nothing. It ends what the person had given by then.\n\n"
      "  --at WHEN       when it happened: 2026-03-01 (in the time zone of the policy)\n                  or 2026-03-01T12:00:00Z; now, if left out\n"
      "  --purpose NAME  only for this purpose of the policy\n" CONFIG_HELP
      "\n  privacyd event 7K3M-92QD-... closed --at 2026-03-01\n",
      cli_event },
    { "keys", "create NAME | list | rotate NAME | revoke NAME", "keys for programs that call the API",
      "A key is printed once and stored only as a hash. It is for what it was made for;\nseveral words stand in one value with spaces between.\n\n"
      "  --scope \"WORD...\"    what it may do (collect, if left out): collect, observe,\n"
      "                       uploads, decide, consents, deliveries, inbox, lists,\n                       mail_events, events\n"
      "  --channel \"ID...\"    channels of the policy (all, if left out)\n"
      "  --purpose \"ID...\"    purposes of the policy (all, if left out)\n"
      "  --expires DATE       it lives until then: 2027-01-31\n"
      "  --overlap HOURS      rotate: how long the old key lives on (24, if left\n                       out; 0 ends it at once; at most 720)\n\n"
      "rotate makes a new key of the same name for the same things. revoke ends every\nkey of the name. list shows the last day of use; it is written within minutes.\n\n" CONFIG_HELP
      "\n  privacyd keys create website --channel contact\n  privacyd keys create crm --scope \"decide inbox\" --purpose support\n  privacyd keys rotate website --overlap 48\n",
      cli_keys },
    { "hold", "set WHOM --reason WHY --until DATE | end NUMBER | list", "keep data that must not go yet",
      "While a hold stands, neither the sweep nor an erase touches what it covers.\nEvery hold ends by itself on its date.\n\n"
      "  WHOM            the HANDLE of a person, or --site for everybody\n"
      "  --reason WHY    claim (a legal claim), order (of a court or authority), or\n"
      "                  duty (a law that demands to keep it)\n"
      "  --until DATE    the hold ends at that moment: 2027-01-31\n" CONFIG_HELP
      "\n  privacyd hold set 7K3M-92QD-... --reason claim --until 2027-01-31\n",
      cli_hold },
    { "bounce", CONFIG_USAGE " < MESSAGE", "take a report of a mail that came back",
      "Reads what the mail server hands over: a report that a mail to a person could\nnot be delivered, or a complaint. It counts when it returns the Message-ID of a\nmail of the last 30 days: "
      "then the address gets no more mail (`privacyd\nsuppress`), and what a duty demands becomes a task. Everything else is let go.\n\n" CONFIG_HELP
      "\n  privacyd bounce < message.eml\n",
      cli_bounce },
    { "suppress", "[--reason WHY | --lift | --look] ADDRESS\n                         " CONFIG_USAGE, "an address that gets no more mail",
      "Remembers the address by a keyed hash, which outlives an erase. Mail that a duty\ndemands still goes after a complaint or an unsubscription, and becomes a task\nwhen the address bounces.\n\n"
      "  --reason WHY    operator (if left out), bounce, complaint, unsubscribed\n"
      "  --lift          forget it: mail goes again\n"
      "  --look          only tell\n" CONFIG_HELP
      "\n  privacyd suppress ada@visitor.example\n  privacyd suppress --lift ada@visitor.example\n",
      cli_suppress },
    { "observe", "[CHANNEL] [--json] " CONFIG_USAGE, "what forms would send that the policy does not know",
      "While a form still goes to the site's own back end, that tells the names of its\nfields (POST api/v1/observe/CHANNEL). Here is what the policy does not know of\nthem, in the last 30 days. When it fits all, the "
      "form can go to privacyd.\n\n"
      "  --json          for programs\n" CONFIG_HELP
      "\n  privacyd observe\n  privacyd observe contact\n",
      cli_observe },
    { "inbox", "[open CASE --purpose ID] " CONFIG_USAGE, "what people sent, and one case opened for a purpose",
      "Lists the cases, the newest first, without anything that a person gave. `open`\nshows one of them, when the policy lets it be opened for the purpose; who opened\nit, when and for what is in the log before "
      "it is shown.\n\n"
      "  --channel ID    only of this channel\n"
      "  --before CASE   older ones, from that case on\n"
      "  --purpose ID    for what the case is opened\n"
      "  --json          for programs\n" CONFIG_HELP
      "\n  privacyd inbox --channel contact\n  privacyd inbox open CASE --purpose support\n",
      cli_inbox },
    { "tasks", "[--json] | done NUMBER " CONFIG_USAGE, "what you must see to yourself",
      "Prints the open tasks, the oldest first: deliveries and mails that failed for\ngood, contracts that end. Each is raised once for its cause. `done` takes one\noff the list, with the "
      "moment and who did it.\n\n"
      "  --json          for programs\n" CONFIG_HELP
      "\n  privacyd tasks\n  privacyd tasks done 12\n",
      cli_tasks },
    { "sweep", "--dry-run [--at INSTANT] " CONFIG_USAGE, "what the retention sweep would remove",
      "Counts by purpose what is due at the instant (now, if left out). Removes\nnothing: the server sweeps by itself.\n\n" CONFIG_HELP "\n  privacyd sweep --dry-run --at 2028-03-01\n", cli_sweep },
    { "clock", "confirm " CONFIG_USAGE, "vouch for the clock after it was set back",
      "When the clock stands before what is known to have happened, nothing is deleted\nuntil it has caught up. Look at the clock; when it is right, confirm it.\n\n" CONFIG_HELP
      "\n  privacyd clock confirm\n",
      cli_clock },
    { "promises", "[--json] " CONFIG_USAGE, "every promise of the policy with its evidence",
      "One line a clause: its state, what was looked at and what was seen.\n\n" CONFIG_HELP "\n  privacyd promises\n", cli_promises },
    { "verify", "[FILE] " CONFIG_USAGE, "check a receipt, or the whole data directory",
      "With a file: checks a receipt offline, without server or data directory.\n"
      "Without: checks every invariant of the data directory. Reads only.\n\nExit: 0 all holds, 1 something does not, 3 cannot be read.\n\n" CONFIG_HELP
      "\n  privacyd verify receipt.json\n  privacyd verify\n",
      cli_verify },
    { "doctor", "[mail [--to ADDRESS] [--selector NAME]\n                       [--resolver ADDRESS:PORT]] [--json]\n                       " CONFIG_USAGE, "what is wrong here, and the command that mends it",
      "Looks at the data directory, keys, file system, disk, database, log, clock,\npolicy, tombstones, backups, certificate, server, public address, mail server.\nChanges nothing and takes a few seconds at most.\n\n"
      "`doctor mail` asks whether mail gets through: it connects to the mail server,\nencrypts and logs in, and reads what the DNS says about the domain of mail.from:\nMX, SPF, DKIM and DMARC, with the record to publish. At most 5 seconds.\n\n"
      "  --to ADDRESS    send a test mail there\n  --selector NAME of the DKIM key (setting mail.dkim_selector)\n  --resolver ADDRESS:PORT\n                  ask this resolver\n  --json          for programs\n" CONFIG_HELP
      "\nExit: 0 nothing is wrong, 1 something is.\n\n  privacyd doctor\n  privacyd doctor mail --to me@example.org\n",
      cli_doctor },
    { "health", "[--live] " CONFIG_USAGE, "whether the server is ready, for containers and scripts",
      "Asks /readyz of the admin listener: a policy is published and the server serves.\n\n"
      "  --live          ask /livez: it runs\n" CONFIG_HELP
      "\nExit: 0 yes, 1 no, 3 it does not answer.\n\n  privacyd health\n",
      cli_health },
    { "reload", CONFIG_USAGE, "let the running server read its certificate again",
      "What SIGHUP does too. A certificate or key that cannot be used is told, and the\none in use stays. Connections that are open keep theirs. Other settings count at\nthe next start.\n\n" CONFIG_HELP
      "\n  privacyd reload\n",
      cli_reload },
    { "backup", "--to FOLDER --keys-to FOLDER\n                       | verify FOLDER [--keys FOLDER]", "copy the data directory, in two parts, or check such a copy",
      "Works while the server runs. The database and the keys never go into one\nfolder: whoever has both reads everything. Each folder must be new, and has its\nname only when it is whole. The seal key is in neither.\n\n"
      "  --to FOLDER       the database\n"
      "  --keys-to FOLDER  the keys, with the tombstones; delete it within 30 days\n"
      "  verify FOLDER     unpack that database in a temporary place and check every\n                    invariant; with --keys also that its records open\n" CONFIG_HELP
      "\nExit: 0 done, 1 it could not be done or something does not hold.\n\n"
      "  privacyd backup --to /backup/db/2026-03-01 --keys-to /keys/2026-03-01\n"
      "  privacyd backup verify /backup/db/2026-03-01 --keys /keys/2026-03-01\n",
      cli_backup },
    { "restore", "FOLDER --keys FOLDER --data NEW [--tombstones FOLDER]\n                          [--accept-returned] [--config FILE]", "make a data directory out of a backup",
      "Makes NEW, which must not be there, out of both parts. Whoever was erased after\nthe backup stays erased: tombstones of later destructions are looked for where\n"
      "the settings lead (backup.tombstones, and the vault in `data`), their keys are\ndestroyed again, and the next start puts the rows in order.\n\n"
      "  --keys FOLDER        the part with the keys, at most 30 days old\n"
      "  --data NEW           the new data directory\n"
      "  --tombstones FOLDER  another place with tombstones: a newer key backup, or the\n                       vault of the former data directory\n"
      "  --accept-returned    restore even when nothing tells who was erased since\n"
      "  --config FILE        settings\n\n"
      "  privacyd restore /backup/db/2026-03-01 --keys /keys/2026-03-01 --data /srv/new\n",
      cli_restore },
    { "config", "example | dump [--config FILE] [--data FOLDER]", "settings: an example file, or what is in force",
      "  example   every setting with its default and what it is for\n  dump      each value and where it comes from\n\n  privacyd config example > /etc/privacyd/privacyd.yaml\n", cli_settings },
    { "version", "", "print the version", "  privacyd version\n", cli_version },
};
const int command_count = COUNT_OF(commands);
