/** Runs the groups in order, `lanes` of them at a time, until `stop` returns true. */
export async function runConcurrently<Group>(
  lanes: number,
  groups: readonly Group[],
  stop: () => boolean,
  run: (group: Group) => Promise<void>,
): Promise<void> {
  let begun = 0;
  const lane = async () => {
    for (let group = groups[begun++]; group && !stop(); group = groups[begun++]) await run(group);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
