/* The server inside: what its three parts share. server.c makes and ends it, start.c opens what lies on disk and the threads, doors.c the
 * listeners and their routes. */
#ifndef MAIN_SERVER_INSIDE_H
#define MAIN_SERVER_INSIDE_H

#include "disclosure/webhook.h"
#include "law/law.h"
#include "main/admin.h"
#include "main/dev.h"
#include "main/dispatch.h"
#include "main/folder.h"
#include "main/jobs.h"
#include "main/limits.h"
#include "main/server.h"
#include "main/versions.h"
#include "net/proxy.h"
#include "net/server.h"
#include "policy/site.h"

enum { LISTEN_PUBLIC, LISTEN_CONTROL, LISTEN_ADMIN, LISTENERS }; /* the last may be left out */

struct server {
    struct services services; /* first: services.adopt gets its address back */
    struct server_options options;
    struct arena *arena; /* of what lives as long as the server */
    struct folder folder;
    int64_t restored_rows; /* whose keys were gone, at the first start after a restore */
    struct vault *vault;
    struct pipeline *pipeline;
    struct runtime *runtime;
    struct jobs *jobs;
    _Atomic int64_t ticked; /* ms of the monotonic clock */
    int64_t rest_at; /* ms of the monotonic clock; net thread only */
    struct mailer *mailer;
    struct site site;
    struct law law;
    struct webhooks webhooks;
    struct versions versions;
    struct dispatch dispatch;
    struct limits limits;
    struct admin admin;
    struct dev dev;
    struct http_listener listeners[LISTENERS];
    struct address_set proxies;
    struct tls *tls; /* of the public listener; NULL: none */
    struct http_server *http;
};

/* Where units get their moment, seed, site and policy; `server` is a struct server. */
struct instant source_now(void *server);
struct moment source_monotonic(void *server);
void source_seed(void *server, uint8_t out_seed[32]);
void source_pin(void *server, struct work *w);
/* A unit of the server's own. */
void server_unit(struct server *s, struct work *w, struct arena *arena);

/* Folder, vault, database, threads; what a crash left half done is finished. w is a unit in s->arena. */
MUST_USE bool start_all(struct work *w, struct server *s);
/* At the first start after a restore: intents for the rows whose keys the tombstones tell of; and, once those are carried out, the fact. */
MUST_USE bool restored_begin(struct work *w, struct server *s);
MUST_USE bool restored_end(struct work *w, struct server *s);
/* Routes and listeners; the net thread runs afterwards. */
MUST_USE bool doors_open(struct work *w, struct server *s);

/* Ended by NUL, in the arena of w. */
MUST_USE bool start_string(struct work *w, struct text t, const char **out_string);
/* Takes the version that is stored under the number into memory, where it counts from its date on; 0: the one that counts now. */
MUST_USE bool start_adopt(struct work *w, struct services *services, int64_t number);

#endif
