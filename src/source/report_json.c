#include "source/report.h"

#include "base/json.h"

static void write_place(struct json *j, const char *key, struct place place)
{
    if (!place.line) {
        json_nothing(j, key);
        return;
    }
    json_open_object(j, key);
    json_number(j, "line", place.line);
    json_number(j, "column", place.column);
    json_close_object(j);
}

static void write_finding(struct json *j, const struct finding *f, struct text file)
{
    char code[16];
    struct draft id = draft_in(code, sizeof code);

    draft_addf(&id, "PD%04d", f->code);
    json_open_object(j, NULL);
    json_text(j, "id", draft_text(&id));
    json_text(j, "refs", text_of(f->refs));
    json_text(j, "severity", text_of(severity_name(f->severity)));
    json_text(j, "file", file);
    json_number(j, "line", f->place.line);
    json_number(j, "column", f->place.column);
    json_text(j, "message", f->message);
    json_text(j, "hint", f->hint);
    write_place(j, "second", f->second);
    json_close_object(j);
}

bool findings_as_json(struct work *w, const struct findings *f, struct text file, struct text *out_json)
{
    struct draft d;
    struct json j;
    size_t size = 200;

    for (const struct finding *i = f->first; i; i = i->next)
        size += file.length * 6 + i->message.length * 6 + i->hint.length * 6 + 500;
    TRY(work_draft(w, size, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "findings");
    for (const struct finding *i = f->first; i; i = i->next)
        write_finding(&j, i, file);
    json_close_list(&j);
    json_close_object(&j);
    draft_byte(&d, '\n');
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_json = draft_text(&d);
    return true;
}
