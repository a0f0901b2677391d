/* The admin listener: /livez, /readyz, /metrics. No personal facts, no units of work: answered on the net thread. */
#ifndef MAIN_ADMIN_H
#define MAIN_ADMIN_H

#include "main/jobs.h"
#include "main/limits.h"
#include "net/server.h"
#include "store/pipeline.h"

struct admin {
    struct http_server *http;
    struct runtime *runtime;
    struct pipeline *pipeline;
    struct vault *vault;
    struct jobs *jobs;
    struct limits *limits;
    bool (*ready)(void *context, const char **out_reason);
    void *context;
};

void admin_request(struct admin *a, const struct http_request *request, struct http_exchange *exchange);

#endif
