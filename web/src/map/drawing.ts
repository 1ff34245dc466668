/** Drawing areas and points with WebGL: one texture tells how each place stands. */

import type { AreasMade } from "./areas_worker.ts";
import { REACH_KM } from "./reach.ts";
import type { Places, Standing } from "./runs.ts";
import { mercator, type Frame } from "./screen.ts";
import { compiled, AREA_FRAGMENT, AREA_VERTEX, POINT_FRAGMENT, POINT_VERTEX } from "./shaders.ts";

const WIDTH = 256; // of the texture, in places
const MOST_COLOURS = 64;
const FADED = 2;
const BESIEGED = 1;

/** What points and areas are drawn from; change it, then draw. */
export class Picture {
  readonly standing: Uint8Array;
  readonly rows: number;
  /** Mercator coordinates that vertices are told from: near them, small numbers are exact. */
  readonly origin: readonly [number, number];
  readonly palette = new Float32Array(3 * MOST_COLOURS);
  ground: [number, number, number] = [1, 1, 1];
  isDark = false;
  version = 0;

  constructor(readonly places: Places) {
    this.rows = Math.max(1, Math.ceil(places.count / WIDTH));
    this.standing = new Uint8Array(4 * WIDTH * this.rows);
    const shown = [...places.drawn.keys()].filter((n) => places.drawn[n]);
    const middle = (values: Float64Array): number =>
      shown.reduce((sum, n) => sum + (values[n] as number), 0) / Math.max(1, shown.length);
    this.origin = mercator(middle(places.lon), middle(places.lat));
    places.parties.slice(0, MOST_COLOURS).forEach(({ colour }, n) => {
      for (let part = 0; part < 3; part++) {
        this.palette[3 * n + part] = parseInt(colour.slice(1 + 2 * part, 3 + 2 * part), 16) / 255;
      }
    });
  }

  /** Take up what lies below the points. */
  takeGround(colour: [number, number, number], isDark: boolean): void {
    [this.ground, this.isDark] = [colour, isDark];
  }

  /** Take up how the places stand; `only`: fade the places of all other parties. */
  update(standing: Standing, only: number | null): void {
    const texels = this.standing;
    for (let n = 0; n < standing.status.length; n++) {
      const party = standing.party[n] as number;
      texels[4 * n] = Math.max(0, Math.min(party, MOST_COLOURS - 1));
      texels[4 * n + 1] = Math.round(2.55 * (standing.probability[n] as number));
      texels[4 * n + 2] = party < 0 && standing.status[n] === 0 ? 2 : (standing.status[n] as number);
      const faded = only !== null && party !== only ? FADED : 0;
      texels[4 * n + 3] = (standing.besieged[n] ? BESIEGED : 0) + faded;
    }
    this.version++;
  }
}

type Parts = readonly (readonly [name: string, length: number])[];
const POINT_PARTS: Parts = [["a_at", 2], ["a_place", 1], ["a_size", 1]];
const AREA_PARTS: Parts = [["a_at", 2], ["a_place", 1], ["a_off", 2]];
const UNIFORMS = ["u_frame", "u_standing", "u_palette", "u_ground", "u_rim", "u_dpr", "u_scale"] as const;
const WORLD_KM = 40_075;

interface Buffers {
  places: ReadonlyMap<string, WebGLUniformLocation | null>;
  program: WebGLProgram;
  vertices: WebGLVertexArrayObject;
  count: number;
  kind: number;
}

/**
 * A canvas of its own above the map: a step of the clock draws areas and points anew, and leaves
 * lands and borders as they are.
 */
export class Painting {
  readonly canvas = document.createElement("canvas");
  /** How big points are drawn. */
  scale = 1;
  areasVisible = true;
  readonly #gl: WebGL2RenderingContext;
  #picture: Picture | null = null;
  #points: Buffers | null = null;
  #areas: Buffers | null = null;
  #triangles: AreasMade | null = null;
  #texture: WebGLTexture | null = null;
  #drawn = -1;

  constructor(private readonly again: () => void) {
    this.canvas.className = "overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    const gl = this.canvas.getContext("webgl2", { antialias: false });
    if (!gl) throw new Error("This browser has no WebGL 2, which the map needs. Try a newer one.");
    this.#gl = gl;
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.#forget();
      this.again();
    });
  }

  /** Take up places, in the place of those before. */
  take(picture: Picture): void {
    this.#picture = picture;
    this.#triangles = null;
    this.#forget();
  }

  /** Take up the areas: corners in degrees, the place of each, and triangles. */
  takeAreas(made: AreasMade): void {
    this.#triangles = made;
    this.#areas = null;
  }

  /** Draw all of a frame. */
  draw(frame: Frame): void {
    const gl = this.#gl;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    gl.viewport(0, 0, wide, high);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const picture = this.#picture;
    if (!picture || gl.isContextLost()) return;
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#upload(picture);
    if (this.areasVisible && this.#triangles) {
      this.#areas ??= this.#built(AREA_VERTEX, AREA_FRAGMENT, cornersOf(this.#triangles, picture), AREA_PARTS, this.#triangles.triangles);
      this.#show(this.#areas, picture, frame);
    }
    this.#points ??= this.#built(POINT_VERTEX, POINT_FRAGMENT, pointsOf(picture), POINT_PARTS);
    this.#show(this.#points, picture, frame);
  }

  /** Wait until the graphics card has drawn what it was told to. */
  async finished(): Promise<void> {
    const gl = this.#gl;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!fence) return;
    gl.flush();
    while (gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) {
      await new Promise((done) => setTimeout(done, 2));
    }
    gl.deleteSync(fence);
  }

  #forget(): void {
    [this.#points, this.#areas, this.#texture, this.#drawn] = [null, null, null, -1];
  }

  /** Bring the texture up to what the picture tells. */
  #upload(picture: Picture): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0);
    if (!this.#texture) {
      this.#texture = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, this.#texture);
      for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
        gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
      }
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    if (this.#drawn === picture.version) return;
    this.#drawn = picture.version;
    const { rows, standing } = picture;
    const [kind, layout] = [gl.UNSIGNED_BYTE, gl.RGBA_INTEGER];
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8UI, WIDTH, rows, 0, layout, kind, standing);
  }

  #show({ program, vertices, count, kind, places }: Buffers, picture: Picture, frame: Frame): void {
    const gl = this.#gl;
    const at = (name: string): WebGLUniformLocation | null => places.get(name) ?? null;
    gl.useProgram(program);
    gl.bindVertexArray(vertices);
    // From mercator coordinates around the origin to the screen, worked out in full precision.
    const [x, y] = frame.at(picture.origin[0], picture.origin[1]);
    const [wide, high] = [2 / frame.width, 2 / frame.height];
    gl.uniform4f(at("u_frame"), frame.size * wide, -frame.size * high, x * wide - 1, 1 - y * high);
    gl.uniform1i(at("u_standing"), 0);
    gl.uniform3fv(at("u_palette"), picture.palette);
    gl.uniform3fv(at("u_ground"), picture.ground);
    gl.uniform1f(at("u_rim"), picture.isDark ? 0.86 : 0.13);
    gl.uniform1f(at("u_dpr"), window.devicePixelRatio || 1);
    gl.uniform1f(at("u_scale"), this.scale);
    if (kind === gl.POINTS) gl.drawArrays(kind, 0, count);
    else gl.drawElements(kind, count, gl.UNSIGNED_INT, 0);
    gl.bindVertexArray(null);
  }

  /** Return buffers of vertices that have the parts named; `order`: the triangles made of them. */
  #built(vertex: string, fragment: string, data: Float32Array, parts: Parts, order?: Uint32Array): Buffers {
    const gl = this.#gl;
    const program = compiled(gl, vertex, fragment);
    const vertices = gl.createVertexArray();
    gl.bindVertexArray(vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    const size = parts.reduce((sum, [, length]) => sum + length, 0);
    let offset = 0;
    for (const [name, length] of parts) {
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, length, gl.FLOAT, false, 4 * size, 4 * offset);
      offset += length;
    }
    if (order) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    }
    gl.bindVertexArray(null);
    const places = new Map(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
    const kind = order ? gl.TRIANGLES : gl.POINTS;
    return { program, vertices, count: order?.length ?? data.length / size, kind, places };
  }
}

/** Return the places that are drawn, the greatest first, so that small ones lie above. */
function pointsOf({ places, origin }: Picture): Float32Array {
  const order = [...places.drawn.keys()].filter((n) => places.drawn[n]);
  const radius = Float32Array.from(places.population, (people) => radiusOf(people));
  order.sort((a, b) => (radius[b] as number) - (radius[a] as number));
  const data = new Float32Array(4 * order.length);
  order.forEach((n, row) => {
    const [x, y] = mercator(places.lon[n] as number, places.lat[n] as number);
    data.set([x - origin[0], y - origin[1], n, radius[n] as number], 4 * row);
  });
  return data;
}

/** Return corners; each tells how far it lies from its place, as a part of the reach. */
function cornersOf({ corners, place }: AreasMade, { origin, places }: Picture): Float32Array {
  const data = new Float32Array(5 * place.length);
  place.forEach((number, n) => {
    const [lon, lat] = [places.lon[number] as number, places.lat[number] as number];
    const [px, py] = mercator(lon, lat);
    const reach = REACH_KM / WORLD_KM / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    const [x, y] = mercator(corners[2 * n] as number, corners[2 * n + 1] as number);
    data.set([x - origin[0], y - origin[1], number, (x - px) / reach, (y - py) / reach], 5 * n);
  });
  return data;
}

/** Return the radius of a place's point in pixels at the scale of 1. */
export function radiusOf(population: number | undefined): number {
  return 5 + 1.6 * Math.max(Math.log10(Math.max(population ?? 1, 1)) - 3, 0);
}

/** Return how big points are at a zoom, and where they lie so many pixels apart: not too big. */
export function scaleAt(zoom: number, apart: number): number {
  const wanted = Math.max(0.4, Math.min(1.15, 0.4 + (zoom - 4) * 0.15));
  return Math.min(wanted, Math.max(0.2, apart / 7));
}
