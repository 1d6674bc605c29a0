/**
 * A client of htx: every operation of `openapi/suite.json` with its types, and what every program that
 * calls it needs besides: tokens, repetition under one `Idempotency-Key`, problems, pages, feeds.
 */
import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.js";
import { type Credentials, Session } from "./session.js";
import { patiently } from "./patience.js";
import { HtxProblem } from "./problem.js";

export type { components, operations, paths } from "./schema.js";
export type { Credentials } from "./session.js";
export { HtxProblem } from "./problem.js";
export { items, events } from "./pages.js";

/** What requests and answers hold, by name. */
export type Schemas = components["schemas"];
/** Every operation, by method and path. */
export type HtxClient = Client<paths, "application/json">;

/** How a client reaches htx, and as whom. */
export interface HtxOptions {
  /** Where the gateway listens, such as `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Who calls. Without: only what is open to all. */
  readonly credentials?: Credentials;
  /** In which language problems are worded; Vietnamese if not said. */
  readonly language?: "vi" | "en";
  /** How often a request that was refused for the moment (429, 503) or lost is sent again; 4 if not said. */
  readonly attempts?: number;
}

/**
 * Makes a client. Its operations answer with `data`, or throw an {@link HtxProblem}: what is not refused
 * has arrived.
 */
export function createHtxClient(options: HtxOptions): HtxClient {
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const session = options.credentials && new Session(baseUrl, options.credentials);
  const client = createClient<paths, "application/json">({ baseUrl, fetch: patiently(options.attempts ?? 4, session) });
  client.use({
    onRequest({ request }) {
      if (!request.headers.has("Accept-Language")) {
        request.headers.set("Accept-Language", options.language ?? "vi");
      }
      // One key for one call: sent again, it is done once.
      if (!["GET", "HEAD"].includes(request.method) && !request.headers.has("Idempotency-Key")) {
        request.headers.set("Idempotency-Key", crypto.randomUUID());
      }
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok && response.status !== 304) {
        throw await HtxProblem.of(response);
      }
      return undefined;
    },
  });
  return client;
}
