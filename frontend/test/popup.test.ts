import { describe, expect, it, vi } from "vitest";
import { escapeHtml } from "../src/base/base_map";
import { withDefaults } from "../src/labels";
import { legText, PopupContent } from "../src/popup";
import type { Columns } from "../src/types";
import { customers } from "./make";

const labels = withDefaults();

function popup(change: Partial<Columns> = {}, onOpen = vi.fn()) {
  const columns = customers([[60, 24]], change);
  return new PopupContent(0, { columns, labels, lang: "en", onOpen }).box;
}

describe("popup", () => {
  it("shows markup in a name as the text that it is", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const box = popup({ names: [evil], columns: { city: [evil + "!"], grade: ["A"] } });
    expect(box.querySelector("img")).toBeNull();
    expect(box.querySelector("strong")?.textContent).toBe(evil);
    expect(box.querySelector("dd:last-child")?.textContent).toBe(evil + "!");
  });

  it("escapes attributions, which Leaflet writes as markup", () => {
    expect(escapeHtml("<b>&")).toBe("&lt;b&gt;&amp;");
  });

  it("leaves out what is not set, but not a zero", () => {
    const box = popup({
      fields: { score: { label: "Score", kind: "number" }, city: { label: "City", kind: "text" } },
      columns: { score: [0], city: [false] },
      popup: ["score", "city"],
    });
    expect(box.querySelector("dl")?.textContent).toBe("Score0");
  });

  it("opens the record", () => {
    const onOpen = vi.fn();
    popup({}, onOpen).querySelector<HTMLButtonElement>("[data-action=open]")?.click();
    expect(onOpen).toHaveBeenCalledWith(100);
  });

  it("shows times as the user's clock says, without shifting them", () => {
    const box = popup({
      fields: { at: { label: "At", kind: "datetime" } },
      columns: { at: ["2026-11-23 09:30"] },
      popup: ["at"],
    });
    expect(box.querySelector("dd")?.textContent).toMatch(/Nov 23, 2026.*9:30/);
  });

  it("tells distance and time of a leg", () => {
    const far = legText({ distance_m: 4230, duration_s: 4500 }, labels, "en");
    expect(far).toBe("4.2 km · 1 h 15 min");
    expect(legText({ distance_m: 204, duration_s: 60 }, labels, "en")).toBe("200 m · 1 min");
  });
});
