import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import { customers } from "./make";
import { check, server } from "./route_server";

let element: HTMLElement;
let map: FieldVisitMap;
let service: ReturnType<typeof server>;

const click = (key: string) =>
  element.querySelector<HTMLButtonElement>("[data-action=" + key + "]")?.click();
const edit = () => element.querySelector<HTMLElement>(".fvr-edit") as HTMLElement;
const item = (visit: number) =>
  element.querySelector<HTMLElement>("li[data-visit='" + String(visit) + "']") as HTMLElement;
const key = (name: string) =>
  element.querySelector<HTMLElement>("[data-key='" + name + "']") as HTMLButtonElement;
const order = (route: number) =>
  [...element.querySelectorAll<HTMLElement>("[data-route='" + String(route) + "'] li")].map((li) =>
    Number(li.dataset.visit),
  );
const pixel = (visit: number): [number, number] => [
  Number(item(visit).dataset.x),
  Number(item(visit).dataset.y),
];
const idle = (moves: number) =>
  vi.waitFor(() => expect(edit().dataset).toMatchObject({ busy: "false", moves: String(moves) }));

function pointer(type: string, [x, y]: [number, number]): void {
  const target = type === "pointerdown" ? element.querySelector(".fvr-canvas") : window;
  target?.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true }));
}

function drag(from: [number, number], ...way: [number, number][]): void {
  pointer("pointerdown", from);
  for (const point of way) pointer("pointermove", point);
  pointer("pointerup", way[way.length - 1]);
}

const middle = (a: [number, number], b: [number, number]): [number, number] => [
  (a[0] + b[0]) / 2,
  (a[1] + b[1]) / 2,
];

beforeEach(async () => {
  element = document.createElement("div");
  document.body.append(element);
  service = server();
  map = createMap(element, { services: { routeEdit: service } });
  map.setProps({
    points: customers([
      [60, 24],
      [60, 24.1],
      [60, 24.2],
      [60.2, 24],
      [60.2, 24.2],
    ]),
    routes: [
      { id: "1", name: "Rep 1", stops: [0, 1, 2] },
      { id: "2", name: "Rep 2", stops: [3, 4] },
    ],
  });
  click("edit-routes");
  await idle(0);
});

afterEach(async () => {
  map.destroy();
  element.remove();
  // the click that would follow a drag is waited for until the next task
  await new Promise((resolve) => setTimeout(resolve));
});

describe("editing routes on the map", () => {
  it("has no button where nobody answers for the routes", () => {
    const other = createMap(document.createElement("div"));
    expect(element.querySelector("[data-action=edit-routes]")).not.toBeNull();
    expect(document.querySelectorAll("[data-action=edit-routes]")).toHaveLength(1);
    other.destroy();
  });

  it("drags a stop onto a line of another route", async () => {
    drag(pixel(100), [500, 340], middle(pixel(103), pixel(104)));
    expect(order(2)).toEqual([103, 100, 104]);
    await idle(1);
    expect(element.dataset.edit).toBe("draft");
    expect(service.calls.filter(([name]) => name === "save")).toEqual([]);
  });

  it("leaves the stops alone while a stroke is meant for a drawing tool", async () => {
    element.dataset.tool = "lasso";
    drag(pixel(100), [500, 340], middle(pixel(103), pixel(104)));
    await idle(0);
    delete element.dataset.tool;
    drag(pixel(100), [500, 340], middle(pixel(103), pixel(104)));
    await idle(1);
  });

  it("asks other tools to step back when it begins", () => {
    const begun = vi.fn();
    map.on("tool", begun);
    click("edit-close");
    expect(begun).not.toHaveBeenCalled();
    click("edit-routes");
    expect(begun).toHaveBeenCalledWith({ name: "edit-routes" });
  });

  it("leaves everything as it is when dropped beside the routes or given up", async () => {
    drag(pixel(100), [1, 1]);
    pointer("pointerdown", pixel(100));
    pointer("pointermove", middle(pixel(103), pixel(104)));
    expect(element.classList.contains("fvr-dragging")).toBe(true);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    pointer("pointerup", middle(pixel(103), pixel(104)));
    await idle(0);
    expect(element.classList.contains("fvr-dragging")).toBe(false);
    expect(order(1)).toEqual([100, 101, 102]);
  });

  it("takes a press without a movement as a click", async () => {
    drag(pixel(100), pixel(100));
    await idle(0);
  });

  it("moves with the keyboard and keeps its place there", async () => {
    key("down-100").focus();
    key("down-100").click();
    await idle(1);
    expect(order(1)).toEqual([101, 100, 102]);
    expect((document.activeElement as HTMLElement).dataset.key).toBe("down-100");
    expect(key("up-101").disabled).toBe(true);
  });

  it("moves to another route or out by the list", async () => {
    const choose = (visit: number, value: string) => {
      const select = element.querySelector<HTMLSelectElement>(
        "select[data-key='to-" + String(visit) + "']",
      ) as HTMLSelectElement;
      select.value = value;
      select.dispatchEvent(new Event("change"));
    };
    choose(101, "2");
    await idle(1);
    expect(order(2)).toEqual([103, 104, 101]);
    choose(104, "0");
    await idle(2);
    expect(order(2)).toEqual([103, 101]);
    expect(edit().querySelector(".fvr-edit-outlist")?.textContent).toContain("Customer 104");
  });

  it("undoes, discards and saves", async () => {
    const saved = vi.spyOn(service, "saved");
    key("down-100").click();
    await idle(1);
    click("edit-undo");
    expect(order(1)).toEqual([100, 101, 102]);
    key("down-100").click();
    key("up-104").click();
    await idle(2);
    click("edit-discard");
    await idle(0);
    key("up-104").click();
    await idle(1);
    click("edit-save");
    await vi.waitFor(() => expect(saved).toHaveBeenCalled());
    expect(service.calls.filter(([name]) => name === "save")[0][1]).toEqual([
      { visit_id: 104, route_id: 2, position: 1 },
    ]);
    expect(order(2)).toEqual([104, 103]);
  });

  it("names broken rules as text, and does not save what is out of date", async () => {
    const text = "<img src=x onerror=alert(1)> is reached too late.";
    const row = check(1, [101, 100, 102], {
      violations: [{ code: "window", visit_id: 100, text }],
    });
    const stale = ["Rep 1 was changed by somebody else meanwhile."];
    service.check = () =>
      Promise.resolve({ fits: false, routes: [row], out: [], violations: [], stale });
    key("down-100").click();
    await idle(1);
    expect(item(100).textContent).toContain(text);
    expect(element.querySelector("img")).toBeNull();
    expect(edit().textContent).toContain(stale[0]);
    expect(key("edit-save").disabled).toBe(true);
  });

  it("shows a refusal and takes the move back", async () => {
    service.check = () => Promise.reject(new Error("It is under way."));
    key("down-100").click();
    await idle(0);
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("It is under way.");
    expect(order(1)).toEqual([100, 101, 102]);
  });

  it("does not drag what is over", async () => {
    service.check = () =>
      Promise.resolve({
        fits: true,
        routes: [check(1, [100, 101, 102], { editable: false }), check(2, [103, 104])],
        out: [],
        violations: [],
        stale: [],
      });
    const from = pixel(100);
    click("edit-close");
    click("edit-routes");
    await idle(0);
    drag(from, middle(pixel(103), pixel(104)));
    await idle(0);
    expect(order(1)).toEqual([]);
  });

  it("keeps a draft while it is put away, and on the way back to the map", async () => {
    key("down-100").click();
    await idle(1);
    click("edit-close");
    expect(edit().hidden).toBe(true);
    click("edit-routes");
    await idle(1);
    const view = map.viewState();
    const place = document.createElement("div");
    document.body.append(place);
    const again = createMap(place, { services: { routeEdit: service }, view });
    again.setProps({
      points: customers([[60, 24]]),
      routes: [{ id: "1", name: "Rep 1", stops: [0, -1, -1] }],
    });
    const panel = () => place.querySelector<HTMLElement>(".fvr-edit");
    await vi.waitFor(() => expect(panel()?.dataset).toMatchObject({ busy: "false", moves: "1" }));
    expect(panel()?.querySelector("li")?.dataset.visit).toBe("101");
    again.destroy();
    place.remove();
  });

  it("asks before the page is left with a draft", async () => {
    const leave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(leave()).toBe(true);
    key("down-100").click();
    await idle(1);
    expect(leave()).toBe(false);
  });
});
