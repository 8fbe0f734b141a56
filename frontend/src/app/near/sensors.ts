/** Camera and compass of the phone, asked for after a tap: phones want one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { calmed, headingOf, type Orientation } from "./sky";

/** Older phones tell north by an event of its own. */
const KINDS = ["deviceorientationabsolute", "deviceorientation"];
/** A compass that says nothing for so long is none, in milliseconds. */
const PATIENCE = 3000;

interface Asking {
  requestPermission?: () => Promise<string>;
}

/** iOS asks the rep whether the page may use the sensors; others have no such question. */
export async function mayUseSensors(): Promise<boolean> {
  const asking = (globalThis as { DeviceOrientationEvent?: Asking }).DeviceOrientationEvent;
  if (!asking?.requestPermission) return Boolean(asking);
  return asking.requestPermission().then(
    (answer) => answer === "granted",
    () => false,
  );
}

/** By how many degrees the screen is turned from how the phone is usually held; older iOS tells it by the window. */
export function screenAngle(): number {
  const turned = (globalThis.screen as Partial<Screen> | undefined)?.orientation?.angle;
  return turned ?? (globalThis as { orientation?: number }).orientation ?? 0;
}

/** Where the phone looks: undefined until the sensors speak, null when they do not. */
export function useHeading(isOn: boolean): number | null | undefined {
  const [heading, setHeading] = useState<number | null | undefined>(undefined);
  const last = useRef<number | null>(null);
  useEffect(() => {
    if (!isOn) return undefined;
    const hear = (event: Event) => {
      const next = headingOf(event as unknown as Orientation, screenAngle());
      if (next === null) return;
      last.current = calmed(last.current, next);
      setHeading(last.current);
    };
    const late = setTimeout(() => last.current === null && setHeading(null), PATIENCE);
    for (const kind of KINDS) addEventListener(kind, hear);
    return () => {
      clearTimeout(late);
      for (const kind of KINDS) removeEventListener(kind, hear);
    };
  }, [isOn]);
  return heading;
}

/** The picture of the camera at the back: undefined until it is there, null without one. */
export function useCamera(isOn: boolean): MediaStream | null | undefined {
  const [stream, setStream] = useState<MediaStream | null | undefined>(undefined);
  useEffect(() => {
    if (!isOn) return undefined;
    let over = false;
    let own: MediaStream | null = null;
    const stop = (made: MediaStream | null) => made?.getTracks().forEach((track) => track.stop());
    void openCamera().then((made) => {
      own = made;
      if (over) stop(made);
      else setStream(made);
    });
    return () => {
      over = true;
      stop(own);
    };
  }, [isOn]);
  return stream;
}

/** Without a secure page (HTTPS), a camera or the rep's permission there is none. */
async function openCamera(): Promise<MediaStream | null> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media?.getUserMedia) return null;
  return media
    .getUserMedia({ video: { facingMode: "environment" }, audio: false })
    .catch(() => null);
}
