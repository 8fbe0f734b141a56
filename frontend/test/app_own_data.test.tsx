// @vitest-environment jsdom
/** The rep has his positions deleted: also those that the phone has not yet sent. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import type { Track } from "../src/app/track/data";
import { DataCard } from "../src/app/track/own_data";

const done: string[] = [];
const note = (what: string) => () => Promise.resolve(void done.push(what));

vi.mock("../src/app/track/running", () => ({ trackerOf: () => ({ flush: note("sent") }) }));
vi.mock("../src/app/track/remote", () => ({
  askRep: (_app: App, method: string) => note(method)(),
  sentence: () => "",
}));

it("sends what waits before it deletes, so that nothing arrives after it", async () => {
  vi.stubGlobal("confirm", () => true);
  const app = { word: (key: string) => key, sync: note("loaded") } as unknown as App;
  const place = document.createElement("div");
  await act(() => render(<DataCard app={app} track={{ keep_days: 30 } as Track} />, place));
  const button = [...place.querySelectorAll("button")].find((one) =>
    one.textContent?.includes("dataErase"),
  );
  await act(() => button?.click());
  await vi.waitFor(() => expect(done).toEqual(["sent", "erase_tracking", "loaded"]));
  vi.unstubAllGlobals();
});
