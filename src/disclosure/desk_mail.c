#include "disclosure/desk_mail.h"

#include "html/message.h"

enum { LINES_MAX = 64 * 1024 };

/* The fixed words are in the authoritative language when the program has it. */
static enum language language_of(const struct policy *p)
{
    enum language language = LANGUAGE_EN;

    language_find(p->languages[p->authoritative], &language);
    return language;
}

static bool add_line(struct work *w, struct draft *d, enum language language, enum message message, struct text value)
{
    struct text line;

    TRY(message_format(w, language, message, &value, 1, &line));
    draft_add(d, line);
    draft_byte(d, '\n');
    return true;
}

static bool add_head(struct work *w, struct draft *d, const struct desk_mail *m, enum language language)
{
    const struct policy *p = m->policy;
    int region = record_row_region(p, m->record);
    char when[64];
    struct draft moment = draft_in(when, sizeof when);
    struct text name = region < 0 ? m->record->region : words_in(p, &p->regions[region].name, p->authoritative);

    message_instant(&moment, language, m->record->collected_at);
    TRY(add_line(w, d, language, MSG_DESK_CHANNEL, m->channel->id));
    TRY(add_line(w, d, language, MSG_DESK_RECEIVED, draft_text(&moment)));
    if (m->record->region.length == 0)
        return add_line(w, d, language, MSG_DESK_REGION_UNKNOWN, TEXT(""));
    return add_line(w, d, language, MSG_DESK_REGION, name.length ? name : m->record->region);
}

/* U+2028 and U+2029 are line breaks to many a program that shows mail. */
static bool is_separator(struct text t)
{
    return text_starts(t, TEXT("\xE2\x80\xA8")) || text_starts(t, TEXT("\xE2\x80\xA9"));
}

/* A line break in a value begins an indented line; other control characters, which a terminal might obey, become U+FFFD. */
static void add_value(struct draft *d, struct text value)
{
    draft_add(d, TEXT("    "));
    for (size_t i = 0; i < value.length; i++) {
        char c = value.at[i];
        if (c == '\r' && i + 1 < value.length && value.at[i + 1] == '\n')
            continue;
        if (is_separator(text_from(value, i))) {
            c = '\n';
            i += 2;
        }
        if (c == '\n' || c == '\r')
            draft_add(d, TEXT("\n    "));
        else if (((unsigned char)c < 32 && c != '\t') || c == 127)
            draft_add(d, TEXT("\xEF\xBF\xBD"));
        else
            draft_byte(d, c);
    }
    draft_byte(d, '\n');
}

static void add_field(struct draft *d, const struct policy *p, const struct data_item *data, struct text value)
{
    struct text label = words_in(p, &data->label, p->authoritative);

    draft_byte(d, '\n');
    draft_add(d, label.length ? label : data->id);
    draft_add(d, TEXT(":\n"));
    add_value(d, value);
}

/* In the order in which the form asks. */
static void add_fields(struct draft *d, const struct desk_mail *m)
{
    struct text value;

    for (size_t i = 0; i < m->channel->field_count; i++) {
        const struct data_item *data = m->channel->fields[i].data;
        if (record_find(m->fields, data->id, &value) && value.length)
            add_field(d, m->policy, data, value);
    }
}

static bool add_foot(struct work *w, struct draft *d, const struct desk_mail *m, enum language language)
{
    char memory[HANDLE_TEXT * 2];
    struct draft handle = draft_in(memory, sizeof memory);

    draft_handle(&handle, &m->handle);
    draft_byte(d, '\n');
    TRY(add_line(w, d, language, MSG_DESK_HANDLE, draft_text(&handle)));
    return add_line(w, d, language, MSG_DESK_ERASE, draft_text(&handle));
}

/* Every byte of a value may become an indent of five or a replacement of three. */
static size_t body_size(const struct desk_mail *m)
{
    size_t size = LINES_MAX;

    for (int i = 0; i < m->fields->count; i++)
        size += m->fields->list[i].value.length * 5;
    return size;
}

/* The name of the site may have been written as a block of YAML; in a header it is one line. */
static bool one_line(struct work *w, struct text *name)
{
    struct text t = text_trim(*name);
    struct draft d;

    TRY(work_draft(w, t.length, &d));
    for (size_t i = 0; i < t.length; i++)
        draft_byte(&d, (unsigned char)t.at[i] < 32 ? ' ' : t.at[i]);
    *name = draft_text(&d);
    return true;
}

bool desk_mail_write(struct work *w, const struct desk_mail *m, struct mail_message *out_message)
{
    enum language language = language_of(m->policy);
    struct text names[] = { words_in(m->policy, &m->policy->site_name, m->policy->authoritative), m->channel->id };
    struct mail_message mail = { .from = m->from, .to = m->to, .date = w->now, .uid = m->uid };
    struct draft d;

    TRY(one_line(w, &names[0]));
    mail.from_name = names[0];
    TRY(work_draft(w, body_size(m), &d));
    TRY(add_head(w, &d, m, language));
    add_fields(&d, m);
    TRY(add_foot(w, &d, m, language));
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the labels of a mail to a desk are longer than %d bytes", LINES_MAX);
    mail.body = draft_text(&d);
    TRY(message_format(w, language, MSG_DESK_SUBJECT, names, COUNT_OF(names), &mail.subject));
    *out_message = mail;
    return true;
}
