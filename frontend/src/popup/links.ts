/** Addresses that a popup may lead to. Text that people typed becomes a link by these rules only. */

/** A link that a phone dials, or "" for text that holds no number. An extension is left out. */
export function telLink(phone: string): string {
  const number = /\+?[0-9][0-9\s().\-/\u2011*]*/.exec(phone);
  if (!number) return "";
  const international = number[0].startsWith("+");
  // +44 (0)20: the zero in brackets is for callers within the country
  const text = international ? number[0].replace(/\(0\)/, "") : number[0];
  const digits = text.replace(/[^0-9*]/g, "");
  return digits.length < 3 ? "" : "tel:" + (international ? "+" : "") + digits;
}

/** The address when it leads to a web page over an encrypted connection, else "". */
export function webLink(url: string): string {
  try {
    return new URL(url).protocol === "https:" ? url : "";
  } catch {
    return "";
  }
}
