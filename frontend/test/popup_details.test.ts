import { describe, expect, it, vi } from "vitest";
import { withDefaults } from "../src/labels";
import { PopupContent } from "../src/popup";
import { telLink, webLink } from "../src/popup/links";
import type { Details, PopupServices } from "../src/popup/service";
import type { Columns } from "../src/types";
import { customers } from "./make";

const labels = withDefaults();
const EVIL = "<img src=x onerror=alert(1)>";

function told(change: Partial<Details> = {}): Details {
  return { navigation: [], actions: [], covers: [], ...change };
}

/** A popup whose questions are answered by `details`; it has been told everything. */
async function popup(
  details: Details,
  action: PopupServices["detailAction"] = vi.fn(),
  change: Partial<Columns> = {},
) {
  const ask = vi.fn().mockResolvedValue(details);
  const services = { details: ask, detailAction: action };
  const columns = customers([[60, 24]], change);
  const box = new PopupContent(0, { columns, labels, lang: "en", onOpen: vi.fn(), services }).box;
  await vi.waitFor(() => expect(box.querySelector("[aria-busy]")).toBeNull());
  return { box, ask };
}

const text = (box: HTMLElement, selector: string) => box.querySelector(selector)?.textContent;

describe("details", () => {
  it("tells what to talk about, done points struck through, typed text as text", async () => {
    const points = [
      { text: "Invoice overdue", done: true },
      { text: EVIL, done: false },
    ];
    const { box } = await popup(told({ agenda: points }));
    expect(text(box, ".fvr-agenda b")).toBe("To talk about");
    expect([...box.querySelectorAll(".fvr-agenda li")].map((li) => li.textContent)).toEqual([
      "Invoice overdue",
      EVIL,
    ]);
    expect(box.querySelectorAll(".fvr-agenda .fvr-done")).toHaveLength(1);
    expect((await popup(told({ agenda: [] }))).box.querySelector(".fvr-agenda")).toBeNull();
  });

  it("asks for the record at its pin and shows what it is told", async () => {
    const { box, ask } = await popup(
      told({
        contact: { name: "Maria", role: "Buyer" },
        phone: "+358 9 123",
        score: 85.5,
        grade: "A",
        reasons: ["Grade A: from 80 points", "Wanted every 28 days"],
        last_visit: { date: "2026-11-12", rep: "Anna", note: "Order placed" },
        next_visit: { date: "2026-11-20", late_days: 2 },
        opportunities: { count: 2, amount: "€ 1,000.00", names: ["Machine", "Beans"] },
        sales: [{ label: "Orders of 12 months", count: 0, amount: "" }],
        salesperson: "Anna",
      }),
    );
    expect(ask).toHaveBeenCalledWith(100, { lat: 60, lon: 24 });
    expect(text(box, ".fvr-popup-contact")).toBe("Maria · Buyer");
    expect(box.querySelector("a.fvr-popup-phone")?.getAttribute("href")).toBe("tel:+3589123");
    expect(text(box, ".fvr-score-head")).toBe("Score 85.5A");
    expect(text(box, ".fvr-score ul")).toBe("Grade A: from 80 pointsWanted every 28 days");
    expect(text(box, ".fvr-popup-facts")).toBe(
      "Last visitNov 12, 2026 · Anna · Order placed" +
        "Next visitNov 20, 2026 2 days overdue" +
        "Open opportunities2 · € 1,000.00MachineBeans" +
        "Orders of 12 monthsNone" +
        "SalespersonAnna" +
        "GradeACityHelsinki",
    );
  });

  it("tells which number the score is, and what gave and took points, with signs", async () => {
    const { box } = await popup(
      told({
        score: 42,
        score_from: "Rules",
        points: [
          { text: "In town", points: 50 },
          { text: "Late payer", points: -8.5 },
        ],
      }),
    );
    expect(text(box, ".fvr-score-from")).toBe("Rules");
    expect(text(box, ".fvr-points")).toBe("+50 In town-8.5 Late payer");
    expect(text(box, ".fvr-less")).toBe("-8.5");
  });

  it("shows typed text as text wherever it stands", async () => {
    const { box } = await popup(
      told({
        contact: { name: EVIL, role: EVIL },
        phone: EVIL,
        address: EVIL,
        tags: [EVIL],
        salesperson: EVIL,
        score: 1,
        grade: EVIL,
        reasons: [EVIL],
        score_from: EVIL,
        points: [{ text: EVIL, points: 1 }],
        last_visit: { date: EVIL, rep: EVIL, note: EVIL },
        opportunities: { count: 1, amount: EVIL, names: [EVIL] },
        sales: [{ label: EVIL, count: 1, amount: EVIL }],
        navigation: [{ name: EVIL, url: "https://example.com/" }],
        actions: [{ key: EVIL, label: EVIL }],
      }),
    );
    expect(box.querySelector("img")).toBeNull();
    expect(box.textContent?.split(EVIL).length).toBe(20);
  });

  it("leaves out what is told elsewhere and what is not set", async () => {
    const { box } = await popup(told({ covers: ["grade"], contact: {}, last_visit: {} }));
    expect(text(box, ".fvr-popup-fields")).toBe("CityHelsinki");
    expect(text(box, ".fvr-popup-details")).toBe("");
  });

  it("a score of 0 is a score", async () => {
    const { box } = await popup(told({ score: 0, grade: "D" }));
    expect(text(box, ".fvr-score-head")).toBe("Score 0D");
  });

  it("leads to navigation apps by safe links only", async () => {
    const { box } = await popup(
      told({
        navigation: [
          { name: "Maps", url: "https://example.com/?to=60,24" },
          { name: "Evil", url: "javascript:alert(1)" },
        ],
      }),
    );
    const links = box.querySelectorAll<HTMLAnchorElement>(".fvr-menu a");
    expect(Array.from(links, (link) => link.textContent)).toEqual(["Maps"]);
    expect(links[0].rel).toContain("noopener");
    expect(links[0].target).toBe("_blank");
  });

  it("shows the view's fields that came with the details, as text, but for those it tells already", async () => {
    const values = customers([[60, 24]], { columns: { city: [EVIL], grade: ["B"] } });
    const { box } = await popup(told({ values, covers: ["grade"] }), vi.fn(), {
      columns: {},
      fields: {},
      popup: [],
    });
    expect(text(box, ".fvr-popup-fields")).toBe("City" + EVIL);
    expect(box.querySelector("img")).toBeNull();
  });

  it("keeps the columns and says why when the question is refused", async () => {
    const services = { details: () => Promise.reject(new Error("You may not see it.")) };
    const columns = customers([[60, 24]]);
    const box = new PopupContent(0, { columns, labels, lang: "en", onOpen: vi.fn(), services }).box;
    await vi.waitFor(() => expect(text(box, "[role=alert]")).toBe("You may not see it."));
    expect(text(box, ".fvr-popup-fields")).toContain("Helsinki");
    expect(text(box, ".fvr-popup-details")).toBe("");
  });
});

describe("buttons", () => {
  const today = { key: "today", label: "Add to today's route" };

  it("do what they say, once", async () => {
    let finish = () => {};
    const action = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { box } = await popup(told({ actions: [today] }), action);
    const button = box.querySelector<HTMLButtonElement>("[data-action=today]");
    button?.click();
    button?.click();
    expect(action).toHaveBeenCalledTimes(1);
    expect(action).toHaveBeenCalledWith(100, today);
    expect(button?.disabled).toBe(true);
    finish();
    await vi.waitFor(() => expect(button?.disabled).toBe(false));
  });

  it("say why something was refused, and can be tried again", async () => {
    const action = vi.fn().mockRejectedValue(new Error("Anna does not work today."));
    const { box } = await popup(told({ actions: [today] }), action);
    const button = box.querySelector<HTMLButtonElement>("[data-action=today]");
    button?.click();
    const line = box.querySelector<HTMLElement>("[role=alert]");
    await vi.waitFor(() => expect(line?.textContent).toBe("Anna does not work today."));
    expect([line?.hidden, button?.disabled]).toEqual([false, false]);
  });
});

describe("links", () => {
  it.each([
    ["+358 9 123 456", "tel:+3589123456"],
    ["+44 (0)20 7946 0018", "tel:+442079460018"],
    ["(09) 123-456 ext. 7", "tel:09123456"],
    ["call 040 12345", "tel:04012345"],
    ["021-6322 ✆", "tel:0216322"],
    ["none", ""],
    ["1", ""],
    ["", ""],
    ["javascript:alert(1)", ""],
  ])("dials %s as %s", (phone, link) => expect(telLink(phone)).toBe(link));

  it("leads to encrypted pages only", () => {
    expect(webLink("https://example.com/a")).toBe("https://example.com/a");
    for (const bad of ["javascript:alert(1)", "http://example.com", "data:text/html,x", "", "x"])
      expect(webLink(bad)).toBe("");
  });
});
