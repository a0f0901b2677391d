#include "source/report.h"

#include "source/lines.h"

#include <string.h>

/* A line of the runner's language: % and line ends are escaped, in a property also what ends it. */
static void add_escaped(struct draft *d, struct text t, const char *ends)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] == '%' || t.at[i] == '\r' || t.at[i] == '\n' || (t.at[i] && strchr(ends, t.at[i])))
            draft_addf(d, "%%%02X", (unsigned)(unsigned char)t.at[i]);
        else
            draft_byte(d, t.at[i]);
}

static void write_finding(struct draft *d, const struct finding *f, struct text file, struct lines *lines)
{
    static const char *const commands[] = { "notice", "warning", "error" };

    draft_addf(d, "::%s file=", commands[f->severity]);
    add_escaped(d, file, ":,");
    if (f->place.line) {
        draft_addf(d, ",line=%d,col=%d", f->place.line, f->place.column);
        draft_addf(d, ",endColumn=%d", lines_end_column(lines, f->place));
    }
    draft_addf(d, ",title=PD%04d::", f->code);
    add_escaped(d, f->message, "");
    if (f->hint.length) {
        draft_add(d, TEXT("%0Ahint: "));
        add_escaped(d, f->hint, "");
    }
    if (f->second.line)
        draft_addf(d, "%%0Asee line %d", f->second.line);
    draft_addf(d, "%%0Asee: privacyd explain PD%04d\n", f->code);
}

bool findings_as_github(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_lines)
{
    struct lines lines;
    struct draft d;
    size_t size = 200;

    TRY(lines_of(w, source, &lines));
    for (const struct finding *i = f->first; i; i = i->next)
        size += (file.length + i->message.length + i->hint.length) * 3 + 200;
    TRY(work_draft(w, size, &d));
    for (const struct finding *i = f->first; i; i = i->next)
        write_finding(&d, i, file, &lines);
    if (f->count > FINDINGS_MAX)
        draft_addf(&d, "::notice::%d more findings are left out\n", f->count - FINDINGS_MAX);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_lines = draft_text(&d);
    return true;
}
