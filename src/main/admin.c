#include "main/admin.h"

#include "store/runtime.h"
#include "vault/vault.h"

enum { METRICS_MAX = 16 * 1024 };

static void answer(struct http_exchange *exchange, int status, struct text type, struct text body)
{
    struct http_response r = { .status = status, .content_type = type, .body = body };

    http_answer(exchange, &r);
}

static void metric(struct draft *d, const char *name, const char *type, const char *help, uint64_t value)
{
    draft_addf(d, "# HELP privacyd_%s %s\n# TYPE privacyd_%s %s\nprivacyd_%s %llu\n", name, help, name, type, name, (unsigned long long)value);
}

static void net_metrics(struct draft *d, struct admin *a)
{
    struct http_counters c = http_server_counters(a->http);

    metric(d, "http_connections_accepted_total", "counter", "Connections accepted.", c.accepted);
    metric(d, "http_connections_open", "gauge", "Connections open now.", c.open);
    metric(d, "http_refused_protocol_total", "counter", "Requests refused as malformed.", c.refused_protocol);
    metric(d, "http_refused_limit_total", "counter", "Requests and connections refused for their size or number.", c.refused_limit);
    metric(d, "http_rate_limited_total", "counter", "Requests answered 429 because of the number of requests of their address.", a->limits->refused);
    metric(d, "http_timed_out_total", "counter", "Connections closed at a deadline.", c.timed_out);
    draft_addf(d, "# HELP privacyd_http_answers_total Answers by hundreds of their status.\n# TYPE privacyd_http_answers_total counter\n");
    for (int i = 1; i < 6; i++)
        draft_addf(d, "privacyd_http_answers_total{status=\"%dxx\"} %llu\n", i, (unsigned long long)c.answered[i]);
}

static void store_metrics(struct draft *d, struct admin *a)
{
    struct runtime_counters r = runtime_counters(a->runtime);
    struct pipeline_counters p = pipeline_counters(a->pipeline);
    struct vault_state v = vault_state(a->vault);
    struct signed_head head;

    metric(d, "units_total", "counter", "Units of work that ended.", r.ended);
    metric(d, "units_refused_total", "counter", "Units refused because a queue was full.", r.refused);
    metric(d, "units_rerun_total", "counter", "Units that ran again after a conflict.", r.reruns);
    metric(d, "commit_groups_total", "counter", "Groups committed.", p.groups);
    metric(d, "commit_lists_total", "counter", "Write lists committed.", p.lists);
    metric(d, "commit_failures_total", "counter", "Write lists that were refused or could not be committed.", p.failures);
    metric(d, "vault_slots", "gauge", "Key slots.", v.slots);
    metric(d, "vault_slots_used", "gauge", "Key slots in use.", v.used);
    metric(d, "vault_filesystem_weaker", "gauge", "1 when shredding rests on a file system that may keep old copies.", v.weaker_filesystem);
    metric(d, "tombstones_behind", "gauge", "1 when the copy of the tombstones could not be brought up to date.", v.copy_behind);
    metric(d, "log_size", "gauge", "Facts in the log.", pipeline_head(a->pipeline, &head) ? head.head.size : 0);
}

static void job_metrics(struct draft *d, struct admin *a)
{
    static const char *const series[] = { "runs", "failures", "done" };
    struct job_report report;

    for (int s = 0; s < 3; s++) {
        draft_addf(d, "# HELP privacyd_job_%s_total By job.\n# TYPE privacyd_job_%s_total counter\n", series[s], series[s]);
        for (int i = 0; jobs_report(a->jobs, i, &report); i++)
            draft_addf(d, "privacyd_job_%s_total{job=\"%s\"} %lld\n", series[s], report.name,
                       (long long)(s == 0 ? (int64_t)report.runs : s == 1 ? (int64_t)report.failures : report.done));
    }
}

static void metrics(struct admin *a, struct http_exchange *exchange)
{
    char memory[METRICS_MAX];
    struct draft d = draft_in(memory, sizeof memory);

    net_metrics(&d, a);
    store_metrics(&d, a);
    job_metrics(&d, a);
    must(!d.overflow);
    answer(exchange, 200, TEXT("text/plain; version=0.0.4; charset=utf-8"), draft_text(&d));
}

static void readiness(struct admin *a, struct http_exchange *exchange)
{
    const char *reason = "";
    char memory[256];
    struct draft d = draft_in(memory, sizeof memory);
    bool ready = a->ready(a->context, &reason);

    draft_addf(&d, "%s%s\n", ready ? "ready" : "not ready: ", reason);
    answer(exchange, ready ? 200 : 503, TEXT("text/plain; charset=utf-8"), draft_text(&d));
}

void admin_request(struct admin *a, const struct http_request *request, struct http_exchange *exchange)
{
    struct text plain = TEXT("text/plain; charset=utf-8");

    if (!text_equal(request->method, TEXT("GET")) && !text_equal(request->method, TEXT("HEAD")))
        answer(exchange, 405, plain, TEXT("405: GET only\n"));
    else if (text_equal(request->path, TEXT("/livez")))
        answer(exchange, 200, plain, TEXT("alive\n"));
    else if (text_equal(request->path, TEXT("/readyz")))
        readiness(a, exchange);
    else if (text_equal(request->path, TEXT("/metrics")))
        metrics(a, exchange);
    else
        answer(exchange, 404, plain, TEXT("404: there are /livez, /readyz and /metrics\n"));
}
