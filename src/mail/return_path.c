#include "mail/return_path.h"

#include "mail/address.h"

enum { MARK_DIGITS = 32 };

bool return_path_good(struct text return_path)
{
    struct address a;
    size_t at;

    return address_parse(return_path, &a) && a.local.length <= RETURN_PATH_LOCAL_MAX && a.spec.length + 1 + MARK_DIGITS <= ADDRESS_MAX && !text_find(a.local, TEXT("+"), &at);
}

bool return_path_mark(struct work *w, struct text return_path, struct id uid, struct text *out_address)
{
    struct address a;
    struct draft d;

    if (!return_path_good(return_path) || !address_parse(return_path, &a))
        FAIL(w, ERR_INVALID, "mail.return_path is not a plain mail address with at most %d bytes before its @", RETURN_PATH_LOCAL_MAX);
    TRY(work_draft(w, ADDRESS_MAX, &d));
    draft_add(&d, a.local);
    draft_byte(&d, '+');
    draft_id(&d, uid);
    draft_byte(&d, '@');
    draft_add(&d, a.domain);
    must(!d.overflow);
    *out_address = draft_text(&d);
    return true;
}

bool return_path_find(struct text t, struct id *out_uid)
{
    size_t at, length;
    struct id uid;

    while (text_find(t, TEXT("+"), &at)) {
        t = text_from(t, at + 1);
        if (t.length > MARK_DIGITS && t.at[MARK_DIGITS] == '@' && text_unhex(text_first(t, MARK_DIGITS), uid.bytes, sizeof uid.bytes, &length) && length == sizeof uid.bytes) {
            *out_uid = uid;
            return true;
        }
    }
    return false;
}
