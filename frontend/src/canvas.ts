import * as L from "leaflet";

interface Inside {
  _ctx?: CanvasRenderingContext2D;
  _redraw(): void;
}

/**
 * Leaflet's canvas forgets a requested frame when it redraws at once, so that one may still come
 * after the map is gone: such a late frame is let pass.
 */
export class LateSafeCanvas extends L.Canvas {
  /** Called by Leaflet. */
  _redraw(): void {
    if ((this as unknown as Inside)._ctx) {
      (L.Canvas.prototype as unknown as Inside)._redraw.call(this);
    }
  }
}
