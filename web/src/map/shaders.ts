/**
 * The programs that the graphics card runs for points and areas.
 *
 * Which point or area a pixel belongs to is drawn once for each view, into textures; a step of the
 * clock then looks up how the places stand, and no more.
 */

const COMMON = `
uniform highp usampler2D u_standing;
uniform vec3 u_palette[64];
flat out vec4 v_colour;   // of the holder; how much of it shows
flat out ivec2 v_kind;    // 0 held, 1 contested, 2 unknown; 1 besieged, 2 faded
void stand(float place) {
  int n = int(place + 0.5);
  uvec4 told = texelFetch(u_standing, ivec2(n % 256, n / 256), 0);
  float share = float(told.g) / 255.0;
  v_colour = vec4(u_palette[int(told.r)], 0.25 + 0.75 * share);
  v_kind = ivec2(int(told.b), int(told.a));
}`;

const POINT = `
precision highp float;
uniform vec4 u_frame;
uniform float u_scale;
uniform float u_dpr;
in vec2 a_at;
in float a_place;
in float a_size;
flat out float v_radius;
vec4 position() {
  return vec4(a_at * u_frame.xy + u_frame.zw, 0.0, 1.0);
}
float radius() {
  return max(1.4, a_size * u_scale) * u_dpr;
}`;

/** Points with the ring of a siege, which changes from day to day: few, and drawn above all. */
export const POINT_VERTEX = `#version 300 es
${POINT}
flat out float v_ring;
flat out float v_pixel;
${COMMON}
void main() {
  stand(a_place);
  gl_Position = position();
  v_radius = radius();
  if (v_kind.x == 2) v_radius *= 0.8;
  float ring = (v_kind.y & 1) == 1 ? min(2.2 * u_dpr, 0.6 * v_radius) : 0.0;
  v_ring = ring;
  gl_PointSize = 2.0 * (v_radius + ring) + 1.0;
  v_pixel = 1.0 / gl_PointSize;
  v_radius = v_radius / gl_PointSize;
  v_ring = v_ring / gl_PointSize;
}`;

export const POINT_FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 u_ground;
uniform float u_rim;
uniform float u_dpr;
flat in vec4 v_colour;
flat in ivec2 v_kind;
flat in float v_radius;
flat in float v_ring;
flat in float v_pixel;
out vec4 colour;
void main() {
  float far = distance(gl_PointCoord, vec2(0.5));
  float pixel = v_pixel;
  if (far > v_radius + v_ring + pixel) discard;
  vec3 inner = mix(u_ground, v_colour.rgb, v_colour.a);
  if (v_kind.x == 1) {
    float stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 5.0 * u_dpr);
    inner = stripe < 2.2 * u_dpr ? vec3(0.12) : vec3(1.0);
  } else if (v_kind.x == 2) {
    inner = mix(u_ground, vec3(0.6), 0.6);
  }
  vec3 rim = v_kind.x == 2 ? vec3(0.5) : vec3(u_rim);
  float line = pixel * min(1.1 * u_dpr, 0.25 * v_radius / pixel);
  vec3 shown = mix(inner, rim, smoothstep(v_radius - line - pixel, v_radius - line, far));
  float cover = 1.0 - smoothstep(v_radius - pixel, v_radius, far);
  if ((v_kind.y & 1) == 1) {
    float ring = v_radius + v_ring;
    float on = smoothstep(v_radius - pixel, v_radius, far) * (1.0 - smoothstep(ring, ring + pixel, far));
    shown = mix(shown, vec3(0.69, 0.0, 0.13), on);
    cover = max(cover, on);
  }
  if ((v_kind.y & 2) == 2) cover *= 0.18;
  colour = vec4(shown, 1.0) * cover;
}`;

/** Whose a pixel is: the place (two numbers of 16 bits), 0, and how much of its area shows. */
export const AREA_VERTEX = `#version 300 es
precision highp float;
uniform vec4 u_frame;
in vec2 a_at;
in float a_place;
in vec2 a_off;
out vec2 v_off;
flat out uint v_place;
void main() {
  v_place = uint(a_place + 0.5);
  v_off = a_off;
  gl_Position = vec4(a_at * u_frame.xy + u_frame.zw, 0.0, 1.0);
}`;

export const AREA_FRAGMENT = `#version 300 es
precision highp float;
in vec2 v_off;
flat in uint v_place;
out highp uvec4 told;
void main() {
  // No front ends so many kilometres from a town: the colour runs out.
  float shows = clamp(1.25 - 1.25 * dot(v_off, v_off), 0.0, 1.0);
  told = uvec4(v_place & 65535u, v_place >> 16, 0u, uint(65535.0 * shows));
}`;

/** On a point: the place, how far inside its edge the pixel lies, its radius (1/256 pixel). */
export const SPOT_VERTEX = `#version 300 es
${POINT}
flat out float v_size;
flat out uint v_place;
void main() {
  gl_Position = position();
  v_place = uint(a_place + 0.5);
  v_radius = radius();
  v_size = 2.0 * v_radius + 1.0;
  gl_PointSize = v_size;
}`;

export const SPOT_FRAGMENT = `#version 300 es
precision highp float;
flat in float v_radius;
flat in float v_size;
flat in uint v_place;
out highp uvec4 told;
void main() {
  float inside = v_radius - v_size * distance(gl_PointCoord, vec2(0.5));
  if (inside <= 0.0) discard;
  told = uvec4(v_place & 65535u, v_place >> 16, uint(256.0 * inside) + 1u, uint(256.0 * v_radius));
}`;

export const SCREEN_VERTEX = `#version 300 es
in vec2 a_at;
void main() {
  gl_Position = vec4(a_at, 0.0, 1.0);
}`;

export const SCREEN_FRAGMENT = `#version 300 es
precision highp float;
uniform highp usampler2D u_standing;
uniform highp usampler2D u_owner;
uniform bool u_areas;
uniform vec3 u_palette[64];
uniform vec3 u_ground;
uniform float u_rim;
uniform float u_dpr;
out vec4 colour;
vec4 area(uvec4 told) {
  if (told.b == 2u) return vec4(0.0);
  vec4 shown = vec4(u_palette[int(told.r)], 0.125 + 0.375 * float(told.g) / 255.0);
  if (told.b == 1u) {
    float stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 8.0 * u_dpr);
    shown = vec4(vec3(0.35), stripe < 1.6 * u_dpr ? 0.4 : 0.08);
  }
  if ((told.a & 2u) == 2u) shown.a *= 0.12;
  return vec4(shown.rgb * shown.a, shown.a);
}
vec4 point(uvec4 told, float inside, float radius) {
  vec3 inner = mix(u_ground, u_palette[int(told.r)], 0.25 + 0.75 * float(told.g) / 255.0);
  vec3 rim = vec3(u_rim);
  if (told.b == 1u) {
    float stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 5.0 * u_dpr);
    inner = stripe < 2.2 * u_dpr ? vec3(0.12) : vec3(1.0);
  } else if (told.b == 2u) {
    inner = mix(u_ground, vec3(0.6), 0.6);
    rim = vec3(0.5);
    inside -= 0.2 * radius; // what is unknown has a smaller point
    radius *= 0.8;
  }
  float line = min(1.1 * u_dpr, 0.25 * radius);
  vec3 shown = mix(inner, rim, clamp(1.0 + line - inside, 0.0, 1.0));
  float cover = clamp(inside, 0.0, 1.0);
  if ((told.a & 2u) == 2u) cover *= 0.18;
  return vec4(shown, 1.0) * cover;
}
void main() {
  uvec4 owner = texelFetch(u_owner, ivec2(gl_FragCoord.xy), 0);
  if (owner.b + owner.a == 0u) discard;
  int n = int(owner.r + (owner.g << 16));
  uvec4 told = texelFetch(u_standing, ivec2(n % 256, n / 256), 0);
  if (owner.b == 0u) {
    colour = area(told) * (float(owner.a) / 65535.0);
    return;
  }
  // Under the edge of a point lies its own area.
  vec4 above = point(told, float(owner.b) / 256.0, float(owner.a) / 256.0);
  colour = u_areas ? above + area(told) * (1.0 - above.a) : above;
}`;

/** Return a program of a vertex and a fragment shader; raises with the card's words. */
export function compiled(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("the graphics card makes no shader");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(gl.getShaderInfoLog(shader) ?? "a shader does not compile");
    }
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(program) ?? "the shaders do not fit together");
  }
  return program;
}
