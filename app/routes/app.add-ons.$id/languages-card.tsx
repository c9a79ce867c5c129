import { BlockStack, Box, Button, Card, FormLayout, InlineError, InlineStack, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { Texts } from '~/domain/addons/details';
import type { CardProps } from './field-props';

const fields = [
  ['title', 'Title', 80],
  ['badge', 'Badge', 24],
  ['description', 'Description', 300],
  ['terms', 'Terms', 1000],
] as const;

/** The add-on's words in the shop's other languages. */
export function LanguagesCard({ values, errors, onChange }: CardProps) {
  const { texts } = values;
  const [tag, setTag] = useState('');
  const change = (language: string, patch: Partial<Texts[string]>) =>
    onChange({
      texts: {
        ...texts,
        [language]: { title: '', description: '', terms: '', badge: '', ...texts[language], ...patch },
      },
    });
  const add = () => {
    const language = tag.trim();
    if (language === '' || texts[language]) return;
    change(language, {});
    setTag('');
  };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Other languages
          </Text>
          <Text as="p" tone="subdued">
            An empty field shows the words above.
          </Text>
        </BlockStack>
        {Object.entries(texts).map(([language, words]) => (
          <Box key={language} borderWidth="025" borderColor="border" borderRadius="200" padding="300">
            <BlockStack gap="300">
              <InlineStack align="space-between" blockAlign="center">
                <Text as="h3" variant="headingSm">
                  {language}
                </Text>
                <Button
                  variant="plain"
                  accessibilityLabel={`Remove ${language}`}
                  onClick={() =>
                    onChange({ texts: Object.fromEntries(Object.entries(texts).filter(([one]) => one !== language)) })
                  }
                >
                  Remove
                </Button>
              </InlineStack>
              <FormLayout>
                {fields.map(([name, label, most]) => (
                  <TextField
                    key={name}
                    label={`${label} (${language})`}
                    value={words[name]}
                    onChange={(typed) => change(language, { [name]: typed })}
                    maxLength={most}
                    {...(name === 'terms' ? { multiline: 3 } : {})}
                    autoComplete="off"
                  />
                ))}
              </FormLayout>
            </BlockStack>
          </Box>
        ))}
        <InlineStack gap="200" blockAlign="end">
          <TextField
            label="Language tag"
            value={tag}
            onChange={setTag}
            placeholder="de"
            maxLength={10}
            autoComplete="off"
          />
          <Button onClick={add} disabled={tag.trim() === ''}>
            Add language
          </Button>
        </InlineStack>
        {errors.texts ? <InlineError fieldID="texts" message={errors.texts} /> : null}
      </BlockStack>
    </Card>
  );
}
