import { ChoiceList, type IndexFiltersProps, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';

/** The filters that lists share, each a choice that becomes part of the address. */

type Filter = IndexFiltersProps['filters'][number];

/** One of several. */
export function oneOf(
  key: string,
  label: string,
  choices: { label: string; value: string }[],
  selected: string,
  onChange: (value: string) => void,
): Filter {
  return {
    key,
    label,
    shortcut: true,
    filter: (
      <ChoiceList
        title={label}
        titleHidden
        choices={choices}
        selected={selected ? [selected] : []}
        onChange={([value]) => onChange(value ?? '')}
      />
    ),
  };
}

/** A day, written YYYY-MM-DD. */
export function oneDay(key: string, label: string, value: string, onChange: (value: string) => void): Filter {
  return {
    key,
    label,
    filter: <TextField type="date" label={label} labelHidden value={value} onChange={onChange} autoComplete="off" />,
  };
}

/** A number that is typed; told on when the typing rests. */
export function oneNumber(key: string, label: string, value: string, onChange: (value: string) => void): Filter {
  return { key, label, filter: <NumberBox label={label} value={value} onChange={onChange} /> };
}

function NumberBox({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useTyped(value, onChange);
  return (
    <TextField type="number" min={0} label={label} labelHidden value={typed} onChange={setTyped} autoComplete="off" />
  );
}

/** What is being typed, told on when the typing rests. */
export function useTyped(known: string, onRest: (value: string) => void): [string, (value: string) => void] {
  const [typed, setTyped] = useState(known);
  const [told, setTold] = useState(known);
  if (known !== told) {
    setTold(known);
    setTyped(known);
  }
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      setTold(typed);
      onRest(typed);
    }, 350);
    return () => clearTimeout(timer);
  });
  return [typed, setTyped];
}
