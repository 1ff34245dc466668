/** Drawing areas and points with WebGL: one texture tells how each place stands. */

import { MercatorCoordinate, type CustomLayerInterface, type CustomRenderMethodInput } from "maplibre-gl";
import type { Places, Standing } from "./runs.ts";
import { compiled, AREA_FRAGMENT, AREA_VERTEX, POINT_FRAGMENT, POINT_VERTEX } from "./shaders.ts";

const WIDTH = 256; // of the texture, in places
const MOST_COLOURS = 64;
const FADED = 2;
const BESIEGED = 1;

/** What both layers draw from; change it, then ask the map to repaint. */
export class Picture {
  readonly standing: Uint8Array;
  readonly rows: number;
  readonly origin: MercatorCoordinate;
  readonly palette = new Float32Array(3 * MOST_COLOURS);
  ground: [number, number, number] = [1, 1, 1];
  version = 0;

  constructor(readonly places: Places) {
    this.rows = Math.max(1, Math.ceil(places.count / WIDTH));
    this.standing = new Uint8Array(4 * WIDTH * this.rows);
    const shown = [...places.drawn.keys()].filter((n) => places.drawn[n]);
    const middle = (values: Float64Array): number =>
      shown.reduce((sum, n) => sum + (values[n] as number), 0) / Math.max(1, shown.length);
    this.origin = MercatorCoordinate.fromLngLat([middle(places.lon), middle(places.lat)]);
    places.parties.slice(0, MOST_COLOURS).forEach(({ colour }, n) => {
      for (let part = 0; part < 3; part++) {
        this.palette[3 * n + part] = parseInt(colour.slice(1 + 2 * part, 3 + 2 * part), 16) / 255;
      }
    });
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

interface Buffers {
  program: WebGLProgram;
  vertices: WebGLVertexArrayObject;
  count: number;
  texture: WebGLTexture;
  drawn: number;
}

abstract class PictureLayer implements CustomLayerInterface {
  readonly type = "custom";
  abstract readonly id: string;
  visible = true;
  protected gl: WebGL2RenderingContext | null = null;
  protected buffers: Buffers | null = null;

  constructor(protected readonly picture: Picture) {}

  onAdd(_map: unknown, gl: WebGL2RenderingContext): void {
    this.gl = gl;
    this.buffers = null;
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    this.buffers ??= this.build(gl);
    const { buffers, picture } = this;
    if (!this.visible || !buffers?.count) return;
    gl.useProgram(buffers.program);
    gl.bindVertexArray(buffers.vertices);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, buffers.texture);
    if (buffers.drawn !== picture.version) {
      buffers.drawn = picture.version;
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8UI, WIDTH, picture.rows, 0, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, picture.standing);
    }
    const at = (name: string): WebGLUniformLocation | null =>
      gl.getUniformLocation(buffers.program, name);
    const matrix = input.defaultProjectionData.mainMatrix as ArrayLike<number>;
    gl.uniformMatrix4fv(at("u_matrix"), false, shifted(matrix, picture.origin));
    gl.uniform1i(at("u_standing"), 0);
    gl.uniform3fv(at("u_palette"), picture.palette);
    gl.uniform3fv(at("u_ground"), picture.ground);
    gl.uniform1f(at("u_dpr"), window.devicePixelRatio || 1);
    this.draw(gl, buffers, at);
    gl.bindVertexArray(null);
  }

  onRemove(): void {
    this.buffers = null;
  }

  protected abstract build(gl: WebGL2RenderingContext): Buffers;
  protected abstract draw(
    gl: WebGL2RenderingContext,
    buffers: Buffers,
    at: (name: string) => WebGLUniformLocation | null,
  ): void;

  /** Return buffers of vertices of `[x, y, place, …]`, all floats. */
  protected made(gl: WebGL2RenderingContext, data: Float32Array, shaders: [string, string], size: number): Buffers {
    const program = compiled(gl, ...shaders);
    const vertices = gl.createVertexArray();
    gl.bindVertexArray(vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    const parts: [string, number, number][] = [["a_at", 2, 0], ["a_place", 1, 2], ["a_size", 1, 3]];
    for (const [name, length, offset] of parts) {
      const place = gl.getAttribLocation(program, name);
      if (place < 0) continue;
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, length, gl.FLOAT, false, 4 * size, 4 * offset);
    }
    gl.bindVertexArray(null);
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
    return { program, vertices, texture, count: data.length / size, drawn: -1 };
  }

  protected local(lon: number, lat: number): [number, number] {
    const { x, y } = MercatorCoordinate.fromLngLat([lon, lat]);
    return [x - this.picture.origin.x, y - this.picture.origin.y];
  }
}

/** The places as points, the greatest below. */
export class PointLayer extends PictureLayer {
  readonly id = "whoholds-points";
  scale = 1;

  protected build(gl: WebGL2RenderingContext): Buffers {
    const { places } = this.picture;
    const order = [...places.drawn.keys()].filter((n) => places.drawn[n]);
    order.sort((a, b) => radiusOf(places.population[b]) - radiusOf(places.population[a]));
    const data = new Float32Array(4 * order.length);
    order.forEach((n, row) => {
      const at = this.local(places.lon[n] as number, places.lat[n] as number);
      data.set([...at, n, radiusOf(places.population[n])], 4 * row);
    });
    return this.made(gl, data, [POINT_VERTEX, POINT_FRAGMENT], 4);
  }

  protected draw(gl: WebGL2RenderingContext, buffers: Buffers, at: (name: string) => WebGLUniformLocation | null): void {
    gl.uniform1f(at("u_scale"), this.scale);
    gl.drawArrays(gl.POINTS, 0, buffers.count);
  }
}

/** The areas of control, once their triangles are made. */
export class AreaLayer extends PictureLayer {
  readonly id = "whoholds-areas";
  #data = new Float32Array(0);

  /** Take up triangles: corners in degrees, and the place of each. */
  take(corners: Float64Array, place: Float32Array): void {
    this.#data = new Float32Array(3 * place.length);
    place.forEach((number, n) => {
      const at = this.local(corners[2 * n] as number, corners[2 * n + 1] as number);
      this.#data.set([...at, number], 3 * n);
    });
    this.buffers = null;
  }

  protected build(gl: WebGL2RenderingContext): Buffers {
    return this.made(gl, this.#data, [AREA_VERTEX, AREA_FRAGMENT], 3);
  }

  protected draw(gl: WebGL2RenderingContext, buffers: Buffers): void {
    gl.drawArrays(gl.TRIANGLES, 0, buffers.count);
  }
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

/** Return a matrix that takes coordinates from the origin on; worked out in full precision. */
function shifted(matrix: ArrayLike<number>, { x, y }: MercatorCoordinate): Float32Array {
  const moved = Float32Array.from(matrix);
  for (let row = 0; row < 4; row++) {
    moved[12 + row] =
      (matrix[row] as number) * x + (matrix[4 + row] as number) * y + (matrix[12 + row] as number);
  }
  return moved;
}
