/** Hands a picture or a text to the user: as a file, on paper, on the clipboard. */
import { el } from "../dom";

const KEEP_MS = 60_000;

/** A name that sorts by time: "map 2026-11-22 14.05.png". */
export function fileName(title: string, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return title + " " + day + " " + two(now.getHours()) + "." + two(now.getMinutes()) + ".png";
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** Print the picture alone, as large as the paper allows: a page of its own, not the web client's. */
export async function printPicture(blob: Blob): Promise<void> {
  const url = URL.createObjectURL(blob);
  const frame = el("iframe", { class: "fvr-print", "aria-hidden": "true", tabindex: -1 });
  document.body.append(frame);
  const page = frame.contentDocument as Document;
  const image = page.createElement("img");
  image.src = url;
  image.style.cssText = "max-width:100%;max-height:98vh";
  page.body.style.margin = "0";
  page.body.append(image);
  await image.decode();
  const view = frame.contentWindow as Window;
  view.focus();
  view.print();
  window.setTimeout(() => {
    frame.remove();
    URL.revokeObjectURL(url);
  }, KEEP_MS);
}

/** Put the text of a field on the clipboard; false where the browser does not let us. */
export async function copyText(field: HTMLInputElement): Promise<boolean> {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // without HTTPS there is no clipboard object, the older way still works
    return Boolean(document.execCommand && document.execCommand("copy"));
  }
}
