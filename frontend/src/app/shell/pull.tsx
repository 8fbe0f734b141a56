/** Pulling the screen down loads the day again, as in every app. */
import { RotateCw } from "lucide";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { Icon } from "../ui/ui";

/** Pixels of the thumb that count as a pull. */
export const FAR = 90;

interface PullProps {
  app: App;
  main: RefObject<HTMLElement | null>;
}

export function Pull({ app, main }: PullProps) {
  const [way, setWay] = useState(0);
  useEffect(() => {
    const element = main.current;
    return element ? follow(element, setWay, () => void app.sync()) : undefined;
  }, [app, main]);
  if (!way) return null;
  return (
    <span
      class="fva-pull"
      data-far={way >= FAR || undefined}
      style={{ top: Math.min(way, FAR) / 2 + "px" }}
    >
      <Icon of={RotateCw} />
    </span>
  );
}

/** Tell how far a thumb pulls `element` down beyond its top; returns what ends that. */
function follow(
  element: HTMLElement,
  moved: (way: number) => void,
  pulled: () => void,
): () => void {
  let from: number | null = null;
  let way = 0;
  const set = (next: number) => moved((way = next));
  const start = (event: TouchEvent) => {
    const free = element.scrollTop <= 0 && !isOwn(event.target as Element);
    from = free && event.touches.length === 1 ? event.touches[0].clientY : null;
  };
  const move = (event: TouchEvent) => {
    if (from !== null) set(Math.max(0, event.touches[0].clientY - from - 10));
  };
  const end = () => {
    if (way >= FAR) pulled();
    from = null;
    if (way) set(0);
  };
  element.addEventListener("touchstart", start, { passive: true });
  element.addEventListener("touchmove", move, { passive: true });
  element.addEventListener("touchend", end);
  element.addEventListener("touchcancel", end);
  return () => {
    element.removeEventListener("touchstart", start);
    element.removeEventListener("touchmove", move);
    element.removeEventListener("touchend", end);
    element.removeEventListener("touchcancel", end);
  };
}

/** Maps, signatures and forms have a use of their own for a moving thumb. */
function isOwn(target: Element): boolean {
  return !!target.closest(".fvr-map, canvas, textarea, dialog");
}
