#include "main/command.h"

#include "law/load.h"
#include "main/backup.h"
#include "main/backup_part.h"
#include "main/folder.h"
#include "net/client.h"
#include "policy/site.h"
#include "policy/version.h"
#include "sql/sql.h"
#include "store/schema.h"
#include "store/site_row.h"
#include "vault/vault.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool path_of(struct work *w, const struct config *config, const char **out_path)
{
    struct text copy;

    if (config->data.length == 0)
        FAIL(w, ERR_INVALID, "no data directory is named: set `data` in the settings, or give --data FOLDER");
    TRY(work_copy(w, config->data, &copy));
    *out_path = copy.at;
    return true;
}

static bool answers(const char *socket_path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool good;

    if (s < 0 || snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path) >= (int)sizeof address.sun_path) {
        if (s >= 0)
            close(s);
        return false;
    }
    good = connect(s, (struct sockaddr *)&address, sizeof address) == 0;
    close(s);
    return good;
}

static bool control_path(struct work *w, const struct config *config, struct text *out_path)
{
    const char *path;

    TRY(path_of(w, config, &path));
    return work_format(w, out_path, "%s/control.sock", path);
}

bool command_is_served(struct work *w, const struct config *config, bool *out_served)
{
    struct text path;

    TRY(control_path(w, config, &path));
    *out_served = answers(path.at);
    return true;
}

/* Only these begin a data directory. For all others one that is not there is a wrong name, and nothing is made in its place. */
static bool begins_data(const char *path)
{
    return text_equal(text_of(path), TEXT("/control/publish")) || text_equal(text_of(path), TEXT("/control/keys/create"));
}

static bool has_data(struct work *w, const struct config *config)
{
    struct folder folder;
    const char *path;

    TRY(path_of(w, config, &path));
    return folder_look(w, path, &folder);
}

/* No doors and no jobs: the server is opened for this one act, with all its recovery, and closed again. */
static bool act_here(struct work *w, const struct config *config, const char *path, struct text body, int *out_status, struct text *out_body)
{
    struct clock clock = { 0 };
    struct server_options options = { .config = config, .clock = &clock, .manual = true };
    struct server *s = NULL;
    bool good;

    if (!begins_data(path))
        TRY(has_data(w, config));
    TRY(server_open(w, &options, &s));
    good = server_command(w, s, text_of(path), body, out_status, out_body);
    server_close(&s, 0);
    return good;
}

bool command_control(struct work *w, const struct config *config, const char *path, struct text body, int *out_status, struct text *out_body)
{
    struct http_client_answer answer;
    struct text socket_path, where;
    bool served;

    TRY(command_is_served(w, config, &served));
    if (!served)
        return act_here(w, config, path, body, out_status, out_body);
    TRY(control_path(w, config, &socket_path));
    TRY(work_format(w, &where, "unix:%.*s", TEXT_ARGS(socket_path)));
    TRY(http_client_post(w, where, text_of(path), body, &answer));
    *out_status = answer.status;
    *out_body = answer.body;
    return true;
}

/* --- looking without a server ------------------------------------------------------------------------------------------------------------ */

struct look {
    struct services services; /* first: services.version gets its address back */
    struct folder folder;
    struct sql_connection *connection;
    struct vault *vault;
    struct site site;
    struct version version;
    struct law law;
};

static const struct version *version_looked_at(struct services *services, struct instant at)
{
    const struct look *l = (const struct look *)services;

    (void)at; /* one snapshot, one moment */
    return l->version.number ? &l->version : NULL;
}

static void no_poke(struct services *services)
{
    (void)services;
}

static bool look_open(struct work *w, const struct config *config, struct look *l)
{
    struct vault_config vault = { .folder = l->folder.vault, .expects = VAULT_EXPECTS_KEYS, .weaker_filesystem = true, .entropy = entropy_fill };
    struct site_row row;
    struct text key;

    TRY(law_load(w, NULL, 0, &l->law));
    l->services.law = &l->law;
    TRY(sql_open(w, &sql_driver_sqlite, l->folder.database, SQL_READ, &l->connection));
    TRY(sql_begin(w, l->connection));
    w->snapshot = l->connection;
    TRY(schema_check(w, l->connection));
    TRY(site_row_load(w, l->connection, config->site_name, &row));
    l->site = (struct site){ .key = row.key, .uid = row.uid, .name = row.name, .log_origin = row.log_origin, .mount = config->mount, .base_url = config->url };
    w->site = &l->site;
    TRY(work_copy(w, config->seal_key, &key));
    vault.seal_key_path = key.at;
    if (key.length == 0)
        fputs("privacyd: note: what needs keys is not looked at: they were not given\n", stderr);
    else if (!vault_open(w, &vault, &l->vault)) {
        if (w->err.code == ERR_INVALID) /* keys that are lost or cut off: no report without them may look like a good one */
            return error_pass(&w->err, __func__, __LINE__);
        fprintf(stderr, "privacyd: note: what needs keys is not looked at: %s\n", w->err.message);
        error_clear(&w->err);
    }
    if (version_load(w, 0, &l->version))
        w->policy = &l->version.policy;
    error_clear(&w->err);
    return true;
}

bool command_look(struct work *w, const struct config *config, bool (*act)(struct work *w, struct services *s, void *context), void *context)
{
    struct look l = { .services = { .version = version_looked_at, .poke = no_poke, .poke_deliveries = no_poke }, .folder.lock = -1 };
    const char *path;
    bool good;

    TRY(path_of(w, config, &path));
    TRY(folder_look(w, path, &l.folder));
    good = look_open(w, config, &l);
    l.services.vault = l.vault;
    good = good && act(w, &l.services, context);
    w->snapshot = NULL;
    sql_close(&l.connection);
    vault_close(&l.vault);
    return good;
}

/* --- a backup, unpacked to be looked at --------------------------------------------------------------------------------------------------- */

bool command_unpack(struct work *w, const char *from, const char *keys, struct text *out_data)
{
    struct text beside = text_of(keys ? keys : from);

    while (beside.length > 1 && beside.at[beside.length - 1] == '/')
        beside.length--;
    TRY(work_format(w, out_data, "%.*s.verify-%d", TEXT_ARGS(beside), (int)getpid()));
    return backup_unpack(w, from, keys, out_data->at);
}

void command_unpack_end(struct text data)
{
    backup_remove(data.at);
}
