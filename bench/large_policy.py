#!/usr/bin/python3
"""Writes a policy that is N times as large as the camera maker's, in bytes, and in which nothing is found: the same sections, with more of
everything that a policy can have more of. Always the same bytes.

    bench/large_policy.py [N] > FILE       N: 100
"""
import pathlib
import sys

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "examples/camera-maker/policy.yaml"

HEAD = """privacyd: 1
reviewed: 2026-02-20
site: { name: Large site, origins: [https://large.example], languages: [en, ja], timezone: Asia/Tokyo, demonstration: true }
controller:
  name: Large Optics Co., Ltd.
  address: 1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan
  country: JP
  officer: { label: Data Protection Officer, email: dpo@large.example }
  representatives: { EU: { label: Large Europe B.V., email: eu@large.example } }
  contacts: { privacy: { email: privacy@large.example } }
regions: { EU: European Union, US-CA: California, JP: Japan }
transfers:
  EU: { JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 } }
rights:
  EU: { kinds: [access, rectify, erase, restrict, port, object, withdraw], methods: [form, email] }
  JP: { kinds: [access, rectify, erase, withdraw], methods: [form, email] }
  US-CA: { kinds: [know, delete, correct, limit, opt_out], methods: [form, email], exclusively_online: true }
never: [sell, share]
statements:
  complaints: true
  automated_decisions: { made: false }
  changes: { notice: [email], lead: 30 }
  minors: { under: 16, actual_knowledge: none }
  retaliation: { audiences: [consumers, employees, applicants] }
  request_records: { keep: at least 24 months after closed }
"""

# One product more: what it collects, what for, by which doors, who gets it. %d is its number.
DATA = """  name_%d:    { is: user.name, label: { en: Name, ja: お名前 } }
  email_%d:   { is: user.contact.email, identifies: subject, label: { en: E-mail address, ja: メールアドレス } }
  message_%d: { is: user.content, label: { en: Message, ja: お問い合わせ内容 } }
  company_%d: { is: user.contact.organization, label: { en: Company, ja: 会社名 } }
  phone_%d:   { is: user.contact.phone_number, label: { en: Telephone number, ja: 電話番号 } }
  serial_%d:  { is: user.device.serial_number, label: { en: Serial number of your camera, ja: カメラの製造番号 } }
"""
PURPOSES = """  support_%d:
    label: { en: Support, ja: サポート }
    why: { en: answer you and help you with the products that you own, ja: お問い合わせにお答えし、お持ちの製品をサポートするため }
    basis: contract
    keep: 24 months after last_contact
  newsletter_%d:
    label: { en: Newsletter, ja: ニュースレター }
    why: { en: send you the newsletter that you asked for, ja: お申し込みいただいたニュースレターをお送りするため }
    basis: consent
    keep: until withdrawn
  security_%d:
    label: { en: Security, ja: セキュリティ }
    why: { en: keep the site working and protect it against attacks, ja: サイトを正常に動作させ、攻撃から守るため }
    basis: legitimate_interests
    balancing: documents/balancing.md
    keep: 30 days after collected
  statistics_%d:
    label: { en: Statistics, ja: 統計 }
    why: { en: count which pages are read, ja: どのページが読まれているかを数えるため }
    basis: { EU: consent, US-CA: off }
    keep: 13 months after collected
"""
CHANNELS = """  contact_%d:
    label: { en: Contact form, ja: お問い合わせフォーム }
    purpose: support_%d
    required: [name_%d, email_%d, message_%d]
    optional: [company_%d, phone_%d, serial_%d]
    except: { US-CA: [phone_%d, serial_%d] }
    deliver:
      - mail: support@large.example
        attested: { by: Head of Support, on: 2026-02-01, document: 10b3d658d4d79a5f0d0af3e05afa19df1166deccdfc539aa6200133991c3e092, review: 2029-02-01 }
    unknown: drop
    ignore: [_csrf, utm_*]
  newsletter_%d:
    label: { en: Newsletter, ja: ニュースレター }
    purpose: newsletter_%d
    required: [email_%d]
    confirm: double_opt_in
    deliver: [{ webhook: list_tool_%d }]
"""
COOKIES = """  session_%d: { purpose: security_%d, class: essential, what: { en: keeps you signed in, ja: 入力中の状態を保ちます }, lifetime: session, set_by: us }
  visits_%d: { purpose: statistics_%d, class: statistics, what: { en: tells a returning visitor, ja: 再訪問かどうかを区別します }, lifetime: 13 months, set_by: us }
"""
RECIPIENTS = """  list_tool_%d:
    label: { en: List service, ja: 配信サービス }
    does: [email]
    role: processor
    for: [newsletter_%d]
    countries: [JP]
    contract: { ref: C-0012, until: 2031-03-31 }
  office_%d:
    label: Large Europe B.V.
    does: [support]
    role: affiliate
    for: [support_%d]
    countries: [JP]
    contract: { ref: C-0003, until: 2031-03-31 }
"""
SERVICES = "  portal_%d: { label: { en: Portal, ja: ポータル }, policy: https://portal.large.example/privacy }\n"
LINKS = "  guide_%d: https://www.large.example/guide\n"
TERMS = "  thing_%d: { word: { en: thing number %d, ja: 物 %d } }\n"
SECTIONS = {"data": DATA, "purposes": PURPOSES, "channels": CHANNELS, "cookies": COOKIES, "recipients": RECIPIENTS, "services": SERVICES, "links": LINKS, "terms": TERMS}

MOST = {"terms": 200}  # what the language allows


def policy(products):
    parts = [HEAD]
    for name, template in SECTIONS.items():
        parts.append(f"{name}:\n")
        parts += [template.replace("%d", str(n)) for n in range(min(products, MOST.get(name, products)))]
    allowed = ", ".join(f"{name}_{n}" for n in range(products) for name in ("name", "email", "message", "company"))
    parts.append(f"appendices:\n  - {{ region: US-CA, prevails: true, collects: [{allowed}], cookies: essential }}\nlaw: {{ adopt: [US-CA/categories] }}\n")
    return "".join(parts)


def large(times):
    wanted = times * EXAMPLE.stat().st_size
    products = max(1, wanted // 5000)
    while len(policy(products).encode()) < wanted:
        products += 1
    return policy(products)


if __name__ == "__main__":
    sys.stdout.write(large(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
