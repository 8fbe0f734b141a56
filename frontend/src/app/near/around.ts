/** Where the phone is, and the customers around it: those on the phone, and what the server adds. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { FIND, customersOf, isSame, type Customer } from "../customers/data";
import { whereNearly, type Place } from "../position";
import { metresBetween, type Point } from "./geo";

/** A customer with its distance in metres. */
export interface Near {
  customer: Customer;
  metres: number;
}

/** Where the phone is, as `ask` finds it: undefined while that is being found out, null when it is not known. */
export function useHere(ask = whereNearly): { here: Place | null | undefined; again: () => void } {
  const [here, setHere] = useState<Place | null | undefined>(undefined);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    void ask().then((found) => over || setHere(found));
    return () => {
      over = true;
    };
  }, [ask, round]);
  const again = useCallback(() => {
    setHere(undefined);
    setRound((count) => count + 1);
  }, []);
  return { here, again };
}

/** Customers by distance; the server is asked for those that the phone did not take along. */
export function useAround(app: App, here: Place | null): Near[] {
  const [further, setFurther] = useState<Customer[]>([]);
  const { latitude, longitude } = here ?? {};
  useEffect(() => {
    let over = false;
    if (latitude !== undefined)
      app.around.call(FIND, { vals: { latitude, longitude } }).then(
        (rows) => over || setFurther(rows as Customer[]),
        // without a network those on the phone have to do
        () => undefined,
      );
    return () => {
      over = true;
    };
  }, [latitude, longitude]);
  return here ? byDistance([...customersOf(app.data), ...further], here) : [];
}

/** Those with a position, the nearest first, each once. */
export function byDistance(customers: Customer[], here: Point): Near[] {
  const once = customers.filter(
    (customer, index) => customers.findIndex((other) => isSame(customer, other)) === index,
  );
  return once
    .filter((customer) => customer.has_position)
    .map((customer) => ({ customer, metres: metresBetween(here, customer) }))
    .sort((one, other) => one.metres - other.metres);
}
