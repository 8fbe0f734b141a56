/** jsdom's own blobs can be neither stored nor read: a photo of Node's. */
// @ts-expect-error the project has no types of Node
import { Blob as NodeBlob } from "node:buffer";

export const photoOf = (text: string) => new NodeBlob([text]) as Blob;
