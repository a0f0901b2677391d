#include "disclosure/submission_json.h"

enum { FRAME_BYTES = 2048, WORST_ESCAPE = 6 };

size_t submission_json_size(const struct opened *o)
{
    size_t size = FRAME_BYTES;

    for (int i = 0; i < o->fields->count; i++)
        size += (o->fields->list[i].id.length + o->fields->list[i].value.length) * WORST_ESCAPE + 16;
    return size;
}

static void write_names(struct json *j, const struct opened *o)
{
    const struct purpose *purpose = purpose_numbered(o->policy, o->record->purpose);
    char memory[HANDLE_TEXT + 1], id[33];
    struct draft handle = draft_in(memory, sizeof memory), record = draft_in(id, sizeof id);

    draft_id(&record, o->record->uid.id);
    draft_handle(&handle, &o->handle);
    json_text(j, "record", draft_text(&record));
    if (o->channel)
        json_text(j, "channel", o->channel->id);
    if (purpose)
        json_text(j, "purpose", purpose->id);
    json_instant(j, "collected_at", o->record->collected_at);
    if (o->record->region.length)
        json_text(j, "region", o->record->region);
    json_text(j, "handle", draft_text(&handle));
    if (o->unsubscribe.length)
        json_text(j, "unsubscribe", o->unsubscribe);
}

void submission_json(struct json *j, const char *key, const struct opened *o)
{
    json_open_object(j, key);
    write_names(j, o);
    json_open_object(j, "fields");
    for (int i = 0; i < o->fields->count; i++)
        json_member(j, o->fields->list[i].id, o->fields->list[i].value);
    json_close_object(j);
    json_close_object(j);
}
