/** A typed list of listeners. */
export class Emitter<Events extends object> {
  private listeners: { [E in keyof Events]?: ((event: Events[E]) => void)[] } = {};

  on<E extends keyof Events>(event: E, callback: (event: Events[E]) => void): void {
    (this.listeners[event] = this.listeners[event] || []).push(callback);
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const callback of this.listeners[event] || []) callback(payload);
  }

  clear(): void {
    this.listeners = {};
  }
}
