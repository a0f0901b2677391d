/** A client of privacyd, made by tools/api.py out of the OpenAPI document; do not edit. No dependencies: fetch of Node 18 or later, Deno, Bun. */

export type FieldNames = {
  fields: Array<string>;
  region?: string;
};

export type Observed = {
  fits: boolean;
  problems: Array<{
    field: string;
    reason: string;
    effect: "refused" | "dropped";
    nearest?: string;
    policy_line?: number;
  }>;
};

export type Choice = {
  handle: Handle;
  purpose: string;
  act: "give" | "withdraw";
  region?: string;
  language?: string;
};

export type Chosen = {
  changed: boolean;
  position?: number;
  cancelled?: number;
};

export type Cases = {
  cases: Array<{
    case: string;
    channel: string;
    purpose?: string;
    collected_at: string;
    region?: string;
    due_at?: string;
  }>;
  before: string;
};

/** A submission, opened for its purpose. */
export type Opened = {
  record: string;
  channel?: string;
  purpose?: string;
  collected_at: string;
  region?: string;
  handle: Handle;
  unsubscribe?: string;
  fields: {
    [name: string]: string | undefined;
  };
};

export type Delivery = {
  delivery: string;
  data: Opened;
};

export type DeliveryPage = {
  deliveries: Array<Delivery>;
  after: string;
  more: boolean;
  acknowledged: number;
};

/** Names a person to those who were given it, and tells nothing about her. */
export type Handle = string;

/** Fields of the channel by their names in the policy. */
export type Submission = {
  handle?: Handle;
  region?: string;
  [name: string]: string | undefined;
};

export type People = {
  handles: Array<Handle>;
};

export type Decisions = {
  decisions: Array<Decision>;
};

export type Decision = {
  allowed: boolean;
  reason?: "no_subject" | "not_kept" | "no_basis" | "undeclared" | "not_in_region" | "recipient";
  message?: string;
  policy_line?: number;
};

export type Event = {
  handle: Handle;
  event: "closed" | "purchased" | "contract_ended" | "account_closed";
  at?: string;
  purpose?: string;
};

export type Told = {
  already: boolean;
  ended: number;
  due?: string;
  position?: number;
};

export type MailEvents = {
  events: Array<{
    event: "bounce" | "complaint" | "delivered";
    message_id?: string;
    address?: string;
  }>;
};

export type MailEventsTaken = {
  taken: number;
  unknown: number;
};

export type Kept = {
  handle: Handle;
  position: number;
  receipt?: string;
};

/** Problem details (RFC 9457). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: Array<FieldProblem>;
};

export type FieldProblem = {
  field: string;
  reason: string;
  message: string;
  policy_line?: number;
  nearest?: string;
};

/** See the page of promises; `promises` has one row for each clause. */
export type Promises = {
  promises: Array<Record<string, unknown>>;
};

/** A call that did not succeed: problem details of RFC 9457, where the server sent some. */
export class PrivacydError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  /** Seconds to wait, when the server says so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Problem | undefined, retryAfter: number | undefined) {
    super(problem ? problem.title : `HTTP ${status}`);
    this.name = "PrivacydError";
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

interface Call {
  body: unknown;
  media: string | null;
  reading: string;
  options: Record<string, unknown>;
  query: string[];
  headers: string[];
}

export class Privacyd {
  private readonly mount: string;
  private readonly key: string | undefined;

  /** `mount`: address of the server with its mount, "https://www.example.org/privacy". `key`: an API key; calls that need none work without. */
  constructor(mount: string, key?: string) {
    this.mount = mount.replace(/\/$/, "");
    this.key = key;
  }

  /** List cases. */
  inbox(options: { "channel"?: string; "before"?: string; } = {}): Promise<Cases> {
    return this.call<Cases>("GET", `/api/v1/inbox`, { body: undefined, media: null, reading: "json", options: options, query: ["channel", "before"], headers: [] });
  }

  /** Open a case for a purpose. */
  openCase(id: string, body: {
    purpose: string;
  }): Promise<Opened> {
    return this.call<Opened>("POST", `/api/v1/inbox/${encodeURIComponent(id)}/open`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** Fetch the next page of deliveries. */
  deliveries(channel: string, recipient: string, body: {
    after?: string;
  }): Promise<DeliveryPage> {
    return this.call<DeliveryPage>("POST", `/api/v1/deliveries/${encodeURIComponent(channel)}/${encodeURIComponent(recipient)}`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** Hand in what a person sent. */
  collect(channel: string, body: Submission, options: { "Idempotency-Key"?: string; } = {}): Promise<Kept> {
    return this.call<Kept>("POST", `/api/v1/collect/${encodeURIComponent(channel)}`, { body: body, media: "application/json", reading: "json", options: options, query: [], headers: ["Idempotency-Key"] });
  }

  /** Ask whether what is kept of people may be used. */
  decide(body: People | string, options: { "purpose": string; "category"?: string; "recipient"?: string; "region"?: string; }): Promise<Decisions> {
    return this.call<Decisions>("POST", `/api/v1/decisions`, { body: body, media: null, reading: "json", options: options, query: ["purpose", "category", "recipient", "region"], headers: [] });
  }

  /** Tell what a retention period waits for. */
  tellEvent(body: Event): Promise<Told> {
    return this.call<Told>("POST", `/api/v1/events`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** Tell what became of mails. */
  mailEvents(body: MailEvents): Promise<MailEventsTaken> {
    return this.call<MailEventsTaken>("POST", `/api/v1/mail/events`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** Tell what a person chose. */
  consent(body: Choice): Promise<Chosen> {
    return this.call<Chosen>("POST", `/api/v1/consents`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** Ask what would become of a form's fields. */
  observe(channel: string, body: FieldNames): Promise<Observed> {
    return this.call<Observed>("POST", `/api/v1/observe/${encodeURIComponent(channel)}`, { body: body, media: "application/json", reading: "json", options: {}, query: [], headers: [] });
  }

  /** This document. */
  describe(): Promise<Record<string, unknown>> {
    return this.call<Record<string, unknown>>("GET", `/api/v1/openapi.json`, { body: undefined, media: null, reading: "json", options: {}, query: [], headers: [] });
  }

  /** The promises of the policy with their evidence. */
  promises(): Promise<Promises> {
    return this.call<Promises>("GET", `/promises.json`, { body: undefined, media: null, reading: "json", options: {}, query: [], headers: [] });
  }

  /** The signed head of the log. */
  checkpoint(): Promise<string> {
    return this.call<string>("GET", `/log/checkpoint`, { body: undefined, media: null, reading: "text", options: {}, query: [], headers: [] });
  }

  private async call<T>(method: string, path: string, call: Call): Promise<T> {
    const headers: Record<string, string> = { Accept: call.reading === "text" ? "text/plain, application/problem+json" : "application/json" };
    const query = new URLSearchParams();
    for (const name of call.query) if (call.options[name] !== undefined) query.set(name, String(call.options[name]));
    for (const name of call.headers) if (call.options[name] !== undefined) headers[name] = String(call.options[name]);
    if (this.key !== undefined) headers["Authorization"] = `Bearer ${this.key}`;
    let body: string | undefined;
    if (call.body !== undefined) {
      const text = typeof call.body === "string";
      headers["Content-Type"] = call.media ?? (text ? "text/plain" : "application/json");
      body = text ? (call.body as string) : JSON.stringify(call.body);
    }
    const search = query.toString();
    const response = await fetch(this.mount + path + (search ? `?${search}` : ""), { method, headers, body, redirect: "error" });
    if (!response.ok) throw await failure(response);
    if (call.reading === "none") return undefined as T;
    return (call.reading === "json" ? await response.json() : await response.text()) as T;
  }
}

async function failure(response: Response): Promise<PrivacydError> {
  const after = Number(response.headers.get("Retry-After") ?? NaN);
  let problem: Problem | undefined;
  try {
    problem = (await response.json()) as Problem;
  } catch {
    problem = undefined;
  }
  return new PrivacydError(response.status, problem, Number.isNaN(after) ? undefined : after);
}
