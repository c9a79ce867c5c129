import { parseBody } from './fields';
import type { EntryMeaning, OrderDialect } from './platform';

/** Reads the parsed body of a topic. */
export type TopicReader = (value: unknown, topic: string, toldAt?: string) => EntryMeaning;

/**
 * The reader of a platform's messages: by topic, else by the topic's family (what stands before its slash).
 * @throws {Fault} `malformed`, when the body is no JSON or not what its topic promises
 */
export function readByTopic(
  topics: Record<string, TopicReader>,
  families: Record<string, TopicReader>,
): OrderDialect['read'] {
  return (topic, body, toldAt) => {
    const value = parseBody(body);
    const read = topics[topic] ?? families[topic.split('/')[0] ?? ''];
    return read ? read(value, topic, toldAt) : { kind: 'nothing', why: `we have no use for ${topic}` };
  };
}
