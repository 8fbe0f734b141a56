/** Sales documents are fetched once a load has come from the server, and never before. */
import { afterEach, expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import { keepDocuments } from "../src/app/documents/documents";

const URL_OF_FILE = location.origin + "/web/content/field.visit.document/2/file?unique=1";

function appWith(isFresh: boolean): App {
  const documents = [{ id: 2, url: URL_OF_FILE, tags: [] }];
  return { isFresh, loaded: { user: { id: 7 }, documents } } as unknown as App;
}

function stubStores() {
  const kept = new Map<string, unknown>();
  const cache = {
    keys: () => Promise.resolve([...kept.keys()].map((url) => ({ url }))),
    put: (url: string, answer: unknown) => Promise.resolve(kept.set(url, answer)),
  };
  const fetched = vi.fn(() => Promise.resolve({ ok: true, redirected: false }));
  vi.stubGlobal("caches", { keys: () => Promise.resolve([]), open: () => Promise.resolve(cache) });
  vi.stubGlobal("fetch", fetched);
  return { kept, fetched };
}

afterEach(() => vi.unstubAllGlobals());

it("asks for nothing on behalf of what the phone remembers", async () => {
  const { fetched } = stubStores();
  await keepDocuments(appWith(false));
  expect(fetched).not.toHaveBeenCalled();
});

it("keeps the documents of a fresh load, each version once", async () => {
  const { kept, fetched } = stubStores();
  await keepDocuments(appWith(true));
  await keepDocuments(appWith(true));
  expect([...kept.keys()]).toEqual([URL_OF_FILE]);
  expect(fetched).toHaveBeenCalledTimes(1);
});
