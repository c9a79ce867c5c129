import { Link } from '@remix-run/react';
import type { AppProviderProps } from '@shopify/polaris';
import { type ComponentProps, forwardRef } from 'react';

type LinkProps = Omit<ComponentProps<'a'>, 'ref'> & { url?: string; external?: boolean };

const RemixLink = forwardRef<HTMLAnchorElement, LinkProps>(function RemixLink(props, ref) {
  const { url = '', external, children, target, ...rest } = props;
  const outside = external || /^([a-z]+:)?\/\//i.test(url) || /^(mailto|tel|shopify):/i.test(url);
  const where = target ?? (external ? '_blank' : undefined);
  if (outside) {
    return (
      <a ref={ref} href={url} {...(where ? { target: where } : {})} rel="noopener noreferrer" {...rest}>
        {children}
      </a>
    );
  }
  return (
    <Link ref={ref} to={url} {...(target ? { target } : {})} {...rest}>
      {children}
    </Link>
  );
});

/** Links of Polaris as links of Remix: moving inside the frame keeps the session, which a document load would not. */
export const PolarisLink = RemixLink as NonNullable<AppProviderProps['linkComponent']>;
