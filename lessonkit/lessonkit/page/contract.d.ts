/* What widgets, their pages and their hosts share, as types for `tsc --checkJs` and for editors. */

/** The model of anywidget in a live kernel; on a page its stand-in (mount.js). */
interface WidgetModel {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: (...told: any[]) => void): void;
  off(event?: string, listener?: (...told: any[]) => void): void;
  send(message: unknown): void;
}

interface RenderContext {
  model: WidgetModel;
  el: HTMLElement;
  /** Aborted when the view is gone; a page has none. */
  signal?: AbortSignal;
}

interface CourseWidget {
  render(context: RenderContext): unknown;
}

/** What a reader of a text found: a value, or what is wrong with the text. */
type Reading<Value> = { value: Value; fault?: undefined } | { value?: undefined; fault: string };

/** The line of a widget that says what is wrong (faults.js). */
interface Faults {
  say(sentence: string, control?: Element): void;
  clear(control?: Element): void;
}

type Settings = Record<string, number | string>;

interface ExplorerElement extends HTMLElement {
  parameters: Settings;
  readonly result: {
    t: Float64Array;
    series: Record<string, Float64Array>;
    scalars: Record<string, number>;
    units: Record<string, string>;
    spikes: Float64Array;
  };
  /** The value of the model's axis that is looked at; null if none is. Anything else throws a RangeError. */
  cursor: number | null;
}

interface Run {
  t: Float64Array;
  series: Record<string, Float64Array>;
  scalars: Record<string, number>;
}

/** The heart of an explorer (explorer/state.js), which its parts share. */
interface ExplorerState {
  readonly root: HTMLElement;
  /** What the page needs to know of the model (`Explorer._spec` in Python). */
  readonly spec: any;
  /** Whether it has no place in the address of a page: in a notebook with a kernel, or within another widget. */
  readonly live: boolean;
  readonly model: WidgetModel;
  readonly faults: Faults;
  readonly settings: Record<string, any>;
  readonly result: Run;
  readonly reference: Run;
  /** Take over some settings, or throw a RangeError and leave all as it was. */
  change(changes: Settings): void;
  /** Take over some settings, or return what is wrong with them. */
  refusalOf(changes: Settings): string;
  /** Take over some settings, or say what is wrong with them. */
  tryChange(changes: Settings): void;
  /** Call `act` now and in the frame after each change. */
  onShow(act: () => void): void;
  /** Call `act` when no further change has come for half a second. */
  onSettled(act: () => void): void;
  /** Ask `refuse` before each change by the reader (not `change`): what is wrong with it, or nothing. */
  guard(refuse: (changes: Settings) => string): void;
  /** A value of the model's axis that the reader looks at. */
  readonly cursor: number | undefined;
  setCursor(value: number | undefined): void;
  onCursor(act: () => void): void;
  /** Let a screen reader say a text: one voice for all parts, so that none talks over another. */
  say(text: string): void;
  stop(): void;
}

/** A scene as the page gets it (`Scene.data` in Python). */
interface SceneData {
  /** What its parts follow: `code` fills a value for each of `bound`, `PART.ATTRIBUTE` or `{WORD}`. */
  program: { inputs: { kind: "axis" | "series" | "number"; name: string }[]; bound: string[]; code: string };
  /** How a value is said, by part or `{WORD}`. */
  says: Record<string, { unit: string; digits: number } | { below: [number, string][]; otherwise: string }>;
  here: string;
  happens: string;
  moments: number[];
  axis: { low: number; high: number; unit: string };
  seconds: number;
  step: number;
  grabs: SceneGrab[];
}

/** A part that is dragged along a line of the drawing; `slider` is the least and greatest value and the step. */
interface SceneGrab {
  part: string;
  parameter: string;
  start: [number, number];
  end: [number, number];
  also: Settings;
  slider: [number, number, number];
}

interface HTMLElementTagNameMap {
  "course-explorer": ExplorerElement;
}

/** What a reader chose at a node of a case: an action or, where one is asked, a number. */
type CaseStep = { node: string; action: string; given?: undefined } | { node: string; given: number; action?: undefined };

interface CourseEventMap {
  "course:result": CustomEvent<{ model: string; parameters: Settings; scalars: Record<string, number> }>;
  "course:cursor": CustomEvent<{ model: string; cursor: number | null }>;
  "course:answer": CustomEvent<{
    quiz: string; item: string; response: unknown; score: number | null; attempts: number; seed?: number;
    confidence?: "sure" | "fairly" | "guess";
  }>;
  /** Whether the outcome of a prediction may be seen, and whether a run of the model is asked for. */
  "course:outcome": CustomEvent<{ item: string; free: boolean; asksForRun: boolean }>;
  /** A step of a case: the node that the reader is at, the way there, and the end if it is one. */
  "course:case": CustomEvent<{ case: string; node: string; way: CaseStep[]; end: string | null }>;
  "course:task": CustomEvent<{ tasks: string; task: string; solved: boolean; tries: number; hints: number }>;
}

interface DocumentEventMap extends CourseEventMap {}
interface HTMLElementEventMap extends CourseEventMap {}

/** What a course keeps of a question (“The contract of the page” in CONTRIBUTING). */
interface ItemRecord {
  hash: string;
  response: any;
  checked: boolean;
  score: number | null;
  attempts: number;
  hints: number;
  shown: boolean;
  /** Of a prediction: the reader has run the model at its settings. */
  ran?: true;
  seed?: number;
  /** What FSRS knows of an answer: its day, and stability (days) and difficulty (1 to 10). */
  day?: number;
  stability?: number;
  difficulty?: number;
  /** The day on which something else than an answer asks for a review, such as a case that was ended. */
  due?: number;
  /** How sure the reader was of an answer given for the first time or due again, and the score of that answer. */
  confidence?: "sure" | "fairly" | "guess";
  firstScore?: number;
  /** What the last answer shows, if it is wrong in a way that the question knows: ids of misconceptions. */
  misconceptions?: string[];
  /** Right answers in a row, in records of before FSRS. */
  streak?: number;
  at?: number;
}

/** Of a cleared item the time alone is kept. */
interface ClearedRecord { at: number; hash?: undefined }

/** What `quiz:ID` and `tasks:ID` hold; of a task `response` are the settings that solved it, and `score` is 1 then. What
 * `case:ID` holds are `way`, whose `response` is `{way: CaseStep[], isOn: boolean}`, and `end-NODE` of each end seen. */
interface StoredItems {
  schema: 2;
  items: Record<string, ItemRecord | ClearedRecord>;
}

/** What `exam` holds. */
interface StoredExam {
  schema: 2;
  at: number;
  seed: number;
  items: { id: string; hash: string }[];
  responses: Record<string, { at: number; response?: unknown }>;
  name?: { text: string; at: number };
  finished?: string;
  version?: string;
}

/** A record as a file. */
interface RecordFile {
  course: string;
  schema: 2;
  version: string;
  saved: string;
  quizzes: Record<string, Record<string, ItemRecord>>;
  tasks?: Record<string, Record<string, ItemRecord>>;
  cases?: Record<string, Record<string, ItemRecord>>;
  exam?: StoredExam;
}

// One for the page: each widget of a notebook runs a copy of its modules.
declare var courseUnkept: Map<string, string>;
declare var courseUnkeptNote: HTMLElement | undefined;
declare var courseViews: number | undefined;
/** The reader's path (sphinx/follow.js, which the build tells of the paths); a notebook has none. */
declare var coursePath: { chosen(): string | null; pages(): string[] | null; choose(id: string): void } | undefined;
declare const COURSE_PATHS: {
  course: string;
  home: string;
  first: string;
  paths: { id: string; title: string; pages: string[] }[];
  titles: Record<string, string>;
};
/** The browser's own storage behind one that stands in for it; null where it is refused. */
declare var courseStorage: Storage | null;
/** A drawing in the page (figures/picture.js). */
interface CoursePicture {
  /** What it shows now, as Plotly's JSON. */
  readonly figure: any;
  /** Its panels from the top: boxes in pixels from its left upper corner, with scales and the size of the
   * type. Empty until it is drawn.
   */
  readonly panels: readonly { name: string; box: Box; x: Scale; y: Scale; size: number }[];
  /** Where in the drawing a pointer is, in pixels from its left upper corner. */
  placeOf(event: { clientX: number; clientY: number }): [number, number];
  /** Show other points in the traces with these names (their `meta`). */
  show(curves: Record<string, { x: ArrayLike<any>; y: ArrayLike<any> }>): void;
  /** Tell of each drawing, and of the one that stands; until `signal`. */
  onDraw(act: () => void, signal?: AbortSignal): void;
  /** Tell of the cell under a click or a tap, or of the nearest point of a curve. */
  onChoice(act: (choice: { trace: any; index: any; x: any; y: any }) => void): void;
}

/** What can be walked of a drawing (figures/walk.js): tracks of points, which are curves, rows of cells or categories. */
interface CourseWalk {
  kind: "curves" | "rows" | "dots" | "cells";
  tracks: { name: string; panel: any; points: any[] }[];
  /** From the top. */
  panels: any[];
  layout: any;
}

/** A point of a walk by the numbers of its track and place; `x` if a curve is read between its points. */
interface CourseSpot { t: number; k: number; x?: number }

/** The cursor of a drawing (figures/cursor.js). */
interface CourseCursor {
  readonly walk: CourseWalk;
  readonly spot: CourseSpot | undefined;
  /** Put it to a spot, or away. */
  keep(spot: CourseSpot | undefined): void;
  /** Tell of each step by a key. */
  onStep(act: () => void): void;
}

interface Box { left: number; right: number; top: number; bottom: number }

/** Of an axis: from values to pixels and back. */
interface Scale {
  type: "linear" | "log" | "category";
  place(value: number | string | null): number;
  value(pixels: number): number;
}

/** Ends the curve that sounds (figures/sound.js). */
declare var courseHush: (() => void) | undefined;
declare var coursePlotly: Promise<any> | undefined;
declare var Plotly: any;

// On pages of the search, sphinx/summary.js stands behind page/search.js (sphinx/search.py), beside Sphinx's own.
declare function folded(text: string): string;
declare var Search: any;
declare var DOCUMENTATION_OPTIONS: any;
