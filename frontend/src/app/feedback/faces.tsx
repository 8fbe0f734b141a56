/** Five faces of which one is tapped. */
import type { App } from "../app";

const RATINGS = [1, 2, 3, 4, 5];

interface FacesProps {
  app: App;
  value: number;
  onChange: (rating: number) => void;
}

export function Faces({ app, value, onChange }: FacesProps) {
  return (
    <div class="fva-faces" role="group" aria-label={app.word("feedbackHow")}>
      {RATINGS.map((rating) => (
        <button
          type="button"
          data-rating={rating}
          aria-pressed={rating === value}
          onClick={() => onChange(rating)}
        >
          <svg viewBox="0 0 48 48" aria-hidden="true">
            <circle class="fva-face" cx="24" cy="24" r="21" />
            <circle cx="17" cy="19" r="2.5" />
            <circle cx="31" cy="19" r="2.5" />
            <path d={mouth(rating)} />
          </svg>
          <span>{app.word("feedback" + rating)}</span>
        </button>
      ))}
    </div>
  );
}

/** From a deep frown to a wide smile, as on the public page. */
function mouth(rating: number): string {
  const ends = 33 - Math.floor(rating / 2);
  return `M14 ${ends}Q24 ${23 + 4 * (rating - 1)} 34 ${ends}`;
}
