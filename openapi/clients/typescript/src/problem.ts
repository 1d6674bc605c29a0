import type { components } from "./schema.js";

type Problem = components["schemas"]["Problem"];

/** A request was refused or failed (RFC 9457). `message` is for people, `code` is for programs. */
export class HtxProblem extends Error {
  override readonly name = "HtxProblem";

  private constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The stable code, such as `stale_version`; `unknown` where something else than htx answered. */
    readonly code: string,
    /** The whole document: each fault with its place, the article, what to do next. */
    readonly problem: Problem | undefined,
    message: string,
  ) {
    super(message);
  }

  /** Reads the problem out of an answer. */
  static async of(response: Response): Promise<HtxProblem> {
    const type = response.headers.get("Content-Type") ?? "";
    if (type.startsWith("application/problem+json")) {
      const problem = (await response.json()) as Problem;
      const faults = problem.errors?.map((fault) => `${fault.pointer}: ${fault.detail}`) ?? [];
      const message = [problem.detail, ...faults, problem.advice].filter(Boolean).join(" ");
      return new HtxProblem(response.status, problem.code, problem, message);
    }
    return new HtxProblem(response.status, "unknown", undefined, `HTTP ${response.status}`);
  }
}
