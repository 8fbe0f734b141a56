/** jsdom has no canvas and no layout: a context that accepts every call and a fixed size stand in. */
import { vi } from "vitest";

const context = new Proxy({} as Record<string | symbol, unknown>, {
  get(target, name) {
    if (name === "createImageData")
      return (width: number, height: number) => ({
        data: new Uint8ClampedArray(4 * width * height),
      });
    if (name === "measureText") return (text: string) => ({ width: text.length * 6 });
    if (!(name in target)) target[name] = vi.fn();
    return target[name];
  },
});

HTMLCanvasElement.prototype.getContext = (() =>
  context) as unknown as typeof HTMLCanvasElement.prototype.getContext;

Object.defineProperty(HTMLElement.prototype, "clientWidth", { value: 1000, configurable: true });
Object.defineProperty(HTMLElement.prototype, "clientHeight", { value: 700 });
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
