#include "page/section.h"

const struct section sections[] = {
    { "P0", MSG_SECTION_P0, false },   { "P1", MSG_SECTION_P1, false },   { "P2", MSG_SECTION_P2, false },   { "P3", MSG_SECTION_P3, false },
    { "P4", MSG_SECTION_P4, false },   { "P5", MSG_SECTION_P5, false },   { "P6", MSG_SECTION_P6, false },   { "P7", MSG_SECTION_P7, false },
    { "P8", MSG_SECTION_P8, false },   { "P9", MSG_SECTION_P9, false },   { "P10", MSG_SECTION_P10, false }, { "P11", MSG_SECTION_P11, false },
    { "P12", MSG_SECTION_P12, false }, { "P13", MSG_SECTION_P13, false }, { "C0", MSG_SECTION_C0, true },    { "C1", MSG_SECTION_C1, true },
    { "C2", MSG_SECTION_C2, true },    { "C3", MSG_SECTION_C3, true },    { "C4", MSG_SECTION_C4, true },    { "C5", MSG_SECTION_C5, true },
    { "C6", MSG_SECTION_C6, true },    { "C7", MSG_SECTION_C7, true },    { "C8", MSG_SECTION_C8, true },    { "C9", MSG_SECTION_C9, true },
};
const int section_count = COUNT_OF(sections);

int section_of(const struct clause *clause)
{
    struct text section = text_of(clause->section);

    for (int i = 0; i < section_count; i++) {
        struct text id = text_of(sections[i].id), rest = text_from(section, id.length);

        /* P1 is not the beginning of P10. */
        if (text_starts(section, id) && (rest.length == 0 || rest.at[0] < '0' || rest.at[0] > '9'))
            return i;
    }
    return section_count;
}
