#include "law/say.h"

#include "law/schema.h"

enum { LAW_PAGE_MAX = 512 * 1024 };

/* --- pieces ---------------------------------------------------------------------------------------------------------------------------------- */

/* Words of the file, which may be anybody's: they stay in their cell and are no Markdown. */
static void add_words(struct draft *d, struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        if (c == '|' || c == '[' || c == '<' || c == '`')
            draft_byte(d, '\\');
        draft_byte(d, (unsigned char)c < ' ' ? ' ' : c);
    }
}

static void add_list(struct draft *d, const struct law_list *list, const char *separator)
{
    for (size_t i = 0; i < list->count; i++) {
        draft_add(d, text_of(i ? separator : ""));
        add_words(d, list->names[i]);
    }
    if (list->count == 0)
        draft_add(d, TEXT("none"));
}

static void add_span(struct draft *d, struct law_span span)
{
    static const char *const units[LAW_UNITS][2] = { { "", "" }, { "business day", "business days" }, { "day", "days" }, { "month", "months" }, { "hour", "hours" },
        { "at once", "at once" }, { "without delay", "without delay" } };

    if (span.count)
        draft_addf(d, "%d ", span.count);
    draft_add(d, text_of(units[span.unit][span.count != 1]));
}

/* "; answered within 45 days" */
static void add_period(struct draft *d, const char *words, struct law_span span)
{
    if (span.unit == UNIT_NONE)
        return;
    draft_addf(d, "; %s%s", words, span.count ? " within " : " ");
    add_span(d, span);
}

static void add_number_and(struct draft *d, int number, const char *what, const struct law_list *among)
{
    draft_addf(d, "at least %d %s%s", number, what, number == 1 ? "" : "s");
    if (among->count == 0)
        return;
    draft_add(d, TEXT(", among them "));
    add_list(d, among, ", ");
}

/* --- rows ------------------------------------------------------------------------------------------------------------------------------------ */

static void say_countries(struct draft *d, const struct law_row *row)
{
    add_list(d, &row->is.countries.members, " ");
}

static void say_calendar(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("zones "));
    add_list(d, &row->is.calendar.zones, ", ");
    draft_add(d, TEXT("; no business on "));
    add_list(d, &row->is.calendar.weekend, ", ");
    if (row->is.calendar.holidays.length)
        draft_add(d, TEXT(" and the holidays "));
    add_words(d, row->is.calendar.holidays);
}

static void say_holidays(struct draft *d, const struct law_row *row)
{
    draft_addf(d, "%zu days; known through ", row->is.holidays.count);
    draft_day(d, row->is.holidays.valid_through);
}

static void say_kind(struct draft *d, const struct law_row *row)
{
    static const char *const offers[] = { "must be offered", "must be offered where data are sold or shared", "must be offered where sensitive data are processed",
        "must be offered where something rests on consent", "must be offered where something rests on consent or contract",
        "must be offered where something rests on legitimate interests", "may be offered" };

    draft_addf(d, "%s; %s", offers[row->is.kind.offered], row->is.kind.verifiable ? "identity is verified" : "no check of identity");
}

static void say_counting(struct draft *d, const struct law_clock *c)
{
    if (c->day_one)
        draft_add(d, TEXT("; the day of the event is day 1"));
    if (c->rolls)
        draft_add(d, TEXT("; moves to the next business day"));
    if (c->clamps_forward)
        draft_add(d, TEXT("; missing dates go forward"));
    if (c->resets.count) {
        draft_add(d, TEXT("; starts anew with "));
        add_list(d, &c->resets, ", ");
    }
    if (c->pauses.count) {
        draft_add(d, TEXT("; pauses for "));
        add_list(d, &c->pauses, ", ");
    }
    add_period(d, "our own target:", c->target);
    if (c->target_days_before)
        draft_addf(d, "; our own target: %d day%s earlier", c->target_days_before, c->target_days_before == 1 ? "" : "s");
}

static void say_clock(struct draft *d, const struct law_row *row)
{
    static const char *const begins[] = { "received", "becoming aware", "closed" };
    const struct law_clock *c = &row->is.clock;

    add_list(d, &c->kinds, ", ");
    draft_addf(d, ": from %s", begins[c->begins]);
    add_period(d, "receipt confirmed", c->acknowledge);
    add_period(d, "answered", c->respond);
    add_period(d, "once extended:", c->extended);
    add_period(d, "the extension is told", c->notice_by);
    if (c->extension_needs_reason)
        draft_add(d, TEXT(" with the reason"));
    add_period(d, "not", c->wait);
    add_period(d, "not gone", c->keep);
    add_period(d, "what came", c->window);
    if (c->window_floor.number) {
        draft_add(d, TEXT(", but not before "));
        draft_day(d, c->window_floor);
    }
    say_counting(d, c);
}

static void say_appeal(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("answered within "));
    add_span(d, row->is.appeal.respond);
    if (row->is.appeal.extension.unit == UNIT_NONE)
        return;
    draft_add(d, TEXT(", once longer by "));
    add_span(d, row->is.appeal.extension);
}

static void say_methods(struct draft *d, const struct law_row *row)
{
    const struct law_methods *m = &row->is.methods;

    add_number_and(d, m->minimum, "way", &m->among);
    if (!m->has_online)
        return;
    draft_add(d, TEXT("; exclusively online: "));
    add_number_and(d, m->online_minimum, "way", &m->online_among);
}

static void say_verification(struct draft *d, const struct law_row *row)
{
    draft_add(d, row->is.verification.login_suffices ? TEXT("account holders log in again and are asked nothing more") : TEXT("a login does not suffice"));
}

static void say_unverified(struct draft *d, const struct law_row *row)
{
    draft_addf(d, "%s; %s", row->is.unverified.notice ? "the person is told, with the reason" : "no notice",
        row->is.unverified.fallback_categories ? "then judged as a request for categories" : "nothing further");
}

static void say_agent(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("may be asked: "));
    add_list(d, &row->is.agent.ask, ", ");
    if (row->is.agent.one_of.count) {
        draft_add(d, TEXT(", and one of "));
        add_list(d, &row->is.agent.one_of, ", ");
    }
    if (row->is.agent.power_of_attorney_suffices)
        draft_add(d, TEXT("; nothing more with a power of attorney"));
}

static void say_records(struct draft *d, const struct law_row *row)
{
    draft_addf(d, "rule %.*s: at least ", TEXT_ARGS(row->is.records.rule));
    add_span(d, row->is.records.keep);
    draft_addf(d, " from %s", row->is.records.from == BEGIN_CLOSED ? "closure" : "receipt");
}

static void say_review(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("every "));
    add_span(d, row->is.review.every);
    draft_add(d, TEXT("; told after "));
    add_span(d, row->is.review.warn);
}

static void say_retaliation(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("covers "));
    add_list(d, &row->is.retaliation.audiences, ", ");
}

static void say_minors(struct draft *d, const struct law_row *row)
{
    draft_addf(d, "under %d years, without consent, no ", row->is.minors.under);
    add_list(d, &row->is.minors.forbids, ", ");
    if (row->is.minors.own_consent_from)
        draft_addf(d, "; their own consent from %d years, below it a parent's", row->is.minors.own_consent_from);
}

static void say_notice(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("tells "));
    add_list(d, &row->is.notice.items, ", ");
}

static void say_new_purpose(struct draft *d, const struct law_row *row)
{
    static const char *const consents[] = { "no consent", "consent where the basis is consent", "express consent" };

    draft_addf(d, "%s; %s", row->is.new_purpose.notice ? "notice" : "no notice", consents[row->is.new_purpose.consent]);
}

static void say_basis(struct draft *d, const struct law_row *row)
{
    draft_add(d, row->is.basis.needed ? TEXT("needed; ") : TEXT("not needed; "));
    add_list(d, &row->is.basis.accepted, ", ");
}

static void say_sensitive(struct draft *d, const struct law_row *row)
{
    add_list(d, &row->is.sensitive.categories, ", ");
    if (row->is.sensitive.bases.count) {
        draft_add(d, TEXT(": only on "));
        add_list(d, &row->is.sensitive.bases, ", ");
    }
    if (row->is.sensitive.right.length)
        draft_addf(d, ": people may ask for `%.*s`", TEXT_ARGS(row->is.sensitive.right));
}

static void say_device(struct draft *d, const struct law_row *row)
{
    draft_add(d, row->is.device.consent ? TEXT("storing and reading needs consent, but for ") : TEXT("no consent either for "));
    add_list(d, &row->is.device.exempt, ", ");
    if (row->is.device.first_party)
        draft_add(d, TEXT(" that we set ourselves"));
}

static void say_transfers(struct draft *d, const struct law_row *row)
{
    draft_add(d, row->is.transfers.safeguard ? TEXT("to a country outside only with ") : TEXT("freely; known are "));
    add_list(d, &row->is.transfers.accepted, ", ");
}

static void say_adequacy(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("to "));
    add_list(d, &row->is.adequacy.to, " ");
}

static void say_definitions(struct draft *d, const struct law_row *row)
{
    draft_add(d, TEXT("sell: "));
    add_words(d, row->is.definitions.sell);
    draft_add(d, TEXT("; share: "));
    add_words(d, row->is.definitions.share);
}

static void say_authority(struct draft *d, const struct law_row *row)
{
    struct text label = law_words_in(&row->is.authority.label, TEXT("en"));

    add_words(d, label);
    draft_add(d, TEXT(", <"));
    add_words(d, row->is.authority.link);
    draft_add(d, TEXT(">"));
}

static void say_categories(struct draft *d, const struct law_row *row)
{
    for (size_t i = 0; i < row->is.categories.count; i++) {
        const struct law_category *c = &row->is.categories.names[i];
        draft_add(d, text_of(i ? "; " : ""));
        add_words(d, c->ref);
        draft_add(d, TEXT(" "));
        add_words(d, law_words_in(&c->name, TEXT("en")));
        draft_add(d, TEXT(": "));
        add_list(d, &c->is, ", ");
    }
}

static void (*const sayers[LAW_TABLES])(struct draft *, const struct law_row *) = {
    [LAW_COUNTRIES] = say_countries, [LAW_CALENDAR] = say_calendar, [LAW_HOLIDAYS] = say_holidays, [LAW_KINDS] = say_kind, [LAW_CLOCKS] = say_clock,
    [LAW_APPEAL] = say_appeal, [LAW_METHODS] = say_methods, [LAW_VERIFICATION] = say_verification, [LAW_UNVERIFIED] = say_unverified,
    [LAW_AGENTS] = say_agent, [LAW_RECORDS] = say_records, [LAW_REVIEW] = say_review, [LAW_RETALIATION] = say_retaliation, [LAW_MINORS] = say_minors,
    [LAW_NOTICE] = say_notice, [LAW_NEW_PURPOSE] = say_new_purpose, [LAW_BASIS] = say_basis, [LAW_SENSITIVE] = say_sensitive, [LAW_DEVICE] = say_device,
    [LAW_DEVICE_EXEMPTIONS] = say_device, [LAW_TRANSFERS] = say_transfers, [LAW_ADEQUACY] = say_adequacy, [LAW_DEFINITIONS] = say_definitions,
    [LAW_AUTHORITY] = say_authority, [LAW_CATEGORIES] = say_categories,
};

/* --- the page ---------------------------------------------------------------------------------------------------------------------------------- */

static void add_row(struct draft *d, const struct law_row *row)
{
    draft_addf(d, "| %.*s | ", TEXT_ARGS(row->name));
    sayers[row->table](d, row);
    if (row->effective_from.number) {
        draft_add(d, TEXT("; in force from "));
        draft_day(d, row->effective_from);
    }
    draft_add(d, TEXT(" | "));
    add_words(d, row->source);
    draft_add(d, TEXT(" | "));
    draft_day(d, row->consulted);
    draft_addf(d, " | %s |\n", row->verified ? "yes" : "no");
}

static void add_heading(struct draft *d, const struct law *law, const struct law_region *r)
{
    struct text name = law_words_in(&r->name, TEXT("en"));

    draft_addf(d, "\n## %.*s ", TEXT_ARGS(r->code));
    add_words(d, name);
    draft_add(d, TEXT("\n\n"));
    if (r->under >= 0)
        draft_addf(d, "What is not said here is as in %.*s.\n\n", TEXT_ARGS(law->regions[r->under].code));
    draft_add(d, TEXT("| row | what it says | source | consulted | verified |\n|---|---|---|---|---|\n"));
}

static const char introduction[] =
    "# The law tables\n"
    "\n"
    "This page is what `privacyd law` prints: the rows by which `privacyd check` judges a policy, out of the program and of the operator's own\n"
    "folder. Not legal advice. A row that is not verified was written down from memory: it gives at most a warning, and serves no request and no\n"
    "page, unless the policy adopts it by its name: `law: { adopt: [US/clocks/CAN-SPAM-10BD] }`.\n"
    "\n"
    "To correct a row, or to add a region, write a file of your own into the folder that `law.folder` of privacyd.yaml names (`--law FOLDER` for\n"
    "`check`). Its form stands at the end of this page; a row of the same name replaces the one of the program, and a file with an error counts for\n"
    "nothing until it is mended.\n"
    "\n"
    "```yaml\n"
    "law: 1\n"
    "regions:\n"
    "  US-CA:\n"
    "    methods:\n"
    "      source: 11 CCR 7020, edition of 1 January 2026\n"
    "      consulted: 2026-09-14\n"
    "      verified: true\n"
    "      minimum: 2\n"
    "      among: [toll_free]\n"
    "```\n";

static void say_region(struct draft *d, const struct law *law, struct text code)
{
    add_heading(d, law, law_region(law, code));
    for (int table = 0; table < LAW_TABLES; table++)
        for (const struct law_row *row = NULL; (row = law_next(law, code, (enum law_table)table, row)) != NULL;)
            add_row(d, row);
}

bool law_say(struct work *w, const struct law *law, struct text region, struct text *out_markdown)
{
    struct draft d;

    if (region.length && !law_region(law, region))
        FAIL(w, ERR_NOT_FOUND, "the law tables know nothing of region %.*s", (int)(region.length > 40 ? 40 : region.length), region.at);
    TRY(work_draft(w, LAW_PAGE_MAX, &d));
    if (region.length)
        say_region(&d, law, region);
    else
        draft_add(&d, text_of(introduction));
    for (int i = 0; i < law->region_count && !region.length; i++) {
        add_heading(&d, law, &law->regions[i]);
        for (int k = 0; k < law->regions[i].row_count; k++)
            add_row(&d, &law->rows[law->regions[i].first_row + k]);
    }
    if (region.length == 0)
        law_say_form(&d);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the law tables are too large to print");
    *out_markdown = draft_text(&d);
    return true;
}
