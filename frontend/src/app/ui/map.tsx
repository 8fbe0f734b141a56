/** The map of the desk, on the phone: places, the way between them, and where the rep is. */
import { useEffect, useRef } from "preact/hooks";
import type { App } from "../app";
import type { FieldVisitMap } from "../../map";
import { createMap } from "../../map";
import type { BaseMapInfo, Columns, FieldInfo, Labels, RouteProps } from "../../types";

export interface Spot {
  id: number;
  lat: number;
  lon: number;
  name: string;
  /** What colours it: a key of `kinds`. */
  kind: string;
  /** Lines of its popup, by key of `facts`. */
  [fact: string]: string | number;
}

export interface MapProps {
  app: App;
  spots: Spot[];
  /** Name and colour of each kind of place. */
  kinds: Record<string, { text: string; color: string }>;
  /** What a popup tells: label by key of the spots. */
  facts?: Record<string, string>;
  route?: RouteProps;
  /** Word of what `kinds` tells, for the legend. */
  label: string;
  onOpen?: (id: number) => void;
}

/** The part "map" of a load; see `app_map.py`. */
interface MapPart {
  world: string;
  places: string;
  layers: string[];
  labels: Partial<Labels>;
  baseMaps: BaseMapInfo[];
  baseMap: string;
  borders: boolean;
}

/** As large as the class `fva-map` makes it; follows its props. */
export function FieldMap(props: MapProps) {
  const { app, onOpen } = props;
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<FieldVisitMap | null>(null);
  const open = useRef(onOpen);
  open.current = onOpen;
  useEffect(() => {
    const made = createMap(element.current as HTMLDivElement, optionsOf(app));
    made.on("open", ({ id }) => open.current?.(id));
    map.current = made;
    return () => made.destroy();
  }, [app]);
  const columns = columnsOf(props);
  const content = JSON.stringify([columns, props.route]);
  useEffect(() => {
    map.current?.setProps({ points: columns, routes: props.route ? [props.route] : [] });
    // only when something else is to be shown: what is open on the map stays open
  }, [content]);
  return <div class="fva-map" ref={element} />;
}

function optionsOf(app: App) {
  const part = app.loaded?.map as MapPart;
  return {
    worldUrl: part.world,
    placesUrl: part.places,
    layerUrls: part.layers,
    labels: part.labels,
    baseMaps: part.baseMaps,
    baseMap: part.baseMap,
    borders: part.borders,
    lang: app.loaded?.user.lang,
  };
}

function columnsOf({ spots, kinds, facts = {}, label }: MapProps): Columns {
  const values = Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [key, kind.text]));
  const colors = Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [key, kind.color]));
  const fields: Record<string, FieldInfo> = { kind: { label, kind: "selection", values, colors } };
  for (const [key, text] of Object.entries(facts)) fields[key] = { label: text, kind: "text" };
  return {
    ids: spots.map((spot) => spot.id),
    lat: spots.map((spot) => spot.lat),
    lon: spots.map((spot) => spot.lon),
    names: spots.map((spot) => spot.name),
    fields,
    columns: Object.fromEntries(
      Object.keys(fields).map((key) => [key, spots.map((spot) => spot[key] ?? "")]),
    ),
    color: "kind",
    popup: Object.keys(facts),
  };
}
