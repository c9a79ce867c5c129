/** A topic of the platform in words: "orders/create" as "Orders, create". */
export function topicWords(topic: string): string {
  const [thing = topic, deed] = topic.split(/[/.:]/);
  const words = thing.replace(/_/g, ' ');
  const deedWords = deed && (ours[deed] ?? deed.replace(/_/g, ' '));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${deedWords ? `, ${deedWords}` : ''}`;
}

/** Ways that are ours and not the platform's. */
const ours: Record<string, string> = { pulled: 'fetched by sync', file: 'from a file' };
