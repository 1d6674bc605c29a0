/** What the client does when the server fails. */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";

import { createHtxClient, events, HtxProblem } from "../src/index.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers each request with the next of these, the last again and again. */
async function serving<T>(answers: Answer[], work: (url: string, seen: IncomingMessage[]) => Promise<T>): Promise<T> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(request);
    request.resume();
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
const lost: Answer = (request) => request.socket.destroy();
const token = json(200, { access_token: "t", token_type: "Bearer", expires_in: 900 });
const credentials = { clientId: "c", clientSecret: "s" };
const report = { params: { path: { id: "01890a5d-ac96-774b-bcce-b302099a8057" }, header: { "If-Match": '"v1"' } } };

test("whatever changes something has one key, however often it is sent", async () => {
  await serving([lost, json(503, {}, { "Retry-After": "0" }), json(200, {})], async (baseUrl, seen) => {
    const htx = createHtxClient({ baseUrl });
    await htx.PATCH("/v1/plan-reports/{id}", { ...report, body: {} as never });
    const keys = seen.map((request) => request.headers["idempotency-key"]);
    assert.equal(keys.length, 3);
    assert.ok(keys[0]);
    assert.equal(new Set(keys).size, 1);
  });
});

test("reading has no key", async () => {
  await serving([json(200, {})], async (baseUrl, seen) => {
    await createHtxClient({ baseUrl }).GET("/v1/me");
    assert.equal(seen[0]?.headers["idempotency-key"], undefined);
  });
});

test("a token that cannot be had for the moment is asked for again", async () => {
  const busy = json(429, { error: "temporarily_unavailable" }, { "Retry-After": "0" });
  await serving([lost, busy, token, json(200, {})], async (baseUrl, seen) => {
    await createHtxClient({ baseUrl, credentials }).GET("/v1/me");
    assert.deepEqual(
      seen.map((request) => request.url),
      ["/oauth/token", "/oauth/token", "/oauth/token", "/v1/me"],
    );
  });
});

test("a wrong password says so, at once", async () => {
  const wrong = json(400, { error: "invalid_grant", error_description: "wrong", detail: "Sai mật khẩu." });
  await serving([wrong], async (baseUrl, seen) => {
    const htx = createHtxClient({ baseUrl, credentials: { username: "an", password: "x" } });
    await assert.rejects(htx.GET("/v1/me"), (error) => {
      assert.ok(error instanceof HtxProblem);
      assert.deepEqual([error.status, error.code, error.message], [400, "invalid_grant", "Sai mật khẩu."]);
      return true;
    });
    assert.equal(seen.length, 1);
  });
});

test("a token that is refused is renewed once", async () => {
  const refused = json(401, { code: "unauthenticated" });
  await serving([token, refused, token, json(200, {})], async (baseUrl, seen) => {
    await createHtxClient({ baseUrl, credentials }).GET("/v1/me");
    assert.equal(seen.length, 4);
  });
});

test("who gives up waits no longer", async () => {
  await serving([json(503, {}, { "Retry-After": "60" })], async (baseUrl) => {
    const begun = Date.now();
    const signal = AbortSignal.timeout(100);
    await assert.rejects(createHtxClient({ baseUrl }).GET("/v1/me", { signal }));
    assert.ok(Date.now() - begun < 5_000);
  });
});

test("who sees no event still learns how far the feed was read", async () => {
  const pages = [
    { items: [], next_after: 10 },
    { items: [{ position: 12 }], next_after: 15 },
    { items: [], next_after: 15 },
  ];
  const read = async () => ({ data: pages.shift() });
  const told: string[] = [];
  for await (const { position } of events(read, 0, 25, (after) => void told.push(`reached ${after}`))) {
    told.push(`event ${position}`);
  }
  assert.deepEqual(told, ["reached 10", "event 12", "reached 15"]);
});
