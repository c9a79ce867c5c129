import net from 'node:net';

/**
 * Stands between the program and its database, as a network does that fails: it cuts connections, lets them fall
 * silent, or loses the answer to a statement that the database has carried out.
 */
export type Gate = {
  port: number;
  /** ends every connection at once */
  cut(): void;
  /** nothing passes any more on the connections that there are, and nobody is told; new ones are fine */
  silence(): void;
  /** the next so many statements that change something are carried out, and their answer never comes */
  loseAnswers(count: number): void;
  /** answers that were lost so far */
  lost(): number;
  close(): Promise<void>;
};

/** What the program sends last where it changes something: the end of a transaction, or the door's one statement. */
const changes = ['commit\0', 'keep entries\0'];

/** A gate on a free port. @param target the database's port, which may change when it is started again */
export async function openGate(target: () => number): Promise<Gate> {
  const pairs = new Set<{ near: net.Socket; far: net.Socket; silent: boolean }>();
  let losing = 0;
  let lost = 0;
  const server = net.createServer((near) => {
    const far = net.connect(target(), '127.0.0.1');
    const pair = { near, far, silent: false };
    pairs.add(pair);
    let deaf = false;
    near.on('data', (data) => {
      if (pair.silent) return;
      if (losing > 0 && !deaf && changes.some((end) => data.includes(end))) {
        losing -= 1;
        deaf = true;
        // The database does it, and whoever asked will not know.
        far.once('data', () => {
          lost += 1;
          near.destroy();
          far.end();
        });
      }
      far.write(data);
    });
    far.on('data', (data) => {
      if (!pair.silent && !deaf) near.write(data);
    });
    const end = () => {
      pairs.delete(pair);
      if (pair.silent) return;
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.on('close', end);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: drop,
    silence() {
      for (const pair of pairs) pair.silent = true;
    },
    loseAnswers(count) {
      losing = count;
    },
    lost: () => lost,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const pair of pairs) pair.silent = false;
      drop();
      await closed;
    },
  };
}
