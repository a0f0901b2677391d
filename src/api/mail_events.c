/* POST mail/events: what a mail provider tells of the mails of this site. {"events": [{"event", "message_id" or "address"}]}: bounce, complaint
 * or delivered. Whoever calls has a key for it, so an address counts as well as the id of a mail; a mail that is not known is counted, no error:
 * providers repeat what was refused. */
#include "api/doors.h"
#include "base/json.h"
#include "mail/feedback.h"
#include "public/answer.h"

#include <jansson.h>

enum { EVENTS_MAX = 15 }; /* one fact each, and STORE_FACTS_MAX a list */

struct mail_events {
    int64_t taken, unknown;
};

static bool read_kind(struct work *w, size_t place, const json_t *event, enum report_kind *out_kind)
{
    static const struct {
        struct text word;
        enum report_kind kind;
    } kinds[] = { { TEXT("bounce"), REPORT_HARD }, { TEXT("complaint"), REPORT_COMPLAINT }, { TEXT("delivered"), REPORT_NONE } };
    const json_t *value = json_object_get(event, "event");
    struct text word = text_of_bytes(json_string_value(value), json_string_length(value));

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!json_is_string(value) || !text_equal(word, kinds[i].word))
            continue;
        *out_kind = kinds[i].kind;
        return true;
    }
    FAIL(w, ERR_INVALID, "event %zu: \"event\" must be bounce, complaint or delivered", place);
}

static bool add_address(struct work *w, struct exchange *x, struct text address, enum report_kind kind)
{
    uint8_t *mark = WORK_NEW(w, uint8_t, ADDRESS_MARK_BYTES);

    if (!mark)
        return false;
    TRY(address_mark(w, x->services->vault, address, mark));
    return kind == REPORT_NONE || suppression_add(w, mark, kind == REPORT_HARD ? SUPPRESSED_BOUNCE : SUPPRESSED_COMPLAINT);
}

static bool add_event(struct work *w, struct exchange *x, size_t place, const json_t *event, struct mail_events *e)
{
    const json_t *message = json_object_get(event, "message_id"), *address = json_object_get(event, "address");
    enum report_kind kind = REPORT_NONE;
    struct id uid;
    bool known;

    if (json_is_string(message) == json_is_string(address))
        FAIL(w, ERR_INVALID, "event %zu needs either \"message_id\" or \"address\"", place);
    TRY(read_kind(w, place, event, &kind));
    if (address)
        TRY(add_address(w, x, text_of_bytes(json_string_value(address), json_string_length(address)), kind));
    known = address || mail_report_id(text_of_bytes(json_string_value(message), json_string_length(message)), &uid);
    if (!address && known)
        TRY(feedback_add(w, uid, kind, &known));
    e->taken += known;
    e->unknown += !known;
    return true;
}

static void forget(json_t **root)
{
    json_decref(*root);
}

static bool begin(struct work *w, struct exchange *x)
{
    struct text body = x->request->body;
    CLEANUP(forget) json_t *root = json_loadb(body.at ? body.at : "", body.length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *events = json_object_get(root, "events");
    struct mail_events *e = WORK_NEW(w, struct mail_events, 1);

    if (!e)
        return false;
    if (!json_is_array(events) || json_array_size(events) == 0 || json_array_size(events) > EVENTS_MAX)
        FAIL(w, ERR_INVALID, "the body must be a JSON object with \"events\", a list of 1 to %d", EVENTS_MAX);
    *e = (struct mail_events){ 0, 0 };
    x->state = e;
    TRY(list_open(w));
    for (size_t i = 0; i < json_array_size(events); i++)
        TRY(add_event(w, x, i + 1, json_array_get(events, i), e));
    return true;
}

bool api_mail_events(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct mail_events *e;
    struct draft d;
    struct json j;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase == 0)
        return begin(w, x);
    e = x->state;
    TRY(work_draft(w, 128, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_number(&j, "taken", e->taken);
    json_number(&j, "unknown", e->unknown);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}
