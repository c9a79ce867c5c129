import { useNavigate } from '@remix-run/react';
import { Button, Select, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { type Period, presetNames, presets } from '~/analytics/period';

/** Which days, and what they are compared with. The choice is the address. */
export function PeriodPicker({ period, compare, today }: { period: Period; compare: boolean; today: string }) {
  const navigate = useNavigate();
  const [shown, setShown] = useState<Period['preset']>(period.preset);
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const wrong = from > to ? 'The first day is after the last.' : '';

  const go = (choice: Record<string, string>, compared = compare) => {
    const params = new URLSearchParams({ ...choice, ...(compared ? {} : { compare: 'none' }) });
    navigate(`/app/analytics?${params}`, { replace: true, preventScrollReset: true });
  };
  const chosen = (): Record<string, string> =>
    period.preset === 'custom' ? { from: period.from, to: period.to } : { period: period.preset };

  return (
    <div className="tg-choices">
      <Select
        label="Period"
        options={[
          ...presets.map((preset) => ({ value: preset, label: presetNames[preset] })),
          { value: 'custom', label: 'Custom' },
        ]}
        value={shown}
        onChange={(value) => {
          setShown(value as Period['preset']);
          if (value !== 'custom') go({ period: value });
        }}
      />
      {shown === 'custom' ? (
        <>
          <TextField type="date" label="From" value={from} onChange={setFrom} max={today} autoComplete="off" />
          <TextField
            type="date"
            label="To"
            value={to}
            onChange={setTo}
            max={today}
            autoComplete="off"
            {...(wrong ? { error: wrong } : {})}
          />
          <div className="tg-choices__go">
            <Button disabled={wrong !== '' || from === '' || to === ''} onClick={() => go({ from, to })}>
              Show
            </Button>
          </div>
        </>
      ) : null}
      <Select
        label="Compare with"
        options={[
          { value: 'previous', label: 'Period before' },
          { value: 'none', label: 'Nothing' },
        ]}
        value={compare ? 'previous' : 'none'}
        onChange={(value) => go(chosen(), value === 'previous')}
      />
    </div>
  );
}
