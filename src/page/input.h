/* How a form asks for a data item: type, autocomplete and keyboard by the item's category. */
#ifndef PAGE_INPUT_H
#define PAGE_INPUT_H

#include "html/message.h"
#include "policy/model.h"

struct input {
    const char *category; /* this key and those below it */
    const char *type, *autocomplete, *inputmode;
    bool tall;            /* several lines */
    int maximum;          /* characters; what the gate takes in bytes, at three bytes a character */
    enum message hint;    /* MESSAGES: none */
};

const struct input *input_of(const struct data_item *data);

#endif
