import { useNavigate } from '@remix-run/react';
import { Button, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { type Question, questionPath } from './question';

/** Which days, and as known when. The choice is the address. */
export function DaysPicker({ question, today }: { question: Question; today: string }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(question);
  const isEmpty = Object.values(asked).includes('');
  const wrong = !isEmpty && asked.from > asked.to ? 'The first day is after the last.' : '';
  const box = (name: keyof Question, label: string, error = '') => (
    <TextField
      type="date"
      label={label}
      value={asked[name]}
      max={today}
      onChange={(value) => setAsked({ ...asked, [name]: value })}
      autoComplete="off"
      {...(error ? { error } : {})}
    />
  );
  return (
    <form
      className="tg-choices"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !wrong) navigate(questionPath(asked), { replace: true, preventScrollReset: true });
      }}
    >
      {box('from', 'From')}
      {box('to', 'To', wrong)}
      {box('known', 'As known at the end of')}
      <div className="tg-choices__go">
        <Button submit disabled={isEmpty || wrong !== ''}>
          Show
        </Button>
      </div>
    </form>
  );
}
