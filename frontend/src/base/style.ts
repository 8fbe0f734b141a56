/** How the base map looks: quiet, so that pins and routes stand out. */

export const INK = {
  sea: "#cadfe9",
  land: "#f4f2ec",
  border: "#c3bdb0",
  park: "#dbe8cf",
  building: "#e6e1d8",
  buildingEdge: "#d8d1c5",
  casing: "#d3ccbf",
  rail: "#b5b0ab",
  footway: "#d6c9b4",
  text: "#4b4f56",
  street: "#5d5f63",
  water: "#5b87a3",
  country: "#7a766c",
  halo: "rgba(255,255,255,0.85)",
};

export const FONT =
  '"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei","Segoe UI",Arial,sans-serif';

export type AreaKind = "land" | "water" | "park" | "building";
export type LineKind =
  | "motorway"
  | "primary"
  | "secondary"
  | "residential"
  | "footway"
  | "rail"
  | "water";

export const AREAS: Record<AreaKind, { fill: string; edge?: string; from: number }> = {
  land: { fill: INK.land, from: 9 },
  park: { fill: INK.park, from: 9 },
  water: { fill: INK.sea, from: 9 },
  building: { fill: INK.building, edge: INK.buildingEdge, from: 16 },
};

interface LineStyle {
  color: string;
  casing?: string;
  /** Width in pixels at zooms 10, 13, 16 and 19. */
  widths: [number, number, number, number];
  from: number;
  namesFrom: number;
}

/** In drawing order: the important ones lie on top. */
export const LINES: Record<LineKind, LineStyle> = {
  water: { color: INK.sea, widths: [1, 2, 4, 8], from: 9, namesFrom: 14 },
  footway: { color: INK.footway, widths: [0.4, 0.6, 1.2, 3], from: 15, namesFrom: 17 },
  rail: { color: INK.rail, widths: [0.6, 1, 1.6, 2.5], from: 11, namesFrom: 99 },
  residential: {
    color: "#ffffff",
    casing: INK.casing,
    widths: [0.4, 1.4, 6, 16],
    from: 13,
    namesFrom: 15,
  },
  secondary: {
    color: "#ffffff",
    casing: INK.casing,
    widths: [0.6, 2.4, 8, 20],
    from: 12,
    namesFrom: 14,
  },
  primary: {
    color: "#fdeec2",
    casing: "#dcc38d",
    widths: [1, 3.2, 10, 24],
    from: 10,
    namesFrom: 13,
  },
  motorway: {
    color: "#f9d9a4",
    casing: "#d9a761",
    widths: [1.4, 4, 11, 26],
    from: 9,
    namesFrom: 13,
  },
};

export function lineWidth(style: LineStyle, zoom: number): number {
  const stops = [10, 13, 16, 19];
  if (zoom <= stops[0]) return style.widths[0];
  for (let i = 1; i < stops.length; i++) {
    if (zoom <= stops[i]) {
      const t = (zoom - stops[i - 1]) / (stops[i] - stops[i - 1]);
      return style.widths[i - 1] + t * (style.widths[i] - style.widths[i - 1]);
    }
  }
  return style.widths[stops.length - 1];
}
