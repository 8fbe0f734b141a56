import { expect, test } from "vitest";
import type { App } from "../src/app/app";
import { onceALoad } from "../src/app/after_load";

function appWith(loaded: object, isFresh = true): App {
  return { isFresh, loaded } as unknown as App;
}

test("each load is worked on once, also one that comes while another is worked on", async () => {
  const [first, second] = [{}, {}];
  const seen: unknown[] = [];
  let end: () => void = () => undefined;
  const follow = onceALoad((app) => {
    seen.push(app.loaded);
    return new Promise((resolve) => (end = resolve));
  });
  const one = follow(appWith(first));
  void follow(appWith(first));
  const two = follow(appWith(second));
  await Promise.resolve();
  expect(seen).toEqual([first]);
  end();
  await one;
  await Promise.resolve();
  expect(seen).toEqual([first, second]);
  end();
  await two;
});

test("what fails is tried with the next load, and nothing happens before the server has answered", async () => {
  let calls = 0;
  const follow = onceALoad(
    () => {
      calls += 1;
      return Promise.reject(new Error("no network"));
    },
    (app) => app.loaded !== null,
  );
  await follow(appWith({}, false));
  await follow({ isFresh: true, loaded: null } as unknown as App);
  expect(calls).toBe(0);
  const day = {};
  await follow(appWith(day));
  await follow(appWith(day));
  await expect(follow(appWith({}))).resolves.toBeUndefined();
  expect(calls).toBe(2);
});
