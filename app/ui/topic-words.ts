/** A topic of the platform in words: "orders/create" as "Orders, create". */
export function topicWords(topic: string): string {
  if (topic === 'order:pulled') return 'Order, fetched by sync';
  if (topic === 'order:file') return 'Order, from a file';
  const [thing = topic, deed] = topic.split(/[/.]/);
  const words = thing.replace(/_/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${deed ? `, ${deed.replace(/_/g, ' ')}` : ''}`;
}
