/**
 * A minute with htx: logs in as an officer of the synthetic city and goes about.
 *
 *     cargo run --release -- demo --seed 7 && cargo run --release     # in another terminal
 *     npm ci && npm run example
 */
import { readFileSync } from "node:fs";

import { createHtxClient, HtxProblem, items, type Schemas } from "../src/index.js";

const usersFile = process.argv[2] ?? "../../../data/demo-users.csv";
const username = process.argv[3] ?? "so-tc.officer";
const htx = createHtxClient({
  baseUrl: process.env["HTX_URL"] ?? "http://127.0.0.1:8080",
  credentials: { username, password: passwordOf(username) },
});

const { data: me } = await htx.GET("/v1/me");
console.log(`\nĐăng nhập / logged in: ${me?.display_name ?? username}`);

console.log("\nHợp tác xã có chữ “rau” (tìm không dấu) / cooperatives called “rau”:");
let first: Schemas["Organisation"] | undefined;
let shown = 0;
for await (const one of items((cursor) =>
  htx.GET("/v1/organisations", { params: { query: { q: "rau", limit: 3, ...cursor } } }),
)) {
  first ??= one;
  console.log(`  ${one.name} — ${one.status}`);
  shown += 1;
  if (shown === 5) break;
}

if (first) {
  const path = { id: first.id };
  const { data: organisation, response } = await htx.GET("/v1/organisations/{id}", {
    params: { path },
  });
  const version = response.headers.get("ETag") ?? "";
  console.log(`\nViệc có thể làm / what can be done: ${organisation?.available_actions?.join(", ")}`);
  // The same change twice under one key is made once: the second answer is that of the first.
  const change = {
    params: { path, header: { "If-Match": version } },
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body: { main_business_line: organisation?.main_business_line === "0118" ? "0119" : "0118" },
  };
  try {
    const once = await htx.PATCH("/v1/organisations/{id}", change);
    const again = await htx.PATCH("/v1/organisations/{id}", change);
    const tags = [once, again].map(({ response }) => response.headers.get("ETag"));
    console.log(`\nGửi hai lần, ghi một lần / sent twice, written once: ${tags.join(" = ")}`);
    // Under another key it is another change, and still names the old version.
    await htx.PATCH("/v1/organisations/{id}", {
      params: change.params,
      body: { main_business_line: "0121" },
    });
  } catch (error) {
    if (!(error instanceof HtxProblem)) throw error;
    console.log(`\nTừ chối / refused: ${error.status} ${error.code}\n  ${error.message}`);
  }
}

const { data: indicator } = await htx.GET("/v1/indicators/{code}", {
  params: { path: { code: "new_cooperatives" }, query: { period: 2025 } },
});
console.log(`\nChỉ tiêu 1a trong địa bàn / target 1a here: ${indicator?.figure.value}`);

function passwordOf(name: string): string {
  const [header, ...rows] = readFileSync(usersFile, "utf8").trim().split("\n");
  const columns = header?.split(",") ?? [];
  const row = rows.map((line) => line.split(",")).find((cells) => cells[columns.indexOf("username")] === name);
  const password = row?.[columns.indexOf("password")];
  if (!password) throw new Error(`${usersFile} has no ${name}`);
  return password;
}
