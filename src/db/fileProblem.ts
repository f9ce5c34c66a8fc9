const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is exhausted',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'a file is in the place of a folder',
};

/** One sentence for an error of the file system that an operator can resolve; undefined for every other error. */
export function fileProblem(error: unknown): string | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason && path ? `${path} cannot be written (${code}): ${reason}.` : undefined;
}
