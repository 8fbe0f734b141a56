/** Asks the server for what the search bar says, and shows it in the look that is wanted. */
import { parseField, type Look } from "../look/look";
import { contentKey, type FieldVisitMap } from "../map";
import type { Columns, RouteProps } from "../types";
import type { OdooHost } from "./host";
import { keptContent, lookOf, ownLook } from "./memory";

type Answer = Columns & { routes: RouteProps[] };

export class Loader {
  private asked = 0;
  private stopped = false;
  /** Tells which records are shown; undefined before there are any. */
  content: string | undefined;

  constructor(
    private map: FieldVisitMap,
    private host: OdooHost,
  ) {}

  /** Fetch and show; of several questions only the answer to the latest is shown. */
  async load(): Promise<void> {
    const asked = ++this.asked;
    for (const look of [lookOf(this.host), ownLook(this.host)]) {
      try {
        const answer = await this.fetch(look);
        if (asked === this.asked) this.show(answer, look);
        return;
      } catch (error) {
        if (asked !== this.asked) return;
        this.host.notify((error as Error).message, "danger");
        // a group-by or an old favourite may name a field that these records do not have
        if (sameFields(look, ownLook(this.host))) return;
      }
    }
  }

  /** An answer that comes after the map has gone is not shown. False when it was stopped before. */
  stop(): boolean {
    const first = !this.stopped;
    this.stopped = true;
    this.asked++;
    return first;
  }

  /** Back on the map with another filter than before, the user sees all that was found. */
  private show(answer: Answer, look: Look): void {
    const before = this.content === undefined ? keptContent(this.host) : this.content;
    this.content = contentKey(answer);
    const fit = before !== undefined && before !== this.content ? true : undefined;
    this.map.setProps({ points: answer, routes: answer.routes, look, fit });
  }

  private fetch(look: Look): Promise<Answer> {
    const { host } = this;
    const name = (spec?: string): string => parseField(spec || "").name;
    return host.call<Answer>("field.visit.map", "get_map_data", [host.model], {
      ...host.view,
      fields: [], // the popup asks for them
      color: name(look.color),
      shape: name(look.shape),
      icon: name(look.icon),
      domain: host.domain(),
    });
  }
}

function sameFields(a: Look, b: Look): boolean {
  return a.color === b.color && a.shape === b.shape && a.icon === b.icon;
}
