import { describe, expect, it, vi } from "vitest";
import { createOdooMap, type OdooMap } from "../src/odoo/bridge";
import { parseArch, type OdooHost } from "../src/odoo/host";
import { customers, onPage } from "./make";

const ARCH = '<field_visit_map lat="a" lon="b" color="grade"/>';
const FILTER = [["city", "=", "Helsinki"]];
const LINKED = { lat: 31, lon: 121, zoom: 9, opening: "first" };
const DATA = { ...customers([[60.17, 24.94]]), routes: [] };

let element: HTMLElement;
let map: OdooMap;
let call: ReturnType<typeof vi.fn>;

function open(key: string, context: Record<string, unknown>): Promise<void> {
  const answers: Record<string, unknown> = {
    get_map_data: DATA,
    create_link: "https://o/abc",
    get_place_tools: { create: [], move: false },
  };
  call = vi.fn((_model: string, method: string) => Promise.resolve(answers[method] || []));
  const host = {
    model: "res.partner",
    view: parseArch(ARCH),
    key,
    domain: () => FILTER,
    groupBy: () => [],
    context: () => context,
    call,
    notify: vi.fn(),
  } as unknown as OdooHost;
  map = createOdooMap(element, {}, host);
  return map.load();
}

onPage(
  (node) => (element = node),
  () => map.destroy(),
);

describe("a link in Odoo", () => {
  it("opens its view once; later the map is found as it was left", async () => {
    await open("once", { field_visit_map_view: LINKED });
    expect(map.viewState()).toMatchObject({ lat: 31, lon: 121, zoom: 9 });
    element.querySelector<HTMLElement>("[data-action=fit]")?.click();
    const left = map.viewState();
    expect(left.lat).toBeCloseTo(60.17);
    map.destroy();
    await open("once", { field_visit_map_view: LINKED });
    expect(map.viewState()).toEqual(left);
    map.destroy();
    await open("once", { field_visit_map_view: { ...LINKED, opening: "second" } });
    expect(map.viewState()).toMatchObject({ lat: 31, lon: 121, zoom: 9 });
  });

  it("is asked for with the filter, the section and the colours", async () => {
    const look = { color: "city" };
    const view = { ...LINKED, opening: "third" };
    await open("asked", { field_visit_map_view: view, field_visit_map_look: look });
    element.querySelector<HTMLElement>("[data-action=share]")?.click();
    element.querySelector<HTMLElement>("[data-action=link]")?.click();
    const expected = expect.objectContaining({ zoom: 9, look });
    await vi.waitFor(() =>
      expect(call).toHaveBeenCalledWith("field.visit.map.link", "create_link", [
        "res.partner",
        FILTER,
        expected,
      ]),
    );
  });
});
