import * as L from "leaflet";
import { describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { FoundPlace, FoundRecord, Places } from "../src/places/service";
import { customers, onPage } from "./make";

let element: HTMLElement;
let map: FieldVisitMap;
let leaflet: L.Map;

const PLACE: FoundPlace = {
  lat: 60.2,
  lon: 24.9,
  label: "Street 1",
  note: "",
  address: { street: "Street 1" },
};
const FOUND: FoundRecord = {
  id: 100,
  name: "Customer 0",
  detail: "Street 1",
  lat: 60,
  lon: 24,
  outside: false,
};

function services(change: Partial<Places> = {}): Places {
  return {
    tools: () => Promise.resolve({ create: ["customer", "lead"], move: true }),
    searchRecords: vi.fn(() => Promise.resolve([FOUND])),
    findAddress: vi.fn(() => Promise.resolve(PLACE)),
    describe: vi.fn((lat: number, lon: number) => Promise.resolve({ ...PLACE, lat, lon })),
    create: vi.fn(() => Promise.resolve({ id: 100, name: "New", here: true })),
    setPlace: vi.fn(() => Promise.resolve()),
    unplaced: vi.fn((ids: number[]) =>
      Promise.resolve(
        ids.map((id) => ({
          id,
          name: "Lost " + String(id),
          reason: "No city.",
          canLocate: true,
          canPlace: true,
        })),
      ),
    ),
    locate: vi.fn(() => Promise.resolve("1 located")),
    ...change,
  };
}

/** The Leaflet map inside the component, which parts work with. */
async function make(places: Places): Promise<void> {
  const remember = (made: L.Map) => (leaflet = made);
  L.Map.addInitHook(function (this: L.Map) {
    remember(this);
  });
  map = createMap(element, { services: { places } });
  map.setProps({
    points: customers(
      [
        [60, 24],
        [61, 25],
      ],
      { missing: { count: 2, ids: [7, 8] } },
    ),
  });
  await vi.waitFor(() => expect(one("[data-tool=create]")).toBeTruthy());
}

const one = <T extends HTMLElement>(selector: string) => element.querySelector<T>(selector);
const text = (selector: string) => one(selector)?.textContent || "";
const click = (selector: string) => {
  const node = one(selector);
  if (!node) throw new Error("nothing is " + selector);
  node.click();
};

function press(key: string): void {
  one("input")?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

function type(words: string): void {
  const input = one<HTMLInputElement>("input");
  if (!input) throw new Error("no search box");
  input.value = words;
  input.dispatchEvent(new Event("input"));
}

function clickMap(lat: number, lon: number): void {
  leaflet.fire("click", { latlng: L.latLng(lat, lon) });
}

onPage(
  (node) => (element = node),
  () => map.destroy(),
);

describe("search box", () => {
  it("is not there when nobody answers it", () => {
    map = createMap(element);
    expect(one(".fvr-search")).toBeNull();
  });

  it("finds records and jumps to the pin", async () => {
    const places = services();
    const clicked = vi.fn();
    await make(places);
    map.on("pointclick", clicked);
    type("  cust  0 ");
    await vi.waitFor(() => expect(text("[data-found='100']")).toContain("Customer 0"));
    expect(places.searchRecords).toHaveBeenCalledTimes(1);
    expect(places.searchRecords).toHaveBeenCalledWith("cust 0");
    click("[data-found='100']");
    expect(clicked).toHaveBeenCalledWith({ id: 100 });
    expect(leaflet.getCenter().lat).toBeCloseTo(60, 3);
    expect(leaflet.getZoom()).toBeGreaterThanOrEqual(16);
    expect(one("[role=listbox]")?.hidden).toBe(true);
  });

  it("asks nothing for one letter, and shows the answer to the last question only", async () => {
    const answers: ((found: FoundRecord[]) => void)[] = [];
    const searchRecords = vi.fn(
      () => new Promise<FoundRecord[]>((resolve) => answers.push(resolve)),
    );
    await make(services({ searchRecords }));
    type("c");
    type("cu");
    await vi.waitFor(() => expect(answers.length).toBe(1));
    type("cus");
    await vi.waitFor(() => expect(answers.length).toBe(2));
    answers[1]([FOUND]);
    answers[0]([]);
    await vi.waitFor(() => expect(one("[data-found='100']")).toBeTruthy());
  });

  it("is led by the keyboard", async () => {
    await make(services());
    type("cust");
    await vi.waitFor(() => expect(one("[data-found='100']")).toBeTruthy());
    press("ArrowUp");
    expect(one("[data-address]")?.getAttribute("aria-selected")).toBe("true");
    press("ArrowDown");
    expect(one("[data-found='100']")?.getAttribute("aria-selected")).toBe("true");
    expect(one("input")?.getAttribute("aria-activedescendant")).toBe(one("[data-found='100']")?.id);
    press("Escape");
    expect(one("input")?.getAttribute("aria-expanded")).toBe("false");
  });

  it("looks up an address at once when no record fits", async () => {
    const places = services({ searchRecords: () => Promise.resolve([]) });
    await make(places);
    type("Street 1, Town");
    press("Enter");
    await vi.waitFor(() => expect(text(".fvr-place")).toContain("Street 1"));
    expect(places.findAddress).toHaveBeenCalledWith("Street 1, Town");
    expect(leaflet.getCenter().lat).toBeCloseTo(60.2, 3);
    click("[data-create=lead]");
    expect(places.create).toHaveBeenCalledWith("lead", PLACE);
  });

  it("says why an address was not found", async () => {
    const findAddress = () => Promise.reject(new Error("No such city."));
    await make(services({ findAddress, searchRecords: () => Promise.resolve([]) }));
    type("Nowhere");
    press("Enter");
    await vi.waitFor(() => expect(text(".fvr-search-note")).toBe("No such city."));
  });

  it("shows a record that the filter hides, and lists one without a position", async () => {
    const hidden = { ...FOUND, id: 555, name: "Hidden", lat: 10, lon: 10, outside: true };
    const lost = { ...FOUND, id: 7, name: "Lost", lat: null, lon: null };
    const open = vi.fn();
    await make(services({ searchRecords: () => Promise.resolve([hidden, lost]) }));
    map.on("open", open);
    type("hid");
    await vi.waitFor(() => expect(text("[data-found='7']")).toContain("no position"));
    expect(text("[data-found='555']")).toContain("not in the present filter");
    click("[data-found='555']");
    click(".fvr-place [data-action=open]");
    expect(open).toHaveBeenCalledWith({ id: 555, ids: [555] });
    click("[data-found='7']");
    await vi.waitFor(() => expect(text("[data-unplaced='7']")).toContain("No city."));
  });

  it("writes names as text", async () => {
    const name = "<img src=x onerror=alert(1)>";
    await make(services({ searchRecords: () => Promise.resolve([{ ...FOUND, name }]) }));
    type("img");
    await vi.waitFor(() => expect(text("[data-found='100'] span")).toBe(name));
    expect(one("[data-found] img")).toBeNull();
  });
});

describe("click on the map", () => {
  it("tells the address and creates there", async () => {
    const places = services();
    await make(places);
    click("[data-tool=create]");
    expect(one("[data-tool=create]")?.getAttribute("aria-pressed")).toBe("true");
    clickMap(60.5, 24.5);
    await vi.waitFor(() => expect(text(".fvr-place")).toContain("60.50000, 24.50000"));
    expect(one("[data-tool=create]")?.getAttribute("aria-pressed")).toBe("false");
    click("[data-create=customer]");
    expect(places.create).toHaveBeenCalledWith("customer", { ...PLACE, lat: 60.5, lon: 24.5 });
    await vi.waitFor(() => expect(text(".fvr-ask")).toContain("New was created."));
    expect(one(".fvr-flag")).toBeNull();
  });

  it("does nothing without the tool; a long press needs none", async () => {
    const places = services();
    await make(places);
    clickMap(60.5, 24.5);
    expect(places.describe).not.toHaveBeenCalled();
    leaflet.fire("contextmenu", { latlng: L.latLng(60.5, 384.5) });
    expect(places.describe).toHaveBeenCalledWith(60.5, 24.5);
    await vi.waitFor(() => expect(one("[data-create=lead]")).toBeTruthy());
  });

  it("keeps the place when the dialog is given up, and says what the server refuses", async () => {
    const create = vi.fn<Places["create"]>().mockResolvedValueOnce(null);
    create.mockRejectedValueOnce(new Error("You may not."));
    await make(services({ create }));
    click("[data-tool=create]");
    clickMap(60.5, 24.5);
    await vi.waitFor(() => expect(one("[data-create=customer]")).toBeTruthy());
    click("[data-create=customer]");
    await Promise.resolve();
    expect(one(".fvr-flag")).toBeTruthy();
    click("[data-create=customer]");
    await vi.waitFor(() => expect(text(".fvr-place")).toContain("You may not."));
  });

  it("offers only what the user may do", async () => {
    const tools = () => Promise.resolve({ create: ["lead" as const], move: false });
    await make(services({ tools }));
    expect(one("[data-tool=move]")).toBeNull();
    click("[data-tool=create]");
    clickMap(60.5, 24.5);
    await vi.waitFor(() => expect(one("[data-create=lead]")).toBeTruthy());
    expect(one("[data-create=customer]")).toBeNull();
  });

  it("steps back for another tool", async () => {
    await make(services());
    click("[data-tool=create]");
    click("[data-tool=move]");
    expect(one("[data-tool=create]")?.getAttribute("aria-pressed")).toBe("false");
    expect(text(".fvr-ask")).toContain("Click on the pin");
    click("[data-action=abandon]");
    expect(one("[data-tool=move]")?.getAttribute("aria-pressed")).toBe("false");
  });
});

describe("moving a pin", () => {
  async function pick(): Promise<void> {
    click("[data-tool=move]");
    click("[data-point='100']");
    await vi.waitFor(() => expect(one(".fvr-flag")).toBeTruthy());
  }

  it("asks first, and tells how far", async () => {
    const places = services();
    await make(places);
    await pick();
    expect(one("[data-action=save-place]")).toBeNull();
    clickMap(60.01, 24);
    expect(text(".fvr-ask")).toContain("Move Customer 0 here?");
    expect(text(".fvr-ask")).toContain("1.1 km");
    expect(places.setPlace).not.toHaveBeenCalled();
    click("[data-action=save-place]");
    expect(places.setPlace).toHaveBeenCalledWith(100, 60.01, 24);
    await vi.waitFor(() => expect(text(".fvr-ask")).toContain("Customer 0 was moved"));
    expect(one(".fvr-flag")).toBeNull();
  });

  it("changes nothing when the user says no", async () => {
    const places = services();
    await make(places);
    await pick();
    clickMap(60.01, 24);
    click("[data-action=abandon]");
    expect(one(".fvr-flag")).toBeNull();
    expect(places.setPlace).not.toHaveBeenCalled();
  });

  it("keeps the marker when the server refuses", async () => {
    await make(services({ setPlace: () => Promise.reject(new Error("You may not.")) }));
    await pick();
    clickMap(60.01, 24);
    click("[data-action=save-place]");
    await vi.waitFor(() => expect(text(".fvr-refused")).toBe("You may not."));
    expect(one(".fvr-flag")).toBeTruthy();
  });

  it("moves by the arrow keys", async () => {
    await make(services());
    await pick();
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    one(".fvr-flag")?.dispatchEvent(key);
    await vi.waitFor(() => expect(text(".fvr-ask")).toContain("Move Customer 0 here?"));
  });
});

describe("records without a position", () => {
  it("lists the reason and locates", async () => {
    const places = services();
    await make(places);
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(text("[data-unplaced='8']")).toContain("No city."));
    expect(text(".fvr-unplaced h4")).toBe("Without a position (2)");
    click("[data-unplaced='8'] [data-action=locate]");
    expect(places.locate).toHaveBeenCalledWith([8]);
    await vi.waitFor(() => expect(text(".fvr-unplaced [role=status]")).toBe("1 located"));
    click("[data-action=locate-all]");
    expect(places.locate).toHaveBeenLastCalledWith([7, 8]);
  });

  it("follows the records, and can be opened as a list", async () => {
    const missing = vi.fn();
    await make(services());
    map.on("missing", missing);
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(one(".fvr-unplaced [data-action=missing]")).toBeTruthy());
    click(".fvr-unplaced [data-action=missing]");
    expect(missing).toHaveBeenCalledWith({ ids: [7, 8] });
    map.setProps({ points: customers([[60, 24]]) });
    await vi.waitFor(() => expect(text(".fvr-unplaced")).toContain("Every record has a position."));
    expect(one("[data-unplaced]")).toBeNull();
  });

  it("is read page by page", async () => {
    const places = services();
    await make(places);
    const ids = Array.from({ length: 70 }, (_, i) => i + 1);
    map.setProps({ points: customers([[60, 24]], { missing: { count: 70, ids } }) });
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(element.querySelectorAll("[data-unplaced]").length).toBe(30));
    click("[data-action=more]");
    await vi.waitFor(() => expect(element.querySelectorAll("[data-unplaced]").length).toBe(60));
    const asked = vi.mocked(places.unplaced).mock.calls.map(([page]) => page.length);
    expect(Math.max(...asked)).toBeLessThanOrEqual(100);
  });

  it("sets one by hand", async () => {
    const places = services();
    await make(places);
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(one("[data-unplaced='7']")).toBeTruthy());
    click("[data-unplaced='7'] [data-action=place]");
    expect(text(".fvr-ask")).toContain("Where is Lost 7?");
    clickMap(0, 0);
    click("[data-action=save-place]");
    expect(places.setPlace).toHaveBeenCalledWith(7, 0, 0);
  });

  it("takes the place of the tool in hand, which would get the clicks", async () => {
    const places = services();
    const begun = vi.fn();
    await make(places);
    map.on("tool", begun);
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(one("[data-unplaced='7']")).toBeTruthy());
    click("[data-tool=create]");
    click("[data-unplaced='7'] [data-action=place]");
    expect(begun).toHaveBeenLastCalledWith({ name: "errand" });
    expect(one("[data-tool=create]")?.getAttribute("aria-pressed")).toBe("false");
    clickMap(0, 0);
    expect(places.describe).not.toHaveBeenCalled();
    expect(text(".fvr-ask")).toContain("Where is Lost 7?");
  });

  it("says what the server refuses", async () => {
    await make(services({ locate: () => Promise.reject(new Error("You may not.")) }));
    click(".fvr-missing [data-action=missing]");
    await vi.waitFor(() => expect(one("[data-unplaced='7']")).toBeTruthy());
    click("[data-unplaced='7'] [data-action=locate]");
    await vi.waitFor(() => expect(text(".fvr-unplaced [role=status]")).toBe("You may not."));
    expect(one<HTMLButtonElement>("[data-action=locate]")?.disabled).toBe(false);
  });
});
