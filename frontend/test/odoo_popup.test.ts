import { describe, expect, it, vi } from "vitest";
import { withViews } from "../src/odoo/action";
import type { OdooHost } from "../src/odoo/host";
import { popupServices } from "../src/odoo/popup";
import type { DetailAction } from "../src/popup/service";

function host(answer: unknown) {
  const log: string[] = [];
  const call = vi.fn((_model: string, method: string) => {
    log.push(method);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  const fake = {
    model: "field.visit",
    view: { lat: "a", lon: "b", fields: ["phone"] },
    context: () => ({ lang: "en_US" }),
    call,
    run: vi.fn(() => Promise.resolve(void log.push("run"))),
    reload: vi.fn(() => Promise.resolve(void log.push("reload"))),
    notify: vi.fn(() => void log.push("notify")),
  };
  return { log, ...fake, services: popupServices(fake as unknown as OdooHost) };
}

const TODAY = {
  key: "today",
  label: "Today",
  model: "res.partner",
  id: 7,
  method: "add_to_today",
} as DetailAction;

describe("the popup in Odoo", () => {
  it("asks for the details of the view's model", async () => {
    const odoo = host({ name: "Kallio" });
    await odoo.services.details?.(3, { lat: 60, lon: 24 });
    expect(odoo.call).toHaveBeenCalledWith("field.visit.map", "get_details", [
      "field.visit",
      3,
      [60, 24],
    ]);
  });

  it("asks for the view's fields of that one record, which may be archived", async () => {
    const odoo = host({ name: "Kallio" });
    const details = await odoo.services.details?.(3, { lat: 60, lon: 24 });
    expect(odoo.call).toHaveBeenCalledWith("field.visit.map", "get_map_data", ["field.visit"], {
      domain: [["id", "=", 3]],
      lat: "a",
      lon: "b",
      fields: ["phone"],
      context: { lang: "en_US", active_test: false },
    });
    expect(details?.values).toEqual({ name: "Kallio" });
  });

  it("calls a method on its record, says how it went and fetches again", async () => {
    const odoo = host({ visit_id: 1, text: "Kallio is planned for today." });
    await odoo.services.detailAction?.(3, TODAY);
    expect(odoo.call).toHaveBeenCalledWith("res.partner", "add_to_today", [[7]], {
      context: { lang: "en_US", field_visit_stay: true },
    });
    expect(odoo.notify).toHaveBeenCalledWith("Kallio is planned for today.", "success");
    expect(odoo.log).toEqual(["add_to_today", "notify", "reload"]);
  });

  it("runs a dialog to its end before it fetches again", async () => {
    const odoo = host({ type: "ir.actions.act_window", view_mode: "form" });
    await odoo.services.detailAction?.(3, TODAY);
    expect(odoo.run).toHaveBeenCalledWith(expect.objectContaining({ views: [[false, "form"]] }));
    expect(odoo.log).toEqual(["add_to_today", "run", "reload"]);
  });

  it("passes a refusal on", async () => {
    const odoo = host(new Error("Anna does not work today."));
    await expect(odoo.services.detailAction?.(3, TODAY)).rejects.toThrow("does not work");
    expect(odoo.log).toEqual(["add_to_today"]);
  });

  it("completes actions as Odoo's own buttons do, and leaves complete ones alone", () => {
    const views: [false, string][] = [[false, "list"]];
    const action = { type: "ir.actions.act_window", view_mode: "tree, form" };
    expect(withViews(action).views).toEqual([
      [false, "list"],
      [false, "form"],
    ]);
    expect(withViews({ ...action, views }).views).toEqual(views);
    expect(withViews({ type: "ir.actions.client" }).views).toBeUndefined();
  });
});
