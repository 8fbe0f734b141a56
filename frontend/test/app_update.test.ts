/** A new version of the app: told when it is ready, used when the rep says so. */
import { afterEach, expect, it, vi } from "vitest";
import { installWorker } from "../src/app/phone";

class Worker extends EventTarget {
  postMessage = vi.fn();
}

class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(() => Promise.resolve());

  /** A newer worker was found and is installed now. */
  find(): Worker {
    const found = new Worker();
    this.installing = found;
    this.dispatchEvent(new Event("updatefound"));
    this.waiting = found;
    found.dispatchEvent(new Event("statechange"));
    return found;
  }
}

function browser(controller: Worker | null): Registration {
  const registration = new Registration();
  const serviceWorker = Object.assign(new EventTarget(), {
    controller,
    register: () => Promise.resolve(registration),
  });
  Object.defineProperty(navigator, "serviceWorker", { value: serviceWorker, configurable: true });
  return registration;
}

afterEach(() => {
  Object.defineProperty(navigator, "serviceWorker", { value: undefined, configurable: true });
});

it("tells of a new version and changes to it on the rep's word only", async () => {
  const registration = browser(new Worker());
  const ready = vi.fn<(use: () => void) => void>();
  await installWorker(ready);
  expect(ready).not.toHaveBeenCalled();
  const found = registration.find();
  expect(ready).toHaveBeenCalledTimes(1);
  expect(found.postMessage).not.toHaveBeenCalled();
  ready.mock.calls[0][0]();
  expect(found.postMessage).toHaveBeenCalledWith("take over");
});

it("tells of a version that was waiting before the app was opened", async () => {
  browser(new Worker()).waiting = new Worker();
  const ready = vi.fn();
  await installWorker(ready);
  expect(ready).toHaveBeenCalledTimes(1);
});

it("says nothing of the very first version", async () => {
  const registration = browser(null);
  const ready = vi.fn();
  await installWorker(ready);
  registration.find();
  expect(ready).not.toHaveBeenCalled();
});

it("looks for a new version when the app comes to the front", async () => {
  const registration = browser(new Worker());
  await installWorker(vi.fn());
  document.dispatchEvent(new Event("visibilitychange"));
  expect(registration.update).toHaveBeenCalled();
});

it("works in a browser without workers", async () => {
  await expect(installWorker(vi.fn())).resolves.toBeUndefined();
});
