/** New data come while a popup is open: what is shown can be read and pressed until all that is new is there. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { DetailAction, Details } from "../src/popup/service";
import { customers, onPage } from "./make";

const PLAN = { key: "plan", label: "Plan a visit" };
const ASSIGN = { key: "assign", label: "Assign" };
const NAVIGATION = [{ name: "Maps", url: "https://example.com/?to=60,24" }];

let element: HTMLElement;
let map: FieldVisitMap;
/** Questions that wait for an answer, the oldest first. */
let asked: { resolve: (details: Details) => void; reject: (error: Error) => void }[];
let act: ReturnType<typeof vi.fn<(id: number, action: DetailAction) => Promise<void>>>;

onPage(
  (page) => (element = page),
  () => map.destroy(),
);

const find = (selector: string) => element.querySelector<HTMLElement>(".fvr-popup " + selector);
const key = (name: string) => find(`[data-action=${name}]`) as HTMLButtonElement;
const title = () => find(".fvr-popup-title")?.textContent;
const alertText = () => find("[role=alert]:not([hidden])")?.textContent;
const told = (...actions: DetailAction[]): Details => ({ navigation: [], actions, covers: [] });
const fetched = (name: string) =>
  map.setProps({ points: customers([[60, 24]], { names: [name] }) });
const later = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
const pointer = (target: EventTarget, type: string) =>
  target.dispatchEvent(new Event(type, { bubbles: true }));

async function answer(number: number, details: Details): Promise<void> {
  asked[number].resolve(details);
  await later();
}

beforeEach(async () => {
  asked = [];
  act = vi.fn(() => Promise.resolve());
  const details = () => new Promise<Details>((resolve, reject) => asked.push({ resolve, reject }));
  map = createMap(element, { services: { details, detailAction: act } });
  fetched("Old");
  element.querySelector<HTMLElement>("[data-point='100']")?.click();
  await answer(0, told(PLAN, ASSIGN));
});

describe("an open popup whose records are fetched again", () => {
  it("keeps what it shows, and its buttons, until all that is new takes their place", async () => {
    const plan = key("plan");
    fetched("New");
    expect([title(), key("plan")]).toEqual(["Old", plan]);
    expect(find(".fvr-popup-loading")).toBeNull();
    plan.click();
    expect(act).toHaveBeenCalledWith(100, PLAN);
    await answer(1, told(ASSIGN));
    expect([title(), key("plan")]).toEqual(["New", null]);
    expect(key("assign").disabled).toBe(false);
  });

  it("takes nothing away from under the finger before it was clicked", async () => {
    const plan = key("plan");
    pointer(plan, "pointerdown");
    fetched("New");
    await answer(1, told(ASSIGN));
    await later(500);
    expect([title(), key("plan")]).toEqual(["Old", plan]);
    pointer(document, "pointerup");
    await later(50); // on a touch screen the click comes later
    expect(key("plan")).toBe(plan);
    plan.click();
    expect(act).toHaveBeenCalledWith(100, PLAN);
    await vi.waitFor(() => expect(title()).toBe("New"));
  });

  it("waits for the space bar as well, and for a second press", async () => {
    const space = { key: " ", bubbles: true };
    fetched("New");
    key("plan").dispatchEvent(new KeyboardEvent("keydown", space));
    await answer(1, told());
    key("plan").dispatchEvent(new KeyboardEvent("keyup", space));
    pointer(key("plan"), "pointerdown");
    await later(500);
    expect(title()).toBe("Old");
    pointer(document, "pointercancel");
    await vi.waitFor(() => expect(title()).toBe("New"));
  });

  it("keeps the focus on the same button, and else on the popup", async () => {
    key("assign").focus();
    fetched("New");
    await answer(1, told(ASSIGN, PLAN));
    expect(document.activeElement).toBe(key("assign"));
    fetched("Newer");
    await answer(2, told(PLAN));
    expect(title()).toBe("Newer");
    expect(document.activeElement?.classList.contains("fvr-popup")).toBe(true);
  });

  it("leaves the focus where it is outside", async () => {
    fetched("New");
    await answer(1, told());
    expect(document.activeElement).toBe(document.body);
  });

  it("keeps the way there unfolded", async () => {
    const withMenu = { ...told(), navigation: NAVIGATION };
    fetched("New");
    await answer(1, withMenu);
    expect(key("navigate").hasAttribute("open")).toBe(false);
    key("navigate").setAttribute("open", "");
    find("summary")?.focus();
    fetched("Newer");
    await answer(2, withMenu);
    expect(title()).toBe("Newer");
    expect(key("navigate").hasAttribute("open")).toBe(true);
    expect(document.activeElement).toBe(find("summary"));
  });

  it("shows the answer to the later question, whichever comes first", async () => {
    fetched("New");
    fetched("Newer");
    await answer(2, told(ASSIGN));
    await answer(1, told(PLAN));
    expect([title(), key("plan")]).toEqual(["Newer", null]);
  });
});

describe("a popup that cannot be told anew", () => {
  it("keeps its content and says why, until it can", async () => {
    fetched("New");
    asked[1].reject(new Error("The server cannot be reached."));
    await later();
    expect([title(), alertText()]).toEqual(["Old", "The server cannot be reached."]);
    key("plan").click();
    expect(act).toHaveBeenCalledTimes(1);
    fetched("Newer");
    await answer(2, told(PLAN));
    expect([title(), alertText()]).toEqual(["Newer", undefined]);
  });

  it("does not complain of a question that was answered since", async () => {
    fetched("New");
    fetched("Newer");
    await answer(2, told(PLAN));
    asked[1].reject(new Error("The server cannot be reached."));
    await later();
    expect([title(), alertText()]).toEqual(["Newer", undefined]);
  });

  it("still says what was refused while the answer was on its way", async () => {
    fetched("New");
    act.mockRejectedValueOnce(new Error("Anna does not work today."));
    key("plan").click();
    await answer(1, told(PLAN));
    expect([title(), alertText()]).toEqual(["New", "Anna does not work today."]);
    expect(key("plan").disabled).toBe(false);
    fetched("Newer");
    await answer(2, told(PLAN));
    expect([title(), alertText()]).toEqual(["Newer", undefined]);
  });
});

describe("an action that fetches the records again", () => {
  it("leaves its buttons locked until what it changed is shown, and then the focus where it was", async () => {
    act.mockImplementationOnce(() => Promise.resolve(fetched("New")));
    const plan = key("plan");
    plan.focus();
    plan.click();
    plan.blur(); // a browser takes the focus from a locked button
    await later();
    expect([title(), plan.disabled]).toEqual(["Old", true]);
    await answer(1, told(PLAN));
    expect([title(), key("plan").disabled]).toEqual(["New", false]);
    expect(document.activeElement).toBe(key("plan"));
  });

  it("has them unlocked when nothing can be told", async () => {
    act.mockImplementationOnce(() => Promise.resolve(fetched("New")));
    key("plan").click();
    await later();
    asked[1].reject(new Error("The server cannot be reached."));
    await later();
    expect([key("plan").disabled, alertText()]).toEqual([false, "The server cannot be reached."]);
  });
});

describe("a popup that still waits for its first answer", () => {
  beforeEach(() => {
    element.querySelector<HTMLElement>("[data-point='100']")?.click();
  });

  it("shows it while a later one is on its way", async () => {
    fetched("New");
    await answer(1, told(PLAN));
    expect([title(), key("plan").textContent]).toEqual(["Old", "Plan a visit"]);
    await answer(2, told(ASSIGN));
    expect([title(), key("plan")]).toEqual(["New", null]);
  });

  it("is not told the old after the new", async () => {
    fetched("New");
    await answer(2, told(ASSIGN));
    await answer(1, told(PLAN));
    expect([title(), key("plan")]).toEqual(["New", null]);
    expect(find("[aria-busy]")).toBeNull();
  });
});
