"""How much work each customer is for each rep."""

from __future__ import annotations

import numpy as np

from .ground import Floats, Ground
from .question import DesignQuestion

#: Neighbours that the density around a customer is taken from.
AROUND = 4
#: A tour through many stops is 0.7124 · √(area · stops) long (Beardwood, Halton and Hammersley 1959), a stop's
#: part 0.7124 / √density; with m stops within radius r the density is m / (π r²): 0.7124 · √(π / 4) · r for four.
HOP = 0.7124 * float(np.sqrt(np.pi / AROUND))
#: Rows of the distance matrix that are in memory at once.
ROWS = 256


def load_of(question: DesignQuestion, ground: Ground) -> Floats:
    """Return what each customer adds to the load of each rep: a row for each customer, a column for each rep."""
    count = len(question.reps)
    if question.balance in ("customers", "amount", "visit_hours"):
        return np.repeat(_plain(question)[:, None], count, axis=1)
    driving = drive_hours(question, ground)
    if question.balance == "drive_hours":
        return driving
    hours = np.array([item.visits * item.service_h for item in question.customers])
    return driving + hours[:, None]


def _plain(question: DesignQuestion) -> Floats:
    if question.balance == "customers":
        return np.ones(len(question.customers))
    if question.balance == "amount":
        return np.array([item.amount for item in question.customers], dtype=np.float64)
    return np.array([item.visits * item.service_h for item in question.customers], dtype=np.float64)


def drive_hours(question: DesignQuestion, ground: Ground) -> Floats:
    """Return the hours a month on the road for each customer and rep.

    Each visit takes the way from the stop before, and its part of the way from home and back, which all
    visits of a day share (Daganzo, Logistics Systems Analysis, chapter 4). Without a home there is only the first.
    """
    metres_per_hour = 1000.0 * question.speed_kmh
    hop = question.detour_factor * HOP * around_m(ground.spots) / metres_per_hour
    service = np.array([item.service_h for item in question.customers])
    visits = np.array([item.visits for item in question.customers])
    away = question.detour_factor * home_m(question, ground) / metres_per_hour
    left = np.maximum(0.0, question.day_h - 2.0 * away)
    stops = np.maximum(1.0, left / np.maximum(1 / 60.0, hop + service)[:, None])
    hours: Floats = visits[:, None] * (hop[:, None] + 2.0 * away / stops)
    return hours


def around_m(spots: Floats) -> Floats:
    """Return the distance from each customer to the fourth nearest other one, metres; 0 where there is none."""
    nearest = min(AROUND, len(spots) - 1)
    found = np.zeros(len(spots))
    for start in range(0, len(spots) if nearest else 0, ROWS):
        rows = spots[start : start + ROWS]
        squares = (rows[:, None, 0] - spots[None, :, 0]) ** 2 + (rows[:, None, 1] - spots[None, :, 1]) ** 2
        found[start : start + ROWS] = np.sqrt(np.partition(squares, nearest, axis=1)[:, nearest])
    return found


def home_m(question: DesignQuestion, ground: Ground) -> Floats:
    """Return the distance from each customer to each rep's start, metres; 0 for a rep without one."""
    distances = np.zeros((len(ground.spots), len(question.reps)))
    for column, rep in enumerate(question.reps):
        if rep.lat is not None and rep.lon is not None:
            home = ground.plane.metres([rep.lat], [rep.lon])[0]
            distances[:, column] = np.hypot(*(ground.spots - home).T)
    return distances
