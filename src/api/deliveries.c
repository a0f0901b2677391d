/* POST deliveries/CHANNEL/RECIPIENT: the next page of what the recipient fetches. `after` of the body is the cursor of the page that arrived. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "disclosure/pull.h"
#include "public/answer.h"
#include "public/problem.h"

static bool refuse(struct work *w, struct exchange *x, const struct pull *p)
{
    if (p->end == PULL_BAD_CURSOR)
        return problem_answer(w, x, 422, "`after` is no cursor of this channel and recipient", TEXT("Send the one that came with the last page, or leave it out to get that page again."));
    return problem_answer(w, x, 404, "There is no such channel and recipient that the API key is for", TEXT(""));
}

/* An empty body is an empty object: there is no page yet to acknowledge. */
static bool read_request(struct work *w, struct exchange *x, struct pull *p)
{
    struct body *body = WORK_NEW(w, struct body, 1);

    *p = (struct pull){ .services = x->services, .channel = x->parameters[0], .recipient = x->parameters[1] };
    if (!body)
        return false;
    if (x->request->body.length == 0)
        return true;
    TRY(body_parse(w, x->request->body, body));
    return body_text_or(w, body, "after", TEXT(""), &p->after);
}

bool api_deliveries(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct pull *p = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        p = x->state = WORK_NEW(w, struct pull, 1);
        if (!p)
            return false;
        TRY(read_request(w, x, p));
        if (!api_key_allows(x->key->channels, p->channel)) {
            p->end = PULL_UNKNOWN;
            return refuse(w, x, p);
        }
    }
    TRY(pull_step(w, p, phase, out_next));
    if (*out_next != TASK_END)
        return true;
    if (p->end != PULL_PAGE)
        return refuse(w, x, p);
    answer_text(x, TEXT("application/json"), p->page, HTTP_NO_STORE);
    return true;
}
