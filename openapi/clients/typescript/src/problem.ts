import type { components } from "./schema.js";

type Problem = components["schemas"]["Problem"];
type OAuthError = components["schemas"]["OAuthError"];

/** A request was refused or failed (RFC 9457). `message` is for people, `code` is for programs. */
export class HtxProblem extends Error {
  override readonly name = "HtxProblem";

  private constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The stable code, such as `stale_version` or OAuth's `invalid_grant`; `unknown` where something else than htx answered. */
    readonly code: string,
    /** The whole document: each fault with its place, the article, what to do next. */
    readonly problem: Problem | undefined,
    message: string,
    /** After how many seconds the same may be tried again, as the server said. */
    readonly retryAfter: string | null,
  ) {
    super(message);
  }

  /** Reads the problem out of an answer. */
  static async of(response: Response): Promise<HtxProblem> {
    const type = response.headers.get("Content-Type") ?? "";
    const { status } = response;
    const retryAfter = response.headers.get("Retry-After");
    if (type.startsWith("application/problem+json")) {
      const problem = (await response.json()) as Problem;
      const faults = problem.errors?.map((fault) => `${fault.pointer}: ${fault.detail}`) ?? [];
      const message = [problem.detail, ...faults, problem.advice].filter(Boolean).join(" ");
      return new HtxProblem(status, problem.code, problem, message, retryAfter);
    }
    if (type.startsWith("application/json")) {
      // Tokens are refused in the form of OAuth (RFC 6749, section 5.2).
      const refused = (await response.json()) as Partial<OAuthError> | null;
      if (typeof refused?.error === "string") {
        const message = refused.detail ?? refused.error_description ?? refused.error;
        return new HtxProblem(status, refused.error, undefined, message, retryAfter);
      }
    } else {
      await response.body?.cancel();
    }
    return new HtxProblem(status, "unknown", undefined, `HTTP ${status}`, retryAfter);
  }
}
