/** The part of a popup that the server knows. Built from DOM nodes: typed text stays text. */
import { el } from "../dom";
import { valueText } from "../format";
import { fill } from "../labels";
import type { Labels } from "../types";
import { telLink, webLink } from "./links";
import type { Amount, Details, VisitDay } from "./service";

export interface Language {
  labels: Labels;
  lang: string;
}

/** Everything but the buttons. */
export function detailsContent(details: Details, language: Language): HTMLElement[] {
  return [
    contactLine(details),
    phoneLine(details, language),
    details.address ? el("div", { class: "fvr-popup-address" }, details.address) : null,
    tagList(details, language),
    scoreBlock(details, language),
    agendaBlock(details, language),
    facts(details, language),
  ].filter((node): node is HTMLElement => node !== null);
}

function contactLine({ contact }: Details): HTMLElement | null {
  const parts = [contact?.name, contact?.role].filter((part): part is string => Boolean(part));
  return parts.length ? el("div", { class: "fvr-popup-contact" }, parts.join(" · ")) : null;
}

function phoneLine({ phone }: Details, { labels }: Language): HTMLElement | null {
  if (!phone) return null;
  const href = telLink(phone);
  if (!href) return el("div", { class: "fvr-popup-phone" }, phone);
  const name = fill(labels.call, phone);
  return el("a", { class: "fvr-popup-phone", href, "aria-label": name }, phone);
}

function tagList({ tags }: Details, { labels }: Language): HTMLElement | null {
  if (!tags || !tags.length) return null;
  const items = tags.map((tag) => el("li", {}, tag));
  return el("ul", { class: "fvr-popup-tags", "aria-label": labels.tags }, ...items);
}

/** Score, grade and why: a bar for the eye, sentences for the head. */
function scoreBlock(details: Details, { labels, lang }: Language): HTMLElement | null {
  const { score, grade, reasons, score_from: from } = details;
  if (score === undefined) return null;
  const figure = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(score);
  const bar = el("span", { class: "fvr-score-bar" }, el("span"));
  (bar.firstElementChild as HTMLElement).style.width =
    String(Math.max(0, Math.min(100, score))) + "%";
  const head = el("div", { class: "fvr-score-head" }, labels.score + " ", el("b", {}, figure), bar);
  if (grade) head.append(el("b", { class: "fvr-score-grade", "data-grade": grade }, grade));
  const why = (reasons || []).map((reason) => el("li", {}, reason));
  return el(
    "div",
    { class: "fvr-score" },
    head,
    from ? el("div", { class: "fvr-score-from" }, from) : "",
    pointList(details, lang) || "",
    why.length ? el("ul", {}, ...why) : "",
  );
}

/** What each rule gave or took away, with its sign: colour alone would not tell everybody. */
function pointList({ points }: Details, lang: string): HTMLElement | null {
  if (!points || !points.length) return null;
  const figure = new Intl.NumberFormat(lang, {
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const items = points.map((reason) => {
    const sign = reason.points < 0 ? "fvr-less" : "fvr-more";
    return el("li", {}, el("b", { class: sign }, figure.format(reason.points)), " ", reason.text);
  });
  return el("ul", { class: "fvr-points" }, ...items);
}

/** What to talk about; what is done is struck through. */
function agendaBlock({ agenda }: Details, { labels }: Language): HTMLElement | null {
  if (!agenda || !agenda.length) return null;
  const points = agenda.map(({ text, done }) => el("li", done ? { class: "fvr-done" } : {}, text));
  return el("div", { class: "fvr-agenda" }, el("b", {}, labels.agenda), el("ul", {}, ...points));
}

function facts(details: Details, language: Language): HTMLElement | null {
  const { labels } = language;
  const list = el("dl", { class: "fvr-popup-facts" });
  addVisit(list, labels.lastVisit, details.last_visit, language);
  addVisit(list, labels.nextVisit, details.next_visit, language);
  addAmount(list, labels.opportunities, details.opportunities, language);
  for (const row of details.sales || []) addAmount(list, row.label || "", row, language);
  if (details.salesperson) addFact(list, labels.salesperson, details.salesperson);
  return list.childElementCount ? list : null;
}

function addFact(list: HTMLElement, label: string, ...content: (Node | string)[]): void {
  list.append(el("dt", {}, label), el("dd", {}, ...content));
}

function addVisit(
  list: HTMLElement,
  label: string,
  visit: VisitDay | undefined,
  { labels, lang }: Language,
): void {
  if (!visit || !visit.date) return;
  const day = valueText(visit.date, { label, kind: "date" }, labels, lang);
  const text = [day, visit.rep, visit.note].filter(Boolean).join(" · ");
  const late = visit.late_days
    ? el("span", { class: "fvr-late" }, fill(labels.overdue, visit.late_days))
    : "";
  addFact(list, label, text + (late ? " " : ""), late);
}

function addAmount(
  list: HTMLElement,
  label: string,
  amount: Amount | undefined,
  { labels, lang }: Language,
): void {
  if (!amount || amount.count === undefined) return;
  const count = new Intl.NumberFormat(lang).format(amount.count);
  const text = amount.count ? [count, amount.amount].filter(Boolean).join(" · ") : labels.none;
  const names = (amount.names || []).map((name) => el("div", { class: "fvr-popup-name" }, name));
  addFact(list, label, text, ...names);
}

/** Links to the navigation apps behind one button; nothing when there is no way there. */
export function navigateMenu(details: Details, { labels }: Language): HTMLElement | null {
  const links = details.navigation.filter(({ url }) => webLink(url));
  if (!links.length) return null;
  const items = links.map(({ name, url }) =>
    el(
      "li",
      {},
      el("a", { href: webLink(url), target: "_blank", rel: "noopener noreferrer" }, name),
    ),
  );
  const summary = el("summary", { class: "fvr-button fvr-plain" }, labels.navigate);
  return el(
    "details",
    { class: "fvr-menu", "data-action": "navigate" },
    summary,
    el("ul", {}, ...items),
  );
}
