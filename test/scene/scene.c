#include "scene.h"

#include "base/json.h"
#include "base/teeth.h"
#include "mail/reading.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPLY_MAX = 4 << 20, SCENE_ARENA_BYTES = 256 << 20 };

static char *copy_of(struct scene *s, const char *format, ...) PRINTF_LIKE(2, 3);
static char *copy_of(struct scene *s, const char *format, ...)
{
    char *line = NULL;
    struct text copy;
    va_list arguments;

    va_start(arguments, format);
    assert_true(vasprintf(&line, format, arguments) >= 0);
    va_end(arguments);
    assert_true(work_copy(s->w, text_of(line), &copy));
    free(line);
    return (char *)(uintptr_t)copy.at;
}

/* tools/teeth.py runs a scene again with the mechanism of its clause switched off. */
static void pull_tooth(void)
{
#ifdef PRIVACYD_TEETH
    const char *name = getenv("PRIVACYD_TOOTH");
    enum tooth tooth;

    if (!name)
        return;
    assert_true(tooth_find(text_of(name), &tooth));
    tooth_pull(tooth);
#endif
}

/* --- faults ------------------------------------------------------------------------------------------------------------------------------------ */

static bool disk_fails(void *context)
{
    struct scene_disk *disk = context;

    if (atomic_fetch_add(&disk->calls, 1) + 1 != atomic_load(&disk->fail_at))
        return false;
    atomic_store(&disk->failed, true);
    errno = EIO;
    return true;
}

static int disk_open(void *context, int folder, const char *name, int flags, mode_t mode)
{
    return disk_fails(context) ? -1 : vault_files_real.open(NULL, folder, name, flags, mode);
}

static ssize_t disk_read(void *context, int fd, void *out_bytes, size_t length, off_t at)
{
    return disk_fails(context) ? -1 : vault_files_real.read(NULL, fd, out_bytes, length, at);
}

static ssize_t disk_write(void *context, int fd, const void *bytes, size_t length, off_t at)
{
    return disk_fails(context) ? -1 : vault_files_real.write(NULL, fd, bytes, length, at);
}

static int disk_truncate(void *context, int fd, off_t length)
{
    return disk_fails(context) ? -1 : vault_files_real.truncate(NULL, fd, length);
}

static int disk_rename(void *context, int folder, const char *from, const char *to)
{
    return disk_fails(context) ? -1 : vault_files_real.rename(NULL, folder, from, to);
}

static void put_faults(struct scene *s, struct server_options *options)
{
    const struct scene_mail_faults *m = &s->mail_faults;

    s->files = (struct vault_files){ disk_open, disk_read, disk_write, disk_truncate, vault_files_real.sync_data, vault_files_real.sync, disk_rename, NULL, &s->disk };
    options->faults = (struct server_faults){ &s->writer, &s->files };
    options->mailer = s->mailer;
    if (s->mailer && m->times)
        assert_ok(s->w, mailer_failing_open(s->w, s->mailer, m->first, m->times, m->code, m->reply, &options->mailer));
}

/* --- start and end ----------------------------------------------------------------------------------------------------------------------------- */

bool scene_begin(struct scene *s)
{
    struct server_options options = { .config = &s->config, .clock = &s->clock, .manual = !s->jobs_run };

    s->mailer = NULL;
    if (s->config.mail_http.url.length == 0) /* else the real one */
        assert_ok(s->w, mailer_memory_open(s->w, &s->mailer));
    put_faults(s, &options);
    error_clear(&s->w->err);
    if (!server_open(s->w, &options, &s->server))
        return false;
    if (!server_listen(s->w, s->server)) {
        scene_end(s);
        return false;
    }
    s->port = server_port(s->server);
    return true;
}

void scene_end(struct scene *s)
{
    server_close(&s->server, 100);
}

static void start(struct scene *s)
{
    if (!scene_begin(s))
        fail_msg("the server does not start: %s: %s", error_name(s->w->err.code), s->w->err.message);
}

struct scene *scene_open_bare(const char *now)
{
    struct scene *s = calloc(1, sizeof *s);
    struct instant at;

    assert_non_null(s);
    pull_tooth();
    s->w = unit_work();
    arena_destroy(&s->w->arena);
    s->w->arena = arena_create(SCENE_ARENA_BYTES);
    assert_true(instant_parse(text_of(now), &at));
    clock_freeze(&s->clock, at);
    s->w->now = at;
    s->folder = unit_folder();
    s->config = config_defaults();
    s->config.data = text_of(copy_of(s, "%s/data", s->folder));
    s->config.seal_key = text_of(copy_of(s, "%s/seal.key", s->folder));
    s->config.listen = TEXT("127.0.0.1:0");
    s->config.admin = TEXT("127.0.0.1:0");
    s->config.url = TEXT("https://www.hikari.example");
    s->config.mail_from = TEXT("privacy@hikari.example");
    s->config.hosts.items[0] = TEXT("www.hikari.example");
    s->config.hosts.count = 1;
    s->config.weaker_filesystem = true; /* scenes run in whatever folder is for temporary files */
    start(s);
    return s;
}

static const char *read_example(struct scene *s)
{
    struct text source;
    FILE *file = fopen(unit_source_path("examples/camera-maker/policy.yaml"), "rb");
    char *bytes = work_take(s->w, 1, 1 << 20);
    size_t length;

    assert_non_null(file);
    assert_non_null(bytes);
    length = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    source = text_of_bytes(bytes, length);
    assert_true(text_is_utf8(source));
    return bytes;
}

struct scene *scene_open(const char *now)
{
    struct scene *s = scene_open_bare(now);
    struct reply r;

    s->policy = read_example(s);
    r = scene_publish(s, text_of(s->policy));
    assert_status(201, r);
    return s;
}

void scene_close(struct scene **scene)
{
    struct scene *s = *scene;

    scene_end(s);
    unit_folder_remove(&s->folder);
    unit_work_end(&s->w);
    free(s);
    *scene = NULL;
}

void scene_restart(struct scene *s)
{
    scene_end(s);
    start(s);
}

void scene_settle(struct scene *s)
{
    assert_ok(s->w, server_settle(s->w, s->server));
}

void scene_stand(struct scene *s, const char *instant)
{
    struct instant at;

    assert_true(instant_parse(text_of(instant), &at));
    clock_freeze(&s->clock, at);
    s->w->now = at;
}

void scene_move(struct scene *s, const char *instant)
{
    scene_stand(s, instant);
    scene_settle(s);
}

struct text scene_policy_with(struct scene *s, const char *from, const char *to)
{
    const char *at = strstr(s->policy, from);

    if (!at)
        fail_msg("the example does not say: %s", from);
    return text_of(copy_of(s, "%.*s%s%s", (int)(at - s->policy), s->policy, to, at + strlen(from)));
}

const char *scene_publish_body(struct scene *s, struct text source)
{
    struct draft d;
    struct json j;

    assert_true(work_draft(s->w, source.length * 6 + 1024, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "file", TEXT("policy.yaml"));
    json_text(&j, "source", source);
    json_close_object(&j);
    draft_byte(&d, 0);
    return d.at;
}

struct reply scene_publish(struct scene *s, struct text source)
{
    return scene_publish_with(s, source, "\"override\":\"a scene needs it now\"");
}

struct reply scene_publish_with(struct scene *s, struct text source, const char *members)
{
    return scene_command(s, "/control/publish", copy_of(s, "{%s,%s", members, scene_publish_body(s, source) + 1));
}

struct reply scene_command(struct scene *s, const char *path, const char *json)
{
    struct reply r = { 0 };

    assert_ok(s->w, server_command(s->w, s->server, text_of(path), text_of(json), &r.status, &r.body));
    return r;
}

struct reply scene_try(struct scene *s, const char *path, const char *json)
{
    struct reply r = { 0 };

    error_clear(&s->w->err);
    if (!server_command(s->w, s->server, text_of(path), text_of(json), &r.status, &r.body))
        r.status = 503;
    return r;
}

/* --- a plain HTTP client -------------------------------------------------------------------------------------------------------------------- */

static int dial(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(s >= 0);
    assert_int_equal(connect(s, (struct sockaddr *)&address, sizeof address), 0);
    return s;
}

static void send_all(int s, struct text t)
{
    while (t.length) {
        ssize_t sent = send(s, t.at, t.length, MSG_NOSIGNAL);
        assert_true(sent > 0);
        t = text_from(t, (size_t)sent);
    }
}

static struct text receive_all(struct scene *s, int socket)
{
    char *bytes = work_take(s->w, 1, 64 * 1024);
    size_t size = 64 * 1024, length = 0;
    ssize_t got;

    while ((got = recv(socket, bytes + length, size - length, 0)) > 0) {
        length += (size_t)got;
        if (length == size) {
            char *larger = work_take(s->w, 1, size * 4);
            assert_non_null(larger);
            memcpy(larger, bytes, length);
            bytes = larger;
            size *= 4;
        }
    }
    return text_of_bytes(bytes, length);
}

static struct reply reply_of(struct text bytes)
{
    struct reply r = { 0 };
    size_t end;

    if (!text_find(bytes, TEXT("\r\n\r\n"), &end) || bytes.length < 12)
        fail_msg("no HTTP answer: %.*s", TEXT_ARGS(bytes));
    r.status = atoi(bytes.at + 9);
    r.head = text_first(bytes, end + 2);
    r.body = text_from(bytes, end + 4);
    return r;
}

struct reply scene_request(struct scene *s, const char *method, const char *path, const char *headers, const char *content_type, struct text body)
{
    int socket = dial(s->port);
    char *head = copy_of(s, "%s %s HTTP/1.1\r\nHost: www.hikari.example\r\nConnection: close\r\n%s", method, path, headers);
    struct reply r;

    send_all(socket, text_of(head));
    if (content_type)
        send_all(socket, text_of(copy_of(s, "Content-Type: %s\r\nContent-Length: %zu\r\n", content_type, body.length)));
    send_all(socket, TEXT("\r\n"));
    send_all(socket, body);
    r = reply_of(receive_all(s, socket));
    close(socket);
    return r;
}

struct reply scene_get(struct scene *s, const char *path)
{
    return scene_request(s, "GET", path, "", NULL, TEXT(""));
}

struct reply scene_post_form(struct scene *s, const char *path, const char *body)
{
    return scene_request(s, "POST", path, "Origin: https://www.hikari.example\r\n", "application/x-www-form-urlencoded", text_of(body));
}

struct reply scene_post_json(struct scene *s, const char *path, const char *key, const char *body)
{
    char *headers = key ? copy_of(s, "Authorization: Bearer %s\r\n", key) : copy_of(s, "%s", "");

    return scene_request(s, "POST", path, headers, "application/json", text_of(body));
}

struct text reply_header(const struct reply *r, const char *name)
{
    struct text rest = r->head, line;

    while (text_cut(&rest, '\n', &line)) {
        size_t length = strlen(name);
        if (line.length > length && line.at[length] == ':' && text_equal_ascii_case(text_first(line, length), text_of(name)))
            return text_trim(text_from(line, length + 1));
    }
    return TEXT("");
}

static struct text json_words(struct scene *s, const json_t *value)
{
    if (json_is_string(value))
        return text_of(copy_of(s, "%s", json_string_value(value)));
    if (json_is_integer(value))
        return text_of(copy_of(s, "%lld", (long long)json_integer_value(value)));
    return TEXT("");
}

struct text reply_member(struct scene *s, const struct reply *r, const char *name)
{
    json_t *object = json_loadb(r->body.at, r->body.length, JSON_REJECT_DUPLICATES, NULL);
    struct text words;

    if (!object)
        fail_msg("not JSON: %.*s", TEXT_ARGS(r->body));
    words = json_words(s, json_object_get(object, name));
    json_decref(object);
    return words;
}

bool reply_holds(const struct reply *r, const char *words)
{
    size_t at;

    return text_find(r->body, text_of(words), &at);
}

/* --- people ------------------------------------------------------------------------------------------------------------------------------------ */

const char *scene_key(struct scene *s)
{
    struct reply r = scene_command(s, "/control/keys/create", "{\"name\":\"scene\",\"channels\":\"*\"}");
    struct text key;

    assert_status(201, r);
    key = reply_member(s, &r, "key");
    assert_true(key.length > 20);
    return key.at;
}

const char *scene_person(struct scene *s, const char *name, const char *email, const char *message)
{
    const char *form = copy_of(s, "{\"name\":\"%s\",\"email\":\"%s\",\"message\":\"%s\"}", name, email, message);
    struct reply r;

    if (!s->person_key)
        s->person_key = scene_key(s);
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", s->person_key, form);
    assert_status(201, r);
    return reply_member(s, &r, "handle").at;
}

/* The path that follows a mark, up to a character that no path has. */
static const char *path_after(struct scene *s, struct text t, struct text mark)
{
    size_t at, length = 0;

    assert_true(text_find(t, mark, &at));
    t = text_from(t, at);
    while (length < t.length && !strchr(" \r\n\"'<>?", t.at[length]))
        length++;
    return copy_of(s, "%.*s", (int)length, t.at);
}

const char *scene_sign_up(struct scene *s, const char *email)
{
    struct reply r = scene_post_form(s, "/privacy/in/newsletter", copy_of(s, "email=%s", email));
    struct read_mail mail;

    assert_status(200, r);
    scene_settle(s);
    assert_ok(s->w, mail_read(s->w, scene_mail(s, 0).data, &mail));
    return path_after(s, mail.body, TEXT("/privacy/confirm/"));
}

const char *scene_confirm(struct scene *s, const char *path)
{
    struct reply r = scene_post_form(s, path, "");

    assert_status(200, r);
    scene_settle(s);
    return path_after(s, r.body, TEXT("/privacy/u/"));
}

/* --- what is seen -------------------------------------------------------------------------------------------------------------------------------- */

size_t scene_mail_count(struct scene *s)
{
    struct caught_mail mails[200];
    size_t count;

    assert_ok(s->w, mailer_memory_list(s->w, s->mailer, mails, COUNT_OF(mails), &count));
    return count;
}

struct caught_mail scene_mail(struct scene *s, size_t place)
{
    struct caught_mail mails[200];
    size_t count;

    assert_ok(s->w, mailer_memory_list(s->w, s->mailer, mails, COUNT_OF(mails), &count));
    assert_true(place < count);
    return mails[place];
}

struct text scene_promise(struct scene *s, const char *clause)
{
    struct reply r = scene_get(s, "/privacy/promises.json");
    json_t *object = json_loadb(r.body.at, r.body.length, 0, NULL), *list = json_object_get(object, "promises");
    struct text state = TEXT("");

    assert_status(200, r);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *promise = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(promise, "clause")), clause) == 0)
            state = json_words(s, json_object_get(promise, "state"));
    }
    json_decref(object);
    if (state.length == 0)
        fail_msg("the promise page does not name %s", clause);
    return state;
}

int64_t scene_number(struct scene *s, const char *sql)
{
    char *path = copy_of(s, "%.*s/privacyd.db", TEXT_ARGS(s->config.data));
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    int64_t number;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

static int found_in_file(const char *path, const void *bytes, size_t length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC), found = 0;
    struct stat status;
    char *all, *at;

    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
        if (file >= 0)
            close(file);
        return 0;
    }
    all = malloc((size_t)status.st_size);
    assert_non_null(all);
    assert_int_equal(read(file, all, (size_t)status.st_size), status.st_size);
    close(file);
    for (at = all; (at = memmem(at, (size_t)(all + status.st_size - at), bytes, length)) != NULL; at++)
        found++;
    free(all);
    return found;
}

static int found_in_folder(const char *path, const void *bytes, size_t length)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    char name[4096];
    int found = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        found += entry->d_type == DT_DIR ? found_in_folder(name, bytes, length) : found_in_file(name, bytes, length);
    }
    closedir(folder);
    return found;
}

int scene_found_on_disk(struct scene *s, const void *bytes, size_t length)
{
    return found_in_folder(s->folder, bytes, length);
}
