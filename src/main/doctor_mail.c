#include "main/doctor_mail.h"

#include "mail/message.h"
#include "mail/sender.h"
#include "mail/token.h"
#include "main/clock.h"
#include "main/mail_way.h"
#include "main/say.h"
#include "net/dns.h"

#include <stdio.h>

enum { CONNECT_MS = 2000, DNS_MS = 2000, SEND_MS_MIN = 300 };

struct mail_patient {
    const struct config *config;
    const struct doctor_mail *how;
    struct address from;
    struct text envelope; /* the domain behind the @ of the envelope: that of SPF */
    struct dns *dns; /* NULL: the reason was told */
    struct smtp_probe probe;
    bool probed;     /* else: the reason was told */
    struct moment until;
};

/* --- the mail server ------------------------------------------------------------------------------------------------------------------------ */

static bool look(struct work *w, struct mail_patient *p)
{
    struct smtp_config smtp;
    struct token token;

    TRY(mail_way_smtp(w, p->config, CONNECT_MS, &smtp));
    if (smtp.auth == SMTP_AUTH_XOAUTH2) {
        TRY(token_fetch(w, p->config->mail_token_command, &token));
        smtp.token = token.value;
    }
    return smtp_look(w, &smtp, &p->probe);
}

static void look_at_connection(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    if (p->config->mail_http.url.length) {
        say(d, DIAGNOSIS_SKIPPED, "mail leaves by HTTP (mail_http); --to ADDRESS tries it");
        return;
    }
    p->probed = look(w, p);
    if (!p->probed) {
        say_error(w, d);
        mend(d, "correct `mail` in the settings");
    } else if (p->probe.failed_at == SMTP_CONNECTS) {
        say(d, DIAGNOSIS_WRONG, "%.*s does not answer as a mail server: %s", TEXT_ARGS(p->config->smtp), p->probe.words);
        mend(d, "start the mail server, let us through its firewall, or correct mail.smtp: smtp://HOST:25, smtp://HOST:587 or smtps://HOST:465");
    } else {
        say(d, DIAGNOSIS_GOOD, "%.*s answers", TEXT_ARGS(p->config->smtp));
    }
}

static bool came_to(const struct mail_patient *p, enum smtp_step step, struct diagnosis *d)
{
    if (p->probed && p->probe.failed_at >= step)
        return true;
    say(d, DIAGNOSIS_SKIPPED, p->config->mail_http.url.length ? "mail leaves by HTTP" : "the connection does not come so far");
    return false;
}

static bool is_on_this_machine(struct text url)
{
    struct text host = config_host(url);

    return text_equal(host, TEXT("127.0.0.1")) || text_equal(host, TEXT("localhost")) || text_starts(host, TEXT("[::1]"));
}

static void look_at_tls(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    (void)w;
    if (!came_to(p, SMTP_ENCRYPTS, d))
        return;
    if (p->probe.failed_at == SMTP_ENCRYPTS) {
        say(d, DIAGNOSIS_WRONG, "the connection cannot be encrypted: %s", p->probe.words);
        mend(d, "give the mail server a certificate for the name in mail.smtp that an authority of the system vouches for, or write that name in mail.smtp");
    } else if (p->probe.tls) {
        say(d, DIAGNOSIS_GOOD, "the connection is encrypted");
    } else if (is_on_this_machine(p->config->smtp)) {
        say(d, DIAGNOSIS_GOOD, "the connection is not encrypted, and does not leave this machine");
    } else {
        say(d, DIAGNOSIS_WARNING, "the connection is not encrypted: the mail is readable on the way");
        mend(d, "let the mail server offer STARTTLS, then set `mail: { require_tls: yes }`");
    }
}

static void look_at_login(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    (void)w;
    if (!came_to(p, SMTP_LOGS_IN, d))
        return;
    if (p->config->mail_user.length == 0) {
        say(d, DIAGNOSIS_GOOD, "no login is configured, and the mail server lets us in");
    } else if (p->probe.failed_at == SMTP_LOGS_IN) {
        say(d, DIAGNOSIS_WRONG, "the mail server does not let us in: %s", p->probe.words);
        mend(d, "correct mail.user and the first line of mail.password_file, or mail.token_command; when the server offers another way: mail.auth");
    } else {
        say(d, DIAGNOSIS_GOOD, "the login works");
    }
}

/* --- the domain ----------------------------------------------------------------------------------------------------------------------------- */

#define DOMAIN_ARGS(p) TEXT_ARGS(text_first((p)->from.domain, 120))
#define ENVELOPE_ARGS(p) TEXT_ARGS(text_first((p)->envelope, 120))

static void look_at_mx(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    struct dns_answer *a = WORK_NEW(w, struct dns_answer, 1);

    if (!a || !dns_mx(w, p->dns, p->from.domain, a)) {
        say_error(w, d);
        mend(d, "look at the resolver of this machine (/etc/resolv.conf) and at the name servers of %.*s", DOMAIN_ARGS(p));
    } else if (a->count == 1 && (a->records[0].length == 0 || text_equal(a->records[0], TEXT(".")))) {
        say(d, DIAGNOSIS_WRONG, "%.*s says that it takes no mail (MX \".\"): nobody can answer us, and many refuse such senders", DOMAIN_ARGS(p));
        mend(d, "%.*s. MX 10 NAME-OF-YOUR-MAIL-SERVER.", DOMAIN_ARGS(p));
    } else if (a->count == 0) {
        say(d, DIAGNOSIS_WRONG, "%.*s has no MX record: answers and reports of failed mail do not come back", DOMAIN_ARGS(p));
        mend(d, "%.*s. MX 10 NAME-OF-YOUR-MAIL-SERVER.", DOMAIN_ARGS(p));
    } else {
        say(d, DIAGNOSIS_GOOD, "mail to %.*s goes to %.*s", DOMAIN_ARGS(p), TEXT_ARGS(text_first(a->records[0], 120)));
    }
}

static void mend_spf(const struct mail_patient *p, struct diagnosis *d)
{
    struct text host = config_host(p->config->smtp);

    if (p->config->mail_http.url.length)
        mend(d, "%.*s. TXT with what your mail provider asks for: \"v=spf1 include:ITS-NAME -all\"", ENVELOPE_ARGS(p));
    else if (is_on_this_machine(p->config->smtp))
        mend(d, "%.*s. TXT \"v=spf1 a mx -all\", with ip4:ADDRESS for a mail server that is neither", ENVELOPE_ARGS(p));
    else
        mend(d, "%.*s. TXT \"v=spf1 a:%.*s -all\", or what your mail provider asks for: \"v=spf1 include:ITS-NAME -all\"", ENVELOPE_ARGS(p), TEXT_ARGS(text_first(host, 80)));
}

static void say_spf_end(const struct mail_patient *p, const struct sender_spf *s, struct diagnosis *d)
{
    if (s->end == SPF_END_PASS) {
        say(d, DIAGNOSIS_WRONG, "the SPF record ends with +all: the whole world may send as %.*s", ENVELOPE_ARGS(p));
        mend(d, "write -all in the place of +all");
    } else if (s->end == SPF_END_NEUTRAL || s->end == SPF_END_MISSING) {
        say(d, DIAGNOSIS_WARNING, "the SPF record does not say what becomes of mail from others (%s)", s->end == SPF_END_NEUTRAL ? "?all" : "no all at its end");
        mend(d, "let it end with -all, or with ~all while you are not sure that every sender is in it");
    } else if (s->asks_ptr) {
        say(d, DIAGNOSIS_WARNING, "the SPF record uses ptr, which receivers may leave out");
        mend(d, "write a:HOST or ip4:ADDRESS in the place of ptr");
    } else {
        say(d, DIAGNOSIS_GOOD, "SPF: one record, %d of %d look-ups, %s", s->lookups, SPF_LOOKUPS_MAX, s->end == SPF_END_FAIL ? "-all" : "~all");
    }
}

static void look_at_spf(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    struct sender_spf s;

    if (!sender_spf(w, p->dns, p->envelope, &s)) {
        say_error(w, d);
        mend(d, "correct the SPF record of %.*s, or its name servers", ENVELOPE_ARGS(p));
    } else if (s.state == SENDER_ABSENT && text_equal(s.at, p->envelope)) {
        say(d, DIAGNOSIS_WRONG, "%.*s has no SPF record: large providers refuse such mail or take it for spam", ENVELOPE_ARGS(p));
        mend_spf(p, d);
    } else if (s.state == SENDER_ABSENT) {
        say(d, DIAGNOSIS_WRONG, "the SPF record leads to %.*s, which has none: receivers take the whole for an error", TEXT_ARGS(text_first(s.at, 120)));
        mend(d, "remove include:%.*s (or redirect=), or correct the name", TEXT_ARGS(text_first(s.at, 120)));
    } else if (s.state == SENDER_SEVERAL) {
        say(d, DIAGNOSIS_WRONG, "%.*s has more than one SPF record: receivers take that for an error", TEXT_ARGS(text_first(s.at, 120)));
        mend(d, "join them into one TXT record that begins with v=spf1");
    } else if (s.state == SENDER_BROKEN) {
        say(d, DIAGNOSIS_WRONG, "`%.*s` in the SPF record of %.*s is nothing that receivers understand", TEXT_ARGS(text_first(s.wrong, 80)), TEXT_ARGS(text_first(s.at, 120)));
        mend(d, "correct it: include:DOMAIN, a, mx, ip4:ADDRESS, ip6:ADDRESS, and -all at the end");
    } else if (s.lookups > SPF_LOOKUPS_MAX) {
        say(d, DIAGNOSIS_WRONG, "the SPF record needs more than %d look-ups with all that it includes (counted to %d): receivers take that for an error", SPF_LOOKUPS_MAX, s.lookups);
        mend(d, "remove what no longer sends for you, or write ip4: and ip6: in the place of include:");
    } else {
        say_spf_end(p, &s, d);
    }
}

static void say_dkim_key(const struct sender_dkim *s, struct diagnosis *d)
{
    static const char *const words[DKIM_STATES] = {
        [DKIM_NO_KEY] = "is no DKIM key",
        [DKIM_REVOKED] = "says that the key is revoked",
        [DKIM_UNREADABLE] = "holds no key that can be read: often a part of it was lost when it was pasted",
        [DKIM_UNKNOWN] = "holds a kind of key that receivers do not know",
        [DKIM_SHORT] = "holds an RSA key below 1024 bits, which counts as none",
    };

    if (s->key.state != DKIM_GOOD) {
        say(d, DIAGNOSIS_WRONG, "%.*s %s", TEXT_ARGS(text_first(s->name, 200)), words[s->key.state]);
        mend(d, "publish the key with which the mail server signs: %.*s. TXT \"v=DKIM1; k=rsa; p=KEY-IN-BASE64\"", TEXT_ARGS(text_first(s->name, 150)));
    } else if (s->key.testing) {
        say(d, DIAGNOSIS_WARNING, "the DKIM key says t=y, testing: receivers treat our mail as if it were not signed");
        mend(d, "remove t=y from the record");
    } else if (!s->key.is_ed25519 && s->key.bits < DKIM_RSA_BITS_WANTED) {
        say(d, DIAGNOSIS_WARNING, "the DKIM key is RSA with %d bits; it still counts", s->key.bits);
        mend(d, "make a key of %d bits under a new selector, and let the mail server sign with it", DKIM_RSA_BITS_WANTED);
    } else {
        say(d, DIAGNOSIS_GOOD, "DKIM: a key (%s, %d bits) at %.*s", s->key.is_ed25519 ? "Ed25519" : "RSA", s->key.bits, TEXT_ARGS(text_first(s->name, 200)));
    }
}

static void look_at_dkim(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    struct text selector = p->how->selector.length ? p->how->selector : p->config->mail_dkim_selector;
    struct sender_dkim s;

    if (selector.length == 0) {
        say(d, DIAGNOSIS_WARNING, "which DKIM key is ours is not known; without a signature many receivers take our mail for spam");
        mend(d, "set mail.dkim_selector, or say --selector NAME: what stands after s= in the DKIM-Signature of a mail that arrived. When there is none, let the mail server sign");
    } else if (!sender_dkim(w, p->dns, p->from.domain, selector, &s)) {
        say_error(w, d);
        mend(d, "correct the selector (letters, digits, - and dots), or look at the name servers of %.*s", DOMAIN_ARGS(p));
    } else if (s.state == SENDER_ABSENT) {
        say(d, DIAGNOSIS_WRONG, "there is no DKIM key at %.*s", TEXT_ARGS(text_first(s.name, 200)));
        mend(d, "let the mail server sign with that selector, and publish its key: %.*s. TXT \"v=DKIM1; k=rsa; p=KEY-IN-BASE64\"", TEXT_ARGS(text_first(s.name, 150)));
    } else {
        say_dkim_key(&s, d);
    }
}

/* Relaxed: both of the domain that has the record, or below it; strict: the very same. */
static bool is_aligned(const struct mail_patient *p, const struct sender_dmarc *s)
{
    size_t above = p->envelope.length - (s->at.length < p->envelope.length ? s->at.length : p->envelope.length);

    if (text_equal_ascii_case(p->envelope, p->from.domain))
        return true;
    return !s->record.strict_spf && text_equal_ascii_case(text_from(p->envelope, above), s->at) && (above == 0 || p->envelope.at[above - 1] == '.');
}

static void say_dmarc_policy(const struct mail_patient *p, const struct sender_dmarc *s, struct diagnosis *d)
{
    enum dmarc_policy policy = s->inherited ? s->record.subdomains : s->record.policy;

    if (policy == DMARC_NONE) {
        say(d, DIAGNOSIS_WARNING, "DMARC of %.*s only watches (%s=none): others can send mail as %.*s", TEXT_ARGS(text_first(s->at, 100)), s->inherited ? "sp or p" : "p", DOMAIN_ARGS(p));
        mend(d, "when the reports show that your own mail passes: _dmarc.%.*s. TXT \"v=DMARC1; p=quarantine; rua=mailto:ADDRESS\", later p=reject", DOMAIN_ARGS(p));
    } else if (!is_aligned(p, s)) {
        say(d, DIAGNOSIS_WARNING, "DMARC: the envelope is of %.*s, so SPF does not count for %.*s: only DKIM carries the mail", ENVELOPE_ARGS(p), DOMAIN_ARGS(p));
        mend(d, "choose a mail.return_path of %.*s%s", DOMAIN_ARGS(p), s->record.strict_spf ? " itself (aspf=s)" : " or a domain below it");
    } else if (!s->record.reports) {
        say(d, DIAGNOSIS_WARNING, "DMARC says %s, and nobody gets the reports: you would not learn when your own mail is refused", dmarc_word(policy));
        mend(d, "add rua=mailto:ADDRESS to the record at _dmarc.%.*s", TEXT_ARGS(text_first(s->at, 150)));
    } else {
        say(d, DIAGNOSIS_GOOD, "DMARC: %s; envelope (%.*s) and From belong together, and so does DKIM when the mail server signs for %.*s%s", dmarc_word(policy), ENVELOPE_ARGS(p),
            DOMAIN_ARGS(p), s->record.strict_dkim ? " exactly (adkim=s)" : "");
    }
}

static void look_at_dmarc(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    struct sender_dmarc s;

    if (!sender_dmarc(w, p->dns, p->from.domain, &s)) {
        say_error(w, d);
        mend(d, "look at the name servers of %.*s", DOMAIN_ARGS(p));
    } else if (s.state == SENDER_ABSENT) {
        say(d, DIAGNOSIS_WRONG, "%.*s has no DMARC record: large providers ask for one, and others can send mail as %.*s", DOMAIN_ARGS(p), DOMAIN_ARGS(p));
        mend(d, "_dmarc.%.*s. TXT \"v=DMARC1; p=none; rua=mailto:%.*s\" to begin with", DOMAIN_ARGS(p), TEXT_ARGS(text_first(p->from.spec, 80)));
    } else if (s.state == SENDER_SEVERAL) {
        say(d, DIAGNOSIS_WRONG, "_dmarc.%.*s has more than one DMARC record: receivers take that for none", TEXT_ARGS(text_first(s.at, 150)));
        mend(d, "leave one of them");
    } else if (s.state == SENDER_BROKEN) {
        say(d, DIAGNOSIS_WRONG, "`%.*s` makes the DMARC record of %.*s one that receivers do not understand", TEXT_ARGS(text_first(s.wrong, 60)), TEXT_ARGS(text_first(s.at, 120)));
        mend(d, "_dmarc.%.*s. TXT \"v=DMARC1; p=none; rua=mailto:%.*s\"", TEXT_ARGS(text_first(s.at, 100)), TEXT_ARGS(text_first(p->from.spec, 80)));
    } else {
        say_dmarc_policy(p, &s, d);
    }
}

/* --- a mail that is sent -------------------------------------------------------------------------------------------------------------------- */

static bool compose(struct work *w, const struct mail_patient *p, struct mail_message *out_message)
{
    struct mail_message m = { .from = p->from, .from_name = TEXT("privacyd"), .subject = TEXT("Test of privacyd"), .language = TEXT("en"), .date = w->now,
                              .uid = id_random(&w->random) };

    if (!address_parse(p->how->to, &m.to))
        FAIL(w, ERR_INVALID, "`%.*s` is no plain mail address", TEXT_ARGS(text_first(p->how->to, 80)));
    TRY(work_format(w, &m.body,
                    "This is a test of `privacyd doctor mail` for %.*s.\n\nThat you read it shows that mail of this site arrives here. Look at the header\nAuthentication-Results: spf, dkim and dmarc should say pass.\n",
                    TEXT_ARGS(p->config->url.length ? p->config->url : p->from.domain)));
    *out_message = m;
    return true;
}

static bool send(struct work *w, const struct mail_patient *p, int64_t limit_ms, int *out_reply)
{
    CLEANUP(mailer_close) struct mailer *mailer = NULL;
    struct mail_message message;

    TRY(compose(w, p, &message));
    TRY(mail_way_open(w, p->config, (int)limit_ms, &mailer));
    return mailer_send(w, mailer, &message, out_reply);
}

static void send_test(struct work *w, struct mail_patient *p, struct diagnosis *d)
{
    int64_t left = p->until.ms - clock_monotonic().ms;
    int reply = 0;

    if (p->how->to.length == 0) {
        say(d, DIAGNOSIS_SKIPPED, "no mail was sent; --to ADDRESS sends one");
    } else if (left < SEND_MS_MIN || (p->config->mail_http.url.length == 0 && (!p->probed || p->probe.failed_at != SMTP_READY))) {
        say(d, DIAGNOSIS_WRONG, "no mail was sent: %s", left < SEND_MS_MIN ? "the time is over" : "the mail server cannot be used");
        mend(d, "mend what stands above, then send again");
    } else if (!send(w, p, left, &reply)) {
        say_error(w, d);
        mend(d, "look at the log of the mail server or provider; when it refuses the sender, correct mail.from");
    } else {
        say(d, DIAGNOSIS_GOOD, "the mail %s took a test mail to %.*s; look whether it arrived, and not among spam", p->config->mail_http.url.length ? "provider" : "server", TEXT_ARGS(text_first(p->how->to, 200)));
    }
}

/* --- the whole ------------------------------------------------------------------------------------------------------------------------------- */

/* Numbers are told to people and never reused. */
static const struct check {
    int number;
    const char *name;
    bool asks_dns;
    void (*look)(struct work *w, struct mail_patient *p, struct diagnosis *d);
} checks[] = {
    { 40, "connection", false, look_at_connection },
    { 41, "encryption", false, look_at_tls },
    { 42, "login", false, look_at_login },
    { 43, "MX", true, look_at_mx },
    { 44, "SPF", true, look_at_spf },
    { 45, "DKIM", true, look_at_dkim },
    { 46, "DMARC", true, look_at_dmarc },
    { 47, "test mail", false, send_test },
};

bool doctor_mail(struct work *w, const struct config *config, const struct doctor_mail *how, struct diagnosis *out, size_t max, size_t *out_count)
{
    CLEANUP(dns_close) struct dns *dns = NULL;
    struct mail_patient p = { .config = config, .how = how, .until = { clock_monotonic().ms + DOCTOR_MAIL_MS } };
    struct address back;

    must(max >= COUNT_OF(checks));
    if (!address_parse(config->mail_from, &p.from))
        FAIL(w, ERR_INVALID, "the settings must name the sender of mail (mail.from)");
    p.envelope = address_parse(config->mail_return_path, &back) ? back.domain : p.from.domain;
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        struct diagnosis *d = &out[i];
        *d = (struct diagnosis){ .number = checks[i].number, .name = checks[i].name };
        if (checks[i].asks_dns && !dns)
            TRY(dns_open(w, how->resolver, DNS_MS, &dns));
        p.dns = dns;
        checks[i].look(w, &p, d);
    }
    *out_count = COUNT_OF(checks);
    return true;
}
