/** Drawing areas and points with WebGL: what a view fixes once, what a day changes each time. */

import type { AreasMade } from "./areas_worker.ts";
import { cornersOf, orderOf, pointsOf, WIDTH, type Picture } from "./drawing.ts";
import type { Frame } from "./screen.ts";
import * as shaders from "./shaders.ts";

type Parts = readonly (readonly [name: string, length: number])[];
const POINT_PARTS: Parts = [["a_at", 2], ["a_place", 1], ["a_size", 1]];
const AREA_PARTS: Parts = [["a_at", 2], ["a_place", 1], ["a_off", 2]];
const MOST_RADIUS = 40; // pixels of a point with its ring, at most
const SCREEN_PARTS: Parts = [["a_at", 2]];
const SCREEN = new Float32Array([-1, -1, 3, -1, -1, 3]); // one triangle over all of it
const UNIFORMS = [
  "u_frame", "u_standing", "u_owner", "u_areas", "u_palette", "u_ground", "u_rim", "u_dpr", "u_scale",
] as const;

/** Vertices with the program that draws them; list: in which order, as they lie where null. */
interface Buffers {
  program: WebGLProgram;
  vertices: WebGLVertexArrayObject;
  list: WebGLBuffer | null;
  count: number;
  kind: number;
  places: ReadonlyMap<string, WebGLUniformLocation | null>;
}

/** A texture that tells whose each pixel is; `of`: in which view. */
interface Owner {
  texture: WebGLTexture | null;
  frame: WebGLFramebuffer | null;
  of: string;
}

/** All that is made on the graphics card for one picture. */
interface Made {
  standing: WebGLTexture | null;
  owner: Owner;
  screen: Buffers;
  points: Buffers;
  besieged: Buffers;
  areas: Buffers | null;
  /** The places in the order of their points. */
  order: number[];
  /** The version of the picture that is on the card. */
  version: number;
}

/**
 * A canvas of its own above the map: a step of the clock draws areas and points anew, and leaves
 * lands and borders as they are. Which pixel is whose is drawn once for each view.
 */
export class Painting {
  readonly canvas = document.createElement("canvas");
  /** How big points are drawn. */
  scale = 1;
  areasVisible = true;
  readonly #gl: WebGL2RenderingContext;
  #picture: Picture | null = null;
  #triangles: AreasMade | null = null;
  #made: Made | null = null;

  constructor(private readonly again: () => void) {
    this.canvas.className = "overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    const gl = this.canvas.getContext("webgl2", { antialias: false });
    if (!gl) throw new Error("This browser has no WebGL 2, which the map needs. Try a newer one.");
    this.#gl = gl;
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.#made = null;
      this.again();
    });
  }

  /** Take up places, in the place of those before. */
  take(picture: Picture): void {
    [this.#picture, this.#triangles, this.#made] = [picture, null, null];
  }

  /** Take up the areas: corners in degrees, the place of each, and triangles. */
  takeAreas(made: AreasMade): void {
    this.#triangles = made;
    if (this.#made) [this.#made.areas, this.#made.owner.of] = [null, ""];
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
    const made = (this.#made ??= this.#make(picture));
    this.#upload(picture, made);
    gl.disable(gl.BLEND);
    this.#findOwners(picture, made, frame);
    this.#clip(picture, frame);
    this.#show(made.screen, picture, frame);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#show(made.besieged, picture, frame);
    gl.disable(gl.SCISSOR_TEST);
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

  #make(picture: Picture): Made {
    const gl = this.#gl;
    const order = orderOf(picture);
    const points = pointsOf(picture, order);
    return {
      standing: this.#texture(),
      owner: { texture: this.#texture(), frame: gl.createFramebuffer(), of: "" },
      screen: this.#built([shaders.SCREEN_VERTEX, shaders.SCREEN_FRAGMENT], SCREEN, SCREEN_PARTS, gl.TRIANGLES),
      points: this.#built([shaders.SPOT_VERTEX, shaders.SPOT_FRAGMENT], points, POINT_PARTS, gl.POINTS),
      besieged: this.#built([shaders.POINT_VERTEX, shaders.POINT_FRAGMENT], points, POINT_PARTS, gl.POINTS, new Uint32Array()),
      areas: null,
      order,
      version: -1,
    };
  }

  /** Bring the card up to what the picture tells. */
  #upload(picture: Picture, made: Made): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, made.standing);
    if (made.version === picture.version) return;
    made.version = picture.version;
    const { rows, standing } = picture;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8UI, WIDTH, rows, 0, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, standing);
    const besieged = Uint32Array.from(made.order.keys()).filter((row) => picture.isBesieged(made.order[row] as number));
    made.besieged.count = besieged.length;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, made.besieged.list);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, besieged, gl.DYNAMIC_DRAW);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, null);
  }

  /** Draw into a texture whose each pixel is, unless that of this view is there. */
  #findOwners(picture: Picture, made: Made, frame: Frame): void {
    const gl = this.#gl;
    const { width, height } = this.canvas;
    const { owner } = made;
    const triangles = this.areasVisible ? this.#triangles : null;
    const view = [width, height, frame.size, ...frame.at(0.5, 0.5), this.scale, triangles !== null].join(" ");
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, owner.texture);
    if (owner.of === view) return;
    owner.of = view;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA16UI, width, height, 0, gl.RGBA_INTEGER, gl.UNSIGNED_SHORT, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, owner.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, owner.texture, 0);
    gl.clearBufferuiv(gl.COLOR, 0, new Uint32Array(4));
    gl.bindTexture(gl.TEXTURE_2D, null); // what is drawn into must not be read from meanwhile
    if (triangles) {
      made.areas ??= this.#built(
        [shaders.AREA_VERTEX, shaders.AREA_FRAGMENT],
        cornersOf(triangles, picture),
        AREA_PARTS,
        gl.TRIANGLES,
        triangles.triangles,
      );
      this.#show(made.areas, picture, frame);
    }
    this.#show(made.points, picture, frame);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.bindTexture(gl.TEXTURE_2D, owner.texture);
  }

  /** Draw only where the places lie. */
  #clip({ bounds: [west, north, east, south], reach }: Picture, frame: Frame): void {
    const gl = this.#gl;
    const ratio = window.devicePixelRatio || 1;
    const around = MOST_RADIUS + reach * frame.size;
    const [left, top] = frame.at(west, north);
    const [right, bottom] = frame.at(east, south);
    const clipped = (value: number, most: number): number => Math.round(Math.max(0, Math.min(value, most)) * ratio);
    const [x0, x1] = [clipped(left - around, frame.width), clipped(right + around, frame.width)];
    const [y0, y1] = [clipped(top - around, frame.height), clipped(bottom + around, frame.height)];
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(x0, this.canvas.height - y1, x1 - x0, y1 - y0);
  }

  #show({ program, vertices, count, kind, list, places }: Buffers, picture: Picture, frame: Frame): void {
    const gl = this.#gl;
    if (!count) return;
    const at = (name: string): WebGLUniformLocation | null => places.get(name) ?? null;
    gl.useProgram(program);
    gl.bindVertexArray(vertices);
    // From mercator coordinates around the origin to the screen, worked out in full precision.
    const [x, y] = frame.at(picture.origin[0], picture.origin[1]);
    const [wide, high] = [2 / frame.width, 2 / frame.height];
    gl.uniform4f(at("u_frame"), frame.size * wide, -frame.size * high, x * wide - 1, 1 - y * high);
    gl.uniform1i(at("u_standing"), 0);
    gl.uniform1i(at("u_owner"), 1);
    gl.uniform1i(at("u_areas"), Number(this.areasVisible && this.#triangles !== null));
    gl.uniform3fv(at("u_palette"), picture.palette);
    gl.uniform3fv(at("u_ground"), picture.ground);
    gl.uniform1f(at("u_rim"), picture.isDark ? 0.86 : 0.13);
    gl.uniform1f(at("u_dpr"), window.devicePixelRatio || 1);
    gl.uniform1f(at("u_scale"), this.scale);
    if (list) gl.drawElements(kind, count, gl.UNSIGNED_INT, 0);
    else gl.drawArrays(kind, 0, count);
    gl.bindVertexArray(null);
  }

  #texture(): WebGLTexture | null {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
    return texture;
  }

  /** Return buffers of vertices that have the parts named; `order`: the list to draw them by. */
  #built([vertex, fragment]: [string, string], data: Float32Array, parts: Parts, kind: number, order?: Uint32Array): Buffers {
    const gl = this.#gl;
    const program = shaders.compiled(gl, vertex, fragment);
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
    const list = order ? gl.createBuffer() : null;
    if (order) {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, list);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    }
    gl.bindVertexArray(null);
    const places = new Map(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
    return { program, vertices, list, count: order?.length ?? data.length / size, kind, places };
  }
}
