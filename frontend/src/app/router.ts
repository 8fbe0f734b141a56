/** Which screen an address shows. */
import type { Screen } from "./screens";

export interface Found {
  screen: Screen;
  params: Record<string, string>;
}

/** The screen of `hash` ("#/visit/7"), the first one when there is none. */
export function find(screens: Screen[], hash: string): Found {
  const parts = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  for (const screen of screens) {
    const params = match(screen.path.split("/"), parts);
    if (params) return { screen, params };
  }
  return { screen: screens[0], params: {} };
}

function match(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, name] of pattern.entries()) {
    if (name.startsWith(":")) params[name.slice(1)] = parts[index];
    else if (name !== parts[index]) return null;
  }
  return params;
}
