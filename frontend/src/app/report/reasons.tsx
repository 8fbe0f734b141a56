/** One of several outcomes or reasons, each a large target. */
import { Check } from "lucide";
import type { App } from "../app";
import { fill } from "../amounts";
import { Icon } from "../ui/ui";
import type { Outcome } from "./data";

interface ReasonsProps {
  app: App;
  options: Outcome[];
  value: number;
  onChange: (id: number) => void;
}

export function Reasons({ app, options, value, onChange }: ReasonsProps) {
  if (!options.length) return <p>{app.word("noReasons")}</p>;
  return (
    <div class="fva-reasons" role="radiogroup">
      {options.map((option) => (
        <button
          type="button"
          role="radio"
          aria-checked={option.id === value}
          onClick={() => onChange(option.id)}
        >
          <span class="fva-reason-mark">
            {option.id === value && <Icon of={Check} size={18} />}
          </span>
          <span class="fva-row-text">
            <span>{option.name}</span>
            {option.needs.length > 0 && <small>{needsText(app, option)}</small>}
          </span>
        </button>
      ))}
    </div>
  );
}

/** What an outcome asks for, in words. */
function needsText(app: App, option: Outcome): string {
  return fill(app, "needed", option.needs.map((need) => app.word("need_" + need)).join(", "));
}
