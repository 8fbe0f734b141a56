/** Colours. A test holds them apart for people with each of the three kinds of colour blindness. */

/** For values without an order; the test asks for a difference that everybody sees. */
export const PALETTE = [
  "#0072b2",
  "#e69f00",
  "#c0397b",
  "#33cc88",
  "#7700ee",
  "#996633",
  "#bb99cc",
  "#113311",
  "#cc66ff",
  "#550055",
];
export const GRADES: Record<string, string> = {
  A: "#c0392b",
  B: "#d98200",
  C: "#2c7fb8",
  D: "#7f8c8d",
};
/** Low to high, each darker than the one before: to be told apart without any colour at all. */
export const RAMP = [
  "#f6c945",
  "#f0a03c",
  "#e2703f",
  "#c9455a",
  "#a02c6d",
  "#732473",
  "#481f63",
  "#221340",
];
/** From what is far ahead to what is long past: light to dark blue, then yellow to dark red. */
export const AHEAD = ["#a9d3ee", "#5ba3d6", "#1f66a8"];
export const PAST = ["#f2b705", "#d9691e", "#a3260f", "#5c0a0a"];
export const NEUTRAL = "#9c9c9c";
export const PLAIN = "#0072b2";

/** `count` colours out of a ramp, as far apart as it allows. */
export function spread(ramp: string[], count: number): string[] {
  if (count === 1) return [ramp[Math.floor(ramp.length / 2)]];
  const last = ramp.length - 1;
  return Array.from({ length: count }, (_, i) => ramp[Math.round((i * last) / (count - 1))]);
}

/** What is readable on a colour: white, or a dark grey. */
export function inkOn(color: string): string {
  return luminance(color) > 0.3 ? "#2b2f36" : "#ffffff";
}

/** Relative luminance of "#rrggbb", from 0 (black) to 1 (white), as WCAG 2 defines it. */
export function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
