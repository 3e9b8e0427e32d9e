// The programs that `npm start` keeps running. Each is a child in a process group of its own: Ctrl-C reaches
// only the starter, which then stops them in order. On Linux the kernel ends them when the starter dies
// without a word (setpriv --pdeathsig).
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainError } from '@callgres/shared/plain-error';

export interface Program {
  /** For messages, e.g. "the worker". */
  name: string;
  /** Arguments of Node: the file to run, preceded by options. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Resolves true once the program does its work; asked again and again until then. */
  ready: () => Promise<boolean>;
  /** Where its output goes, appended. */
  logFile: string;
  /** Show its output on the terminal as well. */
  echo?: boolean;
}

const READY_WITHIN_MS = 60_000;
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => process.platform === 'linux' && existsSync(path));

/** A program that is started again whenever it dies, until stop() is called. */
export class Supervised {
  private child: ChildProcess | undefined;
  private stopping = false;
  private wasReady = false;
  private lastWords = '';
  private readonly log;
  private readonly program: Program;
  private readonly say: (line: string) => void;

  constructor(program: Program, say: (line: string) => void) {
    this.program = program;
    this.say = say;
    this.log = createWriteStream(program.logFile, { flags: 'a', mode: 0o600 });
    this.log.on('error', () => undefined); // a full disk must not end the starter
  }

  /** Starts the program and returns once it is ready. One that ends before that is a failure. */
  async start(): Promise<void> {
    this.launch();
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (this.stopping) return;
      if (this.hasEnded()) throw new PlainError(`${this.program.name} did not start:\n${this.lastWords.trim() || 'it said nothing.'}`);
      if (await this.program.ready()) {
        this.wasReady = true;
        return;
      }
      await pause(50);
    }
    throw new PlainError(`${this.program.name} was not ready within ${READY_WITHIN_MS / 1000} s; its log is ${this.program.logFile}.`);
  }

  /** Asks the program to end and waits for it; after the limit it is killed. */
  async stop(limitMs = 10_000): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || this.hasEnded()) return;
    const ended = new Promise<void>((done) => { child.once('exit', () => { done(); }); });
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.say(`${this.program.name} did not end within ${limitMs / 1000} s and is killed.`);
      child.kill('SIGKILL');
    }, limitMs);
    await ended;
    clearTimeout(timer);
  }

  private hasEnded(): boolean {
    return this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private launch(): void {
    const { args, env, cwd } = this.program;
    const [command, all] = SETPRIV ? [SETPRIV, ['--pdeathsig=TERM', '--', process.execPath, ...args]] : [process.execPath, args];
    const child = spawn(command, all, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const began = Date.now();
    this.child = child;
    this.lastWords = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.log.write(chunk);
        if (this.program.echo) process.stdout.write(chunk);
        this.lastWords = (this.lastWords + chunk).slice(-2000);
      });
    child.once('error', (error) => { this.lastWords += error.message; });
    child.once('close', (code, signal) => { this.restart(signal ?? `exit code ${String(code)}`, Date.now() - began); });
  }

  /** A program that fails again and again is tried every ten seconds, so that the terminal stays readable. */
  private restart(how: string, livedMs: number): void {
    if (this.stopping || !this.wasReady) return;
    const waitMs = livedMs > 10_000 ? 100 : 10_000 - Math.min(livedMs, 9_500);
    this.say(`${this.program.name} ended (${how}) and is started again. ${lastLine(this.lastWords)}`.trim());
    setTimeout(() => { if (!this.stopping) this.launch(); }, waitMs).unref();
  }
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Runs a program to its end. A failure is a PlainError with its last words. */
export function runToEnd(name: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => { said = (said + chunk).slice(-4000); });
    child.once('error', failed);
    child.once('close', (code) => { if (code === 0) done(); else failed(new PlainError(`${name} failed:\n${said.trim()}`)); });
  });
}

export const logPath = (directory: string, name: string): string => join(directory, `${name}.log`);
