import { describe, expect, it } from "vitest";
import { buildScale, GRADES, NEUTRAL } from "../src/colors";
import { withDefaults } from "../src/labels";
import { quantiles } from "../src/look/numbers";
import type { FieldInfo, Value } from "../src/types";
import { customers } from "./make";

const labels = withDefaults();

function scaleOf(info: FieldInfo, values: Value[]) {
  const columns = customers(values.map(() => [60, 24]));
  columns.fields.x = info;
  columns.columns.x = values;
  return buildScale({ ...columns, color: "x" }, labels, "en");
}

describe("colour scale", () => {
  it("gives grades their own colours in their own order", () => {
    const values = { A: "A", B: "B", C: "C", D: "D" };
    const scale = scaleOf({ label: "Grade", kind: "selection", values }, ["C", "A", "C"]);
    expect(scale.steps.map((s) => [s.label, s.color, s.count])).toEqual([
      ["A", GRADES.A, 1],
      ["C", GRADES.C, 2],
    ]);
    expect(scale.stepOf).toEqual([1, 0, 1]);
  });

  it("names the values of a many2one and puts those without one last", () => {
    const values = { 3: "Mikko", 9: "Anna" };
    const scale = scaleOf({ label: "Rep", kind: "many2one", values }, [false, 3, 9]);
    expect(scale.steps.map((s) => s.label)).toEqual(["Anna", "Mikko", "Not set"]);
    expect(scale.steps[2].color).toBe(NEUTRAL);
  });

  it("takes colours that the caller fixes", () => {
    const info: FieldInfo = { label: "Rep", kind: "many2one", values: { 3: "M" } };
    expect(scaleOf({ ...info, colors: { 3: "#123456" } }, [3]).steps[0].color).toBe("#123456");
  });

  it("shows a boolean as yes and no", () => {
    const scale = scaleOf({ label: "Mandatory", kind: "boolean" }, [true, false]);
    expect(scale.steps.map((s) => s.label).sort()).toEqual(["No", "Yes"]);
  });

  it("splits numbers so that steps hold about equally many", () => {
    const scale = scaleOf({ label: "Score", kind: "number" }, [...Array(100).keys()]);
    expect(scale.steps.map((s) => s.count)).toEqual([20, 20, 20, 20, 20]);
  });

  it("takes 0 for a number and False for none", () => {
    const scale = scaleOf({ label: "Score", kind: "number" }, [0, false, 0]);
    expect(scale.steps.map((s) => [s.label, s.count])).toEqual([
      ["0", 2],
      ["Not set", 1],
    ]);
  });

  it("makes no empty steps of equal numbers", () => {
    expect(quantiles([7, 7, 7, 7, 9], 5)).toEqual([7, 9]);
  });

  it("does without a colour field", () => {
    const scale = buildScale(customers([[60, 24]], { color: "" }), labels, "en");
    expect(scale.steps).toHaveLength(1);
  });
});
