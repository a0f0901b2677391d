/* POST decisions?purpose=&category=&recipient=&region= : may what is kept of these people be used. One handle a line as text/plain, at most 1,000,
 * one answer a line: `+`, or `-` and a word. As JSON for one to 32, with the reason in words and the line of the policy. */
#include "api/doors.h"
#include "api/key.h"
#include "base/json.h"
#include "collect/region.h"
#include "disclosure/use.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/problem.h"

#include <jansson.h>

enum { LINES_MAX = 1000, JSON_MAX = 32, LINE_ANSWER_MAX = 24, JSON_ANSWER_MAX = 512, SUGGESTED_LETTERS = 3 };

struct asking {
    const struct policy *policy;
    struct use_question question;
    struct handle handles[LINES_MAX];
    int count;
    int status; /* 0: it can be answered */
    const char *title;
    struct text detail;
};

static bool wrong(struct asking *a, int status, const char *title, struct text detail)
{
    a->status = status;
    a->title = title;
    a->detail = detail;
    return true;
}

/* Names of one kind that the policy declares, for who wrote another. */
struct names {
    struct text asked, best;
    size_t distance;
};

static void offer(struct names *n, struct text name)
{
    size_t distance = n->asked.length <= 64 ? text_distance(n->asked, name) : SIZE_MAX;

    if (distance >= n->distance)
        return;
    n->distance = distance;
    n->best = name;
}

static bool unknown(struct work *w, struct asking *a, const char *kind, const struct names *n)
{
    struct text detail, cut = text_first(n->asked, 60);

    if (n->distance <= SUGGESTED_LETTERS)
        TRY(work_format(w, &detail, "There is no %s `%.*s` that the API key is for; did you mean `%.*s`?", kind, TEXT_ARGS(cut), TEXT_ARGS(n->best)));
    else
        TRY(work_format(w, &detail, "There is no %s `%.*s` that the API key is for.", kind, TEXT_ARGS(cut)));
    return wrong(a, 422, "The question names something that the policy does not declare", detail);
}

/* A purpose that is not the key's is told as one that does not exist. */
static bool read_purpose(struct work *w, struct exchange *x, struct asking *a)
{
    struct names n = { .distance = SIZE_MAX };

    TRY(query_value(w, x, TEXT("purpose"), &n.asked));
    for (size_t i = 0; i < a->policy->purpose_count; i++)
        if (api_key_allows(x->key->purposes, a->policy->purposes[i].id))
            offer(&n, a->policy->purposes[i].id);
    if (n.distance > 0)
        return unknown(w, a, "purpose", &n);
    a->question.purpose = policy_purpose(a->policy, n.asked);
    return true;
}

static bool read_category(struct work *w, struct exchange *x, struct asking *a)
{
    struct names n = { .distance = SIZE_MAX };

    TRY(query_value(w, x, TEXT("category"), &n.asked));
    if (n.asked.length == 0)
        return true;
    for (size_t i = 0; i < a->policy->data_count; i++)
        offer(&n, a->policy->data[i].id);
    if (n.distance > 0)
        return unknown(w, a, "category", &n);
    a->question.data = policy_data(a->policy, n.asked);
    return true;
}

static bool read_recipient(struct work *w, struct exchange *x, struct asking *a)
{
    struct names n = { .distance = SIZE_MAX };

    TRY(query_value(w, x, TEXT("recipient"), &n.asked));
    if (n.asked.length == 0)
        return true;
    for (size_t i = 0; i < a->policy->recipient_count; i++)
        offer(&n, a->policy->recipients[i].id);
    if (n.distance > 0)
        return unknown(w, a, "recipient", &n);
    a->question.recipient = policy_recipient(a->policy, n.asked);
    return true;
}

/* Left out, the region in which she gave her data counts. */
static bool read_region(struct work *w, struct exchange *x, struct asking *a)
{
    struct names n = { .distance = SIZE_MAX };

    TRY(query_value(w, x, TEXT("region"), &n.asked));
    if (n.asked.length == 0)
        return true;
    for (int i = 0; i < a->policy->region_count; i++)
        offer(&n, a->policy->regions[i].code);
    if (n.distance > 0)
        return unknown(w, a, "region", &n);
    a->question.region_said = true;
    a->question.region = policy_region(a->policy, n.asked);
    return true;
}

static bool read_question(struct work *w, struct exchange *x, struct asking *a)
{
    static bool (*const parts[])(struct work *w, struct exchange *x, struct asking *a) = { read_purpose, read_category, read_recipient, read_region };

    if (!a->policy)
        return wrong(a, 503, "No policy is published yet", TEXT(""));
    for (size_t i = 0; i < COUNT_OF(parts) && !a->status; i++)
        TRY(parts[i](w, x, a));
    return true;
}

static bool read_handle(struct work *w, struct asking *a, struct text handle, int max)
{
    struct text detail;

    if (a->count == max) {
        TRY(work_format(w, &detail, "At most %d at once.", max));
        return wrong(a, 413, "Too many handles", detail);
    }
    if (handle_parse(handle, &a->handles[a->count])) {
        a->count++;
        return true;
    }
    TRY(work_format(w, &detail, "Number %d is no handle: 32 letters and digits, as the answer to a post has them.", a->count + 1));
    return wrong(a, 422, "A handle cannot be read", detail);
}

static bool read_lines(struct work *w, struct asking *a, struct text body)
{
    while (body.length && !a->status) {
        size_t end = 0, next;
        while (end < body.length && body.at[end] != '\n')
            end++;
        next = end < body.length ? end + 1 : end;
        if (end > 0 && body.at[end - 1] == '\r')
            end--;
        TRY(read_handle(w, a, text_first(body, end), LINES_MAX));
        body = text_from(body, next);
    }
    return true;
}

static void json_close_value(json_t **root)
{
    json_decref(*root);
    *root = NULL;
}

static bool read_json(struct work *w, struct asking *a, struct text body)
{
    CLEANUP(json_close_value) json_t *root = json_loadb(body.at ? body.at : "", body.length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *list = json_object_get(root, "handles");

    if (!json_is_array(list))
        return wrong(a, 400, "The body is not what this address takes", TEXT("As JSON it is an object with the member `handles`, a list of texts."));
    for (size_t i = 0; i < json_array_size(list) && !a->status; i++) {
        const json_t *one = json_array_get(list, i);
        struct text handle = json_is_string(one) ? text_of_bytes(json_string_value(one), json_string_length(one)) : TEXT("");
        TRY(read_handle(w, a, handle, JSON_MAX));
    }
    return true;
}

static bool decide(struct work *w, const struct asking *a, int index, enum use_answer *out_answer, struct place *out_place)
{
    struct standing standing;

    TRY(standing_read(w, &a->handles[index], a->question.purpose, &standing));
    *out_answer = use_decide(a->policy, &a->question, &standing, w->now, out_place);
    return true;
}

static bool answer_lines(struct work *w, struct exchange *x, const struct asking *a)
{
    enum use_answer answer;
    struct place place;
    struct draft d;

    TRY(work_draft(w, (size_t)a->count * LINE_ANSWER_MAX + 1, &d));
    for (int i = 0; i < a->count; i++) {
        TRY(decide(w, a, i, &answer, &place));
        draft_byte(&d, answer == USE_ALLOWED ? '+' : '-');
        if (answer != USE_ALLOWED)
            draft_add(&d, text_of(use_answer_name(answer)));
        draft_byte(&d, '\n');
    }
    must(!d.overflow);
    x->response = (struct http_response){ .status = 200, .content_type = TEXT("text/plain; charset=utf-8"), .body = draft_text(&d) };
    return true;
}

static void write_answer(struct json *j, enum use_answer answer, struct place place)
{
    json_open_object(j, NULL);
    json_bool(j, "allowed", answer == USE_ALLOWED);
    if (answer != USE_ALLOWED) {
        json_text(j, "reason", text_of(use_answer_name(answer)));
        json_text(j, "message", text_of(use_answer_words(answer)));
    }
    if (place.line > 0)
        json_number(j, "policy_line", place.line);
    json_close_object(j);
}

static bool answer_list(struct work *w, struct exchange *x, const struct asking *a)
{
    enum use_answer answer;
    struct place place;
    struct draft d;
    struct json j;

    TRY(work_draft(w, (size_t)(a->count + 1) * JSON_ANSWER_MAX, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "decisions");
    for (int i = 0; i < a->count; i++) {
        TRY(decide(w, a, i, &answer, &place));
        write_answer(&j, answer, place);
    }
    json_close_list(&j);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool api_decide(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct text type = http_content_type(x->request);
    bool json = text_equal_ascii_case(type, TEXT("application/json"));
    const struct version *version = x->services->version(x->services, w->now);
    struct asking *a = WORK_NEW(w, struct asking, 1);

    must(phase == 0);
    *out_next = TASK_END;
    if (!a)
        return false;
    if (!json && !text_equal_ascii_case(type, TEXT("text/plain")))
        return problem_answer(w, x, 415, "The body must be text/plain or application/json", TEXT(""));
    a->policy = version ? &version->policy : NULL;
    a->question.region = -1;
    TRY(read_question(w, x, a));
    if (!a->status)
        TRY(json ? read_json(w, a, x->request->body) : read_lines(w, a, x->request->body));
    if (!a->status && a->count == 0)
        wrong(a, 400, "The body names nobody", TEXT("One handle a line, or a list of them."));
    if (a->status)
        return problem_answer(w, x, a->status, a->title, a->detail);
    return json ? answer_list(w, x, a) : answer_lines(w, x, a);
}
