import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { day as dayText } from './format';
import type { Point } from './series';

type DayChartProps = {
  points: Point[];
  label: string;
  /** exact text for people */
  show: (text: string) => string;
  /** short text for the axis */
  tick: (value: number) => string;
  compared: boolean;
};

const series = 'var(--tg-series)';
const grid = 'var(--p-color-border-secondary)';
const ink = { fill: 'var(--p-color-text-secondary)', fontSize: 12 };

/** Bars by day with the period before as a dashed line. Loaded only in the browser, and never animated: figures are live. */
export default function DayChart({ points, label, show, tick, compared }: DayChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer title={label}>
        <CartesianGrid vertical={false} stroke={grid} />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => dayText(day, 'short')}
          tickLine={false}
          axisLine={{ stroke: grid }}
          tick={ink}
          minTickGap={28}
        />
        <YAxis tickFormatter={tick} tickLine={false} axisLine={false} tick={ink} width={56} domain={[floor, 'auto']} />
        <Tooltip
          cursor={{ fill: 'var(--p-color-bg-surface-hover)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = active ? (payload?.[0]?.payload as Point | undefined) : undefined;
            return point ? <Tip point={point} show={show} /> : null;
          }}
        />
        <Bar dataKey="now" fill={series} radius={[3, 3, 0, 0]} maxBarSize={36} isAnimationActive={false} />
        {compared ? (
          <Line
            dataKey="before"
            stroke="var(--p-color-icon-secondary)"
            strokeWidth={1.5}
            strokeDasharray="4 4"
            dot={false}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** The axis starts at zero, below it only where refunds outweigh sales. */
function floor(lowest: number): number {
  return Math.min(0, lowest);
}

function Tip({ point, show }: { point: Point; show: (text: string) => string }) {
  return (
    <div className="tg-chart__tip">
      <div>
        <span className="tg-key" />
        {dayText(point.day)}: <strong>{show(point.nowText)}</strong>
      </div>
      {point.beforeText !== null && point.beforeDay ? (
        <div>
          <span className="tg-key tg-key--before" />
          {dayText(point.beforeDay)}: {show(point.beforeText)}
        </div>
      ) : null}
    </div>
  );
}
