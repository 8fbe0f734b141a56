import { describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { Host } from "../src/part";
import type { TerritoryService } from "../src/territories/service";
import type { MapServices } from "../src/types";
import { AREA, card, FAULT, PREVIEW, SQUARE } from "./areas";
import { customers, onPage } from "./make";

type Mocked = { [K in keyof TerritoryService]: ReturnType<typeof vi.fn> };

const VIEW = { lat: 60, lon: 24, zoom: 9 };

let element: HTMLElement;
let map: FieldVisitMap;
let service: Mocked;

const find = <T extends HTMLElement>(selector: string) => element.querySelector<T>(selector) as T;
const click = (selector: string) => find(selector).click();
const panel = () => find(".fvr-area-panel");
/** The clock is the test's own: a busy machine does not decide what was answered by when. */
const settle = (ms = 20) => vi.advanceTimersByTimeAsync(ms);
const boundaryOf = (call: unknown[]) => call[0] as GeoJSON.Polygon;

function make(): Mocked {
  return {
    tools: vi.fn().mockResolvedValue({
      create: true,
      edit: true,
      kinds: [
        { key: "own", name: "Sales Territory" },
        { key: "business", name: "Business Area" },
      ],
      colors: ["", "#F06050", "#F4A460"],
    }),
    choices: vi.fn().mockResolvedValue([{ id: 5, name: "Anna" }]),
    change: vi.fn().mockResolvedValue({ boundary: SQUARE, corners: 4, size_km2: 1 }),
    preview: vi.fn().mockResolvedValue(PREVIEW),
    save: vi.fn().mockResolvedValue({ id: 7, name: "Harbour", message: "Saved.", undo: true }),
    undo: vi.fn().mockResolvedValue({ id: 7, name: "Harbour", message: "Former outline again." }),
    card: vi.fn().mockResolvedValue(card()),
    act: vi.fn().mockResolvedValue(undefined),
    opening: vi.fn().mockReturnValue(null),
  };
}

async function start(services: MapServices = {}): Promise<void> {
  const layers = vi.fn().mockResolvedValue({ territories: [AREA] });
  const all = { territories: service, layers, ...services } as unknown as MapServices;
  map = createMap(element, { services: all, view: VIEW });
  map.setProps({ points: customers([[60, 24]]), fit: false });
  await settle();
}

/** Press, move and release on the map, as a mouse does; jsdom knows no pointers. */
function stroke(points: [number, number][]): void {
  const pane = find(".fvr-canvas");
  const send = (name: string, [clientX, clientY]: [number, number]) => {
    const event = new MouseEvent(name, { bubbles: true, cancelable: true, clientX, clientY });
    pane.dispatchEvent(Object.assign(event, { isPrimary: true }));
  };
  send("pointerdown", points[0]);
  for (const point of points) send("pointermove", point);
  send("pointerup", points[points.length - 1]);
}

async function rectangle(selector: string): Promise<void> {
  click(selector);
  stroke([
    [300, 200],
    [400, 300],
    [500, 400],
  ]);
  await settle();
}

/** Wait until the panel tells what the present outline would change. */
async function told(): Promise<void> {
  await vi.waitFor(() => expect(panel().dataset.preview).toBe("shown"), 5000);
}

async function waitFor(selector: string): Promise<void> {
  await vi.waitFor(() => expect(find(selector)).not.toBeNull(), 5000);
}

async function mapClick(x = 500, y = 350): Promise<void> {
  const at = { bubbles: true, clientX: x, clientY: y };
  find(".fvr-canvas").dispatchEvent(new MouseEvent("click", at));
  await settle();
}

onPage(
  (made) => {
    vi.useFakeTimers();
    element = made;
    service = make();
  },
  () => {
    map.destroy();
    vi.useRealTimers();
  },
);

describe("the tool", () => {
  it("is there for those who may draw", async () => {
    await start();
    expect(find("[data-action=territories]")).not.toBeNull();
    map.destroy();
    service.tools.mockResolvedValue({ create: false, edit: false, kinds: [], colors: [""] });
    await start();
    expect(find("[data-action=territories]")).toBeNull();
  });

  it("opens by itself on the page of territories, at the one that is wanted", async () => {
    service.opening.mockReturnValue({ id: 7 });
    await start();
    await settle();
    expect(element.dataset.areas).toBe("on");
    expect(service.card).toHaveBeenCalledWith(7);
    expect(find(".fvr-area-card")).not.toBeNull();
  });

  it("asks for the outline of a territory without one", async () => {
    service.opening.mockReturnValue({ id: 9 });
    service.card.mockResolvedValue(card({ id: 9, name: "Bare" }));
    await start();
    await settle();
    expect(element.textContent).toContain("Draw the outline of Bare.");
    await rectangle("[data-pen=rectangle]");
    await told();
    expect(service.preview.mock.calls[0][1]).toBe(9);
  });
});

describe("a click on a territory", () => {
  it("shows its card while the tool is open, and only then", async () => {
    await start();
    await mapClick(520, 370);
    expect(service.card).not.toHaveBeenCalled();
    click("[data-action=territories]");
    await mapClick(520, 370);
    expect(service.card).toHaveBeenCalledWith(7);
    expect(find(".fvr-area-card").textContent).toContain("Anna");
  });

  it("tells in the card why something was refused", async () => {
    service.act.mockRejectedValue(new Error("Not yours."));
    await start();
    click("[data-action=territories]");
    await mapClick(520, 370);
    click(".fvr-area-card [data-action=members]");
    await settle();
    expect(find(".fvr-area-card [role=alert]").textContent).toBe("Not yours.");
    expect(find<HTMLButtonElement>(".fvr-area-card button").disabled).toBe(false);
  });

  it("offers no change to those who may not", async () => {
    service.card.mockResolvedValue(card({ edit: false }));
    await start();
    click("[data-action=territories]");
    await mapClick(520, 370);
    expect(find("[data-action=edit-area]")).toBeNull();
  });
});

describe("a new territory", () => {
  it("is drawn, named and saved; before that the user hears who comes in", async () => {
    await start();
    click("[data-action=territories]");
    await rectangle("[data-pen=rectangle]");
    await told();
    expect(panel().dataset).toMatchObject({ come: "3", leave: "0", owners: "2", preview: "shown" });
    expect(panel().textContent).toContain("3 come in");
    expect(panel().textContent).toContain("<b>Anna</b>");
    expect(panel().textContent).toContain("… and 1 more");
    expect(panel().textContent).toContain("It lies partly on: Hill");
    expect(panel().textContent).toContain("12 km²");
    click("[data-action=save-area]");
    expect(service.save).not.toHaveBeenCalled();
    expect(panel().textContent).toContain("Give the territory a name.");
    const name = find<HTMLInputElement>("[data-field=name]");
    name.value = " Quay ";
    name.dispatchEvent(new Event("input"));
    click("[data-color='1']");
    click("[data-action=save-area]");
    await settle();
    const [boundary, id, values] = service.save.mock.calls[0] as unknown[];
    expect(boundaryOf([boundary]).coordinates[0]).toHaveLength(5);
    expect(id).toBe(0);
    expect(values).toMatchObject({ name: "Quay", color: 1, kind: "own" });
    expect(panel()).toBeNull();
    expect(find(".fvr-area-outcome").textContent).toContain("Saved.");
    expect(element.dataset.tool).toBeUndefined();
  });

  it("is part of the smallest area round it, unless the user says otherwise", async () => {
    await start();
    click("[data-action=territories]");
    await rectangle("[data-pen=rectangle]");
    await told();
    expect(find("[data-link=parent_id]").textContent).toBe("Town");
    click("[data-link=parent_id]");
    await settle();
    click("[data-choice='0']");
    await told();
    expect(find("[data-link=parent_id]").textContent).toBe("Nothing");
  });

  it("counts again for another rep", async () => {
    service.preview.mockResolvedValue({ ...PREVIEW, parent: {} });
    await start();
    click("[data-action=territories]");
    await rectangle("[data-pen=rectangle]");
    await told();
    const before = service.preview.mock.calls.length;
    click("[data-link=user_id]");
    await settle();
    click("[data-choice='5']");
    await told();
    expect(service.choices).toHaveBeenCalledWith("user_id", "");
    expect(service.preview.mock.calls.length).toBe(before + 1);
    const values: unknown = service.preview.mock.lastCall?.[2];
    expect(values).toMatchObject({ user_id: { id: 5, name: "Anna" } });
  });

  it("made by a stroke loses the corners that say nothing; a knot is shown where it is", async () => {
    await start();
    click("[data-action=territories]");
    const round: [number, number][] = [
      [300, 200],
      [310, 210],
      [500, 220],
      [520, 400],
      [310, 410],
    ];
    click("[data-pen=lasso]");
    stroke(round);
    await waitFor(".fvr-area-panel");
    expect(service.change.mock.calls[0][1]).toBe("simplify");
    expect(service.change.mock.calls[0][3]).toBeGreaterThan(0);
    click("[data-action=discard-area]");
    service.change.mockResolvedValue(FAULT);
    click("[data-pen=lasso]");
    stroke(round);
    await waitFor(".fvr-fault");
    expect(panel()).toBeNull();
    expect(find(".fvr-notice").textContent).toContain("It crosses itself.");
  });

  it("stays when saving is refused, with the sentence", async () => {
    service.save.mockRejectedValue(new Error("You may not."));
    service.opening.mockReturnValue({ id: 0 });
    await start();
    await rectangle("[data-pen=rectangle]");
    await told();
    const name = find<HTMLInputElement>("[data-field=name]");
    name.value = "Quay";
    name.dispatchEvent(new Event("input"));
    click("[data-action=save-area]");
    await settle();
    expect(find(".fvr-area-error").textContent).toBe("You may not.");
    expect(find<HTMLButtonElement>("[data-action=save-area]").disabled).toBe(false);
  });
});

describe("an area over others", () => {
  it("goes before them when it is new, unless the user says otherwise", async () => {
    service.preview.mockResolvedValue({ ...PREVIEW, before: 11 });
    await start();
    click("[data-action=territories]");
    await rectangle("[data-pen=rectangle]");
    await told();
    expect(service.preview.mock.lastCall?.[2]).toMatchObject({ precedence: 11 });
    expect(find<HTMLInputElement>("[data-field=before]").checked).toBe(true);
    click("[data-field=before]");
    await told();
    expect(service.preview.mock.lastCall?.[2]).toMatchObject({ precedence: 0 });
    expect(find<HTMLInputElement>("[data-field=before]").checked).toBe(false);
  });
});

describe("redrawing", () => {
  async function edit(): Promise<void> {
    await start();
    click("[data-action=territories]");
    await mapClick(520, 370);
    click("[data-action=edit-area]");
    await told();
  }

  it("begins with the outline as it is, and its corners at hand", async () => {
    await edit();
    expect(service.preview.mock.calls[0].slice(0, 2)).toEqual([SQUARE, 7]);
    expect(element.dataset.corners).toBe("4");
    expect(find<HTMLInputElement>("[data-field=name]").value).toBe("Harbour");
    expect(find("[data-link=user_id]").textContent).toBe("Anna");
  });

  it("moves a corner that is dragged", async () => {
    await edit();
    const from = (map as unknown as Host).map.latLngToContainerPoint([59.9, 23.8]);
    stroke([
      [from.x, from.y],
      [from.x - 6, from.y + 2],
      ...Array.from({ length: 12 }, (_, i): [number, number] => [from.x - 8 - 3 * i, from.y + i]),
    ]);
    await vi.waitFor(() => {
      const [lon, lat] = boundaryOf(service.preview.mock.lastCall || []).coordinates[0][0];
      expect(lon).toBeLessThan(23.79);
      expect(lat).toBeLessThan(59.9);
    }, 3000);
    expect(find<HTMLButtonElement>("[data-action=step-back]").disabled).toBe(false);
  });

  it("cuts a piece out, and steps back", async () => {
    const cut = { ...SQUARE, coordinates: [...SQUARE.coordinates, SQUARE.coordinates[0]] };
    service.change.mockResolvedValue({ boundary: cut, corners: 8, size_km2: 1 });
    await edit();
    await rectangle("[data-cut=rectangle]");
    await vi.waitFor(() => expect(element.dataset.corners).toBe("8"), 5000);
    await told();
    const [outline, change, piece] = service.change.mock.calls[0] as unknown[];
    expect([outline, change]).toEqual([SQUARE, "cut"]);
    expect(boundaryOf([piece]).coordinates[0]).toHaveLength(5);
    expect(service.preview.mock.lastCall?.[0]).toEqual(cut);
    expect(element.dataset.corners).toBe("8");
    click("[data-action=step-back]");
    await told();
    expect(service.preview.mock.lastCall?.[0]).toEqual(SQUARE);
    expect(find<HTMLButtonElement>("[data-action=step-back]").disabled).toBe(true);
  });

  it("says where a piece cannot be used, and keeps the outline", async () => {
    service.change.mockResolvedValue(FAULT);
    await edit();
    await rectangle("[data-add=rectangle]");
    await vi.waitFor(() => expect(find(".fvr-area-error").textContent).toBe("It crosses itself."));
    click("[data-action=save-area]");
    await settle();
    expect(service.save.mock.calls[0][0]).toEqual(SQUARE);
  });

  it("gives the former outline back after saving", async () => {
    await edit();
    click("[data-action=save-area]");
    await settle();
    click("[data-action=undo-area]");
    await settle();
    expect(service.undo).toHaveBeenCalledWith(7);
    expect(find(".fvr-area-outcome").textContent).toContain("Former outline again.");
  });

  it("keeps the draft while another tool is used", async () => {
    const selectInShape = vi.fn().mockResolvedValue({ ids: [], shape: SQUARE, note: "" });
    const selectionActions = vi.fn().mockResolvedValue([]);
    await start({ selectInShape, selectionActions } as unknown as MapServices);
    click("[data-action=territories]");
    await mapClick(520, 370);
    click("[data-action=edit-area]");
    await told();
    click(".fvr-drawtools-row [data-tool=rectangle]");
    expect(element.dataset.tool).toBe("rectangle");
    expect(panel()).not.toBeNull();
    panel().dispatchEvent(new Event("pointerdown"));
    expect(element.dataset.tool).toBe("territory");
    expect(element.dataset.corners).toBe("4");
  });

  it("shows no corners when there are too many", async () => {
    const ring = Array.from({ length: 500 }, (_, i) => [
      24 + 0.3 * Math.cos((i / 250) * Math.PI),
      60 + 0.15 * Math.sin((i / 250) * Math.PI),
    ]);
    const geometry: GeoJSON.Polygon = { type: "Polygon", coordinates: [[...ring, ring[0]]] };
    const layers = vi.fn().mockResolvedValue({ territories: [{ ...AREA, geometry }] });
    await start({ layers });
    click("[data-action=territories]");
    await mapClick(520, 370);
    click("[data-action=edit-area]");
    expect(panel().textContent).toContain("500 corners are too many");
    click("[data-action=simplify]");
    await vi.waitFor(() => expect(element.dataset.corners).toBe("4"), 5000);
  });
});
