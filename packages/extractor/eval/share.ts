/** A part of a whole, as it is printed: `0.880 (22/25, 0.700–0.958)`, with the 95 % interval after Wilson. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "none";
  const [low, high] = wilson(part, whole);
  return `${(part / whole).toFixed(3)} (${part}/${whole}, ${low.toFixed(3)}–${high.toFixed(3)})`;
}

const Z = 1.959964; // 95 %

function wilson(part: number, whole: number): readonly [number, number] {
  const p = part / whole;
  const middle = p + (Z * Z) / (2 * whole);
  const reach = Z * Math.sqrt((p * (1 - p)) / whole + (Z * Z) / (4 * whole * whole));
  const scale = 1 + (Z * Z) / whole;
  return [(middle - reach) / scale, (middle + reach) / scale];
}
