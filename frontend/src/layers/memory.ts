/** The choice of layers outlives the page: a link's comes first, then what the user last chose. */
import type { MapOptions, MapServices } from "../types";

export function savedSwitches(options: MapOptions): unknown {
  const linked = options.view && options.view.layers;
  return linked || remembered(options.services).switches;
}

/** By what the heat map counted last; "" for the number of records. */
export function savedWeight(options: MapOptions): string {
  const linked = options.view && options.view.heatBy;
  const key =
    linked === undefined || linked === null ? remembered(options.services).heatBy : linked;
  return typeof key === "string" ? key : "";
}

export function remember(services: MapServices, choice: Record<string, unknown>): void {
  if (services.memory) services.memory.write(JSON.stringify(choice));
}

/** Whether the panel was left open. */
export function wasOpen(services: MapServices): boolean {
  return remembered(services).open === true;
}

/** Whatever another version, or a person, has left there is borne. */
function remembered(services: MapServices | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(
      (services && services.memory && services.memory.read()) || "",
    );
    return value && typeof value === "object" ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
