import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react';
import { BlockStack, Box, Button, ButtonGroup, Card, Page, Text } from '@shopify/polaris';
import { explain } from './explain-error';

/**
 * What a page shows when it cannot show itself: what happened, what to do, and the id to ask with.
 * The platform's own sign-in pages come this way too (they are thrown as HTML) and are let through.
 */
export function Failure({ error }: { error: unknown }) {
  const revalidator = useRevalidator();
  if (isSignInPage(error)) {
    // biome-ignore lint/security/noDangerouslySetInnerHtml: made by the platform's library, checked by isSignInPage
    return <div dangerouslySetInnerHTML={{ __html: error.data }} />;
  }
  const { title, message, requestId, retry } = explain(error);
  return (
    <Page narrowWidth>
      <Card>
        <Box padding="400">
          <BlockStack gap="400" inlineAlign="start">
            <BlockStack gap="200">
              <Text as="h1" variant="headingLg">
                {title}
              </Text>
              <Text as="p">{message}</Text>
            </BlockStack>
            <ButtonGroup>
              {retry ? (
                <Button
                  variant="primary"
                  loading={revalidator.state === 'loading'}
                  onClick={() => revalidator.revalidate()}
                >
                  Try again
                </Button>
              ) : null}
              <Button url="/app">Go to Home</Button>
            </ButtonGroup>
            {requestId ? (
              <Text as="p" tone="subdued" variant="bodySm">
                If it happens again, tell support this number: {requestId}
              </Text>
            ) : null}
          </BlockStack>
        </Box>
      </Card>
    </Page>
  );
}

/** The error boundary of a page: the frame with its navigation stays. */
export function PageFailure() {
  return <Failure error={useRouteError()} />;
}

/** True for the little script page with which the platform's library renews a session token; nothing else is HTML. */
function isSignInPage(error: unknown): error is { data: string } {
  return (
    isRouteErrorResponse(error) &&
    error.status === 200 &&
    typeof error.data === 'string' &&
    error.data.trimStart().startsWith('<script data-api-key=')
  );
}
