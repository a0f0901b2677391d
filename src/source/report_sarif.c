/* SARIF 2.1.0 (OASIS, errata 01): the sections named below are of that document. */
#include "source/report.h"

#include "base/json.h"
#include "source/explain.h"
#include "source/lines.h"

#include <stdio.h>
#include <string.h>

struct writer {
    struct json json;
    struct lines lines;
    struct text uri;
};

static void add_message(struct json *j, const char *key, struct text words)
{
    json_open_object(j, key);
    json_text(j, "text", words);
    json_close_object(j);
}

/* 3.49: what can be found, whether it was or not. */
static void write_rule(struct json *j, const struct finding_kind *kind)
{
    const struct finding_words *words = finding_words_find((int)kind->code);
    struct text rest = text_of(kind->refs), ref;
    char id[16];

    must(words);
    snprintf(id, sizeof id, "PD%04d", (int)kind->code);
    json_open_object(j, NULL);
    json_text(j, "id", text_of(id));
    add_message(j, "shortDescription", text_of(words->what));
    add_message(j, "fullDescription", text_of(kind->explain));
    add_message(j, "help", text_of(words->right));
    json_open_object(j, "defaultConfiguration");
    json_text(j, "level", text_of(severity_name(kind->severity)));
    json_close_object(j);
    json_open_object(j, "properties");
    json_open_list(j, "tags");
    while (text_cut(&rest, ' ', &ref))
        json_text(j, NULL, ref);
    json_close_list(j);
    json_close_object(j);
    json_close_object(j);
}

/* 3.19: the tool */
static void write_tool(struct json *j)
{
    json_open_object(j, "tool");
    json_open_object(j, "driver");
    json_text(j, "name", TEXT("privacyd"));
    json_text(j, "version", TEXT(PRIVACYD_VERSION));
    json_open_list(j, "rules");
    for (int i = 0; i < finding_kind_count; i++)
        write_rule(j, &finding_kinds[i]);
    json_close_list(j);
    json_close_object(j);
    json_close_object(j);
}

/* 3.28: a location. A finding about what is not in the file names the file alone. */
static void write_location(struct writer *wr, struct place place, const char *words)
{
    struct json *j = &wr->json;

    json_open_object(j, NULL);
    json_open_object(j, "physicalLocation");
    json_open_object(j, "artifactLocation");
    json_text(j, "uri", wr->uri);
    json_close_object(j);
    if (place.line) {
        json_open_object(j, "region");
        json_number(j, "startLine", place.line);
        json_number(j, "startColumn", place.column);
        json_number(j, "endColumn", lines_end_column(&wr->lines, place));
        json_close_object(j);
    }
    json_close_object(j);
    if (words)
        add_message(j, "message", text_of(words));
    json_close_object(j);
}

static int rule_index(int code)
{
    return (int)(finding_kind_find(code) - finding_kinds);
}

/* 3.27: a result. Its message is one sentence: what is wrong, then what would be right. */
static void write_result(struct writer *wr, const struct finding *f)
{
    char id[16], words[2 * FINDING_MESSAGE_MAX + 8];
    struct draft message = draft_in(words, sizeof words);
    struct json *j = &wr->json;

    draft_add(&message, f->message);
    draft_add(&message, f->hint.length ? TEXT(": ") : TEXT(""));
    draft_add(&message, f->hint);
    snprintf(id, sizeof id, "PD%04d", f->code);
    json_open_object(j, NULL);
    json_text(j, "ruleId", text_of(id));
    json_number(j, "ruleIndex", rule_index(f->code));
    json_text(j, "level", text_of(severity_name(f->severity)));
    add_message(j, "message", draft_text(&message));
    json_open_list(j, "locations");
    write_location(wr, f->place, NULL);
    json_close_list(j);
    if (f->second.line) {
        json_open_list(j, "relatedLocations");
        write_location(wr, f->second, "the other side");
        json_close_list(j);
    }
    json_close_object(j);
}

/* 3.20.21: what was left out is said, not hidden. */
static void write_invocation(struct json *j, int left_out)
{
    char words[64];

    json_open_list(j, "invocations");
    json_open_object(j, NULL);
    json_bool(j, "executionSuccessful", true);
    if (left_out > 0) {
        snprintf(words, sizeof words, "%d more findings are left out", left_out);
        json_open_list(j, "toolExecutionNotifications");
        json_open_object(j, NULL);
        add_message(j, "message", text_of(words));
        json_close_object(j);
        json_close_list(j);
    }
    json_close_object(j);
    json_close_list(j);
}

/* RFC 3986: a path as a reference. A colon in the first part of a relative one would make it a scheme. */
static bool uri_of(struct work *w, struct text file, struct text *out_uri)
{
    struct draft d;

    TRY(work_draft(w, file.length * 3 + 8, &d));
    if (text_starts(file, TEXT("/")))
        draft_add(&d, TEXT("file://"));
    for (size_t i = 0; i < file.length; i++) {
        char c = file.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("/-._~", c));
        if (plain)
            draft_byte(&d, c);
        else
            draft_addf(&d, "%%%02X", (unsigned)(unsigned char)c);
    }
    *out_uri = draft_text(&d);
    return true;
}

static void write_log(struct writer *wr, const struct findings *f)
{
    struct json *j = &wr->json;

    json_open_object(j, NULL);
    json_text(j, "$schema", TEXT("https://json.schemastore.org/sarif-2.1.0.json"));
    json_text(j, "version", TEXT("2.1.0"));
    json_open_list(j, "runs");
    json_open_object(j, NULL);
    write_tool(j);
    write_invocation(j, f->count - FINDINGS_MAX);
    json_text(j, "columnKind", TEXT("unicodeCodePoints"));
    json_open_list(j, "results");
    for (const struct finding *i = f->first; i; i = i->next)
        write_result(wr, i);
    json_close_list(j);
    json_close_object(j);
    json_close_list(j);
    json_close_object(j);
    draft_byte(j->out, '\n');
}

bool findings_as_sarif(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_json)
{
    struct writer wr = { .uri = TEXT("") };
    size_t size = 4096 + (size_t)finding_kind_count * 2048;
    struct draft d;

    TRY(uri_of(w, file, &wr.uri));
    TRY(lines_of(w, source, &wr.lines));
    for (const struct finding *i = f->first; i; i = i->next)
        size += wr.uri.length * 2 + i->message.length * 6 + i->hint.length * 6 + 800;
    TRY(work_draft(w, size, &d));
    wr.json = json_in(&d);
    write_log(&wr, f);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_json = draft_text(&d);
    return true;
}
