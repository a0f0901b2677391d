#include "policy/diff.h"
#include "policy/schema_row.h"

static const char *const role_names[] = { "missing", "processor", "affiliate", "third_party", "authority" };

/* "24 months after last_contact" */
static bool write_keep(struct work *w, const struct retention_rule *keep, struct text *out_text)
{
    static const char *const units[] = { [PERIOD_DAYS] = "day", [PERIOD_MONTHS] = "month", [PERIOD_YEARS] = "year" };

    *out_text = TEXT("");
    if (keep->trigger == TRIGGER_WITHDRAWN)
        *out_text = TEXT("until withdrawn");
    else if (keep->trigger == TRIGGER_AS_NEEDED)
        *out_text = TEXT("as long as needed");
    else if (keep->trigger != TRIGGER_MISSING)
        return work_format(w, out_text, "%d %s%s after %s", keep->count, units[keep->unit], keep->count == 1 ? "" : "s", retention_trigger_name(keep->trigger));
    return true;
}

bool change_value_write(struct work *w, const struct change_value *value, struct text *out_text)
{
    *out_text = value->text;
    switch (value->form) {
    case FORM_WORDS: *out_text = words_in(value->policy, value->words, value->policy->authoritative); break;
    case FORM_BASIS: *out_text = text_of(legal_basis_name((enum legal_basis)value->number)); break;
    case FORM_KEEP: return write_keep(w, value->keep, out_text);
    case FORM_ROLE: *out_text = text_of(role_names[value->number]); break;
    case FORM_CLASS: *out_text = text_of(cookie_class_name((enum cookie_class)value->number)); break;
    case FORM_REGION: *out_text = value->policy->regions[value->number].code; break;
    default: break;
    }
    return true;
}

static bool is_of_a_promise(enum change_kind kind)
{
    return kind >= CHANGE_PROMISE_ADDED && kind <= CHANGE_RESERVATION_REMOVED;
}

const char *change_refs(const struct change *c)
{
    for (int i = 0; is_of_a_promise(c->kind) && i < schema_statements.count; i++)
        if (text_equal(text_of(schema_statements.rows[i].name), c->path[1]))
            return schema_statements.rows[i].refs;
    return change_rules[c->kind].refs;
}
