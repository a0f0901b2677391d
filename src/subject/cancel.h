/* Why a delivery was cancelled before it left. Numbers are stored in facts and never reused. */
#ifndef SUBJECT_CANCEL_H
#define SUBJECT_CANCEL_H

enum cancel_reason {
    CANCELLED_NOT = 0,
    CANCELLED_ERASED = 1,       /* the person was erased */
    CANCELLED_SWEPT = 2,        /* its retention ended */
    CANCELLED_NO_BASIS = 3,     /* the policy in force has no legal basis for the purpose in the record's region */
    CANCELLED_NO_PLACE = 4,     /* the policy in force has no such channel, purpose or place to deliver to */
    CANCELLED_RECIPIENT = 5,    /* the recipient is not declared for the purpose, or its contract has ended */
    CANCELLED_UNREADABLE = 6,   /* the record does not open any more */
    CANCELLED_SUPPRESSED = 7,   /* the address gets no more mail of this kind (mail/suppression.h) */
    CANCELLED_WITHDRAWN = 8,    /* the person withdrew the consent */
    CANCEL_REASONS
};

#endif
