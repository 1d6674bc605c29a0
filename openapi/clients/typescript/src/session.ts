import type { components } from "./schema.js";
import { HtxProblem } from "./problem.js";

type TokenAnswer = components["schemas"]["TokenAnswer"];

/** Who calls: a person, a department's system, or whoever brings a token of another issuer. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly clientId: string; readonly clientSecret: string }
  | { readonly token: () => Promise<string> };

/** A token that ends in less than this is not used any more. */
const MARGIN_MS = 30_000;

/** The access token of a caller, asked for once and renewed in time. */
export class Session {
  private access: { readonly token: string; readonly until: number } | undefined;
  private refresh: string | undefined;
  private asking: Promise<string> | undefined;

  constructor(
    private readonly baseUrl: string,
    private readonly credentials: Credentials,
  ) {}

  /** A token that serves now. Callers at once share one question. */
  async token(): Promise<string> {
    if ("token" in this.credentials) {
      return this.credentials.token();
    }
    if (this.access && this.access.until > Date.now()) {
      return this.access.token;
    }
    this.asking ??= this.ask(this.credentials).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** Forgets a token that was refused. */
  refused(token: string): void {
    if (this.access?.token === token) {
      this.access = undefined;
    }
  }

  private async ask(credentials: Exclude<Credentials, { token: unknown }>): Promise<string> {
    const refresh = this.refresh;
    // A refresh token serves once, whatever becomes of the answer.
    this.refresh = undefined;
    if (refresh) {
      try {
        return await this.grant({ grant_type: "refresh_token", refresh_token: refresh });
      } catch (error) {
        if (!(error instanceof HtxProblem)) throw error;
      }
    }
    return "username" in credentials
      ? this.grant({ grant_type: "password", ...credentials })
      : this.grant({
          grant_type: "client_credentials",
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret,
        });
  }

  private async grant(form: Record<string, string>): Promise<string> {
    const body = new URLSearchParams(form);
    const response = await fetch(`${this.baseUrl}/oauth/token`, { method: "POST", body });
    if (!response.ok) {
      throw await HtxProblem.of(response);
    }
    const answer = (await response.json()) as TokenAnswer;
    const until = Date.now() + answer.expires_in * 1000 - MARGIN_MS;
    this.access = { token: answer.access_token, until };
    this.refresh = answer.refresh_token ?? undefined;
    return answer.access_token;
  }
}
