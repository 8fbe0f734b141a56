/** Photos are made small on the phone before they are kept: a day without a network has to fit on it. */

const QUALITY = 0.8;

/** The sides of a picture whose longest one is at most `most` pixels. */
export function fit(width: number, height: number, most: number): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/**
 * The photo as a JPEG with at most `most` pixels on its longest side, turned upright, without what the camera wrote
 * into it. Throws for a file that is no picture.
 */
export async function compress(file: Blob, most: number): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const [width, height] = fit(bitmap.width, bitmap.height, most);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pencil = canvas.getContext("2d") as CanvasRenderingContext2D;
  // a transparent PNG on black would be unreadable
  pencil.fillStyle = "#fff";
  pencil.fillRect(0, 0, width, height);
  pencil.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return blobOf(canvas, "image/jpeg", QUALITY);
}

/** What is drawn on `canvas` as a file. */
export function blobOf(canvas: HTMLCanvasElement, kind: string, quality?: number): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
      kind,
      quality,
    ),
  );
}
