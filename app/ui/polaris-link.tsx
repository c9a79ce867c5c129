import { Link } from '@remix-run/react';
import { type ComponentProps, forwardRef } from 'react';

type PolarisLinkProps = Omit<ComponentProps<'a'>, 'ref'> & { url?: string; external?: boolean };

/** Links of Polaris as links of Remix: moving inside the frame keeps the session, which a document load would not. */
export const PolarisLink = forwardRef<HTMLAnchorElement, PolarisLinkProps>(function PolarisLink(
  { url = '', external, children, target, ...rest },
  ref,
) {
  const outside = external || /^([a-z]+:)?\/\//i.test(url) || /^(mailto|tel|shopify):/i.test(url);
  if (outside) {
    const where = target ?? (external ? '_blank' : undefined);
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
