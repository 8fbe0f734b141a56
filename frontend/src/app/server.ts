/** Calls of the addon's JSON routes. */

/** The session is over: the rep has to log in, everything on the phone stays. */
export class SignedOut extends Error {}
/** No answer: no network, or a server that is down. */
export class Unreachable extends Error {}
/** The server refused; the message is a sentence for the rep. */
export class Refused extends Error {}
/** The server failed over it: nobody can say what became of it, it has to be sent again. */
export class Faulty extends Error {}

/** Odoo answers an expired session with HTTP 200 and this code in the body. */
const SESSION_EXPIRED = 100;

export type Call = (path: string, params: Record<string, unknown>) => Promise<unknown>;

interface Answer {
  result?: unknown;
  error?: { code: number; message: string; data?: { message?: string; name?: string } };
}

/** Post `params` to `path` and return the result; see the errors above. */
export async function call(path: string, params: Record<string, unknown>): Promise<unknown> {
  const answer = await answerOf(path, params);
  if (!answer.error) return answer.result;
  const { code, data, message } = answer.error;
  if (code === SESSION_EXPIRED || data?.name?.endsWith("SessionExpiredException"))
    throw new SignedOut();
  if (isSentence(data?.name)) throw new Refused(data?.message || message);
  throw new Faulty(data?.message || message);
}

/** Odoo's own refusals are sentences; everything else is a fault of the server. */
function isSentence(name = ""): boolean {
  return /\.exceptions\.(UserError|ValidationError|AccessError|MissingError|RedirectWarning)$/.test(
    name,
  );
}

async function answerOf(path: string, params: Record<string, unknown>): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
    });
  } catch {
    throw new Unreachable();
  }
  // a session that the server forgot altogether is led to the login page or gets 404 (several databases)
  if (response.redirected || response.status === 404) throw new SignedOut();
  // a proxy takes no request of this size: as a missing network, it would hold up all the rest for ever
  if (response.status === 413) throw new Refused();
  if (!response.ok) throw new Unreachable();
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new Unreachable();
  }
}
