/** Icons of Lucide, one look for the whole app: `<Icon of={House} />`. */
import type { IconNode } from "lucide";
import { h } from "preact";

interface IconProps {
  of: IconNode;
  /** Side in pixels; 24 when left out. */
  size?: number;
}

/** Decoration only: what it means is said by the text or the `aria-label` of its parent. */
export function Icon({ of, size = 24 }: IconProps) {
  return (
    <svg class="fva-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
