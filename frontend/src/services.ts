import type { LayerServices } from "./layers/services";

/**
 * What the map asks of its surroundings. Each part names its own questions; whoever embeds the map
 * answers those it can, and a part whose question nobody answers is not shown. A refusal is an
 * Error whose message is a sentence for the user.
 */
export type MapServices = Partial<AllServices>;

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the parts' questions together
interface AllServices extends LayerServices {}
