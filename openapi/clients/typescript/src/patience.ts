import { HtxProblem } from "./problem.js";
import type { Session } from "./session.js";

const LONGEST_WAIT_MS = 60_000;

/**
 * Sends a request again where that is safe and of use: refused for the moment (429, 503), or lost on the
 * way and either only reading or under an `Idempotency-Key`. A token that is refused is renewed once; one
 * that could not be had for the moment is asked for again, whatever the request: that was not sent yet.
 */
export function patiently(attempts: number, session: Session | undefined) {
  return async (request: Request): Promise<Response> => {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= attempts;
      let sent = false;
      let wait: string | null;
      try {
        const token = await session?.token();
        const copy = request.clone();
        if (token !== undefined) {
          copy.headers.set("Authorization", `Bearer ${token}`);
        }
        sent = true;
        const response = await fetch(copy);
        if (response.status === 401 && token !== undefined && !renewed) {
          renewed = true;
          session?.refused(token);
          await response.body?.cancel();
          continue;
        }
        if (!passing(response.status) || last) {
          return response;
        }
        wait = response.headers.get("Retry-After");
        await response.body?.cancel();
      } catch (error) {
        const lost = error instanceof TypeError && (!sent || repeatable(request));
        const refused = !sent && error instanceof HtxProblem && passing(error.status);
        if (last || request.signal.aborted || !(lost || refused)) {
          throw error;
        }
        wait = error instanceof HtxProblem ? error.retryAfter : null;
      }
      await pause(wait, attempt, request.signal);
    }
  };
}

/** Whether a refusal with this status is one for the moment. */
function passing(status: number): boolean {
  return status === 429 || status === 503;
}

function repeatable(request: Request): boolean {
  return ["GET", "HEAD"].includes(request.method) || request.headers.has("Idempotency-Key");
}

/**
 * Waits as long as the server said, else twice as long each time, never all callers at once. Ends with the
 * signal's reason when the caller gives up.
 */
async function pause(retryAfter: string | null, attempt: number, signal: AbortSignal): Promise<void> {
  const said = Number(retryAfter ?? Number.NaN) * 1000;
  const wait = Number.isFinite(said) ? said : 250 * 2 ** attempt;
  const jittered = Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, jittered);
    signal.addEventListener("abort", stop, { once: true });
  });
}
