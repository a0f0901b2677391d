/* The operator's command `bounce`: a message as the mail server hands it over -> {"report", "known"}. */
#include "api/doors.h"
#include "base/json.h"
#include "mail/feedback.h"
#include "public/answer.h"

struct bounce {
    struct mail_report report;
    bool known;
};

static bool begin(struct work *w, struct exchange *x, enum task_next *out_next)
{
    struct bounce *b = WORK_NEW(w, struct bounce, 1);

    if (!b)
        return false;
    x->state = b;
    TRY(mail_report_parse(w, x->request->body, &b->report));
    TRY(list_open(w));
    if (b->report.names_mail)
        TRY(feedback_add(w, b->report.uid, b->report.kind, &b->known));
    if (b->known && b->report.kind != REPORT_NONE)
        *out_next = TASK_COMMIT;
    return true;
}

static bool answer(struct work *w, struct exchange *x)
{
    static const char *const names[] = { [REPORT_NONE] = "none", [REPORT_HARD] = "bounce", [REPORT_SOFT] = "delayed for good", [REPORT_COMPLAINT] = "complaint" };
    const struct bounce *b = x->state;
    struct draft d;
    struct json j;

    TRY(work_draft(w, 256, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "report", text_of(names[b->report.kind]));
    json_bool(&j, "known", b->known);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool control_bounce(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    if (phase == 0)
        TRY(begin(w, x, out_next));
    return *out_next == TASK_COMMIT || answer(w, x);
}
