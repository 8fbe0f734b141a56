/** The live map: createLive(element, options, host) → {destroy}. */
import { render } from "preact";
import { PALETTE } from "../colors";
import { el } from "../dom";
import { browserLang } from "../format";
import { fill, withDefaults } from "../labels";
import { createMap, type FieldVisitMap } from "../map";
import type { Labels, MapOptions } from "../types";
import { attempt } from "../odoo/layers";
import { EVERYBODY, isChosen, type Choice } from "./choice";
import { Detail } from "./detail";
import { LiveFeed, WITHOUT_BUS_MS } from "./feed";
import type { LiveHost } from "./host";
import { List } from "./list";
import { placeOf, placesOfAll } from "./places";
import { Rest } from "./rest";
import type { Line, LivePicture, Person } from "./service";
import { NO_STOPS, stopsOf } from "./stops";
import { spotAt, trailOf, type Trail } from "./trail";
import { Trails } from "./trails";
import type { LiveAnswer, LiveDay, LiveRep, TrailsAnswer } from "./types";
import { clock, isStale, seenText, stateText } from "./words";

/** Type of the server's message that somebody's day has changed. */
const BELL = "field_visit_live";
/** Ages are written anew this often. */
const TICK_MS = 20_000;
/** Whether somebody wants to see the ways of all reps; kept in the browser. */
const TRAILS_KEY = "field_visit_live.trails";

export interface Live {
  destroy(): void;
}

export function createLive(element: HTMLElement, options: MapOptions, host: LiveHost): Live {
  return new Page(element, options, host);
}

class Page implements Live {
  private labels: Labels;
  private lang: string;
  private map: FieldVisitMap;
  private feed: LiveFeed;
  private side = el("div", { class: "fvr-live-side" });
  private unlisten: () => void;
  private tick: number;
  private frame = 0;
  private ahead = 0;
  private chosen = 0;
  private date = "";
  private day: LiveDay | null = null;
  private asked = 0;
  private replay = 0;
  private choice: Choice = EVERYBODY;
  private trails: Trails;
  private hasTrails = false;
  private rest: Rest;
  private focus: LivePicture["focus"] = null;
  private colors = new Map<number, string>();
  /** The day that the map has; undefined before the first. */
  private shown: LiveDay | null | undefined;
  private redraw: () => void = () => undefined;
  private destroyed = false;

  constructor(
    private element: HTMLElement,
    options: MapOptions,
    private host: LiveHost,
  ) {
    this.labels = withDefaults(options.labels);
    this.lang = browserLang(options.lang);
    element.classList.add("fvr-live");
    const map = el("div", { class: "fvr-live-map" });
    element.replaceChildren(this.side, map);
    const live = {
      picture: () => this.picture(),
      choose: (id: number) => this.choose(id),
      drawnBy: (redraw: () => void) => (this.redraw = redraw),
    };
    this.map = createMap(map, { ...options, services: { live } });
    this.map.on("open", ({ id }) => this.open("field.visit", id));
    this.feed = new LiveFeed(
      (question) => host.call<LiveAnswer>("field.visit.live", "get_live", [question]),
      (changed) => this.changed(changed),
    );
    this.trails = new Trails(
      (question) => host.call<TrailsAnswer>("field.visit.live", "get_live_trails", [question]),
      () => this.draw(),
    );
    this.rest = new Rest(
      host,
      () => this.draw(),
      () => void this.loadDay(),
    );
    this.setTrails(attempt(() => window.localStorage.getItem(TRAILS_KEY)) === "all");
    this.unlisten = host.listen(BELL, (payload) => {
      if (!document.hidden) this.feed.ring(payload);
    });
    document.addEventListener("visibilitychange", this.look);
    this.tick = window.setInterval(() => this.draw(), TICK_MS);
    void this.feed.start();
    this.draw();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    document.removeEventListener("visibilitychange", this.look);
    window.clearInterval(this.tick);
    cancelAnimationFrame(this.frame);
    this.unlisten();
    this.feed.stop();
    this.trails.stop();
    this.rest.stop();
    this.map.destroy();
    render(null, this.side);
    this.element.replaceChildren();
    this.element.classList.remove("fvr-live");
  }

  /** Nobody is looked at by a page that nobody sees. */
  private look = (): void => {
    if (document.hidden) this.feed.rest();
    else void this.feed.all();
  };

  private now(): number {
    return Date.now() + this.ahead;
  }

  // ---- what came from the server -------------------------------------------------------
  private changed(changed: Set<number> | null): void {
    if (this.feed.at) this.ahead = Date.parse(this.feed.at) - Date.now();
    if (!changed) this.setColors();
    this.followTrails();
    if (!this.focus?.length && !this.chosen) this.showEverybody();
    if (this.chosen && (!changed || changed.has(this.chosen)) && !this.date) void this.loadDay();
    // what was asked for on the phone is seen here too
    this.followRest(!changed || changed.has(this.chosen));
    this.draw();
  }

  private followRest(isNews: boolean): void {
    this.rest.follow(this.feed.reps.get(this.chosen)?.route_id || 0, isNews);
  }

  private followTrails(): void {
    this.trails.follow(this.feed.reps, (rep) => this.isShown(rep));
  }

  private setColors(): void {
    [...this.feed.reps.values()].forEach((rep, i) =>
      this.colors.set(rep.id, rep.color || PALETTE[i % PALETTE.length]),
    );
  }

  private async loadDay(): Promise<void> {
    if (!this.chosen) return;
    const asked = ++this.asked;
    const vals = this.date ? { rep_id: this.chosen, date: this.date } : { rep_id: this.chosen };
    try {
      const day = await this.host.call<LiveDay>("field.visit.live", "get_live_day", [vals]);
      if (asked !== this.asked || this.destroyed) return;
      const fresh = !this.day || this.day.rep_id !== day.rep_id || this.day.date !== day.date;
      this.day = day;
      if (fresh) this.focus = this.placesOf(day);
    } catch (error) {
      if (asked === this.asked) this.host.notify((error as Error).message, "danger");
    }
    this.draw();
  }

  // ---- what the user does --------------------------------------------------------------
  private choose(id: number): void {
    this.chosen = id;
    this.date = "";
    this.day = null;
    this.replay = 0;
    this.asked++;
    this.followRest(false);
    if (id) void this.loadDay();
    else this.showEverybody();
    this.draw();
  }

  private setDate(date: string): void {
    this.date = date;
    this.replay = 0;
    void this.loadDay();
  }

  private open(model: string, id: number): void {
    const action = { type: "ir.actions.act_window", res_model: model, res_id: id };
    void this.host.run({ ...action, views: [[false, "form"]], target: "current" });
  }

  private setChoice(change: Partial<Choice>): void {
    this.choice = { ...this.choice, ...change };
    if ("team" in change) this.showEverybody();
    this.followTrails();
    this.draw();
  }

  private setTrails(on: boolean): void {
    this.hasTrails = on;
    attempt(() => window.localStorage.setItem(TRAILS_KEY, on ? "all" : "chosen"));
    this.trails.turn(on);
    this.draw();
  }

  /** Whether somebody is on the map: as in the list, and whose day is looked at. */
  private isShown(rep: LiveRep): boolean {
    return rep.id === this.chosen || isChosen(rep, this.choice);
  }

  private shownReps(): LiveRep[] {
    return [...this.feed.reps.values()].filter((rep) => this.isShown(rep));
  }

  private showEverybody(): void {
    this.focus = placesOfAll(this.shownReps());
  }

  private placesOf(day: LiveDay): LivePicture["focus"] {
    const rep = this.feed.reps.get(day.rep_id);
    const stops = day.stops.filter((stop) => stop.has_position);
    return [...stops, ...day.trail].map(({ latitude, longitude }) => ({ lat: latitude, lon: longitude })).concat(rep && !this.date ? placeOf(rep) : []); // prettier-ignore
  }

  // ---- what is shown -------------------------------------------------------------------
  private draw(): void {
    if (this.frame || this.destroyed) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.destroyed) this.drawNow();
    });
  }

  private drawNow(): void {
    const { day } = this;
    const color = this.colors.get(this.chosen) || PALETTE[0];
    if (day === this.shown) this.redraw();
    else this.showDay(color);
    const { dataset } = this.element;
    dataset.link = this.feed.link;
    dataset.reps = String(this.feed.reps.size);
    render(this.panel(color), this.side);
  }

  private showDay(color: string): void {
    const { day, labels, lang } = this;
    const shown = day ? stopsOf(day, day.states, color, labels, lang) : { points: NO_STOPS, routes: [] }; // prettier-ignore
    this.map.setProps({ ...shown, fit: false });
    this.shown = day;
  }

  private picture(): LivePicture {
    const shown = this.date ? [] : this.shownReps();
    const people = shown.flatMap((rep) => this.person(rep));
    return { people, lines: this.lines(shown), trail: this.trail(), focus: this.focus };
  }

  /** The ways of the others: that of the chosen rep is drawn from all of its positions. */
  private lines(shown: LiveRep[]): Line[] {
    return shown.flatMap(({ id }) => {
      const pieces = this.trails.lines.get(id);
      const isDrawn = id === this.chosen && this.day;
      return pieces?.length && !isDrawn
        ? [{ id, pieces, color: this.colors.get(id) || PALETTE[0] }]
        : [];
    });
  }

  private person(rep: LiveRep): Person[] {
    const { labels, lang } = this;
    const now = this.now();
    return placeOf(rep).map((place) => ({
      ...place,
      id: rep.id,
      name: rep.name,
      accuracy_m: rep.position.accuracy_m || 0,
      color: this.colors.get(rep.id) || PALETTE[0],
      pale: isStale(rep, now),
      needsALook: rep.alerts.length > 0,
      chosen: rep.id === this.chosen,
      note: () => [stateText(rep, labels), seenText(rep, labels, lang, now), ...rep.alerts.map(({ text }) => text)].join("\n"), // prettier-ignore
    }));
  }

  private trail(): Trail | null {
    if (!this.day) return null;
    const trail = trailOf(this.day.trail, this.colors.get(this.chosen) || PALETTE[0]);
    return { ...trail, ghost: this.replay ? spotAt(trail, this.replay) : null };
  }

  private panel(color: string): preact.JSX.Element {
    const rep = this.feed.reps.get(this.chosen);
    return (
      <>
        {this.status()}
        {rep ? this.detail(rep, color) : this.list()}
      </>
    );
  }

  private status(): preact.JSX.Element {
    const { labels, lang, feed } = this;
    const texts = {
      bus: labels.liveOverBus,
      poll: fill(labels.livePolled, WITHOUT_BUS_MS / 1000),
      lost: fill(labels.liveLost, clock(feed.at, lang) || "–"),
    };
    const alerts = [...feed.reps.values()].filter((rep) => rep.alerts.length).length;
    return (
      <header class="fvr-live-status" data-link={feed.link}>
        <span class="fvr-live-lamp" title={texts[feed.link]} />
        <b>{labels.liveNow}</b>
        <span class="fvr-live-link">{texts[feed.link]}</span>
        <span class={"fvr-live-count" + (alerts ? " fvr-live-some" : "")} role="status">
          {alerts ? fill(labels.liveAlerts, alerts) : labels.liveNoAlerts}
        </span>
      </header>
    );
  }

  private list(): preact.JSX.Element {
    return (
      <List
        reps={[...this.feed.reps.values()]}
        colors={this.colors}
        labels={this.labels}
        lang={this.lang}
        now={Math.floor(this.now() / TICK_MS) * TICK_MS}
        choice={this.choice}
        setChoice={(change) => this.setChoice(change)}
        trails={this.hasTrails}
        trailsShown={this.trails.progress()}
        setTrails={(on) => this.setTrails(on)}
        choose={(id) => this.choose(id)}
      />
    );
  }

  private detail(rep: LiveRep, color: string): preact.JSX.Element {
    return (
      <Detail
        rep={rep}
        day={this.day}
        trail={this.trail()}
        color={color}
        labels={this.labels}
        lang={this.lang}
        now={this.now()}
        replay={this.replay}
        setReplay={(at) => ((this.replay = at), this.draw())}
        setDate={(date) => this.setDate(date)}
        back={() => this.choose(0)}
        openRoute={() => this.open("field.visit.route", rep.route_id)}
        openVisit={(id) => this.open("field.visit", id)}
        replan={() => void this.rest.ask()}
        rest={this.date ? null : this.rest.told}
        restBusy={this.rest.busy}
        answer={(accept) => void this.rest.answer(accept)}
      />
    );
  }
}
