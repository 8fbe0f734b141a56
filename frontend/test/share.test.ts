import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import { fileName } from "../src/share/output";
import { takePicture } from "../src/share/picture";
import type { MapOptions } from "../src/types";
import { customers } from "./make";

let element: HTMLElement;
let map: FieldVisitMap;
const PLACE: [number, number][] = [[60.17, 24.94]];

function make(options: MapOptions = {}): void {
  map = createMap(element, options);
  map.setProps({ points: customers(PLACE) });
}

const click = (action: string): void =>
  element.querySelector<HTMLElement>("[data-action=" + action + "]")?.click();

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
  HTMLCanvasElement.prototype.toBlob = function (callback) {
    callback(new Blob(["png"], { type: "image/png" }));
  };
  URL.createObjectURL = vi.fn(() => "blob:picture");
  URL.revokeObjectURL = vi.fn();
});

afterEach(() => {
  map.destroy();
  element.remove();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("picture", () => {
  it("is downloaded under a name with the time", async () => {
    make();
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    click("share");
    click("png");
    await vi.waitFor(() => expect(element.dataset.picture).toBe("done"));
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatch(/^map \d{4}-\d\d-\d\d \d\d\.\d\d\.png$/);
    expect(fileName("map", new Date(2026, 0, 5, 7, 3))).toBe("map 2026-01-05 07.03.png");
  });

  it("says so when it cannot be made", async () => {
    make();
    HTMLCanvasElement.prototype.toBlob = (callback) => callback(null);
    click("share");
    click("png");
    await vi.waitFor(() => expect(element.dataset.picture).toBe("failed"));
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("could not be made");
  });

  it("shows legends without the controls in them", async () => {
    make();
    const painted: string[] = [];
    vi.spyOn(Range.prototype, "getClientRects").mockImplementation(function (this: Range) {
      painted.push(this.toString());
      return [] as unknown as DOMRectList;
    });
    const legend = element.querySelector(".fvr-legend") as HTMLElement;
    legend.hidden = false;
    legend.append(document.createElement("select"), document.createElement("details"));
    const details = legend.lastElementChild as HTMLElement;
    details.innerHTML = "<summary>Routes</summary><p>folded</p>";
    legend.querySelector("select")?.append(new Option("choose"));
    await takePicture(element);
    expect(painted).toContain("Routes");
    expect(painted).not.toContain("folded");
    expect(painted).not.toContain("choose");
  });

  it("leaves out tiles that the browser may not copy, and names their service", async () => {
    make();
    const tile = document.createElement("img");
    tile.src = "https://tile.example.com/1/1/1.png";
    Object.defineProperty(tile, "complete", { value: true });
    Object.defineProperty(tile, "naturalWidth", { value: 256 });
    const layer = document.createElement("div");
    layer.dataset.service = "Streets";
    layer.append(tile);
    element.querySelector(".leaflet-tile-pane")?.append(layer);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("CORS")));
    expect((await takePicture(element)).without).toEqual(["Streets"]);
    const bitmap = { width: 256, height: 256 };
    vi.stubGlobal("fetch", () => Promise.resolve({ ok: true, blob: () => Promise.resolve("x") }));
    vi.stubGlobal("createImageBitmap", () => Promise.resolve(bitmap));
    expect((await takePicture(element)).without).toEqual([]);
  });
});

describe("link", () => {
  it("is not offered where nobody keeps links", () => {
    make();
    click("share");
    expect(element.querySelector("[data-action=link]")).toBeNull();
  });

  it("holds the present view and is shown and copied", async () => {
    const shareLink = vi.fn(() => Promise.resolve("https://odoo.example.com/open/abc"));
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
    make({ services: { shareLink }, view: { lat: 1, lon: 2, zoom: 8 } });
    click("share");
    click("link");
    await vi.waitFor(() =>
      expect(writeText).toHaveBeenCalledWith("https://odoo.example.com/open/abc"),
    );
    expect(shareLink).toHaveBeenCalledWith(expect.objectContaining({ lat: 1, lon: 2, zoom: 8 }));
    const box = element.querySelector<HTMLInputElement>(".fvr-link-box");
    expect(box?.value).toBe("https://odoo.example.com/open/abc");
    await vi.waitFor(() => expect(element.textContent).toContain("The link was copied."));
  });

  it("tells why when the server refuses", async () => {
    make({ services: { shareLink: () => Promise.reject(new Error("The filter is too long.")) } });
    click("share");
    click("link");
    await vi.waitFor(() =>
      expect(element.querySelector(".fvr-notice")?.textContent).toContain(
        "The filter is too long.",
      ),
    );
  });
});
