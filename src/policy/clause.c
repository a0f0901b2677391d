#include "policy/clause.h"

#include "policy/clause_condition.h"
#include "policy/clause_sentence.h"

const struct clause clauses[] = {
    /* id, section, when it is promised, what the page says, what makes it true, text only */
    { "P0-1", "P0", promised_always, sentence_p0_1,
      "The date is the one of the version row. Each page is stored as bytes with their hash and served as it was stored; older versions keep "
      "their address.", false },
    { "P0-2", "P0", promised_always, sentence_p0_2,
      "The page names the addresses that the policy covers and links the policy of every other service that the policy file names.", false },
    { "P1-1", "P1", promised_always, sentence_p1_1,
      "Name and address are rendered from the policy file into the bytes of the published version.", false },
    { "P1-2", "P1", promised_affiliates_link, sentence_p1_2, "", false },
    { "P2-1", "P2", promised_always, sentence_p2_1, "", false },
    { "P3-1", "P3", promised_channels, sentence_p3_1,
      "The gate demands the required fields of a channel and takes a post that leaves the optional ones out.", false },
    { "P3A1-1", "P3", promised_contact_channel, sentence_p3a1_1,
      "The gate lets only declared fields through. It refuses or drops all others and counts them; each accepted post is a fact in the log with "
      "a receipt.", false },
    { "P3A1-2", "P3", promised_diagnostics, sentence_p3a1_2,
      "A case opens for the purpose of its channel and for no other; who opened it and when is a fact in the log before anything is shown.", false },
    { "P3A1-3", "P3", promised_contact_channel, sentence_p3a1_3,
      "Sealed records are bound to their purpose: opening names one and is a fact in the log, and every delivery is decided again before it is "
      "sent.", false },
    { "P3A2-1", "P3", promised_newsletter, sentence_p3a2_1, "The gate demands only the required fields of the channel.", false },
    { "P3A2-2", "P3", promised_newsletter, sentence_p3a2_2,
      "A sign-up counts when the button behind the link of a mail is pressed; until then it is delivered to nobody, and after seven days it is gone.", false },
    { "P3A3-1", "P3", promised_essential_cookies, sentence_p3a3_1, "", false },
    { "P3B-1", "P3", promised_usage, sentence_p3b_1, "", false },
    { "P3B-2", "P3", promised_usage, sentence_p3b_2, "", false },
    { "P4-1", "P4", promised_always, sentence_p4_1,
      "The gate looks up the basis of the purpose in the region of the visitor and refuses when there is none; it decides again before each "
      "delivery.", false },
    { "P4-2", "P4", promised_contract, sentence_p4_2,
      "Records open only for their purpose, and the sweep destroys their key when the period that the policy names is over.", false },
    { "P4-3", "P4", promised_legitimate_interests, sentence_p4_3, "", false },
    { "P5-1", "P5", promised_always, sentence_p5_1,
      "Purposes are a closed list. A channel has one of them, and its records open for no other.", false },
    { "P6-1", "P6", promised_own_purposes, sentence_p6_1,
      "No policy is published in which such a recipient gets data without consent, and no record goes to one that was not given on consent.", false },
    { "P6A1", "P6", promised_affiliates_on_request, sentence_p6a1, "", false },
    { "P6A2-1", "P6", promised_processors, sentence_p6a2_1,
      "Each delivery to a recipient is decided when it is sent: its purposes, the people it serves, the last day of its contract. Otherwise nothing leaves.", false },
    { "P6A2-2", "P6", promised_newsletter_processor, sentence_p6a2_2,
      "A withdrawal writes, in the same commit, a signed call that tells each recipient of the purpose; it is tried for three days, and then it is a task.", false },
    { "P6A3", "P6", promised_usage_by_consent, sentence_p6a3, "", false },
    { "P6A4", "P6", promised_legal_demands, sentence_p6a4, "", false },
    { "P6A5", "P6", promised_corporate_transactions, sentence_p6a5, "", false },
    { "P6A6", "P6", promised_at_your_direction, sentence_p6a6, "", false },
    { "P6B-1", "P6", promised_countries, sentence_p6b_1,
      "Every recipient is declared with its countries, and the page of recipients is rendered from that into the bytes of the published "
      "version.", false },
    { "P6B-2", "P6", promised_transfers, sentence_p6b_2,
      "The register of safeguards, one row for each region and country, is rendered from the policy file into the bytes of the published "
      "version.", false },
    { "P7-1", "P7", promised_always, sentence_p7_1,
      "Each record is sealed under the key of one person and one retention rule. Keys lie in a file of their own, outside the database and its "
      "backups.", false },
    { "P7-2", "P7", promised_no_guarantee, sentence_p7_2, "", true },
    { "P7-3", "P7", promised_security, sentence_p7_3, "", false },
    { "P8.1-1", "P8", promised_rights, sentence_p8_1_1, "", false },
    { "P8.1-2", "P8", promised_access, sentence_p8_1_2, "", false },
    { "P8.1-3", "P8", promised_rectify, sentence_p8_1_3, "", false },
    { "P8.1-4", "P8", promised_object, sentence_p8_1_4, "", false },
    { "P8.1-5", "P8", promised_erase, sentence_p8_1_5,
      "An erase destroys every key of the person: written over in the key file, synced and read back, with a tombstone and a fact in the log.", false },
    { "P8.1-6", "P8", promised_withdraw, sentence_p8_1_6,
      "One button behind the link of each mail withdraws at once: what waits to be sent is cancelled, nothing opens any more, what was kept until then goes. "
      "What was given before stays on record.", false },
    { "P8.1-7", "P8", promised_port, sentence_p8_1_7, "", false },
    { "P8.2", "P8", promised_rights, sentence_p8_2,
      "Each region's ways, with their addresses, are rendered from the policy file into the page of rights of the published version.", false },
    { "P8.3-1", "P8", promised_complaints, sentence_p8_3_1, "", false },
    { "P8.3-2", "P8", promised_complaints, sentence_p8_3_2,
      "Each region's authority is linked in the policy and on the page of rights of the published version.", false },
    { "P9-1", "P9", promised_always, sentence_p9_1,
      "Each purpose has a retention rule with a trigger and a period. Every record carries the day on which it is due.", false },
    { "P9-2", "P9", promised_always, sentence_p9_2,
      "The sweep destroys the keys of what is due and writes a fact for each run that found something.", false },
    { "P10", "P10", promised_other_sites, sentence_p10,
      "Links that lead away from the site are marked, and no page loads anything from another host.", false },
    { "P11-1", "P11", promised_cookies, sentence_p11_1, "", false },
    { "P11-2", "P11", promised_cookies, sentence_p11_2,
      "The page of cookies is rendered from the register of the policy file into the bytes of the published version.", false },
    { "P12-1", "P12", promised_always, sentence_p12_1,
      "A version cannot count from a date before it was published, and never changes. Which one counts is worked out of the dates for the moment of "
      "each act, and each record names the version under which it came in.", false },
    { "P12-2", "P12", promised_changes, sentence_p12_2,
      "A material change counts after the days that the policy in force promises, or publish is refused; until then the page announces it. What is "
      "material is a table. Notice by e-mail and inside services is not built.", false },
    { "P12-3", "P12", promised_changes, sentence_p12_3,
      "What was given for one purpose opens for no other, so that a new purpose finds nothing. Consent is asked for at the door of each channel; nobody is asked anew by mail.", false },
    { "P13", "P13", promised_contacts, sentence_p13,
      "The contact points are rendered from the policy file into the bytes of the published version.", false },
    { "C0-1", "C0", promised_california_prevails, sentence_c0_1,
      "The gate looks at the region of the visitor first: what the appendix does not allow there is refused, and an unknown region gets the "
      "strictest rule.", false },
    { "C0-2", "C0", promised_california, sentence_c0_2,
      "The page of each version carries the hash of what the appendix says and the date of the version in which that last changed.", false },
    { "C1", "C1", promised_california, sentence_c1, "", false },
    { "C2", "C2", promised_california, sentence_c2, "", false },
    { "C3-1", "C3", promised_california, sentence_c3_1, "", false },
    { "C3-2", "C3", promised_california_new_purpose, sentence_c3_2,
      "What was given for one purpose opens for no other, so that a new purpose finds nothing. Consent is asked for at the door of each channel; nobody is asked anew by mail.", false },
    { "C4A-1", "C4", promised_california_rights, sentence_c4a_1, "", false },
    { "C4A-2", "C4", promised_california_retaliation, sentence_c4a_2, "", false },
    { "C4B-1", "C4", promised_california_form, sentence_c4b_1, "", false },
    { "C4B-2", "C4", promised_california_requests, sentence_c4b_2, "", false },
    { "C4B-3", "C4", promised_california_requests, sentence_c4b_3, "", false },
    { "C4B-4", "C4", promised_california_requests, sentence_c4b_4, "", false },
    { "C4B-5", "C4", promised_california_requests, sentence_c4b_5, "", false },
    { "C4B-6", "C4", promised_california_requests, sentence_c4b_6, "", false },
    { "C4B-7", "C4", promised_california_requests, sentence_c4b_7, "", false },
    { "C4B-8", "C4", promised_california_requests, sentence_c4b_8, "", false },
    { "C4B-9", "C4", promised_california_records, sentence_c4b_9, "", false },
    { "C4B-10", "C4", promised_california_agents, sentence_c4b_10, "", false },
    { "C5", "C5", promised_california_no_disclosure, sentence_c5, "", false },
    { "C6", "C6", promised_california_never_sell, sentence_c6, "", false },
    { "C7", "C7", promised_california_never_share, sentence_c7, "", false },
    { "C8", "C8", promised_california_minors, sentence_c8, "", false },
    { "C9", "C9", promised_california_contact, sentence_c9,
      "The contact point is rendered from the policy file into the bytes of the published version.", false },
};
const int clause_count = COUNT_OF(clauses);

const struct clause *clause_find(struct text id)
{
    for (int i = 0; i < clause_count; i++)
        if (text_equal(text_of(clauses[i].id), id))
            return &clauses[i];
    return NULL;
}
