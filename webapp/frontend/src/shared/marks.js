/** Sigma's programs for our signs: a shape for each type of thing, a line for each standing. */
import { createEdgeArrowHeadProgram, createEdgeCompoundProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

/** @type {Record<string, number>} */
export const SHAPES = { theorist: 0, group: 1, theory: 2, work: 3, case: 4, claim: 5, author: 0, unknown: 0 };
/** @type {Record<string, number>} */
export const PATTERNS = { affirmed: 0, denied: 1, uncertain: 2, contested: 3 };

const NODE_VERTEX = `
attribute vec4 a_id; attribute vec4 a_color; attribute vec4 a_fill; attribute vec2 a_position;
attribute float a_size; attribute float a_shape; attribute float a_angle;
uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio;
varying vec4 v_color; varying vec4 v_fill; varying vec2 v_at; varying float v_pixel; varying float v_shape;
const float bias = 255.0 / 254.0;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 reach = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + reach, 1)).xy, 0, 1);
  v_at = reach / (size / 2.0);
  v_pixel = 1.0 / max(a_size / u_sizeRatio, 1.0);
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_fill = a_fill;
  v_fill.a *= bias;
}`;
// distance to the outline of each shape, within a circle of radius 1
const NODE_FRAGMENT = `
precision highp float;
varying vec4 v_color; varying vec4 v_fill; varying vec2 v_at; varying float v_pixel; varying float v_shape;
void main(void) {
  vec2 p = v_at, q = abs(v_at);
  float d = length(p) - 0.86;
  if (v_shape > 4.5) d = length(p) - 0.7;
  else if (v_shape > 3.5) d = max(q.x * 0.87 + p.y * 0.5, -p.y) - 0.5;
  else if (v_shape > 2.5) d = max(q.x - 0.6, q.y - 0.82);
  else if (v_shape > 1.5) d = (q.x + q.y - 1.0) * 0.71;
  else if (v_shape > 0.5) d = max(q.x, q.y) - 0.74;
  #ifdef PICKING_MODE
  gl_FragColor = d > 0.1 ? vec4(0.0) : v_color;
  #else
  float inside = 1.0 - smoothstep(-v_pixel, v_pixel, d);
  float line = v_shape > 4.5 ? 1.0 : smoothstep(-2.6 * v_pixel, -1.6 * v_pixel, d);
  if (v_shape > 2.5 && v_shape < 3.5) line = max(line, 1.0 - smoothstep(v_pixel * 0.4, v_pixel * 1.4, abs(p.x + 0.32)));
  gl_FragColor = mix(v_fill, v_color, line) * inside;
  #endif
}`;

const { FLOAT, UNSIGNED_BYTE } = WebGLRenderingContext;

export class ShapeProgram extends NodeCircleProgram {
  getDefinition() {
    const base = super.getDefinition();
    return {
      ...base,
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      ATTRIBUTES: [
        ...base.ATTRIBUTES,
        { name: "a_fill", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
      ],
    };
  }
  processVisibleItem(index, at, data) {
    super.processVisibleItem(index, at, data);
    this.array[at + 5] = floatColor(data.fill ?? data.color);
    this.array[at + 6] = SHAPES[data.shape] ?? 0;
  }
}

const EDGE_VERTEX = `
attribute vec4 a_id; attribute vec4 a_color; attribute vec2 a_normal; attribute float a_normalCoef;
attribute vec2 a_positionStart; attribute vec2 a_positionEnd; attribute float a_positionCoef; attribute float a_pattern;
uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio; uniform float u_minEdgeThickness; uniform vec2 u_half;
varying vec4 v_color; varying float v_side; varying float v_along; varying float v_pattern; varying float v_wide;
const float bias = 255.0 / 254.0;
void main() {
  vec2 normal = a_normal * a_normalCoef;
  float thick = length(normal);
  vec2 unit = normal / thick;
  float wide = max(thick / u_sizeRatio, u_minEdgeThickness);
  float pixels = (wide + 1.5) * u_sizeRatio; // room for soft edges
  vec2 start = (u_matrix * vec3(a_positionStart, 1)).xy, end = (u_matrix * vec3(a_positionEnd, 1)).xy;
  vec2 position = a_positionStart * (1.0 - a_positionCoef) + a_positionEnd * a_positionCoef;
  gl_Position = vec4((u_matrix * vec3(position + unit * pixels * u_correctionRatio / u_sizeRatio, 1)).xy, 0, 1);
  v_along = a_positionCoef * length((end - start) * u_half);
  v_side = a_normalCoef;
  v_wide = wide;
  v_pattern = a_pattern;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;
const EDGE_FRAGMENT = `
precision highp float;
varying vec4 v_color; varying float v_side; varying float v_along; varying float v_pattern; varying float v_wide;
void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float across = abs(v_side) * (v_wide + 1.5) / 2.0; // pixels from the middle
  float t = clamp(v_wide / 2.0 + 0.5 - across, 0.0, 1.0);
  if (v_pattern > 2.5) t *= clamp(across - 0.5, 0.0, 1.0);
  else if (v_pattern > 1.5) t *= step(mod(v_along, 10.0), 6.0);
  else if (v_pattern > 0.5) t *= step(mod(v_along, 5.5), 2.4);
  gl_FragColor = v_color * t;
  #endif
}`;

export class StandingProgram extends EdgeRectangleProgram {
  getDefinition() {
    const base = super.getDefinition();
    return {
      ...base,
      VERTEX_SHADER_SOURCE: EDGE_VERTEX,
      FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
      UNIFORMS: ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_minEdgeThickness", "u_half"],
      ATTRIBUTES: [...base.ATTRIBUTES, { name: "a_pattern", size: 1, type: FLOAT }],
    };
  }
  processVisibleItem(index, at, source, target, data) {
    super.processVisibleItem(index, at, source, target, data);
    this.array[at + 8] = PATTERNS[data.standing] ?? 0;
  }
  setUniforms(params, { gl, uniformLocations: at }) {
    gl.uniformMatrix3fv(at.u_matrix, false, params.matrix);
    gl.uniform1f(at.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(at.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(at.u_minEdgeThickness, params.minEdgeThickness);
    gl.uniform2f(at.u_half, params.width / 2, params.height / 2);
  }
}

// a head of one size, however broad the line
class HeadProgram extends createEdgeArrowHeadProgram({ lengthToThicknessRatio: 3.4, widenessToThicknessRatio: 2.6 }) {
  processVisibleItem(index, at, source, target, data) {
    super.processVisibleItem(index, at, source, target, { ...data, size: 2.2 });
  }
}

export const ArrowProgram = createEdgeCompoundProgram([StandingProgram, HeadProgram]);
