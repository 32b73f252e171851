// What the practice room's page and its steps bring: dialogue/wire/practice.py.
import type { EventView, ExerciseView, Limits, Now, PersonView, Seat } from "./frames";

/** Where the story stands, without what has happened. */
export interface Place {
  now: Now;
  manner: string;
  listen: string[][];
  wants: string[];
  state: string;
}

/** Something that happened in the story, to be shown after so many seconds. */
export interface Beat extends Place {
  seconds: number;
  again: boolean;
  event: EventView;
}

export interface Practice {
  seat: Seat;
  people: Partial<Record<Seat, PersonView>>;
  exercise: ExerciseView;
  limits: Limits;
  intro: string;
  step: string;
  beats: [Place, ...Beat[]];
}

/** What the visitor gave back of what the partner said. */
export interface Heard {
  source: string;
  words: string;
  given: string[];
  missing: string[];
}

/** What is told to the visitor in private. Its number, turn and step come when it is put in. */
export type Notice = Omit<EventView, "number" | "turn" | "step">;
