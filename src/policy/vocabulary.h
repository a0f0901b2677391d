/* Words of the Data Privacy Vocabulary (DPV 2.3, W3C Community Group) for what a policy says. Only names of terms; nothing is taken from
 * their descriptions. An export writes no other name in a namespace of the vocabulary, and test/script/exports.py holds every name here
 * against the published files when it is told where they are. */
#ifndef POLICY_VOCABULARY_H
#define POLICY_VOCABULARY_H

#include "policy/model.h"

#define VOCABULARY_DPV "https://w3id.org/dpv#"
#define VOCABULARY_GDPR "https://w3id.org/dpv/legal/eu/gdpr#"
#define VOCABULARY_PD "https://w3id.org/dpv/pd#"

#define VOCABULARY_TERMS(TERM) \
    TERM(DPV_PROCESS, "dpv:Process") \
    TERM(DPV_PURPOSE, "dpv:Purpose") \
    TERM(DPV_PERSONAL_DATA, "dpv:PersonalData") \
    TERM(DPV_PRIVACY_NOTICE, "dpv:PrivacyNotice") \
    TERM(DPV_DATA_CONTROLLER, "dpv:DataController") \
    TERM(DPV_DATA_PROCESSOR, "dpv:DataProcessor") \
    TERM(DPV_DATA_PROTECTION_OFFICER, "dpv:DataProtectionOfficer") \
    TERM(DPV_REPRESENTATIVE, "dpv:Representative") \
    TERM(DPV_RECIPIENT, "dpv:Recipient") \
    TERM(DPV_THIRD_PARTY, "dpv:ThirdParty") \
    TERM(DPV_AUTHORITY, "dpv:Authority") \
    TERM(DPV_DATA_PROTECTION_AUTHORITY, "dpv:DataProtectionAuthority") \
    TERM(DPV_COUNTRY, "dpv:Country") \
    TERM(DPV_REGION, "dpv:Region") \
    TERM(DPV_TRANSFER, "dpv:Transfer") \
    TERM(DPV_STORAGE_DURATION, "dpv:StorageDuration") \
    TERM(DPV_TEMPORAL_DURATION, "dpv:TemporalDuration") \
    TERM(DPV_UNTIL_EVENT_DURATION, "dpv:UntilEventDuration") \
    TERM(DPV_INDETERMINATE_DURATION, "dpv:IndeterminateDuration") \
    TERM(DPV_DATA_SUBJECT_RIGHT, "dpv:DataSubjectRight") \
    TERM(DPV_PROHIBITION, "dpv:Prohibition") \
    TERM(DPV_REQUIRED, "dpv:Required") \
    TERM(DPV_OPTIONAL, "dpv:Optional") \
    TERM(DPV_DATA_SUBJECT_DATA_SOURCE, "dpv:DataSubjectDataSource") \
    TERM(DPV_DATA_CONTROLLER_DATA_SOURCE, "dpv:DataControllerDataSource") \
    TERM(DPV_SAFEGUARD_FOR_DATA_TRANSFER, "dpv:SafeguardForDataTransfer") \
    TERM(DPV_CONSENT, "dpv:Consent") \
    TERM(DPV_CONTRACT, "dpv:Contract") \
    TERM(DPV_LEGAL_OBLIGATION, "dpv:LegalObligation") \
    TERM(DPV_VITAL_INTEREST, "dpv:VitalInterest") \
    TERM(DPV_PUBLIC_INTEREST, "dpv:PublicInterest") \
    TERM(DPV_LEGITIMATE_INTEREST, "dpv:LegitimateInterest") \
    TERM(DPV_HAS_PROCESS, "dpv:hasProcess") \
    TERM(DPV_HAS_PROCESSING, "dpv:hasProcessing") \
    TERM(DPV_HAS_PURPOSE, "dpv:hasPurpose") \
    TERM(DPV_HAS_PERSONAL_DATA, "dpv:hasPersonalData") \
    TERM(DPV_HAS_LEGAL_BASIS, "dpv:hasLegalBasis") \
    TERM(DPV_HAS_STORAGE_CONDITION, "dpv:hasStorageCondition") \
    TERM(DPV_HAS_DURATION, "dpv:hasDuration") \
    TERM(DPV_HAS_RECIPIENT, "dpv:hasRecipient") \
    TERM(DPV_HAS_RIGHT, "dpv:hasRight") \
    TERM(DPV_HAS_PROHIBITION, "dpv:hasProhibition") \
    TERM(DPV_HAS_DATA_CONTROLLER, "dpv:hasDataController") \
    TERM(DPV_HAS_DATA_PROTECTION_OFFICER, "dpv:hasDataProtectionOfficer") \
    TERM(DPV_HAS_REPRESENTATIVE, "dpv:hasRepresentative") \
    TERM(DPV_HAS_NAME, "dpv:hasName") \
    TERM(DPV_HAS_ADDRESS, "dpv:hasAddress") \
    TERM(DPV_HAS_CONTACT, "dpv:hasContact") \
    TERM(DPV_HAS_COUNTRY, "dpv:hasCountry") \
    TERM(DPV_HAS_THIRD_COUNTRY, "dpv:hasThirdCountry") \
    TERM(DPV_HAS_JURISDICTION, "dpv:hasJurisdiction") \
    TERM(DPV_HAS_NECESSITY, "dpv:hasNecessity") \
    TERM(DPV_HAS_DATA_SOURCE, "dpv:hasDataSource") \
    TERM(DPV_HAS_AUTHORITY, "dpv:hasAuthority") \
    TERM(GDPR_A6_1_A, "eu-gdpr:A6-1-a") \
    TERM(GDPR_A6_1_B, "eu-gdpr:A6-1-b") \
    TERM(GDPR_A6_1_C, "eu-gdpr:A6-1-c") \
    TERM(GDPR_A6_1_D, "eu-gdpr:A6-1-d") \
    TERM(GDPR_A6_1_E, "eu-gdpr:A6-1-e") \
    TERM(GDPR_A6_1_F, "eu-gdpr:A6-1-f") \
    TERM(GDPR_A7_3, "eu-gdpr:A7-3") \
    TERM(GDPR_A15, "eu-gdpr:A15") \
    TERM(GDPR_A16, "eu-gdpr:A16") \
    TERM(GDPR_A17, "eu-gdpr:A17") \
    TERM(GDPR_A18, "eu-gdpr:A18") \
    TERM(GDPR_A20, "eu-gdpr:A20") \
    TERM(GDPR_A21, "eu-gdpr:A21") \
    TERM(GDPR_A77, "eu-gdpr:A77") \
    TERM(GDPR_A45_3, "eu-gdpr:A45-3") \
    TERM(GDPR_A46_2_B, "eu-gdpr:A46-2-b") \
    TERM(GDPR_A46_2_C, "eu-gdpr:A46-2-c") \
    TERM(GDPR_A49_1_A, "eu-gdpr:A49-1-a") \
    TERM(PD_ACCOUNT_IDENTIFIER, "pd:AccountIdentifier") \
    TERM(PD_AGE_RANGE, "pd:AgeRange") \
    TERM(PD_AUTHENTICATING, "pd:Authenticating") \
    TERM(PD_BANK_ACCOUNT, "pd:BankAccount") \
    TERM(PD_BEHAVIOURAL, "pd:Behavioural") \
    TERM(PD_BIOMETRIC, "pd:Biometric") \
    TERM(PD_BIRTH_DATE, "pd:BirthDate") \
    TERM(PD_BROWSER_HISTORY, "pd:BrowserHistory") \
    TERM(PD_BROWSING_BEHAVIOUR, "pd:BrowsingBehaviour") \
    TERM(PD_CITY, "pd:City") \
    TERM(PD_COMMUNICATION, "pd:Communication") \
    TERM(PD_CONTACT, "pd:Contact") \
    TERM(PD_COUNTRY, "pd:Country") \
    TERM(PD_CRIMINAL, "pd:Criminal") \
    TERM(PD_DEMOGRAPHIC, "pd:Demographic") \
    TERM(PD_DEVICE_BASED, "pd:DeviceBased") \
    TERM(PD_EMAIL_ADDRESS, "pd:EmailAddress") \
    TERM(PD_ETHNIC_ORIGIN, "pd:EthnicOrigin") \
    TERM(PD_FINANCIAL, "pd:Financial") \
    TERM(PD_GPS_COORDINATE, "pd:GPSCoordinate") \
    TERM(PD_GENDER, "pd:Gender") \
    TERM(PD_GENETIC, "pd:Genetic") \
    TERM(PD_IP_ADDRESS, "pd:IPAddress") \
    TERM(PD_IDENTIFIER, "pd:Identifier") \
    TERM(PD_LANGUAGE, "pd:Language") \
    TERM(PD_LOCATION, "pd:Location") \
    TERM(PD_MARITAL_STATUS, "pd:MaritalStatus") \
    TERM(PD_MEDICAL_HEALTH, "pd:MedicalHealth") \
    TERM(PD_NAME, "pd:Name") \
    TERM(PD_OFFICIAL_ID, "pd:OfficialID") \
    TERM(PD_PASSPORT, "pd:Passport") \
    TERM(PD_PASSWORD, "pd:Password") \
    TERM(PD_PAYMENT_CARD, "pd:PaymentCard") \
    TERM(PD_PERSONAL_POSSESSION, "pd:PersonalPossession") \
    TERM(PD_PHYSICAL_ADDRESS, "pd:PhysicalAddress") \
    TERM(PD_PICTURE, "pd:Picture") \
    TERM(PD_POLITICAL_OPINION, "pd:PoliticalOpinion") \
    TERM(PD_POSTAL_CODE, "pd:PostalCode") \
    TERM(PD_PREFERENCE, "pd:Preference") \
    TERM(PD_PRIVACY_PREFERENCE, "pd:PrivacyPreference") \
    TERM(PD_PROFESSIONAL, "pd:Professional") \
    TERM(PD_PROFILE, "pd:Profile") \
    TERM(PD_PURCHASE, "pd:Purchase") \
    TERM(PD_REGION, "pd:Region") \
    TERM(PD_RELIGIOUS_BELIEF, "pd:ReligiousBelief") \
    TERM(PD_SERVICE_CONSUMPTION_BEHAVIOUR, "pd:ServiceConsumptionBehaviour") \
    TERM(PD_SEXUAL_PREFERENCE, "pd:SexualPreference") \
    TERM(PD_SOCIAL, "pd:Social") \
    TERM(PD_STREET, "pd:Street") \
    TERM(PD_TELEPHONE_NUMBER, "pd:TelephoneNumber") \
    TERM(PD_USERNAME, "pd:Username") \
    TERM(PD_VEHICAL_LICENSE_REGISTRATION, "pd:VehicalLicenseRegistration") \
    TERM(PD_VEHICLE_LICENSE, "pd:VehicleLicense")

#define VOCABULARY_ENUMERATOR(id, name) id,
enum vocabulary_term { VOCABULARY_NONE = 0, VOCABULARY_TERMS(VOCABULARY_ENUMERATOR) VOCABULARY_COUNT };
#undef VOCABULARY_ENUMERATOR

const char *vocabulary_name(enum vocabulary_term term); /* "dpv:Process"; NULL for none */

/* Terms for the keys of a policy. `gdpr`: in the words of the General Data Protection Regulation, which are for the EU only; elsewhere the
 * general word. NONE: the vocabulary has no word for it. */
enum vocabulary_term vocabulary_category(struct text key); /* of the nearest category above; the general word in the end */
enum vocabulary_term vocabulary_basis(enum legal_basis basis, bool gdpr);
enum vocabulary_term vocabulary_right(struct text kind, bool gdpr);
enum vocabulary_term vocabulary_role(enum recipient_role role);
enum vocabulary_term vocabulary_safeguard(struct text safeguard, bool gdpr);
enum vocabulary_term vocabulary_source(enum channel_source source);

#endif
