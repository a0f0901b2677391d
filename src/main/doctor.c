#include "main/doctor.h"

#include "law/load.h"
#include "ledger/tile.h"
#include "main/command.h"
#include "main/folder.h"
#include "main/say.h"
#include "net/client.h"
#include "net/tls.h"
#include "policy/parse.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/watch.h"
#include "store/facts.h"
#include "store/schema.h"
#include "store/site_row.h"
#include "vault/gate.h"
#include "vault/sealkey.h"
#include "vault/vault.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { ROUND_TRIP_MS = 2000, CERTIFICATE_DAYS = 14, BACKUP_DAYS = 7, SPACE_MIB = 256 };

/* What the checks look at; the database is open for those that read it, or the reason why not was told by the first of them. */
struct patient {
    const struct config *config;
    struct folder folder;
    struct sql_connection *connection;
    struct site site;
    struct law law;
    bool served;
};

static void look_at_folder(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct stat s;

    (void)w;
    if (stat(p->folder.path, &s) != 0) {
        say(d, DIAGNOSIS_WRONG, "%s cannot be looked at: %s", p->folder.path, strerror(errno));
        mend(d, "set `data` in the settings, or publish a policy first: privacyd publish policy.yaml");
    } else if (s.st_uid != geteuid()) {
        say(d, DIAGNOSIS_WRONG, "%s belongs to user %u, and this command runs as user %u", p->folder.path, s.st_uid, geteuid());
        mend(d, "run the command as that user, or: chown -R privacyd: %s", p->folder.path);
    } else if (s.st_mode & 077) {
        say(d, DIAGNOSIS_WRONG, "others may read %s (mode %04o)", p->folder.path, s.st_mode & 07777);
        mend(d, "chmod 0700 %s", p->folder.path);
    } else {
        say(d, DIAGNOSIS_GOOD, "%s is ours alone", p->folder.path);
    }
}

static void look_at_seal_key(struct work *w, struct patient *p, struct diagnosis *d)
{
    uint8_t key[32];
    struct text path;

    if (!work_copy(w, p->config->seal_key, &path) || !sealkey_read(w, path.at, key)) {
        say_error(w, d);
        mend(d, "put the file back from where you keep its copy; when only its mode is wrong: chmod 0600 %.*s", TEXT_ARGS(p->config->seal_key));
        return;
    }
    explicit_bzero(key, sizeof key);
    say(d, DIAGNOSIS_GOOD, "the seal key is there and ours alone");
}

static void look_at_filesystem(struct work *w, struct patient *p, struct diagnosis *d)
{
    char name[16];

    if (gate_filesystem(w, p->folder.vault, name)) {
        say(d, DIAGNOSIS_GOOD, "destroyed keys are overwritten in place on %s", name);
        return;
    }
    say_error(w, d);
    if (p->config->weaker_filesystem)
        d->state = DIAGNOSIS_WARNING;
    mend(d, "move %s to ext4 or xfs", p->folder.path);
}

static void look_at_space(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct statvfs s;
    unsigned long long mib;

    (void)w;
    if (statvfs(p->folder.path, &s) != 0) {
        say(d, DIAGNOSIS_WRONG, "the disk cannot be looked at: %s", strerror(errno));
        return;
    }
    mib = (unsigned long long)s.f_bavail * s.f_frsize / (1024 * 1024);
    say(d, mib < SPACE_MIB ? DIAGNOSIS_WRONG : DIAGNOSIS_GOOD, "%llu MiB are free for the data", mib);
    if (mib < SPACE_MIB)
        mend(d, "free at least %d MiB on the disk of %s; when it is full nothing is accepted any more", SPACE_MIB, p->folder.path);
}

static void look_at_schema(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct site_row row;

    if (!sql_open(w, &sql_driver_sqlite, p->folder.database, SQL_READ, &p->connection) || !sql_begin(w, p->connection) || !schema_check(w, p->connection) ||
        !site_row_load(w, p->connection, p->config->site_name, &row)) {
        say_error(w, d);
        mend(d, "install the version that wrote the database, or start this one once: systemctl restart privacyd");
        sql_close(&p->connection);
        return;
    }
    p->site = (struct site){ .key = row.key, .uid = row.uid, .name = row.name, .log_origin = row.log_origin, .mount = p->config->mount };
    w->site = &p->site;
    w->snapshot = p->connection;
    say(d, DIAGNOSIS_GOOD, "the database has the tables of this program");
}

static void look_at_log(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct tile_table table = { p->connection, p->site.key };
    struct tile_edge *edge = WORK_NEW(w, struct tile_edge, 1);
    struct ledger_head head;

    if (!edge || !facts_head(w, &table, &head) || !tile_edge_read(w, store_tile_reader, &table, head.size, edge)) {
        say_error(w, d);
        mend(d, "privacyd verify");
    } else if (!hash_equal(tile_edge_head(edge).root, head.root)) {
        say(d, DIAGNOSIS_WRONG, "the tiles of the log do not have the root that its head names");
        mend(d, "stop the server, keep the data directory as it is, and restore: privacyd help restore");
    } else {
        say(d, DIAGNOSIS_GOOD, "the log has %llu entries, and its tiles give the root of its head", (unsigned long long)head.size);
    }
}

static void look_at_clock(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct watch watch;

    (void)p;
    if (!watch_read(w, &watch))
        say_error(w, d);
    else if (watch.behind)
        say(d, DIAGNOSIS_WRONG, "the clock stands %lld minutes before the newest entry: nothing is deleted", (long long)(instant_since(watch.newest, w->now).ms / 60000));
    else if (watch.ahead)
        say(d, DIAGNOSIS_WRONG, "at the last start the clock stood more than %d days after the newest entry: nothing is deleted", WATCH_AHEAD_DAYS);
    else
        say(d, DIAGNOSIS_GOOD, "the clock stands after everything that has happened");
    if (d->state == DIAGNOSIS_WRONG)
        mend(d, "look at the clock (date -u); when it is right: privacyd clock confirm");
}

static void look_at_policy(struct work *w, struct patient *p, struct diagnosis *d)
{
    const struct policy_options options = { .law = &p->law };
    struct findings findings = { 0 };
    struct policy policy;
    struct text source;
    int64_t number;

    if (!version_number_at(w, w->now, &number) || !version_source(w, number, &source)) {
        error_clear(&w->err);
        say(d, DIAGNOSIS_WRONG, "no policy is published");
        mend(d, "privacyd publish policy.yaml");
    } else if (!law_load(w, NULL, 0, &p->law) || !policy_parse(w, source, &options, &policy, &findings)) {
        say_error(w, d);
    } else if (findings.errors + findings.warnings == 0) {
        say(d, DIAGNOSIS_GOOD, "version %lld counts, and nothing in it has fallen due", (long long)number);
    } else {
        say(d, findings.errors ? DIAGNOSIS_WRONG : DIAGNOSIS_WARNING, "version %lld counts, with %d errors and %d warnings as of today; the first: %.*s", (long long)number,
            findings.errors, findings.warnings, TEXT_ARGS(findings.first->message));
        mend(d, "privacyd check policy.yaml, correct it, privacyd publish policy.yaml");
    }
}

static void look_at_tombstones(struct work *w, struct patient *p, struct diagnosis *d)
{
    CLEANUP(vault_key_list_free) struct vault_key_list own = { NULL, 0, 0 }, copy = { NULL, 0, 0 };
    struct text folder;
    size_t missing = 0;
    bool read;

    if (p->config->tombstones.length == 0) {
        say(d, DIAGNOSIS_WARNING, "destroyed keys are listed in the data directory alone: when its disk is lost, a restore cannot know who was erased");
        mend(d, "set `backup: { tombstones: FOLDER }` to a folder on another disk");
        return;
    }
    read = work_copy(w, p->config->tombstones, &folder) && vault_tombstones_read(w, p->folder.vault, &own) && vault_tombstones_read(w, folder.at, &copy);
    vault_key_list_sort(&copy);
    for (size_t i = 0; read && i < own.count; i++)
        missing += !vault_key_list_has(&copy, own.keys[i]);
    if (!read)
        say_error(w, d);
    else if (missing)
        say(d, DIAGNOSIS_WRONG, "the copy of the tombstones lacks %zu of %zu", missing, own.count);
    else
        say(d, DIAGNOSIS_GOOD, "the copy of the tombstones has all %zu", own.count);
    vault_key_list_free(&copy);
    if (d->state == DIAGNOSIS_WRONG)
        mend(d, "mount the disk of %.*s, and let privacyd write there", TEXT_ARGS(p->config->tombstones));
}

static void look_at_backup(struct work *w, struct patient *p, struct diagnosis *d)
{
    static const char *const parts[] = { "database", "keys" };
    char path[1200];
    struct stat s;

    say(d, DIAGNOSIS_GOOD, "both parts were backed up in the last %d days", BACKUP_DAYS);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        snprintf(path, sizeof path, "%s/backup.%s", p->folder.path, parts[i]);
        if (stat(path, &s) != 0)
            say(d, DIAGNOSIS_WRONG, "the %s was never backed up by privacyd backup", parts[i]);
        else if (w->now.ms / 1000 - s.st_mtim.tv_sec > BACKUP_DAYS * 86400)
            say(d, DIAGNOSIS_WRONG, "the last backup of the %s is %lld days old", parts[i], (long long)(w->now.ms / 1000 - s.st_mtim.tv_sec) / 86400);
    }
    if (d->state == DIAGNOSIS_WRONG)
        mend(d, "privacyd backup --to FOLDER --keys-to FOLDER, each day");
}

static void look_at_certificate(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct instant until;
    struct text path;
    int64_t days;

    if (p->config->certificate.length == 0) {
        say(d, DIAGNOSIS_SKIPPED, "TLS is the web server's");
        return;
    }
    if (!work_copy(w, p->config->certificate, &path) || !tls_expiry(w, path.at, &until)) {
        say_error(w, d);
        mend(d, "put a certificate there, then: privacyd reload");
        return;
    }
    days = instant_since(until, w->now).ms / SPAN_HOURS(24).ms;
    say(d, days < CERTIFICATE_DAYS ? DIAGNOSIS_WRONG : DIAGNOSIS_GOOD, "the certificate is valid for %lld more days", (long long)days);
    if (days < CERTIFICATE_DAYS)
        mend(d, "renew it, then: privacyd reload");
}

static void look_at_server(struct work *w, struct patient *p, struct diagnosis *d)
{
    if (!command_is_served(w, p->config, &p->served))
        say_error(w, d);
    else if (!p->served)
        say(d, DIAGNOSIS_WRONG, "no server runs for %s", p->folder.path);
    else
        say(d, DIAGNOSIS_GOOD, "the server answers");
    if (d->state == DIAGNOSIS_WRONG)
        mend(d, "systemctl start privacyd; journalctl -u privacyd says why it does not");
}

/* The newest head of the log, by the way that visitors take. */
static void look_at_address(struct work *w, struct patient *p, struct diagnosis *d)
{
    struct http_client_answer answer;
    struct text url;

    if (p->config->url.length == 0) {
        say(d, DIAGNOSIS_WRONG, "the settings do not name the site's address");
        mend(d, "set `site: { url: https://www.example.org }`");
    } else if (!work_format(w, &url, "%.*s%.*s/log/checkpoint", TEXT_ARGS(p->config->url), TEXT_ARGS(p->config->mount)) ||
               !http_client_get(w, url.at, ROUND_TRIP_MS, &answer)) {
        say(d, DIAGNOSIS_WRONG, "%.*s does not answer: %s", TEXT_ARGS(p->config->url), w->err.message);
        error_clear(&w->err);
    } else if (answer.status != 200 || !text_starts(answer.body, p->site.log_origin)) {
        say(d, DIAGNOSIS_WRONG, "%.*s answers with status %d and not with this server's log", TEXT_ARGS(url), answer.status);
    } else {
        say(d, DIAGNOSIS_GOOD, "the log is there at %.*s", TEXT_ARGS(url));
    }
    if (d->state == DIAGNOSIS_WRONG && !d->mend[0])
        mend(d, "look at the web server in front: doc/proxy has the block for it");
}

/* "smtps://mail.example.org:465" -> host and port. */
static bool mail_place(struct work *w, struct text url, const char **out_host, const char **out_port)
{
    struct text rest = url, host, port;
    bool secure = text_starts(url, TEXT("smtps://"));
    size_t at;

    if (!text_find(url, TEXT("://"), &at))
        return false;
    rest = text_from(url, at + 3);
    if (!text_cut(&rest, ':', &host))
        return false;
    port = rest.length ? rest : secure ? TEXT("465") : TEXT("25");
    TRY(work_copy(w, host, &host));
    TRY(work_copy(w, port, &port));
    *out_host = host.at;
    *out_port = port.at;
    return true;
}

static bool connects(const struct addrinfo *a)
{
    int s = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), failed = -1;
    struct pollfd wait = { .fd = s, .events = POLLOUT };
    socklen_t length = sizeof failed;
    bool good;

    if (s < 0)
        return false;
    good = connect(s, a->ai_addr, a->ai_addrlen) == 0 ||
           (errno == EINPROGRESS && poll(&wait, 1, ROUND_TRIP_MS) == 1 && getsockopt(s, SOL_SOCKET, SO_ERROR, &failed, &length) == 0 && failed == 0);
    close(s);
    return good;
}

static void look_at_mail(struct work *w, struct patient *p, struct diagnosis *d)
{
    const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    const char *host, *port;

    if (p->config->mail_http.url.length)
        say(d, DIAGNOSIS_SKIPPED, "mail leaves by HTTP: privacyd doctor mail");
    else if (!mail_place(w, p->config->smtp, &host, &port))
        say(d, DIAGNOSIS_WRONG, "mail.smtp names no mail server: %.*s", TEXT_ARGS(p->config->smtp));
    else if (getaddrinfo(host, port, &hints, &found) != 0)
        say(d, DIAGNOSIS_WRONG, "the mail server %s has no address", host);
    else if (!connects(found))
        say(d, DIAGNOSIS_WRONG, "the mail server %s does not answer on port %s", host, port);
    else
        say(d, DIAGNOSIS_GOOD, "the mail server %s answers", host);
    if (found)
        freeaddrinfo(found);
    if (d->state == DIAGNOSIS_WRONG)
        mend(d, "start the mail server, or correct mail.smtp in the settings");
}

/* Numbers are told to people and never reused. */
static const struct check {
    int number;
    const char *name;
    bool reads; /* needs the database */
    void (*look)(struct work *w, struct patient *p, struct diagnosis *d);
} checks[] = {
    { 1, "data directory", false, look_at_folder },
    { 2, "seal key", false, look_at_seal_key },
    { 3, "file system", false, look_at_filesystem },
    { 4, "disk space", false, look_at_space },
    { 5, "database", false, look_at_schema },
    { 6, "log", true, look_at_log },
    { 7, "clock", true, look_at_clock },
    { 8, "policy", true, look_at_policy },
    { 9, "tombstones", true, look_at_tombstones },
    { 10, "backup", true, look_at_backup },
    { 11, "certificate", false, look_at_certificate },
    { 12, "server", false, look_at_server },
    { 13, "public address", true, look_at_address },
    { 14, "mail server", false, look_at_mail },
};

bool doctor_look(struct work *w, const struct config *config, struct diagnosis *out, size_t max, size_t *out_count)
{
    struct patient p = { .config = config };

    must(max >= COUNT_OF(checks));
    TRY(folder_names(w, config->data, &p.folder));
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        struct diagnosis *d = &out[i];
        *d = (struct diagnosis){ .number = checks[i].number, .name = checks[i].name };
        if (checks[i].reads && !p.connection)
            say(d, DIAGNOSIS_SKIPPED, "the database cannot be read");
        else
            checks[i].look(w, &p, d);
    }
    w->snapshot = NULL;
    w->site = NULL;
    sql_close(&p.connection);
    *out_count = COUNT_OF(checks);
    return true;
}
