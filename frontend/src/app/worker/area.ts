/** Parts of map files, kept by the worker: the same part is asked for again without a network. */

/** How many parts are kept; the oldest go first. A part of a town's map is some 20 kB. */
export const MOST_PARTS = 3000;

/** Whether `request` asks for a part of a PMTiles file: the only maps that may be kept. */
export function isPart(request: Request): boolean {
  const { pathname } = new URL(request.url);
  const ours = pathname.startsWith("/field_visit_routing/map/pmtiles/");
  return request.headers.has("Range") && (ours || pathname.endsWith(".pmtiles"));
}

/** The part from the cache, else from the network; then it is kept. */
export async function partOf(cache: Cache, request: Request): Promise<Response> {
  const key = keyOf(request);
  const known = await cache.match(key);
  if (known) return restored(known);
  const answer = await fetch(request);
  // an expired session leads to the login page, which is no map
  if (answer.status !== 206 || answer.redirected) return answer;
  await keep(cache, key, answer.clone());
  return answer;
}

/** Whether some parts of the file at this address are kept. */
export async function hasParts(cache: Cache, url: string): Promise<boolean> {
  const { origin, pathname } = new URL(url);
  const keys = await cache.keys();
  return keys.some((key) => key.url.startsWith(origin + pathname) && key.url.includes("part="));
}

/** A cache tells addresses apart, not ranges: the range becomes part of the address. */
function keyOf(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.set("part", request.headers.get("Range") ?? "");
  return url.href;
}

/** A cache takes no partial answers: it is kept as a whole one and handed out as what it was. */
async function keep(cache: Cache, key: string, answer: Response): Promise<void> {
  try {
    await cache.put(key, new Response(await answer.arrayBuffer(), { headers: answer.headers }));
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PARTS))) await cache.delete(old);
  } catch {
    // a full phone keeps no map; what the rep enters needs the room more
  }
}

function restored(known: Response): Response {
  return new Response(known.body, { status: 206, headers: known.headers });
}
