/** A line as high as a line of text: the shape of a row of numbers, told in words to those who do not see it. */
export function Sparkline({ values, label }: { values: number[]; label: string }) {
  const [width, height] = [88, 24];
  const most = Math.max(...values, 0);
  if (most === 0) return null;
  const x = (i: number) => (values.length < 2 ? width / 2 : (i / (values.length - 1)) * (width - 2) + 1);
  const y = (value: number) => height - 2 - (Math.max(value, 0) / most) * (height - 4);
  const points = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polyline points={points} fill="none" stroke="var(--tg-series)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
