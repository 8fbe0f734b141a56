/** What the rep is told of an entry that was not done, and what he can do about it. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import { Conflicts } from "../src/app/outbox/conflicts";
import type { Receipt } from "../src/app/types";

const understood = vi.fn(() => Promise.resolve());
const root = document.createElement("div");

async function show(receipt: Partial<Receipt>, data: Record<string, unknown> = { visit_id: 7 }) {
  const event = { uuid: "a", number: 1, at: "2026-03-02 10:00:00", kind: "add_photo", data };
  const told = [{ ...event, receipt: { uuid: "a", message: "", server: {}, ...receipt } }];
  const app = {
    data: { user: { lang: "en_US", tz: "UTC" }, today: "2026-03-02" },
    told,
    clock: {},
    word: (key: string) => key,
    outbox: { understood },
    sync: () => Promise.resolve(),
  } as unknown as App;
  await act(() => render(<Conflicts app={app} />, root));
}

const buttons = () =>
  [...root.querySelectorAll("button")].map((button) => [button.textContent, button.dataset.kind]);

afterEach(() => {
  render(null, root);
  understood.mockClear();
  vi.unstubAllGlobals();
});

it("offers to send again what the server never had, and asks before it deletes it", async () => {
  await show({ state: "refused", unsent: true });
  expect(root.textContent).toContain("conflictNotTaken");
  expect(root.textContent).not.toContain("conflictGone");
  expect(buttons()).toEqual([
    ["conflictTryAgain", "main"],
    ["conflictDelete", "bad"],
  ]);
  for (const sure of [false, true]) {
    vi.stubGlobal("confirm", () => sure);
    await act(() => root.querySelector<HTMLElement>("[data-kind=bad]")?.click());
    expect(understood).toHaveBeenCalledTimes(sure ? 1 : 0);
  }
});

it("says nothing of a visit that is gone when the server refused to read an entry", async () => {
  await show({ state: "refused", message: "It is too large." });
  expect(root.querySelector("[data-side=server]")).toBeNull();
  expect(buttons()).toEqual([
    ["conflictTryAgain", "quiet"],
    ["conflictUnderstood", "main"],
  ]);
});

it("says of a visit alone that it is gone", async () => {
  await show({ state: "conflict" });
  expect(root.querySelector("[data-side=server]")?.textContent).toContain("conflictGone");
  await show({ state: "conflict" }, { note: "Duty" });
  expect(root.querySelector("[data-side=server]")).toBeNull();
});
