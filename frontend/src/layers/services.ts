/** What the layers ask of whoever embeds the map. */
import type { Area, LayerData } from "../types";

/** Something that the heat map can count by. */
export interface Weight {
  key: string;
  label: string;
}

export interface LayerAnswer extends LayerData {
  weights: Weight[];
  /** What is far from every customer of ours. */
  whites?: Area[];
}

export interface LayerServices {
  /** The layers beside the records, and by what the heat map can count. */
  layers(): Promise<Partial<LayerAnswer>>;
  /** How much each record counts; those that are not named count nothing. */
  weights(key: string): Promise<{ ids: number[]; values: number[] }>;
  /** Show the record behind a mark or an area. */
  openLayer(layer: keyof LayerData, id: number): void;
  /** Where the choice of layers is kept, as text. */
  memory: { read(): string | null; write(text: string): void };
}
