import { describe, expect, it, vi } from "vitest";
import { withViews } from "../src/odoo/action";
import type { OdooHost } from "../src/odoo/host";
import { selectServices } from "../src/odoo/select";
import type { Shape } from "../src/select/types";

const SHAPE: Shape = { type: "Circle", coordinates: [24, 60], radius_m: 5 };

function make(answer: unknown) {
  const host = {
    model: "res.partner",
    view: { lat: "partner_latitude", lon: "partner_longitude", fields: ["city"] },
    domain: () => [["city", "=", "Helsinki"]],
    call: vi.fn().mockResolvedValue(answer),
    run: vi.fn().mockResolvedValue(undefined),
    reload: vi.fn().mockResolvedValue(undefined),
    notify: vi.fn(),
  };
  return { host, services: selectServices(host as unknown as OdooHost) };
}

describe("choosing in Odoo", () => {
  it("asks within the search bar's filter, by the view's coordinates", async () => {
    const { host, services } = make({ ids: [7] });
    expect(await services.selectInShape(SHAPE)).toEqual({ ids: [7] });
    expect(host.call).toHaveBeenCalledWith(
      "field.visit.map",
      "get_selection",
      ["res.partner", SHAPE],
      { domain: [["city", "=", "Helsinki"]], lat: "partner_latitude", lon: "partner_longitude" },
    );
  });

  it("fetches the records again when something was changed, and only then", async () => {
    const { host, services } = make({ done: 0 });
    await services.actOnSelection("tag", [1], 2);
    expect(host.reload).not.toHaveBeenCalled();
    host.call.mockResolvedValue({ done: 1 });
    await services.undoSelection(9);
    expect(host.call).toHaveBeenLastCalledWith("field.visit.map.change", "undo", [9]);
    expect(host.reload).toHaveBeenCalledOnce();
  });

  it("exports the fields of the view", async () => {
    const { host, services } = make({});
    await services.exportSelection([1], "csv");
    expect(host.call).toHaveBeenCalledWith(
      "field.visit.map",
      "export_selection",
      ["res.partner", [1], "csv"],
      { fields: ["city"], lat: "partner_latitude", lon: "partner_longitude" },
    );
  });

  it("runs the actions that the server makes, and tells when one fails", async () => {
    const { host, services } = make({ type: "ir.actions.act_window", views: [[false, "tree"]] });
    host.run.mockRejectedValue(new Error("No such view."));
    await services.openSelection([1]);
    expect(host.run).toHaveBeenCalledWith({
      type: "ir.actions.act_window",
      views: [[false, "list"]],
    });
    await vi.waitFor(() => expect(host.notify).toHaveBeenCalledWith("No such view.", "danger"));
  });

  it("leaves other actions as they are", () => {
    expect(withViews({ type: "ir.actions.client" })).toEqual({ type: "ir.actions.client" });
    const completed = withViews({ type: "ir.actions.act_window", view_mode: "tree,form" });
    expect(completed.views).toEqual([
      [false, "list"],
      [false, "form"],
    ]);
  });
});
