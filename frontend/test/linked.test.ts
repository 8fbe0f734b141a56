import { describe, expect, it, vi } from "vitest";
import { parseArch, type OdooHost } from "../src/odoo/host";
import { linkedHost } from "../src/odoo/linked";

const ARCH =
  '<field_visit_map records="field.visit" link="route_id" popup="state,phone" ' +
  'only="[[&quot;state&quot;, &quot;!=&quot;, &quot;cancelled&quot;]]" lat="a" lon="b" route="route_id"/>';

function host(arch: string, domain: unknown[]): OdooHost {
  return {
    model: "field.visit.route",
    view: parseArch(arch),
    key: "k",
    domain: () => domain,
    groupBy: () => ["rep_id"],
    context: () => ({ lang: "en" }),
    call: vi.fn(),
    open: vi.fn(),
    run: vi.fn(() => Promise.resolve()),
    reload: vi.fn(),
    notify: vi.fn(),
  } as unknown as OdooHost;
}

describe("a map of the records that belong to those found", () => {
  it("asks for them under the search bar's own condition", () => {
    const search = ["|", ["rep_id.name", "ilike", "x"], ["id", "in", [3]], [1, "=", 1]];
    const linked = linkedHost(host(ARCH, search));
    expect(linked.model).toBe("field.visit");
    expect(linked.domain()).toEqual([
      ["state", "!=", "cancelled"],
      "|",
      ["route_id.rep_id.name", "ilike", "x"],
      ["route_id.id", "in", [3]],
      [1, "=", 1],
    ]);
    expect(linked.view.fields).toEqual(["state", "phone"]);
    expect(linked.view).not.toHaveProperty("linked");
    expect(linked.groupBy()).toEqual([]);
    expect(linked.context()).toEqual({ lang: "en" });
  });

  it("opens them as what they are", () => {
    const adapter = host(ARCH, []);
    linkedHost(adapter).open(7, [7]);
    expect(adapter.open).not.toHaveBeenCalled();
    expect(adapter.run).toHaveBeenCalledWith(
      expect.objectContaining({ res_model: "field.visit", res_id: 7 }),
    );
  });

  it("leaves every other view alone", () => {
    const adapter = host('<field_visit_map lat="a" lon="b"/>', []);
    expect(linkedHost(adapter)).toBe(adapter);
  });
});
