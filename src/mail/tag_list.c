#include "mail/tag_list.h"

static bool is_name(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!byte_is_letter(t.at[i]) && (i == 0 || (!byte_is_digit(t.at[i]) && t.at[i] != '_')))
            return false;
    return t.length > 0;
}

bool tag_cut(struct text *rest, struct tag *out_tag)
{
    struct text after = text_trim(*rest), piece;
    size_t at;

    *rest = after;
    if (!text_cut(&after, ';', &piece) || !text_find(piece, TEXT("="), &at) || !is_name(text_trim(text_first(piece, at))))
        return false;
    *out_tag = (struct tag){ text_trim(text_first(piece, at)), text_trim(text_from(piece, at + 1)) };
    *rest = text_trim(after);
    return true;
}
