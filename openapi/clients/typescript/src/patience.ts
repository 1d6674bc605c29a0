import type { Session } from "./session.js";

const LONGEST_WAIT_MS = 60_000;

/**
 * Sends a request again where that is safe and of use: refused for the moment (429, 503), or lost on the
 * way and either only reading or under an `Idempotency-Key`. A token that is refused is renewed once.
 */
export function patiently(attempts: number, session: Session | undefined) {
  return async (request: Request): Promise<Response> => {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const sent = request.clone();
      const token = await session?.token();
      if (token !== undefined) {
        sent.headers.set("Authorization", `Bearer ${token}`);
      }
      const last = attempt >= attempts;
      try {
        const response = await fetch(sent);
        if (response.status === 401 && token !== undefined && !renewed) {
          renewed = true;
          session?.refused(token);
          continue;
        }
        const moment = response.status === 429 || response.status === 503;
        if (!moment || last) {
          return response;
        }
        await response.body?.cancel();
        await pause(response.headers.get("Retry-After"), attempt);
      } catch (error) {
        if (last || request.signal.aborted || !(error instanceof TypeError) || !repeatable(request)) {
          throw error;
        }
        await pause(null, attempt);
      }
    }
  };
}

function repeatable(request: Request): boolean {
  return request.method === "GET" || request.headers.has("Idempotency-Key");
}

/** Waits as long as the server said, else twice as long each time, never all callers at once. */
async function pause(retryAfter: string | null, attempt: number): Promise<void> {
  const said = Number(retryAfter ?? Number.NaN) * 1000;
  const wait = Number.isFinite(said) ? said : 250 * 2 ** attempt;
  const jittered = Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
  await new Promise((resolve) => setTimeout(resolve, jittered));
}
