import { afterEach, describe, expect, it, vi } from "vitest";
import { paintBox, paintText, type Frame } from "../src/share/boxes";

const STYLE = {
  backgroundColor: "rgba(0, 0, 0, 0)",
  backgroundImage: "none",
  borderTopLeftRadius: "0px",
  color: "rgb(1, 2, 3)",
  fontWeight: "600",
  fontSize: "12px",
  fontFamily: "Arial",
} as CSSStyleDeclaration;

/** A canvas context that notes what is asked of it. */
function makeFrame() {
  const stops: string[] = [];
  const context = {
    beginPath: vi.fn(),
    moveTo: vi.fn(),
    arcTo: vi.fn(),
    closePath: vi.fn(),
    fill: vi.fn(),
    fillRect: vi.fn(),
    fillText: vi.fn(),
    createLinearGradient: () => ({ addColorStop: (_at: number, c: string) => stops.push(c) }),
  };
  const frame = { context, left: 10, top: 20 } as unknown as Frame;
  return { context, frame, stops };
}

function boxAt(left: number, top: number, width: number, height: number): Element {
  const node = document.createElement("div");
  node.getBoundingClientRect = () => ({ left, top, width, height }) as DOMRect;
  return node;
}

afterEach(() => vi.restoreAllMocks());

describe("words of a picture", () => {
  it("stand where the browser has put them", () => {
    const { context, frame } = makeFrame();
    vi.spyOn(Range.prototype, "getClientRects").mockImplementation(function (this: Range) {
      return [{ left: 100 + this.startOffset, top: 50, height: 10 }] as unknown as DOMRectList;
    });
    paintText(frame, document.createTextNode(" Grade A  12 "), STYLE);
    expect(context.fillText.mock.calls).toEqual([
      ["Grade", 91, 35],
      ["A", 97, 35],
      ["12", 100, 35],
    ]);
  });

  it("are broken where a text without spaces is broken", () => {
    const { context, frame } = makeFrame();
    vi.spyOn(Range.prototype, "getClientRects").mockImplementation(function (this: Range) {
      const one = { left: 10 + this.startOffset, top: 20, height: 0 };
      const long = this.endOffset - this.startOffset > 1;
      return (long ? [one, one] : [one]) as unknown as DOMRectList;
    });
    paintText(frame, document.createTextNode("高德地图"), STYLE);
    expect(context.fillText.mock.calls.map((call) => String(call[0]))).toEqual([..."高德地图"]);
  });
});

describe("boxes of a picture", () => {
  it("are filled only where they have a colour", () => {
    const { context, frame } = makeFrame();
    paintBox(frame, boxAt(10, 20, 30, 40), STYLE);
    expect(context.fill).not.toHaveBeenCalled();
    paintBox(frame, boxAt(10, 20, 30, 40), { ...STYLE, backgroundColor: "rgb(255, 0, 0)" });
    expect(context.fill).toHaveBeenCalledOnce();
  });

  it("keep the ramp of a legend and the borders of a scale", () => {
    const { context, frame, stops } = makeFrame();
    const backgroundImage = "linear-gradient(to right, rgb(1, 1, 1), rgba(2, 2, 2, 0.5))";
    const border = {
      borderLeftWidth: "4px",
      borderLeftStyle: "solid",
      borderLeftColor: "rgb(9, 9, 9)",
    };
    paintBox(frame, boxAt(15, 25, 100, 8), { ...STYLE, ...border, backgroundImage });
    expect(stops).toEqual(["rgb(1, 1, 1)", "rgba(2, 2, 2, 0.5)"]);
    expect(context.fillRect.mock.calls).toEqual([[5, 5, 4, 8]]);
  });
});
