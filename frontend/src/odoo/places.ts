/** Places on the map, answered by public methods of `field.visit.map`. */
import type { Created, FoundPlace, FoundRecord, Kind, Places, Unplaced } from "../places/service";
import type { MapServices } from "../types";
import type { OdooHost } from "./host";

const MODEL = "field.visit.map";

interface OdooRecord extends Omit<FoundRecord, "lat" | "lon"> {
  lat: number | false;
  lon: number | false;
}

type OdooPlace = ({ found: true } & FoundPlace) | { found: false; reason: string };

interface OdooUnplaced {
  id: number;
  name: string;
  reason: string;
  can_locate: boolean;
  can_place: boolean;
}

export function placeServices(host: OdooHost): MapServices {
  return { places: new OdooPlaces(host) };
}

class OdooPlaces implements Places {
  constructor(private host: OdooHost) {}

  tools(): ReturnType<Places["tools"]> {
    return this.host.call(MODEL, "get_place_tools", [this.host.model]);
  }

  async searchRecords(text: string): Promise<FoundRecord[]> {
    const { host } = this;
    const found = await host.call<OdooRecord[]>(MODEL, "search_records", [host.model, text], {
      domain: host.domain(),
      lat: host.view.lat,
      lon: host.view.lon,
    });
    return found.map((row) => ({
      ...row,
      lat: row.lat === false ? null : row.lat,
      lon: row.lon === false ? null : row.lon,
    }));
  }

  async findAddress(text: string): Promise<FoundPlace> {
    const place = await this.host.call<OdooPlace>(MODEL, "find_address", [text]);
    if (!place.found) throw new Error(place.reason);
    return place;
  }

  describe(lat: number, lon: number): Promise<FoundPlace> {
    return this.host.call(MODEL, "describe_place", [lat, lon]);
  }

  /** The dialog closes with what was created, or with nothing. */
  async create(kind: Kind, place: FoundPlace): Promise<Created | null> {
    const { host } = this;
    const action = await host.call<object>(MODEL, "open_create_place", [
      kind,
      place.lat,
      place.lon,
      place.address,
    ]);
    const closed = (await host.run(action)) as {
      id?: number;
      model?: string;
      name?: string;
    } | null;
    if (!closed || !closed.id) return null;
    await host.reload();
    return { id: closed.id, name: closed.name || "", here: closed.model === host.model };
  }

  async setPlace(id: number, lat: number, lon: number): Promise<void> {
    await this.host.call(MODEL, "set_place", [this.host.model, id, lat, lon]);
    await this.host.reload();
  }

  async unplaced(ids: number[]): Promise<Unplaced[]> {
    const rows = await this.host.call<OdooUnplaced[]>(MODEL, "get_unplaced", [
      this.host.model,
      ids,
    ]);
    return rows.map(({ can_locate, can_place, ...row }) => ({
      ...row,
      canLocate: can_locate,
      canPlace: can_place,
    }));
  }

  async locate(ids: number[]): Promise<string> {
    const { host } = this;
    const answer = await host.call<{ message: string; action: object | false }>(
      MODEL,
      "locate_unplaced",
      [host.model, ids],
    );
    if (answer.action) await host.run(answer.action);
    else await host.reload();
    return answer.message;
  }
}
