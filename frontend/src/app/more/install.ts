/** Putting the app on the phone's home screen. */

/** Chromium's offer; other browsers leave it to their menu. */
interface Offer extends Event {
  prompt(): Promise<unknown>;
}

let offer: Offer | null = null;

/** Keep the browser's offer until the rep asks for it; call once, early. */
export function listenForOffer(changed: () => void): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as Offer;
    changed();
  });
  addEventListener("appinstalled", () => {
    offer = null;
    changed();
  });
}

export function canInstall(): boolean {
  return offer !== null;
}

/** Ask the browser's own question; an offer is good for one time. */
export async function install(): Promise<void> {
  const asked = offer;
  offer = null;
  await asked?.prompt();
}

export function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

/** iPhones make no offer: it is done in the browser's share menu. */
export function needsHand(): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) && !isInstalled();
}
