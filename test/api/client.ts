// Calls a server with the generated client: MOUNT KEY. Prints what came back, as JSON.
import { Privacyd, PrivacydError } from "../../clients/typescript/privacyd.js";

const [mount, key] = process.argv.slice(2);
const privacyd = new Privacyd(mount!, key);
const stranger = new Privacyd(mount!);
const seen: Record<string, unknown> = {};

async function failure(call: Promise<unknown>): Promise<PrivacydError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof PrivacydError) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}

const kept = await privacyd.collect("contact", { name: "Ada Sato", email: "ada@visitor.example", message: "The shutter sticks." }, { "Idempotency-Key": "client-1" });
const again = await privacyd.collect("contact", { name: "Ada Sato", email: "ada@visitor.example", message: "The shutter sticks." }, { "Idempotency-Key": "client-1" });
seen["kept"] = kept;
seen["same"] = kept.position === again.position;
const refused = await failure(privacyd.collect("contact", { name: "Ada Sato", email: "nobody", message: "x" }));
seen["refused"] = { status: refused.status, field: refused.problem?.errors?.[0]?.field };
seen["no key"] = (await failure(stranger.collect("contact", {}))).status;
seen["promises"] = (await stranger.promises()).promises.length;
seen["checkpoint"] = (await stranger.checkpoint()).split("\n").length;
console.log(JSON.stringify(seen));
