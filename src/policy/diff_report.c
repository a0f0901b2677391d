#include "policy/diff_report.h"

#include "base/json.h"

enum { WIDTH = 98, CHANGE_AT = 12, VALUE_BYTES = 240, CHANGE_BYTES = 2048, CHANGES_SHOWN = 400, DOORS_SHOWN = 6, JSON_CHANGE_BYTES = 1536, JSON_EXTRA = 1024 };

/* --- people ---------------------------------------------------------------------------------------------------------------------------------- */

static void add_regions(struct draft *d, const struct diff *diff, uint64_t regions)
{
    const char *comma = "";

    for (int i = 0; i <= diff->region_count; i++) {
        if (!(regions & ((uint64_t)1 << i)))
            continue;
        draft_addf(d, "%s", comma);
        draft_add(d, i < diff->region_count ? diff->regions[i].code : TEXT("elsewhere"));
        comma = ", ";
    }
}

/* The doors by which data come for a purpose. */
static void add_doors(struct draft *d, const struct policy *p, struct text purpose)
{
    int doors = 0;

    for (size_t i = 0; i < p->channel_count && doors <= DOORS_SHOWN; i++) {
        if (!text_equal(p->channels[i].purpose->id, purpose))
            continue;
        if (doors < DOORS_SHOWN)
            draft_addf(d, "%s%.*s", doors ? ", " : " (", TEXT_ARGS(p->channels[i].id));
        else
            draft_add(d, TEXT(", ..."));
        doors++;
    }
    if (doors)
        draft_byte(d, ')');
}

bool diff_people(struct work *w, const struct diff *diff, const struct change *c, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, 4096, &d));
    if (c->regions == diff->everywhere) {
        draft_add(&d, TEXT("everybody"));
    } else {
        draft_add(&d, TEXT("people in "));
        add_regions(&d, diff, c->regions);
    }
    if (c->channel.length)
        draft_addf(&d, " who come%s by %.*s", c->regions == diff->everywhere ? "s" : "", TEXT_ARGS(c->channel));
    if (c->purpose.length) {
        draft_addf(&d, " whose data are used for %.*s", TEXT_ARGS(c->purpose));
        add_doors(&d, c->of, c->purpose);
    }
    *out_text = draft_text(&d);
    return true;
}

/* --- parts of a change ------------------------------------------------------------------------------------------------------------------------ */

static void add_path(struct draft *d, const struct change *c)
{
    for (size_t i = 0; i < COUNT_OF(c->path); i++) {
        if (i && c->path[i].length && d->length)
            draft_byte(d, '.');
        draft_add(d, c->path[i]);
    }
}

static bool path_of(struct work *w, const struct change *c, struct text *out_path)
{
    struct draft d;

    TRY(work_draft(w, c->path[0].length + c->path[1].length + c->path[2].length + 3, &d));
    add_path(&d, c);
    *out_path = draft_text(&d);
    return true;
}

/* What is short enough for a line, on one line. */
static struct text brief(struct text t)
{
    size_t end = t.length;

    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] == '\n' || i >= VALUE_BYTES) {
            end = i;
            break;
        }
    while (end < t.length && end > 0 && ((unsigned char)t.at[end] & 0xC0) == 0x80)
        end--;
    return text_first(t, end);
}

static void add_value(struct draft *d, struct text value)
{
    struct text part = brief(value);

    if (value.length == 0)
        draft_add(d, TEXT("(none)"));
    draft_add(d, part);
    if (part.length < value.length)
        draft_add(d, TEXT(" ..."));
}

/* --- the terminal ------------------------------------------------------------------------------------------------------------------------------ */

static void start_line(struct draft *d)
{
    draft_addf(d, "%*s", CHANGE_AT, "");
}

/* What it is about where the path does not say it, and what became of what. */
static bool add_values(struct work *w, struct draft *d, const struct change *c)
{
    struct text subject, before, after;
    struct draft line;

    TRY(change_value_write(w, &c->subject, &subject));
    TRY(change_value_write(w, &c->before, &before));
    TRY(change_value_write(w, &c->after, &after));
    TRY(work_draft(w, CHANGE_BYTES, &line));
    if (subject.length && !text_equal(subject, c->path[1]))
        draft_addf(&line, "%.*s%s", TEXT_ARGS(brief(subject)), before.length || after.length ? ": " : "");
    if (before.length) {
        add_value(&line, before);
        draft_add(&line, TEXT(" -> "));
    }
    if (before.length || after.length)
        add_value(&line, after);
    if (line.length == 0)
        return true;
    start_line(d);
    draft_wrapped(d, draft_text(&line), CHANGE_AT, WIDTH);
    return true;
}

static void add_why(struct draft *d, const struct change_rule *rule, const struct change *c)
{
    char memory[400];
    struct draft line = draft_in(memory, sizeof memory);

    if (rule->why)
        draft_addf(&line, "why: %s (%s)", rule->why, change_refs(c));
    if (c->consent)
        draft_addf(&line, "%sneeds consent of its own: none was given for it", rule->why ? "; " : "");
    if (line.length == 0)
        return;
    start_line(d);
    draft_wrapped(d, draft_text(&line), CHANGE_AT, WIDTH);
}

static bool add_places(struct work *w, struct draft *d, const struct change *c, const struct diff_names *names)
{
    struct draft line;

    TRY(work_draft(w, names->before.length + names->after.length + 40, &line));
    if (c->before_place.line)
        draft_addf(&line, "%.*s:%d", TEXT_ARGS(names->before), c->before_place.line);
    if (c->before_place.line && c->after_place.line)
        draft_add(&line, TEXT(" -> "));
    if (c->after_place.line)
        draft_addf(&line, "%.*s:%d", TEXT_ARGS(names->after), c->after_place.line);
    if (line.length == 0)
        return true;
    start_line(d);
    draft_wrapped(d, draft_text(&line), CHANGE_AT, WIDTH);
    return true;
}

static bool add_change(struct work *w, struct draft *d, const struct change *c, const struct diff_names *names)
{
    const struct change_rule *rule = &change_rules[c->kind];
    struct text path, head;

    TRY(path_of(w, c, &path));
    TRY(work_format(w, &head, "%.*s: %s", TEXT_ARGS(brief(path)), rule->said));
    draft_addf(d, "  %-8s  ", rule->badge == BADGE_MATERIAL ? "MATERIAL" : change_badge_name(rule->badge));
    draft_wrapped(d, head, CHANGE_AT, WIDTH);
    TRY(add_values(w, d, c));
    add_why(d, rule, c);
    return add_places(w, d, c, names);
}

static void add_summary(struct draft *d, const struct diff *diff)
{
    draft_addf(d, "%s%zu change%s, %zu material", diff->count ? "\n" : "", diff->count, diff->count == 1 ? "" : "s", diff->material);
    draft_add(d, diff->material ? TEXT(": people must be told before it counts") : TEXT(""));
    draft_add(d, diff->consent ? TEXT("; something needs consent of its own\n") : TEXT("\n"));
}

bool diff_as_text(struct work *w, const struct diff *diff, const struct diff_names *names, struct text *out_text)
{
    size_t shown = diff->count < CHANGES_SHOWN ? diff->count : CHANGES_SHOWN;
    struct text people;
    struct draft d;

    TRY(work_draft(w, shown * CHANGE_BYTES * 2 + CHANGE_BYTES, &d));
    for (size_t i = 0; i < shown; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        if (i == 0 || !change_same_people(&diff->changes[i - 1], &diff->changes[i])) {
            TRY(diff_people(w, diff, &diff->changes[i], &people));
            draft_add(&d, i ? TEXT("\n") : TEXT(""));
            draft_wrapped(&d, people, 0, WIDTH);
        }
        TRY(add_change(w, &d, &diff->changes[i], names));
        arena_release(w->arena, mark);
    }
    if (shown < diff->count)
        draft_addf(&d, "\n%zu more; `privacyd diff --format=json` has them all\n", diff->count - shown);
    add_summary(&d, diff);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the differences do not fit into %zu bytes", d.size);
    *out_text = draft_text(&d);
    return true;
}

/* --- programs ------------------------------------------------------------------------------------------------------------------------------------ */

static void json_regions(struct json *j, const struct diff *diff, uint64_t regions)
{
    json_open_list(j, "regions");
    for (int i = 0; i <= diff->region_count; i++)
        if (regions & ((uint64_t)1 << i))
            json_text(j, NULL, i < diff->region_count ? diff->regions[i].code : TEXT("elsewhere"));
    json_close_list(j);
}

static void json_rule(struct json *j, const struct change *c)
{
    const struct change_rule *rule = &change_rules[c->kind];

    json_text(j, "kind", text_of(rule->id));
    json_text(j, "said", text_of(rule->said));
    json_bool(j, "material", rule->badge == BADGE_MATERIAL);
    json_text(j, "badge", text_of(change_badge_name(rule->badge)));
    json_text(j, "favours", text_of(change_direction_name(rule->direction)));
    json_text(j, "refs", text_of(change_refs(c)));
    if (rule->why)
        json_text(j, "why", text_of(rule->why));
}

static bool json_values(struct work *w, struct json *j, const struct change *c)
{
    struct text path, subject, before, after;

    TRY(path_of(w, c, &path));
    TRY(change_value_write(w, &c->subject, &subject));
    TRY(change_value_write(w, &c->before, &before));
    TRY(change_value_write(w, &c->after, &after));
    json_text(j, "path", path);
    json_text(j, "subject", subject);
    if (c->before.form)
        json_text(j, "before", before);
    if (c->after.form)
        json_text(j, "after", after);
    return true;
}

static bool json_change(struct work *w, struct json *j, const struct diff *diff, const struct change *c)
{
    struct text people;

    TRY(diff_people(w, diff, c, &people));
    json_open_object(j, NULL);
    json_rule(j, c);
    TRY(json_values(w, j, c));
    json_text(j, "people", people);
    json_regions(j, diff, c->regions);
    if (c->purpose.length)
        json_text(j, "purpose", c->purpose);
    if (c->channel.length)
        json_text(j, "channel", c->channel);
    json_bool(j, "consent", c->consent);
    if (c->before_place.line)
        json_number(j, "before_line", c->before_place.line);
    if (c->after_place.line)
        json_number(j, "after_line", c->after_place.line);
    json_close_object(j);
    return true;
}

/* A value may be as long as the file that says it. */
static size_t json_size(const struct diff *diff)
{
    return diff->count * JSON_CHANGE_BYTES + (diff->before->source.length + diff->after->source.length) * 6 + JSON_EXTRA;
}

bool diff_as_json(struct work *w, const struct diff *diff, const struct diff_names *names, struct text *out_json)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, json_size(diff), &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "before", names->before);
    json_text(&j, "after", names->after);
    json_bool(&j, "material", diff->material > 0);
    json_bool(&j, "consent", diff->consent);
    json_open_list(&j, "changes");
    for (size_t i = 0; i < diff->count; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        TRY(json_change(w, &j, diff, &diff->changes[i]));
        arena_release(w->arena, mark);
    }
    json_close_list(&j);
    json_close_object(&j);
    draft_byte(&d, '\n');
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the differences do not fit into %zu bytes", d.size);
    *out_json = draft_text(&d);
    return true;
}
