/** What a scale is: steps, each with its colour, mark and count, and the step of every row. */
import type { FieldInfo, Labels, Value } from "../types";

export interface Step {
  key: string;
  label: string;
  color: string;
  count: number;
  /** Number of the shape or icon, where the scale is one of those. */
  mark?: number;
}

export interface Scale {
  title: string;
  steps: Step[];
  /** Step number of each row. */
  stepOf: number[];
  /** All steps of each row, where a record may be in several (tags). */
  stepsOf?: number[][];
}

/** A column, and how its values are to be understood. */
export interface Column {
  values: Value[];
  info: FieldInfo;
  labels: Labels;
  lang: string;
}

export const isUnset = (value: Value | undefined): boolean =>
  value === null || value === undefined || value === "";

/** The scale as the legend filters it: a record with several tags is shown by one that is on. */
export function filtered(scale: Scale, hidden: ReadonlySet<string>): Scale {
  const { stepsOf } = scale;
  if (!stepsOf || !hidden.size) return scale;
  const isOn = scale.steps.map((step) => !hidden.has(step.key));
  const stepOf = stepsOf.map((steps, row) => {
    const found = steps.find((step) => isOn[step]);
    return found === undefined ? scale.stepOf[row] : found;
  });
  return { ...scale, stepOf };
}
