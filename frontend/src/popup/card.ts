/** Where a popup opens: beside its pin, or on a narrow screen as a sheet at the bottom. */
import * as L from "leaflet";
import { GROWN } from "../popup";

const NARROW = 600;
const SHEET = "fvr-sheet";
/** A sheet takes so much of the map's height at most: the pin is seen above it. */
const SHEET_SHARE = 0.66;
/** Pixels that stay free between a pin and the sheet or the rim. */
const AIR = 36;
/** Pixels that the map's buttons take at the left, and its search box at the top. */
const LEFT = 54;
const TOP = 54;

/** What we use of Leaflet's insides: `update()` would take the content out and lose the focus. */
interface Inside {
  _updateLayout(): void;
  _updatePosition(): void;
  _adjustPan(): void;
}

/** Open `content` for the place; it may grow later and says so by an event. */
export function openCard(
  map: L.Map,
  at: L.LatLngExpression,
  content: HTMLElement,
  shift: { x: number; y: number },
): L.Popup {
  const popup = map.getSize().x < NARROW ? sheet(map) : bubble(map, shift);
  const byKeyboard = document.activeElement?.closest(".fvr-inview");
  content.addEventListener(GROWN, () => {
    if (popup.isOpen()) grow(map, popup);
  });
  // a map that still makes room would take the button away from under the finger before the click
  content.addEventListener("pointerdown", () => map.stop());
  popup.setLatLng(at).setContent(content).openOn(map);
  makeRoom(map, popup);
  // who came by the keyboard goes on inside the popup
  if (byKeyboard) content.focus();
  return popup;
}

function grow(map: L.Map, popup: L.Popup): void {
  const inside = popup as unknown as Inside;
  inside._updateLayout();
  inside._updatePosition();
  inside._adjustPan();
  makeRoom(map, popup);
}

function bubble(map: L.Map, shift: { x: number; y: number }): L.Popup {
  return L.popup({
    offset: [shift.x, shift.y - 4],
    maxWidth: 320,
    minWidth: 220,
    maxHeight: Math.max(160, map.getSize().y - TOP - 80),
    autoPanPaddingTopLeft: [LEFT, TOP],
    autoPanPaddingBottomRight: [16, 16],
  });
}

function sheet(map: L.Map): L.Popup {
  const root = map.getContainer().parentElement as HTMLElement;
  if (!map.getPane(SHEET)) map.createPane(SHEET, root);
  return L.popup({
    pane: SHEET,
    className: SHEET,
    autoPan: false,
    maxWidth: 10000,
    maxHeight: Math.round(map.getSize().y * SHEET_SHARE),
  });
}

/** Move the map so that the pin is seen above the sheet; bubbles are moved by Leaflet itself. */
function makeRoom(map: L.Map, popup: L.Popup): void {
  const at = popup.getLatLng();
  const element = popup.getElement();
  if (popup.options.pane !== SHEET || !at || !element) return;
  const size = map.getSize();
  const free = size.y - element.offsetHeight;
  const pin = map.latLngToContainerPoint(at);
  const dx = outside(pin.x, LEFT + AIR / 2, size.x - AIR);
  const dy = outside(pin.y, Math.min(TOP + AIR / 2, free / 2), free - AIR);
  if (dx || dy) map.panBy([dx, dy]);
}

/** How far a value lies outside of its bounds: negative below, positive above, else 0. */
function outside(value: number, low: number, high: number): number {
  return Math.min(0, value - low) || Math.max(0, value - high);
}
