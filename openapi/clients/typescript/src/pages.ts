/** A page of a list, as every list of htx answers. */
interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

/** What an operation of the client answers with, as far as lists go. */
interface Answer<P> {
  readonly data?: P | undefined;
}

/**
 * Walks through a list of any length, page by page:
 * `for await (const one of items((cursor) => htx.GET("/v1/organisations", { params: { query: { ...cursor } } })))`.
 */
export async function* items<T>(
  read: (cursor: { cursor?: string }) => Promise<Answer<Page<T>>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: { cursor?: string } = {};
  for (;;) {
    const page = (await read(cursor)).data;
    if (!page) return;
    yield* page.items;
    if (!page.next) return;
    cursor = { cursor: page.next };
  }
}

/** A page of a feed. */
interface FeedPage<T> {
  readonly items: readonly T[];
  readonly next_after: number;
}

/**
 * Follows a feed without end, each event at least once and in order. With each event comes the position
 * to keep in the same transaction as its effect, from which to go on after a stop. Whoever may see few of the
 * events keeps what `reached` is told as well: up to there nothing is left for them, even where none came.
 */
export async function* events<T extends { readonly position: number }>(
  read: (query: { after: number; wait: number }) => Promise<Answer<FeedPage<T>>>,
  after = 0,
  wait = 25,
  reached?: (after: number) => void | Promise<void>,
): AsyncGenerator<T, void, undefined> {
  for (let next = after; ; ) {
    const page = (await read({ after: next, wait })).data;
    if (!page) return;
    yield* page.items;
    if (page.next_after !== next) {
      next = page.next_after;
      await reached?.(next);
    }
  }
}
