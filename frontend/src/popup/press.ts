/** What a finger or the focus is on inside an element whose content is replaced. */

/** On a touch screen the click comes a little after the finger was lifted. */
const CLICK_MS = 400;
const ENDS = ["pointerup", "pointercancel", "keyup"];

/** Knows whether something in an element is pressed: replaced meanwhile, it would never be clicked. */
export class Press {
  private end: Promise<void> = Promise.resolve();

  constructor(element: HTMLElement) {
    element.addEventListener("pointerdown", () => (this.end = released()));
    element.addEventListener("keydown", ({ key }) => {
      if (key === " ") this.end = released();
    });
  }

  /** Wait until nothing is pressed, and the click has come. */
  async over(): Promise<void> {
    let waited;
    do {
      waited = this.end;
      await waited;
    } while (waited !== this.end);
  }
}

function released(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const type of ENDS) document.removeEventListener(type, end, true);
      setTimeout(resolve, CLICK_MS);
    };
    for (const type of ENDS) document.addEventListener(type, end, true);
  });
}

/** Which button of the element has the focus, by its name; "" for another part, null for none. */
export function focusIn(element: HTMLElement): string | null {
  const { activeElement } = document;
  if (!activeElement || !element.contains(activeElement)) return null;
  return activeElement.closest<HTMLElement>("[data-action]")?.dataset.action || "";
}

/** Focus the button of that name, or the element itself when there is none. */
export function focusOn(element: HTMLElement, name: string): void {
  const named = Array.from(element.querySelectorAll<HTMLElement>("[data-action]")).find(
    (node) => node.dataset.action === name,
  );
  const target = named?.querySelector("summary") || named || element;
  target.focus({ preventScroll: true });
}
